internal import Files

extension ChurnNotebook {
  /// The notebook: pandas and matplotlib, run from its own folder.
  package var notebook: Notebook {
    let template = String(decoding: PackageResources.churn_notebook_py, as: UTF8.self)
    return Notebook(cells: NotebookTemplate(template).cells(filledWith: values))
  }

  /// What stands for the names in braces in `churn-notebook.py`.
  private var values: [String: String] {
    [
      "TITLE": markdownText(title),
      "AS_OF": "\(asOf)",
      "EVALUATED_AS_OF": "\(evaluatedAt)",
      "MODEL": String(modelDigest.prefix(12)),
      "HORIZON_DAYS": "\(horizonInDays)",
      "AS_OF_LITERAL": pythonLiteral("\(asOf)"),
      "MODEL_DIGEST_LITERAL": pythonLiteral(modelDigest),
      "STORED_LITERAL": storedFigures,
      "CALIBRATION_LITERAL": calibrationFigures,
      "VALUE_LITERAL": valueFigures,
      "WORTH_LITERAL": worthFigures,
    ]
  }

  /// A Python dictionary of the groups' figures.
  private var storedFigures: String {
    let figures = groups.map { group in
      // Evaluations of earlier versions lack the baseline of recency and frequency together.
      let holdsBoth = group.recencyFrequencyAUC != nil || group.frequencyAUC == nil
      let values =
        [
          "\"customers\": \(group.customers)",
          "\"churn_probability\": \(pythonLiteral(group.modelAUC))",
          "\"recency_probability\": \(pythonLiteral(group.recencyAUC))",
          "\"frequency_probability\": \(pythonLiteral(group.frequencyAUC))",
        ]
        + (holdsBoth
          ? ["\"recency_frequency_probability\": \(pythonLiteral(group.recencyFrequencyAUC))"] : [])
      return "    \(pythonLiteral(group.name)): {\n"
        + values.map { "        \($0),\n" }.joined() + "    },\n"
    }
    return "{\n\(figures.joined())}"
  }

  /// A Python dictionary of the groups whose probabilities are checked.
  private var calibrationFigures: String {
    dictionary(
      groups.compactMap { group in
        group.calibration.map { figures in
          (
            group.name,
            [
              ("log_loss", pythonLiteral(figures.logLoss)), ("brier", pythonLiteral(figures.brier)),
              ("ece", pythonLiteral(figures.ece)), ("lift_10", pythonLiteral(figures.lift10)),
              ("bins", tuples(figures.bins)),
            ]
          )
        }
      })
  }

  private var valueFigures: String {
    guard let value else { return "None" }
    let entries =
      [("as_of", pythonLiteral("\(value.asOf)")), ("days", "\(value.days)")]
      + value.figures.map { ($0.name, pythonLiteral($0.value)) }
      + [("tenths", tuples(value.tenths))]
    return "{\n\(entries.map { "    \(pythonLiteral($0.0)): \($0.1),\n" }.joined())}"
  }

  private var worthFigures: String {
    guard let worth else { return "None" }
    return dictionary(
      worth.map {
        ($0.column, [("churn", pythonLiteral($0.churn)), ("spend", pythonLiteral($0.spend))])
      })
  }

  /// A dictionary of dictionaries.
  private func dictionary(_ entries: [(String, [(String, String)])]) -> String {
    let lines = entries.map { name, values in
      "    \(pythonLiteral(name)): {\n"
        + values.map { "        \(pythonLiteral($0.0)): \($0.1),\n" }.joined() + "    },\n"
    }
    return "{\n\(lines.joined())}"
  }

  private func tuples(_ bins: [Bin]) -> String {
    "[\(bins.map { "(\($0.customers), \($0.expected), \($0.actual))" }.joined(separator: ", "))]"
  }
}
