import Comparison
import Features
import Files
import Foundation
import Lifetime
import Models
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Documents that are not, or no longer, a model of ours.
@Suite struct ModelDocumentTests {
  private func document() throws -> String {
    String(decoding: try ModelDocument.bytes(of: TrainedShop.example.get().model), as: UTF8.self)
  }

  private func read(_ bytes: some Sequence<UInt8>) throws -> ModelError? {
    try failure(ModelError.self) {
      _ = try ModelDocument.model(from: Array(bytes), path: "m/model.json")
    }
  }

  /// Replaces the first occurrence of a text that must be there.
  private func edited(_ old: String, _ new: String) throws -> String {
    let text = try document()
    let range = try #require(text.range(of: old))
    return text.replacingCharacters(in: range, with: new)
  }

  /// The document with a digest that fits its other contents again.
  private func signed(_ text: String) throws -> String {
    let field = try #require(
      text.range(of: "\"digest\" : \"[0-9a-f]*\"", options: .regularExpression))
    return text.replacingCharacters(
      in: field, with: "\"digest\" : \"\(try contentDigest(text))\"")
  }

  /// SHA-256 of the content, found by Foundation's decoder: members sorted, without blanks, the digest
  /// left out.
  private func contentDigest(_ text: String) throws -> String {
    guard case .object(var members) = try JSONDecoder().decode(Content.self, from: Data(text.utf8))
    else { return "" }
    members["digest"] = nil
    return SHA256.hexDigits(of: Content.object(members).canonical.utf8)
  }

  private indirect enum Content: Decodable {
    case object([String: Content])
    case array([Content])
    case text(String)
    case whole(Int64)
    case number(Double)
    case truth(Bool)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let object = try? container.decode([String: Content].self) {
        self = .object(object)
      } else if let array = try? container.decode([Content].self) {
        self = .array(array)
      } else if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let whole = try? container.decode(Int64.self) {
        self = .whole(whole)
      } else {
        self = .number(try container.decode(Double.self))
      }
    }

    var canonical: String {
      func quoted(_ text: String) -> String {
        "\""
          + text.replacingOccurrences(of: "\\", with: "\\\\")
          .replacingOccurrences(of: "\"", with: "\\\"") + "\""
      }
      switch self {
      case .object(let members):
        let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return "{"
          + sorted.map { "\(quoted($0.key)):\($0.value.canonical)" }
          .joined(separator: ",") + "}"
      case .array(let elements):
        return "[" + elements.map(\.canonical).joined(separator: ",") + "]"
      case .text(let text): return quoted(text)
      case .whole(let value): return "\(value)"
      case .number(let value): return "\(value)"
      case .truth(let value): return "\(value)"
      }
    }
  }

  @Test func theDigestIsOfTheContent() throws {
    let model = try TrainedShop.example.get().model
    let text = try document()
    #expect(text.contains("\"digest\" : \"\(model.digest)\""))
    #expect(try contentDigest(text) == model.digest)
    #expect(try read(text.utf8) == nil)
  }

  /// Spacing, order of members, escapes and spellings of numbers say nothing.
  @Test func anotherFormatterLeavesTheModel() throws {
    let text = try document()
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    for options: JSONSerialization.WritingOptions in [[], [.prettyPrinted], [.sortedKeys]] {
      let bytes = try JSONSerialization.data(withJSONObject: object, options: options)
      #expect(try read(bytes) == nil)
    }
    #expect(try read((" \n" + text + "\n\t").utf8) == nil)
    #expect(
      try read(edited("\"format\" : \"perennial", "\"f\\u006Frmat\" : \"\\u0070erennial").utf8)
        == nil)
    #expect(try read(edited("\"horizon_days\" : 60", "\"horizon_days\" : 60.0").utf8) == nil)
  }

  /// A changed number, name or text does, and so does a member named twice.
  @Test(arguments: [
    ("\"horizon_days\" : 60", "\"horizon_days\" : 61"),
    ("\"horizon_days\" : 60", "\"horizon_days\" : 60.000001"),
    ("\"horizon_days\" : 60", "\"horizon_days\" : 60, \"horizon_days\" : 60"),
    ("\"horizon_days\" : 60", "\"horizon_days\" : 60, \"horizon_dayz\" : 60"),
    ("\"time_zone\" : \"", "\"time_zone\" : \" "),
  ])
  func aChangedMeaningIsSeen(old: String, new: String) throws {
    guard case .damaged? = try read(edited(old, new).utf8) else {
      Issue.record("\(new)")
      return
    }
  }

  /// No sentence: a text with a blank is a user's own, such as the name of a rule or a zone.
  @Test func theDocumentHoldsNoProse() throws {
    let (shop, _) = try SuspicionTests.leakingShop()
    let model = try train(on: shop.store(), parameters: quickParameters(60)).model
    let object = try #require(
      JSONSerialization.jsonObject(with: Data(ModelDocument.bytes(of: model))) as? [String: Any])
    func sentences(_ value: Any) -> [String] {
      switch value {
      case let object as [String: Any]: object.values.flatMap(sentences)
      case let array as [Any]: array.flatMap(sentences)
      case let text as String: text.contains(" ") ? [text] : []
      default: []
      }
    }
    #expect(model.churn?.notices.isEmpty == false)
    #expect(sentences(object) == [])
  }

  /// A figure that is no number is named by its place.
  @Test func anUndefinedFigureIsNamed() throws {
    var model = try TrainedShop.example.get().model
    model.churn?.coefficients[2] = .nan
    let error = try failure(UndefinedFigure.self) { _ = try ModelDocument.bytes(of: model) }
    #expect(error?.keyPath == "sections.churn.coefficients.2")
  }

  @Test func cutShortAnywhere() throws {
    let bytes = Array(try document().utf8)
    // The last byte is a line break, which says nothing.
    let lengths = [0, 1, 2, 3, bytes.count - 2, bytes.count - 3]
    for length in lengths + stride(from: 5, to: bytes.count, by: 997) {
      let error = try read(bytes.prefix(length))
      guard case .damaged("m/model.json", _)? = error else {
        Issue.record("\(length) of \(bytes.count): \(String(describing: error))")
        continue
      }
    }
  }

  /// One changed digit or letter of every kind of place.
  @Test(arguments: [
    "\"intercept\" : ", "\"coefficients\" : [\n        ", "\"standard_errors\" : [\n        ",
    "\"knot\" : ", "\"imputation\" : ", "\"lowest\" : ", "\"centroids\" : [\n        [\n          ",
    "\"horizon_days\" : ", "\"seed\" : ", "\"as_of\" : \"", "\"rows_sha256\" : \"",
    "\"digest\" : \"", "\"alpha\" : ", "\"mean_order_value\" : ", "\"limits\" : [\n          ",
    "\"values\" : [\n            ",
    "\"time_zone\" : \"", "\"no", "\"see", "\"intercep",
  ])
  func oneDigitChanged(after place: String) throws {
    let text = try document()
    let range = try #require(text.range(of: place), "no \(place)")
    var bytes = Array(text.utf8)
    var index = text.utf8.distance(from: text.startIndex, to: range.upperBound)
    if bytes[index] == UInt8(ascii: "-") { index += 1 }
    bytes[index] = bytes[index] == UInt8(ascii: "1") ? UInt8(ascii: "2") : UInt8(ascii: "1")
    let error = try read(bytes)
    guard case .damaged(_, let reason)? = error else {
      Issue.record("\(place): \(String(describing: error))")
      return
    }
    #expect(!reason.isEmpty)
  }

  /// Bits flipped at random, anywhere: refused, whatever the reason.
  @Test func anyFlippedBitIsSeen() throws {
    let bytes = Array(try document().utf8)
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<150 {
      var flipped = bytes
      let index = Int.random(in: 0..<bytes.count, using: &generator)
      flipped[index] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      #expect(try read(flipped) != nil, "byte \(index)")
    }
    for more in ["{}", "1", "\u{0}"] { #expect(try read(bytes + Array(more.utf8)) != nil) }
  }

  @Test(arguments: ["3.0", "3", "10.3"])
  func aNewerVersion(version: String) throws {
    for text in [
      try edited("\"version\" : \"2.1\"", "\"version\" : \"\(version)\""),
      try signed(edited("\"version\" : \"2.1\"", "\"version\" : \"\(version)\"")),
    ] {
      guard case .newerVersion(_, version, "2.1")? = try read(text.utf8) else {
        Issue.record("version \(version)")
        continue
      }
    }
  }

  /// A later minor version adds nothing that may not be left out.
  @Test func aLaterMinorVersionIsRead() throws {
    let text = try signed(edited("\"version\" : \"2.1\"", "\"version\" : \"2.7\""))
    #expect(try read(text.utf8) == nil)
  }

  @Test func anUnknownSection() throws {
    let text = try signed(
      edited("\"sections\" : {", "\"sections\" : {\n    \"uplift\" : {\"beta\" : 1},"))
    guard case .unknownSection(_, "uplift")? = try read(text.utf8) else {
      Issue.record("\(String(describing: try read(text.utf8)))")
      return
    }
  }

  @Test(arguments: [
    "[]", "1", "\"perennial-model\"", "null", "{}", "{\"format\": \"perennial-model\"}",
    "{\"format\": \"other\", \"version\": \"1.0\", \"digest\": \"\", \"sections\": {}}",
    "{\"name\": \"a tokenizer\", \"layers\": [1, 2, 3]}",
  ])
  func anotherProgramsFile(text: String) throws {
    guard case .foreign? = try read(text.utf8) else {
      Issue.record("\(text): \(String(describing: try read(text.utf8)))")
      return
    }
  }

  @Test func noJSON() throws {
    let texts = ["", "model", "{", "<html></html>", "\u{0}\u{1}", "{\"format\": NaN}"]
    let nested = [
      String(repeating: "[", count: 200_000), String(repeating: "{\"a\":", count: 200_000),
      String(repeating: "[", count: 50_000) + String(repeating: "]", count: 50_000),
    ]
    for text in texts + nested {
      guard case .damaged? = try read(text.utf8) else {
        Issue.record("\(text.prefix(20)): \(String(describing: try read(text.utf8)))")
        continue
      }
    }
    #expect(try read([0xff, 0xfe, 0x00, 0xd8]) != nil)
  }

  /// Parts that do not fit each other, though somebody signed them.
  @Test func partsThatDoNotFit() throws {
    let model = try TrainedShop.example.get().model
    func faulty(_ change: (inout Model) -> Void) throws -> ModelError? {
      var changed = model
      change(&changed)
      return try read(ModelDocument.bytes(of: changed))
    }
    let errors = [
      try faulty { $0.churn?.coefficients.removeLast() },
      try faulty { $0.churn?.standardErrors.removeLast() },
      try faulty {
        $0.value?.method = .twoPart
        $0.value?.constants.amounts = nil
      },
      try faulty { $0.value?.constants.mean = -1 },
      try faulty { $0.value?.evaluatedHorizonInDays = 0 },
      try faulty { $0.value?.intervals?.low.removeLast() },
      try faulty { $0.lifetime = nil },
      try faulty { $0.lifetime?.parameters["r"] = -1 },
      try faulty { $0.lifetime?.parameters["alpha"] = nil },
      // A series of as many terms would keep each customer waiting.
      try faulty { $0.lifetime?.parameters["r"] = 1e6 },
      try faulty {
        $0.scores?.lapseRates = [LapseRate(lapse: .onTime, customers: -1, returned: 0)]
      },
      try faulty { $0.scores?.lapseRates = [LapseRate(lapse: .onTime, customers: 1, returned: 2)] },
      try faulty { $0.clusters?.centroids.removeAll() },
      try faulty { $0.clusters?.centroids[0].removeLast() },
      try faulty { $0.clusters?.sizes.removeLast() },
      try faulty { $0.scores?.ruleSet = "none such" },
      try faulty { $0.data.horizonInDays = 0 },
      // A feature of a later catalogue, which this program cannot compute.
      try read(
        signed(document().replacingOccurrences(of: "\"days_since_visit", with: "\"days_since_chat"))
          .utf8),
      try read(
        signed(edited("\"values\" : [", "\"values\" : [\n              1,")).utf8),
      // Numbers that make no number of some customer.
      try faulty { $0.churn?.coefficients = model.churn?.coefficients.map { _ in 1e308 } ?? [] },
      try faulty { $0.clusters?.centroids[0][0] = 1e200 },
      // A population whose bins hold no numbers.
      try read(
        signed(
          edited("\"edges\" : [", "\"edges\" : [], \"before\" : [")
            .replacingFirst("\"shares\" : [", "\"shares\" : [1], \"were\" : [")
        ).utf8),
    ]
    for (index, error) in errors.enumerated() {
      guard case .damaged? = error else {
        Issue.record("\(index): \(String(describing: error))")
        continue
      }
    }
    #expect(try read(ModelDocument.bytes(of: model)) == nil)
  }

  /// The line that probabilities were moved along rises, or tells nothing, and is of a size that log-odds
  /// have.
  @Test func aLineThatNoTestWouldAskFor() throws {
    let model = try TrainedShop.example.get().model
    func fault(_ intercept: Double, _ slope: Double) throws -> ModelError? {
      var moved = model
      moved.churn?.calibration = CalibrationLine(intercept: intercept, slope: slope)
      return try read(ModelDocument.bytes(of: moved))
    }
    for (intercept, slope) in [(0.2, 0.8), (1e6, 0.0), (-1e6, 1e6)] {
      #expect(try fault(intercept, slope) == nil, "\(intercept), \(slope)")
    }
    for (intercept, slope) in [(1.1e6, 1.0), (-1.1e6, 1.0), (0.0, -1e-9), (0.0, 1.1e6)] {
      guard case .damaged(_, let reason)? = try fault(intercept, slope) else {
        Issue.record("\(intercept) + \(slope)·η was taken")
        continue
      }
      #expect(reason.contains("calibration"))
    }
    var moved = model
    moved.churn?.calibration = CalibrationLine(intercept: 0.2, slope: 0.8)
    let text = String(decoding: try ModelDocument.bytes(of: moved), as: UTF8.self)
    let line = try #require(text.range(of: "\"slope\" : 0.8"))
    let error = try read(signed(text.replacingCharacters(in: line, with: "\"slip\" : 0.8")).utf8)
    guard case .damaged? = error else {
      Issue.record("a line without a slope: \(String(describing: error))")
      return
    }
  }
}

extension String {
  fileprivate func replacingFirst(_ old: String, _ new: String) -> String {
    range(of: old).map { replacingCharacters(in: $0, with: new) } ?? self
  }
}
