internal import Comparison
internal import Dense
internal import Expressions
internal import Features
internal import Files
internal import Learning
internal import Models
internal import Snapshots
internal import Training
internal import Units

/// What the card says of the churn model: its evaluation, calibration, figures by date, and how its
/// settings were selected.
enum ChurnCard {
  static func lines(of model: Model, _ evaluation: Evaluation) -> [String] {
    weakness(evaluation) + discrimination(evaluation) + calibration(evaluation)
      + reliability(evaluation)
      + dates(model, evaluation) + choice(evaluation) + fit(model, evaluation)
  }

  private static func weakness(_ evaluation: Evaluation) -> [String] {
    let found = evaluation.weaknesses
    return found.isEmpty
      ? []
      : [
        "**A weak model.** "
          + (evaluation.target == nil ? "It puts nobody on a list to act on: " : "")
          + "\(found.map { $0.text(evaluation.words) }.joined(separator: "; ")).",
        "",
      ]
  }

  private static func discrimination(_ evaluation: Evaluation) -> [String] {
    let rows = groups(evaluation).map { group, figures in
      [
        group.rawValue, grouped(figures.customers), percent(figures.baseRate),
        withInterval(figures.model.auc), figure(figures.recency.auc.value),
        figure(figures.frequency.auc.value), figure(figures.recencyFrequency?.auc.value),
        figure(figures.model.logLoss.value), figure(figures.recencyFrequency?.logLoss.value),
        fixed(figures.baseRateLogLoss, digits: 4), figure(figures.model.ece.value),
        figures.isInformative ? "" : "no better than the base rate",
      ]
    }
    return ["## \(evaluation.words.title), out of time", ""]
      + markdownTable(
        [
          "group", "customers", evaluation.words.happened, "AUC (95 %)", "recency alone",
          "frequency alone",
          "both", "log-loss", "of both", "of base rate", "ECE", "",
        ], rows) + [
        "The headline is `active`: on `all`, customers inactive for long inflate every model's metrics.",
        "",
      ]
  }

  private static func calibration(_ evaluation: Evaluation) -> [String] {
    let rows = groups(evaluation).filter { $0.1.model.predictedRate != nil }.map {
      group, figures in
      let model = figures.model
      return [
        group.rawValue, model.predictedRate.map { percent($0) } ?? "–",
        percent(figures.baseRate),
        figure(model.ece.value), figure(model.eceWithoutShift),
        "\(figure(model.eceNoise)), at most \(figure(model.eceNoiseHigh))",
        withInterval(model.calibrationIntercept, digits: 2),
        withInterval(model.calibrationSlope, digits: 2),
      ]
    }
    guard !rows.isEmpty else { return [] }
    return ["## Calibration", ""]
      + markdownTable(
        [
          "group", "predicted", "actual", "ECE", "… after intercept correction",
          "… of a perfectly calibrated model",
          "intercept (95 %)", "slope (95 %)",
        ], rows)
      + [
        "ECE is the mean absolute difference between predicted and actual \(evaluation.words.rate) over ten equal-sized "
          + "bins. It is the headline calibration metric. Beside it: ECE after one constant has corrected "
          + "the mean of the logits, which cannot be known beforehand; and the ECE that a perfectly "
          + "calibrated model would show with this sample size, on average and in 19 of 20 cases. An "
          + "intercept above 0 means that probabilities are too low, a slope below 1 that they are too "
          + "extreme.", "",
      ] + verdict(evaluation)
  }

  /// What to make of it.
  private static func verdict(_ evaluation: Evaluation) -> [String] {
    guard let active = evaluation.group(.active) else { return [] }
    let faults = active.calibrationFaults(evaluation.words)
    guard !faults.isEmpty else {
      return [
        "Active customers: no significant miscalibration; probabilities can be used as they are.",
        "",
      ]
    }
    return [
      "Active customers: \(faults.joined(separator: "; ")). The ranking is unaffected; totals over many "
        + "customers are.", "",
    ]
  }

