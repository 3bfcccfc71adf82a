internal import Files

extension ChurnNotebook {
  /// The notebook: pandas and matplotlib, run from its own folder.
  package var notebook: Notebook {
    let template = String(decoding: PackageResources.churn_notebook_py, as: UTF8.self)
    return Notebook(
      cells: NotebookTemplate(template).cells(
        of: target == nil ? "churn" : "target",
        filledWith: values.merging(words) { value, _ in value }))
  }

  /// What the outcome is called.
  private var words: [String: String] {
    let words = PredictedWords(target: target)
    let isChurn = target == nil
    return [
      "DEFINITION": words.definition(horizonInDays: horizonInDays).replacing("\n", with: " "),
      "HAPPENED": Self.outcomeColumn(of: target),
      "PROBABILITY": Self.probabilityColumn(of: target),
      "NOUN": words.noun,
      "RATE": words.rate,
      "ORDERED": words.ordered,
      "ORDERED_TITLE": isChurn ? "Risk" : "Probability",
      "POSITIVES": isChurn ? "churners" : "customers for whom the target held",
      "WHO": isChurn ? "who churned" : "for whom the target held",
      "WHO_NOT": isChurn ? "who did not" : "for whom it did not",
      "COUNTED": words.outcomes.0,
      "TOP": isChurn
        ? "1"
        : "max(1e-3, bins[\"predicted\"].max(), (bins[\"observed\"] + 2 * bins[\"error\"]).max())",
      "CHOICE": isChurn ? "list" : "rank",
      "CHOSEN": isChurn
        ? "joined[\"list\"] == \"act\"" : "joined[\"rank\"] <= (len(joined) + 9) // 10",
      "GROUP_BY": isChurn ? "\"segment\" if \"segment\" in scores else \"list\"" : "\"cluster\"",
    ]
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
          "\"\(Self.probabilityColumn(of: target))\": \(pythonLiteral(group.modelAUC))",
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
