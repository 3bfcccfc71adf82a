import Foundation
import TestSupport
import Testing

/// Models of the first format load for ever and predict what they predicted.
///
/// The folders of `Fixtures/models-v1` and the rows beside them were written by the last program of that
/// format; nothing writes them again.
@Suite struct FormerModelTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/models-v1").path

  @Test func ofOrders() throws {
    let run = try CommandRunner().expect(
      ["predict"] + Logs.cdnowSample
        + ["--model", "\(Self.folder)/orders", "--as-of", "1998-07-01"])
    try expectRows(run, "orders/rows.csv")
  }

  @Test(arguments: [([], "rows.csv"), (["--prospects"], "prospects.csv")])
  func ofOrdersAndEvents(options: [String], rows: String) throws {
    let events = "\(Self.folder)/events"
    let run = try CommandRunner().expect(
      ["predict", "\(events)/orders.csv", "--events", "\(events)/events.csv", "--model", events]
        + options)
    try expectRows(run, "events/\(rows)")
  }

  @Test func ofALabelledTable() throws {
    let table = "\(Self.folder)/table"
    let run = try CommandRunner().expect(
      ["predict", "--table", "\(table)/table.csv", "--model", table, "--value", "charge"])
    try expectRows(run, "table/rows.csv")
  }

  /// A model of contracts that does not say what those in force looked like: no drift is told.
  @Test func ofContracts() throws {
    let contracts = Self.folder.replacing("models-v1", with: "models-v2") + "/contracts"
    let run = try CommandRunner().expect(
      [
        "contracts", "predict", "\(contracts)/table.csv", "--model", contracts, "--value", "fee",
        "--as-of", "2024-01-01",
      ])
    try expectRows(run, "../models-v2/contracts/rows.csv")
    #expect(!run.errors.contains("drift"))
    let inspected = try CommandRunner().expect(["inspect", "--model", contracts])
    #expect(inspected.text.contains("Coefficients of the logit of 'cancelled'"))
  }

  /// Their evaluations are read too, and their notices keep the words that they were written with.
  @Test(arguments: ["orders", "events", "table"])
  func areInspected(name: String) throws {
    let run = try CommandRunner().expect(["inspect", "--model", "\(Self.folder)/\(name)"])
    #expect(run.text.contains("Coefficients of the logit of churn"), "\(run)")
  }

  /// One changed character is seen by the rule of their format.
  @Test func areCheckedByTheirDigest() throws {
    let runner = try CommandRunner()
    let text = try String(contentsOfFile: "\(Self.folder)/orders/model.json", encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: runner.path("m"), withIntermediateDirectories: true)
    let place = try #require(text.range(of: "\"horizon_days\" : 90"))
    for changed in ["\"horizon_days\" : 91", "\"horizon_days\": 90"] {
      try runner.write(text.replacingCharacters(in: place, with: changed), to: "m/model.json")
      try runner.expect(["predict"] + Logs.cdnowSample + ["--model", "m"], status: 65)
    }
  }

  /// Columns that later versions say more of: the list, what goes with it, and labels.
  private static let renewed: Set = [
    "rank", "list", "expected_gain", "segment", "segments", "lifecycle", "lapse", "usual_weekday",
    "action",
    "predicted_clv_low", "predicted_clv_high",
  ]

  /// Words and dates as they were, numbers to nine digits, as the last bits depend on the processor.
  private func expectRows(_ run: CommandRun, _ file: String) throws {
    let recorded = csvRows(
      try String(contentsOfFile: "\(Self.folder)/\(file)", encoding: .utf8))
    let rows = csvRows(run.text)
    let header = try #require(recorded.first)
    // New columns stand at the end.
    #expect((rows.first ?? []).starts(with: header))
    // Of a long file the first rows were kept.
    #expect(rows.count >= recorded.count)
    let place = try #require(header.firstIndex(of: "customer_id"))
    let found = Dictionary(uniqueKeysWithValues: rows.dropFirst().map { ($0[place], $0) })
    for wanted in recorded.dropFirst() {
      let row = try #require(found[wanted[place]])
      for (column, (cell, expected)) in zip(header, zip(row, wanted))
      where !column.hasPrefix("reason_") && !Self.renewed.contains(column) {
        guard let number = Double(cell), let known = Double(expected) else {
          #expect(cell == expected, "\(file): \(wanted[0]): \(column)")
          continue
        }
        #expect(relativeDifference(number, known) < 1e-9, "\(file): \(wanted[0]): \(column)")
      }
    }
  }
}
