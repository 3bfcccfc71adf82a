/// Something that was found out and that people are to be told: a notice, a caution, a reason, a
/// diagnosis, a verdict.
///
/// Libraries hold it as an enum whose cases carry what was found. In JSON it is an object with its
/// `code`, the values, and, where the writer has words for it (see `FindingWords`), its `text`.
package protocol Finding: Encodable, Sendable, Equatable {
  /// The finding as it is written.
  var fact: Fact { get }
}

extension Finding {
  package func encode(to encoder: any Encoder) throws { try encodeFact(to: encoder) }

  package func encodeFact(to encoder: any Encoder) throws {
    try fact.encode(to: encoder, text: FindingWords.of(encoder)?.sentence(self))
  }
}

/// A finding that documents hold and that is read back from them.
package protocol StoredFinding: Finding, Decodable {
  /// The finding that was written so; nil where this program does not know its code or misses a value.
  init?(_ fact: Fact)
}

extension StoredFinding {
  package init(from decoder: any Decoder) throws { self = try Self.decodedFact(from: decoder) }

  package static func decodedFact(from decoder: any Decoder) throws -> Self {
    let fact = try Fact(from: decoder)
    guard let finding = Self(fact) else {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "this program does not know the code '\(fact.code)' with these values"))
    }
    return finding
  }
}

/// A code with named values: the form of a finding in documents.
package struct Fact: Sendable, Equatable {
  package enum Value: Sendable, Equatable {
    case flag(Bool)
    case number(Double)
    case count(Int)
    case text(String)
    case texts([String])
  }

  /// What was found, in words with `_` between: one a case.
  package let code: String
  package let values: [String: Value]

  package init(_ code: String, _ values: [String: Value] = [:]) {
    self.code = code
    self.values = values
  }

  package func number(_ name: String) -> Double? {
    switch values[name] {
    case .number(let value): value
    case .count(let value): Double(value)
    case .flag, .text, .texts, nil: nil
    }
  }

  package func count(_ name: String) -> Int? {
    if case .count(let value)? = values[name] { value } else { nil }
  }

  package func text(_ name: String) -> String? {
    if case .text(let value)? = values[name] { value } else { nil }
  }

  package func texts(_ name: String) -> [String]? {
    if case .texts(let value)? = values[name] { value } else { nil }
  }

  package func day(_ name: String) -> Day? { text(name).flatMap { Day(iso: $0) } }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private static let codeKey = Key(stringValue: "code")
  private static let textKey = Key(stringValue: "text")

  func encode(to encoder: any Encoder, text: String?) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(code, forKey: Self.codeKey)
    for (name, value) in values {
      let key = Key(stringValue: name)
      switch value {
      case .flag(let value): try container.encode(value, forKey: key)
      case .number(let value): try container.encode(value, forKey: key)
      case .count(let value): try container.encode(value, forKey: key)
      case .text(let value): try container.encode(value, forKey: key)
      case .texts(let values): try container.encode(values, forKey: key)
      }
    }
    try container.encodeIfPresent(text, forKey: Self.textKey)
  }

  /// Reads a code and its values; a text is no part of the fact.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    var values: [String: Value] = [:]
    for key in container.allKeys
    where key.stringValue != "code" && key.stringValue != "text" {
      if let value = try? container.decode(Bool.self, forKey: key) {
        values[key.stringValue] = .flag(value)
      } else if let value = try? container.decode(Int.self, forKey: key) {
        values[key.stringValue] = .count(value)
      } else if let value = try? container.decode(Double.self, forKey: key) {
        values[key.stringValue] = .number(value)
      } else if let value = try? container.decode(String.self, forKey: key) {
        values[key.stringValue] = .text(value)
      } else {
        values[key.stringValue] = .texts(try container.decode([String].self, forKey: key))
      }
    }
    self.init(try container.decode(String.self, forKey: Self.codeKey), values)
  }
}

extension Fact.Value {
  package static func day(_ day: Day) -> Fact.Value { .text(day.description) }
}

/// Puts findings into words where a document for people is written.
///
/// An encoder that carries it in its `userInfo` writes the `text` of every finding.
package struct FindingWords: Sendable {
  package static let key = CodingUserInfoKey(rawValue: "perennial.finding-words")

  package let sentence: @Sendable (any Finding) -> String?

  package init(sentence: @escaping @Sendable (any Finding) -> String?) {
    self.sentence = sentence
  }

  /// The words that an encoder carries; nil where documents are written for programs alone.
  package static func of(_ encoder: any Encoder) -> FindingWords? {
    key.flatMap { encoder.userInfo[$0] as? FindingWords }
  }
}

/// A finding, or what stands in its place in documents of the first major version: a sentence.
package enum Recorded<Kind: StoredFinding>: Sendable, Equatable {
  case found(Kind)
  case stated(String)

  package var finding: Kind? {
    if case .found(let finding) = self { finding } else { nil }
  }
}

extension Recorded: Codable {
  package init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      self = .stated(text)
    } else {
      self = .found(try Kind(from: decoder))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    switch self {
    case .found(let finding): try finding.encode(to: encoder)
    case .stated(let text):
      var container = encoder.singleValueContainer()
      try container.encode(text)
    }
  }
}
