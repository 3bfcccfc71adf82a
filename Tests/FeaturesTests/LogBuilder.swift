import Dense
import Files
import Histories
import Units

/// A small log written row by row, for tests.
struct LogBuilder {
  struct Line {
    var customer: String
    var instant: Instant
    var cents: Int64
    /// Without one, rows of one day are one order and a row below 0 is a refund of its own.
    var order: String?
    var quantity = Double.nan
    var discounted = false
    var category: String?
    var channel: String?
    var returnedAt: Instant?
  }

  struct Occurrence {
    var customer: String
    var instant: Instant
    var kind: String
    var value = Double.nan
  }

  var lines: [Line] = []
  var events: [Occurrence] = []
  /// Whether the log has columns for quantity, discount, category, channel and return.
  var hasDetails = true
  /// Digits after the point; amounts are given in cents.
  var moneyScale = 2
  var refundPolicy = RefundPolicy.net

  func store() -> HistoryStore {
    let ids = Set(lines.map(\.customer) + events.map(\.customer))
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return HistoryStore(
      customers: TextColumn(ids), lines: lineColumns(ids), events: eventColumns(ids),
      moneyScale: moneyScale, currency: nil, refundPolicy: refundPolicy)
  }

  private func lineColumns(_ ids: [String]) -> Lines {
    let categories = Set(lines.compactMap(\.category)).sorted()
    let channels = Set(lines.compactMap(\.channel)).sorted()
    var columns = Lines(offsets: [0], rows: [])
    if hasDetails { columns.columns = Lines.Columns(discount: true, category: true, channel: true) }
    columns.categories = categories
    columns.channels = channels
    let factor = (2..<moneyScale).reduce(Int64(1)) { product, _ in product * 10 }
    let byCustomer = Dictionary(grouping: lines, by: \.customer)
    for id in ids {
      var occasions: [String: Int32] = [:]
      let rows = (byCustomer[id] ?? []).sorted {
        ($0.instant, $0.order ?? "", $0.cents) < ($1.instant, $1.order ?? "", $1.cents)
      }
      for (number, row) in rows.enumerated() {
        let key =
          row.order ?? (row.cents < 0 ? "refund \(number)" : "day \(row.instant.day.number)")
        let occasion = occasions[key] ?? Int32(occasions.count)
        occasions[key] = occasion
        var line = Histories.Line(
          instant: row.instant.seconds, amount: row.cents * factor, occasion: occasion)
        if hasDetails {
          line.isDiscounted = row.discounted
          line.category = code(row.category, in: categories)
          line.channel = code(row.channel, in: channels)
        }
        columns.rows.append(line)
        guard hasDetails else { continue }
        columns.quantity.append(row.quantity)
        columns.returnedAt.append(row.returnedAt?.seconds ?? .max)
      }
      columns.offsets.append(columns.count)
    }
    return columns
  }

  private func eventColumns(_ ids: [String]) -> Events {
    let kinds = Set(events.map(\.kind)).sorted()
    var columns = Events(offsets: [0], rows: [], kinds: kinds)
    let byCustomer = Dictionary(grouping: events, by: \.customer)
    for id in ids {
      let rows = (byCustomer[id] ?? []).sorted {
        ($0.instant, $0.kind, $0.value.bitPattern) < ($1.instant, $1.kind, $1.value.bitPattern)
      }
      for row in rows {
        columns.rows.append(
          Event(instant: row.instant, kind: code(row.kind, in: kinds), value: row.value))
      }
      columns.offsets.append(columns.count)
    }
    return columns
  }

  private func code(_ name: String?, in names: [String]) -> Int32 {
    name.flatMap { names.firstIndex(of: $0) }.map { Int32($0) } ?? -1
  }
}

func day(_ text: String) -> Day {
  guard let day = Day(iso: text) else { preconditionFailure("no day: \(text)") }
  return day
}

/// Hour `hour` of a day.
func at(_ text: String, _ hour: Int = 0) -> Instant {
  Instant(seconds: Instant(startOf: day(text)).seconds + Int64(hour) * 3_600)
}
