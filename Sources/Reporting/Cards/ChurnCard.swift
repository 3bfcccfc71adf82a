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

/// What the card says of the churn model: how it was judged, how true its probabilities are, how it fares by
/// date, and by what its settings were chosen.
enum ChurnCard {
  static func lines(of model: Model, _ evaluation: Evaluation) -> [String] {
    discrimination(evaluation) + calibration(evaluation) + reliability(evaluation)
      + dates(model, evaluation) + choice(evaluation) + fit(model, evaluation)
  }

  private static func discrimination(_ evaluation: Evaluation) -> [String] {
    let rows = groups(evaluation).map { group, figures in
      [
        group.rawValue, grouped(figures.customers), percent(figures.baseRate),
        "\(figure(figures.model, "auc")) (\(interval(figures.model, "auc")))",
        figure(figures.recency, "auc"), figure(figures.frequency, "auc"),
        figure(figures.model, "log_loss"), fixed(figures.baseRateLogLoss, digits: 4),
        figure(figures.model, "ece"), figures.isInformative ? "" : "no information here",
      ]
    }
    return ["## Churn, out of time", ""]
      + markdownTable(
        [
          "group", "customers", "churned", "AUC (95 %)", "recency alone", "frequency alone",
          "log-loss",
          "of base rate", "ECE", "",
        ], rows) + [
        "The headline is `active`: on `all`, customers who left long ago flatter every model.", "",
      ]
  }

  private static func calibration(_ evaluation: Evaluation) -> [String] {
    let rows = groups(evaluation).filter { $0.1.model["predicted_rate"] != nil }.map {
      group, figures in
      let model = figures.model
      func withInterval(_ name: String) -> String {
        "\(figure(model, name, digits: 2)) (\(interval(model, name, digits: 2)))"
      }
      return [
        group.rawValue, model["predicted_rate"].map { percent($0) } ?? "–",
        percent(figures.baseRate),
        figure(model, "ece"), figure(model, "ece_without_shift"),
        "\(figure(model, MetricSet.noise)), at most \(figure(model, MetricSet.noiseHigh))",
        withInterval("calibration_intercept"), withInterval("calibration_slope"),
      ]
    }
    guard !rows.isEmpty else { return [] }
    return ["## How true the probabilities are", ""]
      + markdownTable(
        [
          "group", "foretold", "churned", "ECE", "… had the level been known", "… by chance alone",
          "intercept (95 %)", "slope (95 %)",
        ], rows)
      + [
        "ECE, the mean difference of what was foretold and what came over tenths of the customers, is the figure "
          + "to go by. Beside it: what is left if every logit is moved by the one constant that makes the "
          + "mean right, which nobody can know beforehand; and what a perfectly calibrated model would "
          + "show on as many customers, in the mean and in 19 of 20 cases. An intercept above 0 says that "
          + "probabilities were too low, a slope below 1 that they were too extreme.", "",
      ] + verdict(evaluation)
  }

  /// What a shop should make of it.
  private static func verdict(_ evaluation: Evaluation) -> [String] {
    guard let active = evaluation.group(.active) else { return [] }
    let faults = active.calibrationFaults
    guard !faults.isEmpty else {
      return [
        "Of active customers no error is more than chance brings: the probabilities can be taken at their "
          + "word.", "",
      ]
    }
    return [
      "Active customers: \(faults.joined(separator: "; ")). Who is likelier to leave than whom does not "
        + "depend on it; sums over many customers do.", "",
    ]
  }

