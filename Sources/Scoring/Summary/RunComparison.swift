internal import Files
internal import Ingestion
internal import Interventions
internal import Models
package import Units

extension RunSummary {
  /// What is not as it was in an earlier run.
  package struct Comparison: Sendable, Encodable {
    /// Nil where the earlier rows do not say it.
    package let asOf: Day?
    package let customers: Int
    /// Customers without a row then, and without one now.
    package let new: Int
    package let gone: Int
    /// The first three of those who are gone, by id: for a person who reads the terminal, not for the file.
    package let goneExamples: [String]
    /// Rows in which each of these changed.
    package let changed: [String: Int]
    /// Why rows changed; `unknown` where nothing here says it.
    package let causes: [String: Int]
    /// Moves between lists, the most frequent first.
    package let moves: [Move]
    package let isOtherModel: Bool
    /// Columns of these rows that the earlier ones lack.
    package let columnsMissing: [String]
    package let meanChurnProbability: Double?

    package struct Move: Sendable, Encodable {
      package let from: String
      package let to: String
      package let customers: Int
    }

    enum CodingKeys: String, CodingKey {
      case asOf = "as_of"
      case customers, new, gone, changed, causes, moves
      case isOtherModel = "other_model"
      case columnsMissing = "columns_missing"
      case meanChurnProbability = "mean_churn_probability"
    }

    private static let examples = 3

    init(_ changes: ScoreChanges, scored: ScoredCustomers, columns: [ScoreColumn]) {
      let previous = changes.previous
      asOf = previous.asOf
      customers = previous.count
      new = changes.changes.count { $0.contains(.new) }
      gone = changes.gone.count
      goneExamples = Array(changes.gone.map(previous.writtenID).sorted().prefix(Self.examples))
      changed = Dictionary(
        uniqueKeysWithValues: ScoreChange.allCases.filter { $0 != .new }.map { change in
          (change.rawValue, changes.changes.count { $0.contains(change) })
        })
      var causes: [String: Int] = [:]
      for row in changes.rows.indices
      where changes.rows[row] != nil && !changes.changes[row].isEmpty {
        causes[changes.causes[row]?.rawValue ?? "unknown", default: 0] += 1
      }
      self.causes = causes
      moves = Self.listMoves(changes, scored)
      isOtherModel =
        previous.earlierColumn(.model).map { $0.texts.strings != [scored.modelDigest] } ?? false
      columnsMissing = columns.map(\.rawValue).filter { !previous.names.contains($0) }
      meanChurnProbability = previous.earlierNumbers(.churnProbability).map(mean)
        .flatMap { $0.isNaN ? nil : $0 }
    }

    private static func listMoves(_ changes: ScoreChanges, _ scored: ScoredCustomers) -> [Move] {
      guard let earlier = changes.previous.earlierColumn(.list) else { return [] }
      var counts: [[String]: Int] = [:]
      for (row, then) in changes.rows.enumerated() {
        guard let then, changes.changes[row].contains(.list) else { continue }
        let from = earlier.text(of: then)
        counts[
          [from.isEmpty ? "unknown" : from, scored.decisions[row].list.rawValue], default: 0] += 1
      }
      return counts.map { Move(from: $0[0], to: $0[1], customers: $1) }
        .sorted { ($1.customers, $0.from, $0.to) < ($0.customers, $1.from, $1.to) }
    }
  }
}
