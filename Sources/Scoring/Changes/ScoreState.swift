package import Files
internal import FoundationEssentials
package import Ingestion
internal import Models

/// What score rows were made from: kept in a file beside them, so that a later run need score only those
/// customers of whom the store has further rows.
package struct ScoreState: Sendable, Equatable, Codable {
  private static let version = 1

  /// Of this form of file.
  private let perennialScoreState: Int
  /// Bytes of the rows, and their checksum.
  private let size: Int
  private let checksum: String
  private let program: String
  private let circumstances: String
  /// Batches of the store, and a checksum of what they hold.
  package let batches: Int
  private let stamp: String

  enum CodingKeys: String, CodingKey {
    case perennialScoreState = "perennial_score_state"
    case size = "scores_bytes"
    case checksum = "scores_checksum"
    case program, circumstances
    case batches = "store_batches"
    case stamp = "store_checksum"
  }

  /// Columns without which the rows cannot be ranked with others.
  package static let neededColumns: [ScoreColumn] = [
    .customerID, .list, .churnProbability, .expectedGain,
  ]

  /// Describes rows that were written; nil where the store does not say what its batches hold.
  ///
  /// - Parameters:
  ///   - rows: taken over all bytes of their CSV.
  ///   - circumstances: of the scored customers.
  ///   - program: that scored them, with all that its numbers depend on.
  ///   - origin: of the histories.
  package init?(
    rows: RunningChecksum, circumstances: String, program: String, origin: StoreOrigin
  ) {
    guard let stamp = origin.stamp(after: origin.batches) else { return nil }
    perennialScoreState = Self.version
    size = rows.size
    checksum = String(rows.value, radix: 16)
    self.program = program
    self.circumstances = circumstances
    batches = origin.batches
    self.stamp = String(stamp, radix: 16)
  }

  /// Where the state of rows stands.
  package static func path(besides rows: String) -> String { "\(rows).state" }

  /// What is in a file: nil where it is no state.
  private init?(path: String) {
    guard isRegularFile(path), let data = try? Data(contentsOf: URL(filePath: path)),
      let state = try? JSONDecoder().decode(Self.self, from: data),
      state.perennialScoreState == Self.version
    else { return nil }
    self = state
  }

  /// Whether a state may be written to a path: nothing is there, or a state.
  package static func mayBeWritten(to path: String) -> Bool {
    kindOfFile(at: path) == nil || Self(path: path) != nil
  }

  /// The state of the rows in a file; nil where none stands beside it, or the file is not as it was
  /// written.
  ///
  /// - Parameter rows: path of the rows.
  /// - Complexity: O(bytes of the rows).
  package init?(of rows: String) {
    guard let state = Self(path: Self.path(besides: rows)), isRegularFile(rows),
      let checksum = RunningChecksum(ofFile: rows)
    else { return nil }
    guard checksum.size == state.size, String(checksum.value, radix: 16) == state.checksum else {
      return nil
    }
    self = state
  }

  /// Whether a store still has the batches that the rows were scored from, perhaps with others behind.
  package func isOf(_ origin: StoreOrigin) -> Bool {
    origin.stamp(after: batches).map { String($0, radix: 16) } == stamp
  }

  /// Whether the rows of customers without further rows are what they would be now.
  package func holds(in circumstances: String, program: String) -> Bool {
    (self.circumstances, self.program) == (circumstances, program)
  }

  /// Writes it beside rows.
  package func write(besides rows: String) throws(OutputError) {
    guard let bytes = try? canonicalJSON(self) else { return }
    let file = try AtomicFile(path: Self.path(besides: rows))
    try file.write(bytes)
    try file.finish()
  }
}