  private static func reliability(_ evaluation: Evaluation) -> [String] {
    guard let active = evaluation.group(.active), !active.reliability.isEmpty else { return [] }
    return ["Active customers in ten equal-sized bins by predicted probability:", ""]
      + markdownTable(
        ["customers", "predicted", "actual"],
        active.reliability.map {
          [grouped($0.customers), percent($0.meanProbability), percent($0.observedRate)]
        })
  }

  private static func dates(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let snapshots = evaluation.snapshots else { return [] }
    let rows = snapshots.map { snapshot in
      let cells = SnapshotEvaluation.shownGroups.flatMap { group -> [String] in
        guard let figures = snapshot.group(group) else { return ["", "", "", ""] }
        let mark = snapshot.isInSample ? " in sample" : ""
        return [
          grouped(figures.customers), percent(figures.baseRate),
          figures.auc.map { fixed($0, digits: 4) + mark } ?? "–",
          figures.logLoss.map { fixed($0, digits: 4) + mark } ?? "–",
        ]
      }
      return [snapshot.asOf.description, snapshot.part.title] + cells
    }
    return ["## \(evaluation.words.title) by date", ""]
      + markdownTable(
        ["as of", "used for"]
          + SnapshotEvaluation.shownGroups.flatMap {
            [$0.rawValue, evaluation.words.happened, "AUC", "log-loss"]
          }, texts: 2, rows)
      + [
        "Earlier dates are evaluated like the evaluation date, by a model with the same settings trained only "
          + "on labels complete by that date"
          + (isSampled(snapshots) ? ", on a random sample of customers" : "")
          + "; the settings were selected on the latest of them, so its figures are slightly optimistic."
          + (snapshots.contains { $0.isInSample }
            ? " In sample: the evaluated model was trained on these labels." : ""),
        "", seasonSentence(model, evaluation.words) + levels(evaluation), "",
      ]
  }

  private static func seasonSentence(_ model: Model, _ words: PredictedWords) -> String {
    guard let season = model.outcome?.season, let first = season.levels.first?.asOf,
      let last = season.levels.last?.asOf
    else { return model.data.seasonSentence(words) }
    return "No feature holds the time of year, but the level follows the year before (see below): "
      + "of dates from \(first) to \(last) the season is known."
  }

  private static func isSampled(_ snapshots: [SnapshotEvaluation]) -> Bool {
    snapshots.contains { snapshot in
      snapshot.groups.values.contains {
        0 < $0.evaluatedCustomers && $0.evaluatedCustomers < $0.customers
      }
    }
  }

  /// Base rates of training and holdout side by side.
  private static func levels(_ evaluation: Evaluation) -> String {
    let levels = SnapshotEvaluation.shownGroups.compactMap { group in
      evaluation.group(group).map {
        "\(percent($0.trainingBaseRate)) in training and \(percent($0.baseRate)) in the holdout "
          + "(\(group.rawValue))"
      }
    }
    return levels.isEmpty
      ? ""
      : " \(evaluation.target == nil ? "Churned" : "With the target"): \(levels.joined(separator: ", "))."
  }

  private static func choice(_ evaluation: Evaluation) -> [String] {
    guard let choice = evaluation.choice else { return [] }
    let title = ["## Settings, selected before \(evaluation.asOf)", ""]
    guard !choice.candidates.isEmpty else {
      return title + [
        "Not selected by validation: they were given, or the log has no date with enough customers of "
          + "either kind to validate them at.", "",
      ]
    }
    let used = choice.settings
    let rows = choice.candidates.map { candidate in
      let settings = candidate.settings
      let isUsed =
        settings.basis == used.basis && settings.snapshots == used.snapshots
        && settings.usesPrior == used.usesPrior
      return [
        settings.basis.rawValue + (settings.usesPrior == true ? ", prior" : ""),
        "\(settings.snapshots)",
        significant(settings.l2Strength, digits: 2),
        fixed(candidate.logLoss, digits: 4),
        "\(fixed(candidate.excess, digits: 4)) ± \(fixed(candidate.error, digits: 4))",
        isUsed ? "used, with λ = \(significant(used.l2Strength, digits: 2))" : "",
      ]
    }
    let dates = choice.evaluatedAt.map(\.description).joined(separator: ", ")
    let share =
      choice.sampledShare < 1
      ? " on a random sample of \(percent(choice.sampledShare)) of the customers" : ""
    return title + [
      "Forward validation at \(dates)\(share), each model trained only on labels complete by that date:",
      "",
    ]
      + markdownTable(
        ["basis", "dates", "best λ", "log-loss", "above the lowest ± error", ""], rows)
      + [
        "Log-loss is measured after one constant has corrected each candidate's mean at each date: the level "
          + "of one window says little about the next. The default (first row) is replaced only if another "
          + "candidate is better by more than two standard errors; so is the default λ, which follows from "
          + "the number n of rows, 1000 ÷ n · (1 + (2000 ÷ n)^1.5).", "",
      ] + (choice.recalibration.map { [words(of: $0), ""] } ?? [])
      + (choice.season.map { [SeasonWords.text(of: $0), ""] } ?? [])
  }

