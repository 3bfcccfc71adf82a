import Exchange
import Features
import Foundation
import Interventions
import Models
import Reporting
import Scoring
import Testing
import Warehouse

/// A model as files for other programs: `.ci/exchange` runs them.
@Suite struct ExchangeTests {
  private static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private func model() throws -> Model {
    try ModelFolder.read(Self.repository.appendingPathComponent("models/cdnow-sample").path)
  }

  private func texts(
    _ dialect: SQLDialect, events: EventTable? = nil
  ) throws -> [String: String] {
    var table = WarehouseTable.standard
    table.events = events
    let package = try DBTPackage(
      try model(),
      WarehouseQuery.Settings(
        dialect: dialect, row: ScoreColumn.customers.map(\.rawValue),
        economics: Economics(saveRate: SaveRate(0.1), contactCost: 0),
        discounting: Discounting(annualRate: 0.1)), table: table)
    return Dictionary(
      uniqueKeysWithValues: package.files.map {
        ($0.name, String(decoding: $0.contents, as: UTF8.self))
      })
  }

  /// Names of the common table expressions of a text.
  private func stages(_ text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return line.first?.isLetter == true && line.hasSuffix("(") && words.contains("AS")
        ? String(words[0]) : nil
    }
  }

  /// The cut is where nothing behind it names what is before it: a reference would be to a table that is
  /// not there.
  @Test(arguments: SQLDialect.allCases, [nil, "clicks"])
  func scoresNameNoStageOfFeatures(dialect: SQLDialect, events: String?) throws {
    let texts = try texts(dialect, events: events.map { EventTable(name: $0) })
    let before = stages(try #require(texts["models/perennial_features.sql"]))
    let after = try #require(texts["models/perennial_scores.sql"])
    #expect(before.contains("gaps") && before.last == "features")
    #expect(!stages(after).isEmpty)
    for name in before where name != "features" {
      for clause in ["FROM \(name)\n", "JOIN \(name) ", "JOIN \(name)\n", "FROM \(name) "] {
        #expect(!after.contains(clause), "\(clause)")
      }
    }
  }

  /// The date is one variable, and braces of the query itself are none of dbt's.
  @Test func theDateIsAVariable() throws {
    let texts = try texts(.duckdb)
    let features = try #require(texts["models/perennial_features.sql"])
    let body = features.split(separator: "\n").filter { !$0.hasPrefix("--") }.joined(
      separator: "\n")
    #expect(body.components(separatedBy: "{{ var('perennial_as_of'").count == 2)
    #expect(body.components(separatedBy: "{{ ref('perennial_orders') }}").count == 2)
    #expect(texts["models/perennial_scores.sql"]?.contains("{% raw %}") == true)
    #expect(texts["models/perennial_orders.sql"]?.contains("source('perennial', 'orders')") == true)
  }

  /// Each table is a source of its own, since both need not lie in one schema.
  @Test func eventsAreASourceOfTheirOwn() throws {
    var events = EventTable(name: "crm.clicks")
    (events.customer, events.time, events.value) = ("reader", "at", "stars")
    let texts = try texts(.duckdb, events: events)
    let sources = try #require(texts["models/perennial_sources.yml"])
    #expect(
      sources.contains("- name: perennial\n") && sources.contains("- name: perennial_events\n"))
    #expect(sources.contains("var('perennial_events_schema', 'crm')"))
    #expect(sources.contains("var('perennial_events', 'clicks')"))
    let view = try #require(texts["models/perennial_events.sql"])
    for column in ["reader AS customer_id", "at AS occurred_at", "  kind", "stars AS value"] {
      #expect(view.contains(column))
    }
    let features = try #require(texts["models/perennial_features.sql"])
    #expect(features.components(separatedBy: "{{ ref('perennial_events') }}").count == 2)
    #expect(texts["README.md"]?.contains("perennial_events_schema: shop") == true)
  }

  /// A package without events names none; that made-up customers are scored alike is seen on the engines.
  @Test(arguments: SQLDialect.allCases)
  func madeUpCustomersAreInTheTestOfAPackage(dialect: SQLDialect) throws {
    let texts = try texts(dialect)
    #expect(texts["models/perennial_events.sql"] == nil)
    let golden = try #require(texts["tests/perennial_golden.sql"])
    #expect(!golden.contains("golden_events") && !golden.contains("{{"))
    for id in ["ends", "new", "once", "rare", "refund", "regular"] {
      #expect(golden.contains("(customer_id = 'golden-\(id)' AND CASE WHEN"))
    }
    #expect(golden.contains("WHERE (SELECT COUNT(*) FROM scored) <> 6"))
  }

  /// By the wire format: a key of field and type, varints of seven bits, lengths before bytes.
  @Test func theFileIsAProtocolBuffer() throws {
    let exported = try ONNXModel(try model(), asOf: nil)
    var rest = exported.bytes[...]
    func varint() -> Int {
      var (value, shift) = (0, 0)
      while let byte = rest.popFirst() {
        value |= Int(byte & 0x7f) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      return value
    }
    var fields: [Int] = []
    while !rest.isEmpty {
      let key = varint()
      fields.append(key >> 3)
      switch key & 7 {
      case 0: #expect(varint() == 8)
      case 2:
        let count = varint()
        rest = rest.dropFirst(count)
      default: Issue.record("type \(key & 7)")
      }
    }
    // ir_version, producer_name, doc_string, graph, opset_import and five of metadata_props.
    #expect(fields == [1, 2, 6, 7, 8, 14, 14, 14, 14, 14])
  }

  /// What a row must have is what the features of a log give, the outlook's own aside.
  @Test func featuresAreOfTheCatalogue() throws {
    let exported = try ONNXModel(try model(), asOf: nil)
    #expect(exported.features.allSatisfy { FeatureCatalogue.current.names.contains($0) })
    #expect(Set(exported.features).count == exported.features.count)
    #expect(!exported.features.contains("lifetime_order_probability"))
    #expect(!PythonReader.file.isEmpty)
  }
}
