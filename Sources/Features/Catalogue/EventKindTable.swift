/// What names of events mean (`event-kinds.yaml`).
struct EventKindTable: Sendable {
  /// What one name means.
  struct Meaning: Sendable, Equatable {
    /// The kind's own name.
    var name: String
    /// Whether it is something that the customer does out of interest.
    var isEngagement: Bool
    /// Name of the kind whose features it fills; nil where it has none.
    var feature: String?
  }

  private(set) var meanings: [String: Meaning] = [:]

  static let builtIn = EventKindTable(
    String(decoding: PackageResources.event_kinds_yaml, as: UTF8.self))

  /// Reads the lines of the table: sections, below them kinds, below them `feature` and `names`.
  private init(_ text: String) {
    var section = ""
    var meaning = Meaning(name: "", isEngagement: false)
    var names: [String] = []
    var isInNames = false
    func end(_ meanings: inout [String: Meaning]) {
      for name in names { meanings[name] = meaning }
      names = []
    }
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let indent = line.prefix { $0 == " " }.count
      var rest = line.dropFirst(indent)
      if !isInNames, indent == 0 {
        end(&meanings)
        section = String(rest.prefix { $0 != ":" })
      } else if section == "kinds" || section == "apart" {
        if !isInNames, indent == 2 {
          end(&meanings)
          meaning = Meaning(
            name: String(rest.prefix { $0 != ":" }), isEngagement: section == "kinds")
        } else if !isInNames, rest.hasPrefix("feature:") {
          meaning.feature = String(rest.dropFirst(8).drop { $0 == " " })
        } else if rest.hasPrefix("names:") {
          isInNames = true
          rest = rest.dropFirst(6)
        }
        guard isInNames else { continue }
        names += rest.split { " [],".contains($0) }.map(String.init)
        if rest.contains("]") { isInNames = false }
      }
    }
    end(&meanings)
  }

  /// What a name means; nil where nobody knows.
  func meaning(_ spelling: String) -> Meaning? { meanings[Self.plain(spelling)] }

  /// Names of some meanings, sorted.
  func names(where isWanted: (Meaning) -> Bool) -> [String] {
    meanings.filter { isWanted($0.value) }.map(\.key).sorted()
  }

  /// A name as the table has it: `Product Viewed`, `productViewed` and `product-viewed` are one.
  static func plain(_ spelling: String) -> String {
    var plain = ""
    var wasSmall = false
    for scalar in spelling.unicodeScalars {
      if scalar == ":" { break }
      let properties = scalar.properties
      guard properties.isAlphabetic || properties.numericType != nil else {
        if !plain.hasSuffix("_"), !plain.isEmpty { plain += "_" }
        wasSmall = false
        continue
      }
      if properties.isUppercase, wasSmall { plain += "_" }
      wasSmall = properties.isLowercase
      plain += properties.lowercaseMapping
    }
    return plain.hasSuffix("_") ? String(plain.dropLast()) : plain
  }
}
