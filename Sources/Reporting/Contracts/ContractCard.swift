internal import Features
internal import Files
internal import Ingestion
package import Models
internal import Units

/// The card of a model of contracts, as Markdown and as JSON.
package enum ContractCard {
  /// The card as Markdown; a pure function of model and evaluation.
  package static func text(of model: ContractModel, evaluation: ContractEvaluation) -> String {
    var lines = [
      "# Model \(model.shortDigest)", "",
      "Trained on \(grouped(model.contracts)) contracts as of \(model.asOf), \(grouped(model.rows)) periods "
        + "of \(model.period.text): "
        + model.causes.map { "\(grouped($0.ends)) ended of \(markdownText($0.name))" }
        .joined(separator: ", ") + ".", "",
    ]
    if let day = model.observedFrom {
      lines += ["Contracts that began before \(day) count from then on.", ""]
    }
    if let term = model.roles.term {
      lines += ["Contracts renew every \(term.text).", ""]
    }
    lines += IntendedUse.ofTable.markdown
    lines += ["## Out of time", "", markdownText(ContractReport.headline(evaluation)) + ".", ""]
    lines += figures(evaluation)
    lines += [ContractReport.calibration(evaluation), ""]
    lines += [
      "A discrete-time hazard: logistic regression of each cause on "
        + "\(model.design.columns.count) columns of contract and period, ages to \(model.oldestAge) "
        + "periods seen.", "",
    ]
    let limits = CardStatement.common + (model.isInformative ? [] : [.uninformative])
    lines += ["## Limits", ""] + limits.map { "- \($0.text)" } + [""]
    if !model.notices.isEmpty {
      lines += ["## Warnings", ""] + model.notices.map { "- \(markdownText($0.text))" } + [""]
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func figures(_ evaluation: ContractEvaluation) -> [String] {
    [
      "| forecast | AUC (95 %) | concordance | Brier | integrated Brier | predicted |",
      "|---|---|---:|---:|---:|---:|",
    ]
      + ContractReport.rows(evaluation).map { name, figures in
        let interval = ContractReport.interval(figures)
        return "| \(name) | \(figure(figures.auc))\(interval.isEmpty ? "" : " (\(interval))") "
          + "| \(figure(figures.concordance)) | \(fixed(figures.brier, digits: 4)) "
          + "| \(fixed(figures.integratedBrier, digits: 4)) | \(percent(figures.predicted)) |"
      } + [""]
  }

  /// The same as JSON.
  ///
  /// - Throws: where a figure is not finite.
  package static func bytes(
    of model: ContractModel, evaluation: ContractEvaluation
  ) throws(UndefinedFigure) -> [UInt8] {
    try reportJSON(Document(model, evaluation))
  }

  private struct Document: Encodable {
    let format = CardFormat.name
    let version = CardFormat.version
    let kind = "contracts"
    let model: String
    let intendedUse = IntendedUse.ofTable
    let asOf: Day
    let contracts: Int
    let periods: Int
    let period: String
    let causes: [String: Int]
    let evaluation: ContractEvaluation
    let isInformative: Bool
    let limits: [CardStatement]
    let warnings: [String]

    enum CodingKeys: String, CodingKey {
      case format, version, kind, model
      case intendedUse = "intended_use"
      case asOf = "as_of"
      case contracts, periods, period, causes, evaluation
      case isInformative = "informative"
      case limits, warnings
    }

    init(_ model: ContractModel, _ evaluation: ContractEvaluation) {
      self.model = model.digest
      asOf = model.asOf
      contracts = model.contracts
      periods = model.rows
      period = model.period.text
      causes = Dictionary(uniqueKeysWithValues: model.causes.map { ($0.name, $0.ends) })
      self.evaluation = evaluation
      isInformative = evaluation.isInformative
      limits = CardStatement.common + (evaluation.isInformative ? [] : [.uninformative])
      warnings = model.notices.map(\.text)
    }
  }
}
