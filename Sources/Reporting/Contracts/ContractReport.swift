internal import Features
internal import Files
internal import Ingestion
package import Models
package import Training
internal import Units

/// What training and inspection say of a model of contracts.
package enum ContractReport {
  /// How the procedure did out of time, and what was saved.
  ///
  /// - Parameters:
  ///   - trained: the model and its evaluation.
  ///   - folder: where it was saved.
  ///   - spelling: how a sentence names settings.
  /// - Returns: the report, notes that cast doubt on the figures first.
  package static func text(
    of trained: TrainedContracts, folder: String, spelling: (Sentence) -> String
  ) -> String {
    let (model, evaluation) = (trained.model, trained.evaluation)
    let leaks = model.notices.filter(\.isUrgent)
    let others = model.notices.filter { !$0.isUrgent }
    func lines(_ notices: [Recorded<ContractNotice>]) -> [String] {
      notices.map { "note: \($0.finding.map { spelling($0.sentence) } ?? $0.text)" }
    }
    var text = lines(leaks)
    text += [headline(evaluation), ""] + table(evaluation).lines + [""]
    text += [calibration(evaluation), ""]
    text += lines(others)
    text.append(
      "Saved \(folder), model \(model.shortDigest). The figures above are of a model that knew what was "
        + "known on \(evaluation.evaluatedAt); the saved one was then fitted to all "
        + "\(grouped(model.contracts)) contracts as of \(model.asOf).")
    return text.joined(separator: "\n") + "\n"
  }

  static func headline(_ evaluation: ContractEvaluation) -> String {
    let what = evaluation.cause.map { "ended of '\(visibleText($0))'" } ?? "ended"
    let lost = evaluation.lost > 0 ? ", \(grouped(evaluation.lost)) were lost from sight" : ""
    return "\(grouped(evaluation.contracts)) contracts in force on \(evaluation.evaluatedAt): "
      + "\(grouped(evaluation.ended)) \(what) within \(evaluation.horizon) × \(evaluation.period) "
      + "(\(percent(evaluation.rate)))\(lost)"
      + (evaluation.isInformative ? "" : ": weak, the model tells no more than ages do")
  }

  static func table(_ evaluation: ContractEvaluation) -> TextTable {
    var table = TextTable([
      ("forecast", .left), ("AUC", .right), ("95 %", .left), ("mean AUC", .right),
      ("concordance", .right), ("Brier", .right), ("integrated Brier", .right),
      ("predicted", .right),
    ])
    for (name, figures) in rows(evaluation) {
      table.append([
        name, figure(figures.auc), interval(figures), figure(figures.meanAUC),
        figure(figures.concordance), fixed(figures.brier, digits: 4),
        fixed(figures.integratedBrier, digits: 4), percent(figures.predicted),
      ])
    }
    return table
  }

  static func rows(_ evaluation: ContractEvaluation) -> [(String, ContractFigures)] {
    [
      ("model", evaluation.model),
      ("shifted-beta-geometric with columns", evaluation.geometricWithColumns),
      ("shifted-beta-geometric", evaluation.geometric),
      ("age alone (Kaplan-Meier)", evaluation.byAge),
    ]
  }

  static func interval(_ figures: ContractFigures) -> String {
    guard let low = figures.aucLow, let high = figures.aucHigh else { return "" }
    return "\(fixed(low, digits: 4)) to \(fixed(high, digits: 4))"
  }

  static func calibration(_ evaluation: ContractEvaluation) -> String {
    let bins = evaluation.reliability
    let told = [bins.first, bins.last].compactMap(\.self).map {
      "\(percent($0.predicted)) predicted, \(percent($0.observed)) observed"
    }
    return
      "Calibration: \(percent(evaluation.model.predicted)) predicted, \(percent(evaluation.rate)) "
      + "observed; lowest and highest tenth: \(told.joined(separator: "; "))."
  }

  /// What `inspect` prints below the card: one table of coefficients a cause.
  package static func text(of model: ContractModel) -> String {
    model.causes.flatMap { cause in
      ["Coefficients of the logit of '\(visibleText(cause.name))', the largest first", ""]
        + CoefficientTable.lines(
          names: model.design.columns.map(\.name), intercept: cause.intercept,
          coefficients: cause.coefficients, standardErrors: cause.standardErrors) + [""]
    }.joined(separator: "\n")
  }
}

extension Recorded<ContractNotice> {
  /// Whether figures may mean nothing if it is right, so that it is said before them.
  var isUrgent: Bool {
    switch finding {
    case .noEndsBefore, .notConverged: true
    case let finding?: finding.leakingColumn != nil
    case nil: false
    }
  }
}
