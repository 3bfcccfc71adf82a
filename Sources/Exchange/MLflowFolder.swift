package import Files
package import Models
package import Units

/// A model of churn, or of a target, as a folder of MLflow: a pyfunc over ONNX Runtime, with signature, requirements and card.
package enum MLflowFolder {
  private static let descriptor = "MLmodel"
  private static let card = "README.md"
  private static let environment = "python_env.yaml"
  private static let requirements = "requirements.txt"

  private static let kind = FolderContents(
    marker: descriptor, others: [card, requirements, environment, "conda.yaml", "code", "data"],
    readers: .anyone)

  /// Throws where the folder cannot have its place.
  package static func check(_ path: String) throws(OutputError) { try kind.check(path) }

  /// - Parameters:
  ///   - model: of histories.
  ///   - asOf: the date whose season the intercept holds; nil for the model's.
  ///   - text: what a person should know of the model, as Markdown.
  /// - Returns: the folder.
  /// - Throws: where it predicts neither churn nor a target.
  package static func folder(
    _ model: Model, asOf: Day?, card text: String
  ) throws(ScoringError) -> AtomicFolder {
    let graph = try ONNXModel(model, asOf: asOf)
    let outcome = try ExportedOutcome(model)
    let inputs = graph.features.map { column($0) }.joined(separator: ", ")
    let outputs = [outcome.column, "logit"].map { column($0) }.joined(separator: ", ")
    // In YAML a text between single quotes has them doubled; names are letters, digits and underscores.
    let files: [(String, String)] = [
      (
        descriptor,
        """
        flavors:
          python_function:
            loader_module: perennial_mlflow
            code: code
            data: data
            python_version: '3.10'
            env:
              conda: conda.yaml
              virtualenv: \(environment)
        mlflow_version: 2.0.0
        model_uuid: \(model.shortDigest)
        metadata:
          perennial_model: \(model.shortDigest)
          as_of: '\(asOf ?? model.data.asOf)'
          horizon_days: \(model.data.horizonInDays)\(outcome.target.map(targetLine) ?? "")
        signature:
          inputs: '[\(inputs)]'
          outputs: '[\(outputs)]'
          params: null

        """
      ),
      (
        environment,
        """
        python: '3.10'
        build_dependencies:
        - pip
        dependencies:
        - -r \(requirements)

        """
      ),
      (requirements, packages.joined(separator: "\n") + "\n"),
      (
        "conda.yaml",
        """
        channels:
        - conda-forge
        dependencies:
        - python=3.10
        - pip
        - pip:
        \(packages.map { "  - \($0)" }.joined(separator: "\n"))
        name: perennial

        """
      ),
      // The card of a model that an earlier version wrote has texts as the log has them.
      (card, visibleText(text, keepingLines: true)),
    ]
    return AtomicFolder(
      files: files.map { ($0.0, Array($0.1.utf8)) } + [
        ("code/perennial_mlflow.py", Array(PackageResources.perennial_mlflow_py)),
        ("data/model.onnx", graph.bytes),
      ], kind: kind)
  }

  private static func targetLine(_ rule: String) -> String { "\n  target: \(yamlString(rule))" }

  private static let packages = ["mlflow-skinny>=2.0", "numpy", "onnxruntime>=1.16", "pandas"]

  private static func column(_ name: String) -> String {
    "{\"type\": \"double\", \"name\": \(String(decoding: jsonString(name), as: UTF8.self)), \"required\": true}"
      .map { $0 == "'" ? "''" : String($0) }.joined()
  }
}
