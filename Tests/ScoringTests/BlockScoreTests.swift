import Dense
import Files
import Foundation
import Histories
import Ingestion
import Interventions
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Units

/// Customers scored block by block against all of them scored at once: the same rows, to the byte.
@Suite struct BlockScoreTests {
  private struct Log: Sendable, CustomTestStringConvertible {
    let name: String
    let shop: @Sendable () throws -> (store: HistoryStore, model: Model)
    var testDescription: String { name }
  }

  private static let logs = [
    Log(name: "synthetic shop") {
      let example = try TrainedShop.example.get()
      return (example.store, example.model)
    },
    Log(name: "CDNOW sample") {
      let store = try cdnowSample.get()
      return (store, try ModelFolder.read(repositoryModel("cdnow-sample")))
    },
  ]

  private static func repositoryModel(_ name: String) -> String {
    testsFolder.deletingLastPathComponent().appendingPathComponent("models/\(name)").path
  }

  private func bytes(
    _ table: ScoreTable, _ form: ScoreRows.Form, workers: Workers
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    ScoreRows.write(table, form, workers: workers) { bytes += $0 }
    return bytes
  }

  @Test(arguments: logs, [(7, 1), (100, 2), (1 << 18, 2)])
  private func rowsAreThoseOfOnePass(_ log: Log, _ blocks: (customers: Int, threads: Int)) throws {
    let (store, model) = try log.shop()
    var parameters = try predictionParameters()
    parameters.workers = Workers(blocks.threads)
    parameters.tellsCircumstances = true
    let whole = try model.scores(of: store, parameters: parameters)
    let scores = try BlockScores(
      by: model, of: store, customerColumns: nil, parameters: parameters,
      customersPerBlock: blocks.customers)
    #expect(scores.count == whole.count)
    #expect(scores.overview.ranking == whole.ranking)
    #expect(scores.overview.decisions == whole.decisions)
    #expect(scores.overview.expectedGain == whole.expectedGain)
    #expect(scores.overview.circumstances == whole.circumstances)
    #expect("\(String(describing: scores.overview.drift))" == "\(String(describing: whole.drift))")
    for (format, top) in [(RowFormat.csv, nil), (.jsonl, 33), (.csv, 250)] as [(RowFormat, Int?)] {
      var form = ScoreRows.Form(columns: ScoreColumn.customers, format: format)
      form.top = top
      let expected = bytes(whole.table, form, workers: 1)
      form.top = nil
      var found: [UInt8] = []
      scores.forEachBlock(top: top) { scored, before in
        form.ranksBefore = before
        found += bytes(scored.table, form, workers: Workers(blocks.threads))
      }
      #expect(found == expected, "\(format), top \(top ?? 0)")
    }
  }

  @Test func whoHasNoOrderYetIsInNoBlock() throws {
    let (store, model) = try Self.logs[0].shop()
    var parameters = try predictionParameters()
    parameters.asOf = SyntheticShop.start + 120
    let whole = try model.scores(of: store, parameters: parameters)
    #expect(whole.count < store.customerCount)
    let scores = try BlockScores(
      by: model, of: store, customerColumns: nil, parameters: parameters, customersPerBlock: 3)
    #expect(scores.overview.ranking == whole.ranking)
    parameters.asOf = SyntheticShop.start
    #expect(throws: ScoringError.self) {
      try BlockScores(
        by: model, of: store, customerColumns: nil, parameters: parameters, customersPerBlock: 3)
    }
  }
}
