internal import Files
package import Ingestion
internal import Units

/// What a store has lost, and what still rests on the customers.
package struct StoreForgetting: Sendable, Encodable {
  package let forgotten: ForgettingReport
  package let models: [RestingModel]
  package let files: [IDSearch.Finding]

  package struct RestingModel: Sendable, Encodable {
    package let model: String
    package let asOf: String?
    /// Whether its rows were those of the store, the forgotten customers among them; else it is not known.
    package let wasLearnedFromStore: Bool

    package init(model: String, asOf: String?, wasLearnedFromStore: Bool) {
      (self.model, self.asOf, self.wasLearnedFromStore) = (model, asOf, wasLearnedFromStore)
    }

    enum CodingKeys: String, CodingKey {
      case model
      case asOf = "as_of"
      case wasLearnedFromStore = "learned_from_store"
    }
  }

  /// Ids that are nobody's in whatever spelling.
  fileprivate let strangers: [String]

  package init(_ forgotten: ForgettingReport, models: [RestingModel], files: [IDSearch.Finding]) {
    (self.forgotten, self.models, self.files) = (forgotten.showing(shownID), models, files)
    // Told apart before they are shown: by their forms several ids may be one.
    let near = Set(forgotten.nearlyThere.map(\.id))
    strangers = forgotten.notThere.filter { !near.contains($0) }.map(shownID)
  }

  enum CodingKeys: String, CodingKey { case forgotten, models, files }
}

extension StoreReport {
  /// What a store has lost, and what still rests on the customers.
  package static func text(of found: StoreForgetting) -> String {
    let gone = found.forgotten
    var lines = [
      "\(gone.store): \(counted(gone.customersForgotten, "customer")) forgotten with "
        + "\(counted(gone.orderRowsForgotten, "order row")) and "
        + "\(counted(gone.eventRowsForgotten, "event row")); \(grouped(gone.customersLeft)) stay"
    ]
    if !found.strangers.isEmpty {
      let ids = found.strangers.map { "'\(shortened($0))'" }
      lines.append(
        "\(counted(ids.count, "id")) of nobody in the store, of whom nothing was forgotten: "
          + first(ids, of: ids.count))
    }
    if !gone.nearlyThere.isEmpty {
      let pairs = gone.nearlyThere.map {
        "'\(shortened($0.id))' (the store has '\(shortened($0.customer))')"
      }
      lines.append(
        "not forgotten, since \(counted(pairs.count, "id")) of the list "
          + "\(pairs.count == 1 ? "differs" : "differ") from a customer's in case, blanks or an apostrophe: "
          + first(pairs, of: pairs.count))
    }
    if gone.eventRowsNamingThem > 0 {
      lines.append(
        "\(counted(gone.eventRowsNamingThem, "event row")) of other customers name them as referred: "
          + "these stay. Take the detail out of the files, and build the store again.")
    }
    for model in found.models {
      let asOf = model.asOf.map { ", as of \($0)" } ?? ""
      lines.append(
        model.wasLearnedFromStore
          ? "\(model.model): learned from this store with them\(asOf); train it again"
          : "\(model.model): learned from other rows\(asOf), which may have had them; train it again "
            + "if they are of this shop")
    }
    for file in found.files where file.customers > 0 || !file.isRead {
      lines.append(
        !file.isRead
          ? "\(file.file): could not be looked through"
          : file.rows.map { rows in
            "\(file.file): \(counted(rows, "row")) of \(grouped(file.customers)) of them"
          } ?? "\(file.file): names \(grouped(file.customers)) of them")
    }
    let clean = found.files.count { $0.isRead && $0.customers == 0 }
    if clean > 0 { lines.append("\(counted(clean, "file")) without any of them") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The first ten of some texts, and how many more there are.
  private static func first(_ texts: [String], of count: Int) -> String {
    let shown = texts.prefix(10)
    let more = count - shown.count
    return shown.joined(separator: ", ") + (more == 0 ? "" : " and \(grouped(more)) more")
  }
}

extension NotAllForgotten: Worded {
  package var sentence: Sentence {
    """
    \(store): found \(counted(count, "customer")) whom the list may mean by another spelling of the id, expected \
    the ids as the store has them. They are in the store still: write the ids so, and run it again; or, where the list \
    means others, pass \(option: .exactIDs).
    """
  }
}
