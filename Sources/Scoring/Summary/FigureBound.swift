/// The least or the most that a named figure may be: `drift<=0.25`.
package struct FigureBound: Sendable, Equatable {
  package let name: String
  /// Whether the value is the least that is accepted, or the most.
  package let isLeast: Bool
  package let value: Double

  /// Reads `NAME<=NUMBER` or `NAME>=NUMBER`; nil for any other text.
  package init?(_ text: String) {
    guard let sign = text.firstIndex(where: { $0 == "<" || $0 == ">" }) else { return nil }
    let rest = text[text.index(after: sign)...]
    guard rest.first == "=", let value = Double(rest.dropFirst()), value.isFinite else {
      return nil
    }
    name = String(text[..<sign])
    isLeast = text[sign] == ">"
    self.value = value
  }

  /// The bound as it was written.
  package var text: String { "\(name)\(isLeast ? ">=" : "<=")\(plain)" }

  /// How a figure keeps to it; nil where there is no such figure, which does not.
  package func result(_ found: Double?) -> RequirementResult {
    RequirementResult(
      requirement: text, found: found,
      isMet: found.map { isLeast ? $0 >= value : $0 <= value } ?? false)
  }

  private var plain: String { Int(exactly: value).map(String.init) ?? "\(value)" }
}

/// What was found of a figure that was required.
package struct RequirementResult: Sendable, Encodable, Equatable {
  package let requirement: String
  /// Nil where the run has no such figure.
  package let found: Double?
  package let isMet: Bool

  enum CodingKeys: String, CodingKey {
    case requirement, found
    case isMet = "met"
  }
}