  private static func words(of recalibration: Recalibration) -> String {
    let dates = recalibration.evaluatedAt.count
    guard let gain = recalibration.gain, let error = recalibration.error else {
      return "No recalibration: testing for it takes out-of-time predictions at "
        + "\(Recalibration.fewestDates + 1) past dates."
    }
    let saved =
      "Platt recalibration would have lowered log-loss by \(fixed(gain, digits: 4)) ± "
      + "\(fixed(error, digits: 4)) (\(dates) dates)"
    guard let line = recalibration.line else { return "\(saved): not significant, not applied." }
    return "\(saved): significant, applied as logit = \(fixed(line.intercept, digits: 2)) + "
      + "\(fixed(line.slope, digits: 2)) · η."
  }

  private static func fit(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let churn = model.outcome else { return [] }
    let dates = churn.trainedAsOf.map(\.description).joined(separator: ", ")
    return [
      "The saved model: logistic regression on \(Penalty.columns(churn.coefficients, l1Share: churn.l1Share)), λ = "
        + "\(significant(churn.l2Strength, digits: 2)), \(grouped(churn.rows)) rows of \(churn.trainedAsOf.count) snapshots "
        + "(\(dates)), \(grouped(churn.churners)) \(evaluation.words.rows); \(churn.iterations) Newton steps, gradient "
        + "\(gradient(churn.gradientNorm)).", "",
    ] + PriorWords.lines(of: churn) + customers(evaluation)
  }

  /// That customers have several rows, and how many they count for.
  private static func customers(_ evaluation: Evaluation) -> [String] {
    guard let holdout = evaluation.learnedRows, let refit = evaluation.refitRows else { return [] }
    func told(_ learned: LearnedRows) -> String {
      "\(grouped(learned.rows)) rows of \(grouped(learned.customers)) customers (effective sample size "
        + "\(grouped(Int(learned.effectiveCustomers.rounded()))))"
    }
    return [
      "A customer contributes one row per snapshot. The evaluated model was trained on \(told(holdout)), the "
        + "saved model on \(told(refit)). The effective sample size (Σm)²/Σm² accounts for this. Standard "
        + "errors of coefficients and of the selection above are clustered by customer."
        + (evaluation.learnedShare.map {
          " Models were trained on a random sample of \(percent($0)) of the customers; all are evaluated."
        } ?? ""),
      "",
    ]
  }
}

extension SnapshotEvaluation.Part {
  fileprivate var title: String {
    switch self {
    case .holdout: "evaluation"
    case .training: "training"
    case .choice: "selection of settings"
    }
  }
}

private func groups(_ evaluation: Evaluation) -> [(CustomerGroup, GroupEvaluation)] {
  CustomerGroup.allCases.compactMap { group in evaluation.group(group).map { (group, $0) } }
}

private func withInterval(_ estimate: IntervalEstimate, digits: Int = 4) -> String {
  "\(figure(estimate.value, digits: digits)) "
    + "(\(figure(estimate.low, digits: digits))…\(figure(estimate.high, digits: digits)))"
}
