internal import Models
internal import Scoring
internal import Snapshots
internal import Units

extension ShopReport {
  /// What was read.
  var data: PageSection {
    .data(summary.log, model: scored.modelDigest, trainedAsOf: summary.modelTrainedAsOf)
  }

  /// What not to read into the figures.
  var limits: PageSection {
    .limits(
      of: model, evaluation,
      own: [
        "The expected gain rests on a save rate that was assumed. A hold-out group measures it."
      ],
      missingInputs: summary.missingInputs, notices: context.warnings + context.notices,
      drift: scored.drift?.notices.map(\.text) ?? [])
  }
}

extension PageSection {
  /// What was read, and what scored it.
  static func data(_ log: RunSummary.Log, model: String, trainedAsOf: Day) -> PageSection {
    let rows: [[String]] = [
      ["rows read", grouped(log.rowsRead)],
      ["rows rejected", grouped(log.rowsRefused)],
      ["customers with an order", grouped(log.customers)],
      ["first order", log.firstOrder?.description ?? "none"],
      ["last order", log.lastOrder?.description ?? "none"],
      ["last event", log.lastEvent?.description ?? "no events given"],
      ["model", model],
      ["model trained as of", "\(trainedAsOf)"],
    ]
    return PageSection(
      id: "data", title: "What this rests on",
      blocks: [
        .table(PageTable(title: "The data", header: ["what", "how much"], rows: rows, texts: [0]))
      ])
  }

  /// What not to read into the figures.
  ///
  /// - Parameters:
  ///   - model: that made them.
  ///   - evaluation: of the model.
  ///   - own: limits of this page alone, in sentences.
  ///   - missingInputs: that the model learned from and was not given.
  ///   - notices: of the log, in sentences.
  ///   - drift: since training, in sentences.
  /// - Returns: a list of them, those of every model first.
  static func limits(
    of model: Model, _ evaluation: Evaluation, own: [String] = [], missingInputs: [String],
    notices: [String], drift: [String]
  ) -> PageSection {
    var items = CardStatement.common(evaluation.words).map(\.text) + own
    if evaluation.group(.active) == nil {
      items.append("The model could not be evaluated on later orders: the log is too short.")
    }
    if !missingInputs.isEmpty {
      items.append(
        "The model learned from \(missingInputs.joined(separator: ", ")), and none were given: "
          + "its probabilities are less accurate than evaluated.")
    }
    items += notices + drift
    let notes = model.noticeTexts.count
    if notes > 0 {
      items.append(
        "\(counted(notes, "further note")) about how the model was fitted: see its card.")
    }
    return PageSection(id: "limits", title: "Limits and warnings", blocks: [.list(items)])
  }
}
