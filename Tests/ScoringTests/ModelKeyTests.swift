import Files
import Foundation
import Models
import Testing

/// How the keys of a document are spelled.
@Suite struct ModelKeyTests {
  private func document() throws -> String {
    String(decoding: try ModelDocument.bytes(of: TrainedShop.example.get().model), as: UTF8.self)
  }

  private func keys(of value: Any) -> Set<String> {
    switch value {
    case let object as [String: Any]:
      object.reduce(into: Set(object.keys)) { $0.formUnion(keys(of: $1.value)) }
    case let list as [Any]: list.reduce(into: []) { $0.formUnion(keys(of: $1)) }
    default: []
    }
  }

  @Test func areWordsWithLowLinesBetween() throws {
    let found = keys(of: try JSONSerialization.jsonObject(with: Data(document().utf8)))
    #expect(found.count > 100)
    for key in found {
      #expect(key.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(key)")
    }
  }

  /// Six keys were once spelled as in the program; models of then load, and say the same.
  @Test func formerSpellingsAreRead() throws {
    var text = try document().replacingOccurrences(
      of: "\"version\" : \"2.1\"", with: "\"version\" : \"1.0\"")
    let former = [
      "standard_deviation": "standardDeviation", "same_as": "sameAs", "all_tied": "allTied",
      "observed_mean": "observedMean", "given": "areGiven",
    ]
    for (new, old) in former {
      if new != "given" { #expect(text.contains("\"\(new)\" :"), "\(new)") }
      text = text.replacingOccurrences(of: "\"\(new)\" :", with: "\"\(old)\" :")
    }
    let outlook = try #require(
      text.range(of: "\"outlook\" : \\{[^}]*\\}", options: .regularExpression))
    text = text.replacingCharacters(
      in: outlook,
      with: text[outlook].replacingOccurrences(of: "horizon_days", with: "horizonInDays"))
    let field = try #require(
      text.range(of: "\"digest\" : \"[0-9a-f]*\"", options: .regularExpression))
    let unsigned = text.replacingCharacters(in: field, with: "\"digest\" : \"\"")
    text = text.replacingCharacters(
      in: field, with: "\"digest\" : \"\(SHA256.hexDigits(of: unsigned.utf8))\"")
    let model = try TrainedShop.example.get().model
    let read = try ModelDocument.model(from: Array(text.utf8), path: "m/model.json")
    #expect(read.churn == model.churn && read.clusters == model.clusters)
    #expect(read.scores == model.scores && read.lifetime == model.lifetime)
    #expect(read.value == model.value)
  }
}
