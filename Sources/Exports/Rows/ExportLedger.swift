internal import Intake

/// What was done to rows of exports before they counted.
///
/// Rows read = used + filtered + refused + those of `leftOut`.
package struct ExportLedger: Sendable, Equatable, Encodable {
  package struct LeftOut: Sendable, Equatable, Encodable {
    package fileprivate(set) var rows: Int
    /// Of the rows' own amounts, as far as they have one.
    package fileprivate(set) var sum: String
  }

  /// A value of a status column.
  package struct Status: Sendable, Equatable, Encodable {
    package fileprivate(set) var column: String
    package fileprivate(set) var value: String
    /// `counted`, or why its rows are left out.
    package fileprivate(set) var group: String
    package fileprivate(set) var rows: Int
    package fileprivate(set) var sum: String
  }

  /// Orders of which a file that reaches further has another version.
  package struct Replaced: Sendable, Equatable, Encodable {
    package fileprivate(set) var orders: Int
    package fileprivate(set) var rows: Int
    /// What the older versions would count.
    package fileprivate(set) var sum: String
    /// What counts instead.
    package fileprivate(set) var newSum: String

    enum CodingKeys: String, CodingKey {
      case orders, rows, sum
      case newSum = "new_sum"
    }
  }

  /// What the values of status columns count for; empty where no file has one.
  package fileprivate(set) var statuses: [Status]
  /// Name of the profile of each file; `none` where none fits.
  package fileprivate(set) var profiles: [String: String]
  /// By class of status or reason of a rule; `note`, `totals`, `no customer` and `repeated` besides.
  package fileprivate(set) var leftOut: [String: LeftOut]
  /// Blank cells that took the value of their order's first line.
  package fileprivate(set) var cellsFilled: Int
  /// Lines that continue the row above.
  package fileprivate(set) var rowsContinued: Int
  /// Refund rows that found their order.
  package fileprivate(set) var refundsJoined: Int
  /// Orders that count as a newer file has them; nil where there is none.
  package fileprivate(set) var replaced: Replaced?

  enum CodingKeys: String, CodingKey {
    case profiles, statuses, replaced
    case leftOut = "left_out"
    case cellsFilled = "cells_filled"
    case rowsContinued = "rows_continued"
    case refundsJoined = "refunds_joined"
  }
}

extension ExportLedger {
  /// - Parameters:
  ///   - files: as they were read.
  ///   - refundsJoined: refund rows that found their order.
  init(_ files: [ExportRows], refundsJoined: Int) {
    profiles = Dictionary(files.map { ($0.file, $0.profile.name) }, uniquingKeysWith: { $1 })
    var found: [String: (rows: Int, sum: ExactSum)] = [:]
    for file in files {
      for index in 0..<file.sheet.count {
        guard let reason = file.outcomes[index].reason else { continue }
        found[reason, default: (0, ExactSum())].rows += 1
        if file.profile.kind == .orders, let amount = file.rawAmount(index) {
          found[reason]?.sum.add(amount)
        }
      }
    }
    leftOut = found.mapValues { LeftOut(rows: $0.rows, sum: $0.sum.text) }
    statuses = files.flatMap(\.statuses).flatMap { table in
      table.values.map {
        Status(
          column: table.column, value: $0.value, group: $0.group ?? "counted", rows: $0.rows,
          sum: $0.sum)
      }
    }
    cellsFilled = files.reduce(0) { $0 + $1.filledCells }
    rowsContinued = files.reduce(0) { $0 + $1.continued.count }
    self.refundsJoined = refundsJoined
    let replaced = files.flatMap(\.replaced)
    if !replaced.isEmpty {
      self.replaced = Replaced(
        orders: replaced.reduce(0) { $0 + $1.orders },
        rows: replaced.reduce(0) { $0 + $1.rows },
        sum: replaced.reduce(ExactSum()) { $0 + $1.before }.text,
        newSum: replaced.reduce(ExactSum()) { $0 + $1.after }.text)
    }
  }
}
