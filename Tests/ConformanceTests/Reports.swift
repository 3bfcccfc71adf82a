import Foundation
import TestSupport
import Testing

// What users of other programs for this trade reported as wrong, tried here: one test each, named by the
// report's project and number. Cases are told in words of ours, on rows of ours or the few rows of the
// report; what must hold follows from a count by hand, a reference at 40 digits or a law.

extension CommandRunner {
  /// Runs the command on what must succeed.
  func text(_ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation) throws
    -> String
  {
    let run = try run(arguments)
    #expect(run.end == .status(0), "\(run)", sourceLocation: sourceLocation)
    return run.text
  }

  /// Runs the command on what must be refused.
  ///
  /// - Returns: what it says.
  @discardableResult
  func refusal(
    _ arguments: [String], status: Int32, says: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let run = try run(arguments)
    #expect(run.end == .status(status), "\(run)", sourceLocation: sourceLocation)
    #expect(run.output.isEmpty, "\(run)", sourceLocation: sourceLocation)
    for text in says {
      #expect(run.errors.contains(text), "lacks “\(text)”\n\(run)", sourceLocation: sourceLocation)
    }
    return run.errors
  }

  /// Cells of rows without quotes, by id and column.
  func cells(
    _ arguments: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> [String: [String: String]] {
    let rows = try text(arguments, sourceLocation: sourceLocation).split(separator: "\n")
      .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let header = try #require(rows.first, sourceLocation: sourceLocation)
    return Dictionary(
      rows.dropFirst().map { row in
        (row[0], Dictionary(zip(header, row)) { $1 })
      }
    ) { $1 }
  }
}

/// Logs of small shops.
enum Reported {
  static let header = "customer_id,date,amount\n"

  /// Customers with 1 to 9 orders in two years, seeded.
  static func shop(customers: Int = 300, ids: (Int) -> String = { "c\($0)" }) -> String {
    var generator = SeededGenerator(seed: 91)
    var text = header
    for customer in 0..<customers {
      var day = Int.random(in: 0..<200, using: &generator)
      for _ in 0..<pick(from: [1, 1, 1, 2, 3, 5, 9], using: &generator) where day < 700 {
        text +=
          "\(ids(customer)),\(date(day)),\(pick(from: [5, 12.5, 40, 99.75], using: &generator))\n"
        day += Int.random(in: 1...120, using: &generator)
      }
    }
    return text
  }

  /// The day so many days after 2023-01-01.
  static func date(_ day: Int) -> String {
    Date(timeIntervalSince1970: 1_672_531_200 + 86_400 * Double(day))
      .formatted(.iso8601.year().month().day())
  }

  /// A table of a campaign: id, treated, bought, age.
  static func campaign(
    customers: Int, seed: UInt64, treated: (Int, inout SeededGenerator) -> Bool,
    age: (Bool, inout SeededGenerator) -> Int, bought: (inout SeededGenerator) -> String
  ) -> String {
    var generator = SeededGenerator(seed: seed)
    var text = "id,treated,bought,age\n"
    for customer in 0..<customers {
      let isTreated = treated(customer, &generator)
      text +=
        "\(customer),\(isTreated ? "yes" : "no"),\(bought(&generator)),\(age(isTreated, &generator))\n"
    }
    return text
  }
}
