internal import Files
internal import Intake
internal import Yams

/// Words by which files of no known profile are read (`general.yaml`).
struct GeneralWords: Sendable {
  var statusColumns: Set<String> = []
  /// Of these, names that may say something else.
  var ambiguousStatusColumns: Set<String> = []
  var cancelledColumns: Set<String> = []
  var refundColumns: Set<String> = []
  var parentColumns: Set<String> = []
  /// Class of every known status, folded.
  var statuses: [String: String] = [:]
  var guests: Set<String> = []
  var totals: Set<String> = []
  /// Minutes east of UTC and IANA zone by abbreviation.
  var zones: [String: (minutes: Int, zone: String)] = [:]
  var zoneTitles: [String: String] = [:]
  /// Months from 1 by name without accents.
  var months: [String: Int] = [:]

  /// The built-in words.
  static let builtIn: GeneralWords = {
    let text = String(decoding: PackageResources.general_yaml, as: UTF8.self)
    do {
      return try GeneralWords(text)
    } catch {
      preconditionFailure("general.yaml: \(error)")
    }
  }()

  private init(_ text: String) throws(IngestionError) {
    let reader = ProfileReader(file: "general.yaml")
    for (key, node) in try reader.pairs(try reader.root(text)) {
      switch key {
      case "status_columns": statusColumns = Set(try reader.texts(node))
      case "ambiguous_status_columns": ambiguousStatusColumns = Set(try reader.texts(node))
      case "cancelled_columns": cancelledColumns = Set(try reader.texts(node))
      case "refund_columns": refundColumns = Set(try reader.texts(node))
      case "parent_columns": parentColumns = Set(try reader.texts(node))
      case "statuses":
        for (name, values) in try reader.pairs(node) {
          for value in try reader.texts(values) { statuses[foldedValue(value)] = name }
        }
      case "guests": guests = Set(try reader.texts(node).map(foldedName))
      case "totals": totals = Set(try reader.texts(node).map(foldedName))
      case "zones":
        for (name, pair) in try reader.pairs(node) {
          let parts = try reader.texts(pair)
          zones[name] = (Int(parts[0]) ?? 0, parts[1])
        }
      case "zone_titles":
        for (name, zone) in try reader.pairs(node) { zoneTitles[name] = try reader.text(zone) }
      case "months":
        for (language, names) in try reader.pairs(node) {
          if language == "short" {
            for (name, month) in try reader.pairs(names) {
              months[withoutAccents(name)] = Int(try reader.text(month))
            }
          } else {
            for (place, name) in try reader.texts(names).enumerated() {
              let plain = withoutAccents(name)
              months[plain] = place + 1
              let short = String(plain.prefix(3))
              if months[short] == nil { months[short] = place + 1 }
            }
          }
        }
      default: break
      }
    }
  }

  /// The month that a word names; nil where it names none.
  func month(_ word: String) -> Int? {
    let plain = withoutAccents(word.lowercased())
    return months[plain] ?? (plain.utf8.count > 3 ? nil : months[String(plain.prefix(3))])
  }
}
