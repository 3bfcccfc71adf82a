internal import Models
internal import Scoring
internal import Snapshots
internal import Units

extension ShopReport {
  /// What was read.
  var data: PageSection {
    let log = summary.log
    let rows: [[String]] = [
      ["rows read", grouped(log.rowsRead)],
      ["rows rejected", grouped(log.rowsRefused)],
      ["customers with an order", grouped(log.customers)],
      ["first order", log.firstOrder?.description ?? "none"],
      ["last order", log.lastOrder?.description ?? "none"],
      ["last event", log.lastEvent?.description ?? "no events given"],
      ["model", scored.modelDigest],
      ["model trained as of", "\(summary.modelTrainedAsOf)"],
    ]
    return PageSection(
      id: "data", title: "What this rests on",
      blocks: [
        .table(PageTable(title: "The data", header: ["what", "how much"], rows: rows, texts: [0]))
      ])
  }

  /// What not to read into the figures.
  var limits: PageSection {
    var items =
      CardStatement.common.map(\.text)
      + ["The expected gain rests on a save rate that was assumed. A hold-out group measures it."]
    if evaluation.group(.active) == nil {
      items.append("The model could not be evaluated on later orders: the log is too short.")
    }
    if !summary.missingInputs.isEmpty {
      items.append(
        "The model learned from \(summary.missingInputs.joined(separator: ", ")), and none were given: "
          + "its probabilities are less accurate than evaluated.")
    }
    items += context.warnings + context.notices
    items += scored.drift?.notices.map(\.text) ?? []
    let notes = model.noticeTexts.count
    if notes > 0 {
      items.append(
        "\(counted(notes, "further note")) about how the model was fitted: see its card.")
    }
    return PageSection(id: "limits", title: "Limits and warnings", blocks: [.list(items)])
  }
}
