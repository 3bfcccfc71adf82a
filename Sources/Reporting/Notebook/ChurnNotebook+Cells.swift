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
}
