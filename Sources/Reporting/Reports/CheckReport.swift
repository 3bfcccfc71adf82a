internal import Comparison
internal import Exports
internal import Expressions
internal import Features
package import Ingestion
package import Snapshots
package import Training
internal import Units

/// What `check` says of a log: its ledger, and its reach.
package enum CheckReport {
  /// The ledger as sentences.
  package static func text(of ledger: Ledger) -> String {
    var lines = [
      "rows: \(grouped(ledger.rowsRead)) read = \(grouped(ledger.rowsUsed)) used + "
        + "\(grouped(ledger.rowsFiltered)) filtered + \(grouped(ledger.rowsRefused)) refused"
        + reasons(ledger.refusedByReason) + leftOut(ledger.exports),
      "orders: \(grouped(ledger.orders)), refunds: \(grouped(ledger.refunds)), cancelled: "
        + "\(grouped(ledger.cancelled)), duplicate rows: \(grouped(ledger.duplicates))",
      "money: \(ledger.gross) gross − \(ledger.refunded) refunded = \(ledger.net) net",
    ]
    if let events = ledger.events {
      lines.append(
        "events: \(grouped(events.rowsRead)) read = \(grouped(events.rowsUsed)) used + "
          + "\(grouped(events.rowsFiltered)) filtered + \(grouped(events.rowsRefused)) refused"
          + reasons(events.refusedByReason) + leftOut(events.exports))
    }
    if let file = ledger.customersFile {
      lines.append(
        "customers file: \(grouped(file.rowsRead)) read, "
          + (file.rowsFiltered > 0 ? "\(grouped(file.rowsFiltered)) filtered, " : "")
          + "\(grouped(file.withoutHistory)) of them without any history")
    }
    return lines.joined(separator: "\n")
  }

  /// Which names of events were taken as which kind, and which nobody knows.
  ///
  /// - Parameter events: with the names that the files have.
  /// - Returns: a line for each kind, the commonest first; nil where there is no event.
  package static func kinds(of events: EventLedger) -> Sentence? {
    var named: [String: [(name: String, count: Int)]] = [:]
    var unknown: [(name: String, count: Int)] = []
    for (name, count) in events.kinds where count > 0 {
      if let kind = EventKind.knownAs(name) {
        named[kind, default: []].append((name, count))
      } else {
        unknown.append((name, count))
      }
    }
    func total(_ names: [(name: String, count: Int)]) -> Int { names.reduce(0) { $0 + $1.count } }
    func sorted(_ names: [(name: String, count: Int)]) -> [(name: String, count: Int)] {
      names.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }
    var lines: [Sentence] = []
    let kinds = named.sorted { (total($1.value), $0.key) < (total($0.value), $1.key) }
    for (kind, names) in kinds {
      let counts = EventKind(spelling: names[0].name)?.isEngagement ?? true
      let list = sorted(names).map(\.name).joined(separator: ", ")
      lines.append(
        "  \(kind) \(grouped(total(names))) (\(list))\(counts ? "" : ", no engagement")")
    }
    if let first = sorted(unknown).first {
      let shown = sorted(unknown).prefix(20).map { "\($0.name) \(grouped($0.count))" }
      let rest = unknown.count > 20 ? " and \(grouped(unknown.count - 20)) other names" : ""
      lines.append(
        """
          unknown \(grouped(total(unknown))): \(shown.joined(separator: ", "))\(rest) (count as \
        nothing; to count them, say what they are: \(option: .eventKind, "\(first.name)=visit"))
        """)
    }
    guard !lines.isEmpty else { return nil }
    return lines.reduce("kinds of events, known as:") { $0 + Sentence(lines: "\n") + $1 }
  }

  /// Rows of exports that are not counted, by reason and with their sums; empty where there are none.
  ///
  /// Every command says so: money that does not count must never go unnoticed.
  package static func rowsLeftOut(of ledger: Ledger) -> [String] {
    [("orders", ledger.exports, true), ("events", ledger.events?.exports, false)].compactMap {
      files, exports, hasMoney in
      guard let exports, !exports.leftOut.isEmpty else { return nil }
      let parts = exports.leftOut.sorted { $0.key < $1.key }.map { reason, found in
        let rows = "\(grouped(found.rows)) \(found.rows == 1 ? "row" : "rows")"
        return "\(reason) \(rows)" + (hasMoney ? " with \(found.sum)" : "")
      }
      return "\(files) not counted: \(parts.joined(separator: ", "))"
    }
  }

  private static func leftOut(_ exports: ExportLedger?) -> String {
    let rows = exports?.leftOut.values.reduce(0) { $0 + $1.rows } ?? 0
    return rows == 0 ? "" : " + \(grouped(rows)) not counted"
  }

  private static func reasons(_ counts: [String: Int]) -> String {
    guard !counts.isEmpty else { return "" }
    let list = counts.sorted { $0.key < $1.key }.map { "\($0.key) \(grouped($0.value))" }
    return " (\(list.joined(separator: ", ")))"
  }

  /// The reach as sentences.
  ///
  /// - Parameters:
  ///   - facts: what the log can carry.
  ///   - advice: which churn window fits it; nil where the log is too short.
  /// - Returns: lines of text.
  package static func text(of facts: LogFacts, advice: HorizonAdvice?) -> String {
    let repeatShare = 100 * Double(facts.repeatCustomers) / Double(max(1, facts.customers))
    var lines = [
      "customers with an order: \(grouped(facts.customers)), "
        + "\(grouped(facts.repeatCustomers)) with orders on two days or more "
        + "(\(fixed(repeatShare, digits: 1)) %)",
      "orders from \(facts.firstOrderDay) to \(facts.lastOrderDay): "
        + counted(facts.spanInDays, "day"),
    ]
    if let gap = facts.medianOwnGap {
      lines.append("median inter-purchase time of the median customer: \(plainText(gap)) days")
    }
    lines.append(
      "longest usable horizon (one training and one holdout window): "
        + "\(facts.longestHorizonInDays) days")
    if facts.customers < 2 {
      lines.append(
        "too few customers to train on: found \(facts.customers), at least 2 are needed, "
          + "\(DataSufficiency.enough) churned and \(DataSufficiency.enough) others are enough")
    } else if let advice {
      let horizon = advice.recommendedHorizonInDays
      lines.append("suggested horizon: \(horizon)d (see `perennial horizon`)")
      lines.append(spanSentence(days: facts.spanInDays, horizonInDays: horizon))
      if let window = advice.windows.first(where: { $0.horizonInDays == horizon }) {
        let holdout = DataSufficiency(
          subject: .activeCustomers, customers: window.activeCustomers,
          churners: window.activeChurners)
        lines.append("holdout of the last \(horizon) days: \(holdout.sentence)")
      }
    } else {
      lines.append(
        "too short to train on: found \(grouped(facts.spanInDays)) days, at least 15 are needed for a "
          + "horizon of a week, and two to three times the horizon for any other")
    }
    return lines.joined(separator: "\n")
  }
}
