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

  private func texts(_ dialect: SQLDialect) throws -> [String: String] {
    let package = try DBTPackage(
      try model(),
      WarehouseQuery.Settings(
        dialect: dialect, row: ScoreColumn.customers.map(\.rawValue),
        economics: Economics(saveRate: SaveRate(0.1), contactCost: 0),
        discounting: Discounting(annualRate: 0.1)), table: .standard)
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
  @Test(arguments: SQLDialect.allCases)
  func scoresNameNoStageOfFeatures(dialect: SQLDialect) throws {
    let texts = try texts(dialect)
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