  private static func reliability(_ evaluation: Evaluation) -> [String] {
    guard let active = evaluation.group(.active), !active.reliability.isEmpty else { return [] }
    return ["Active customers in tenths of what was foretold:", ""]
      + markdownTable(
        ["customers", "foretold", "churned"],
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
    return ["## Churn by date", ""]
      + markdownTable(
        ["as of", "part"]
          + SnapshotEvaluation.shownGroups.flatMap {
            [$0.rawValue, "churned", "AUC", "log-loss"]
          }, texts: 2, rows)
      + [
        "Earlier dates are judged like the judging date, by a fit with the same settings on dates whose labels "
          + "had ended by then"
          + (isSampled(snapshots) ? ", on customers drawn at random" : "")
          + "; the settings were chosen with an eye on the latest of them."
          + (snapshots.contains { $0.isInSample }
            ? " In sample: the judged fit looks back at what it learned from." : ""),
        "", model.data.seasonSentence + levels(evaluation), "",
      ]
  }

  private static func isSampled(_ snapshots: [SnapshotEvaluation]) -> Bool {
    snapshots.contains { snapshot in
      snapshot.groups.values.contains {
        0 < $0.judgedCustomers && $0.judgedCustomers < $0.customers
      }
    }
  }

  /// Training and judged base rates side by side.
  private static func levels(_ evaluation: Evaluation) -> String {
    let levels = SnapshotEvaluation.shownGroups.compactMap { group in
      evaluation.group(group).map {
        "\(percent($0.trainingBaseRate)) in training and \(percent($0.baseRate)) in the judged window "
          + "(\(group.rawValue))"
      }
    }
    return levels.isEmpty ? "" : " Churned: \(levels.joined(separator: ", "))."
  }

  private static func choice(_ evaluation: Evaluation) -> [String] {
    guard let choice = evaluation.choice else { return [] }
    let title = ["## Settings, chosen before \(evaluation.asOf)", ""]
    guard !choice.candidates.isEmpty else {
      return title + [
        "Not chosen by what did best: they were given, or the log has no date to try them at.", "",
      ]
    }
    let used = choice.settings
    let rows = choice.candidates.map { candidate in
      let settings = candidate.settings
      let isUsed = settings.basis == used.basis && settings.snapshots == used.snapshots
      return [
        settings.basis.rawValue, "\(settings.snapshots)",
        significant(settings.l2Strength * choice.sampledShare, digits: 2),
        fixed(candidate.logLoss, digits: 4),
        "\(fixed(candidate.excess, digits: 4)) ± \(fixed(candidate.error, digits: 4))",
        isUsed ? "used, with λ = \(significant(used.l2Strength, digits: 2))" : "",
      ]
    }
    let dates = choice.judgedAt.map(\.description).joined(separator: ", ")
    let share =
      choice.sampledShare < 1
      ? " on \(percent(choice.sampledShare)) of the customers, drawn at random" : ""
    return title + [
      "Tried at \(dates)\(share), each learned from dates whose labels had ended by then:", "",
    ]
      + markdownTable(
        ["basis", "dates", "best λ", "log-loss", "more than the least ± error", ""], rows)
      + [
        "The first row, the usual, is left only for one that loses less by more than two standard errors; then "
          + "the strongest λ within one of the best is taken.", "",
      ] + (choice.recalibration.map { [words(of: $0), ""] } ?? [])
  }

  private static func words(of recalibration: Recalibration) -> String {
    let dates = recalibration.judgedAt.count
    guard let gain = recalibration.gain, let error = recalibration.error else {
      return "Probabilities stand as they are fitted: whether they need moving takes forecasts of "
        + "\(Recalibration.fewestDates + 1) past dates to test."
    }
    let saved =
      "moved along the line that earlier dates asked for, they would have lost "
      + "\(fixed(gain, digits: 4)) ± \(fixed(error, digits: 4)) less a customer at \(dates) dates"
    guard let line = recalibration.line else {
      return "Probabilities stand as they are fitted: \(saved), which is not surely anything."
    }
    return "Log-odds are moved along \(fixed(line.intercept, digits: 2)) + "
      + "\(fixed(line.slope, digits: 2)) · η: \(saved)."
  }

  private static func fit(_ model: Model, _ evaluation: Evaluation) -> [String] {
    guard let churn = model.churn else { return [] }
    let dates = churn.trainedAsOf.map(\.description).joined(separator: ", ")
    return [
      "The saved model: logistic regression on \(Penalty.columns(churn.coefficients, l1Share: churn.l1Share)), λ = "
        + "\(significant(churn.l2Strength, digits: 2)), \(grouped(churn.rows)) rows of \(churn.trainedAsOf.count) snapshots "
        + "(\(dates)), \(grouped(churn.churners)) churners; \(churn.iterations) Newton steps to a gradient "
        + "of \(churn.gradientNorm).", "",
    ] + customers(evaluation)
  }

  /// That customers have several rows, and how many they count for.
  private static func customers(_ evaluation: Evaluation) -> [String] {
    guard let judged = evaluation.learnedRows, let refit = evaluation.refitRows else { return [] }
    func told(_ learned: LearnedRows) -> String {
      "\(grouped(learned.rows)) rows of \(grouped(learned.customers)) customers (effective number of "
        + "customers \(grouped(Int(learned.effectiveCustomers.rounded()))))"
    }
    return [
      "Rows are not customers, who have one in each snapshot: the judged fit learned from \(told(judged)), "
        + "the saved model from \(told(refit)). The effective number is how many with one row each would "
        + "weigh as evenly. Errors of coefficients, and of the choice above, take a customer's rows together."
        + (evaluation.learnedShare.map {
          " Models learned from \(percent($0)) of the customers, drawn by their ids; all are judged."
        } ?? ""),
      "",
    ]
  }
}

extension SnapshotEvaluation.Part {
  fileprivate var title: String {
    switch self {
    case .judged: "judged"
    case .training: "learned from"
    case .choice: "settings chosen by"
    }
  }
}

private func groups(_ evaluation: Evaluation) -> [(CustomerGroup, GroupEvaluation)] {
  CustomerGroup.allCases.compactMap { group in evaluation.group(group).map { (group, $0) } }
}

private func figure(_ metrics: MetricSet, _ name: String, digits: Int = 4) -> String {
  metrics[name].map { fixed($0, digits: digits) } ?? "–"
}

private func interval(_ metrics: MetricSet, _ name: String, digits: Int = 4) -> String {
  "\(figure(metrics, "\(name)_low", digits: digits))…\(figure(metrics, "\(name)_high", digits: digits))"
}
