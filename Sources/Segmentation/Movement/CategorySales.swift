internal import Dense
internal import Features
internal import Histories
internal import Learning
internal import Snapshots
internal import Units

/// What the customers of a segment bought of one category, before and after.
package struct CategoryChange: Sendable, Codable, Equatable {
  package let segment: String
  package let category: String
  package let revenueBefore: String
  package let revenueAfter: String
  /// Of what the segment's customers spent.
  package let shareBefore: Double?
  package let shareAfter: Double?
  /// Share after less share before.
  package let shareChange: Double?
  /// After ÷ before − 1; absent where there was nothing before.
  package let growth: Double?

  enum CodingKeys: String, CodingKey {
    case segment, category
    case revenueBefore = "revenue_before"
    case revenueAfter = "revenue_after"
    case shareBefore = "share_before"
    case shareAfter = "share_after"
    case shareChange = "share_change"
    case growth
  }

  /// Lines without a category, and categories beyond the largest of a segment.
  package static let unknown = "(unknown)"
  package static let others = "(others)"
  package static let all = "(all)"
}

/// Sums revenue by segment and category over the periods that end with two dates.
struct CategorySales {
  let store: HistoryStore
  let names: [String]
  let ranks: [Int]
  let before: SegmentedCustomers
  let after: SegmentedCustomers
  let periodInDays: Int
  let workers: Workers

  /// Categories told of each segment: its largest after.
  private static let most = 10

  /// Money by category code, −1 where unknown.
  private typealias Sums = [Int32: Int64]

  /// From the best segment down, then all customers; within each the largest category first.
  var changes: [CategoryChange] {
    guard store.lines.columns.category else { return [] }
    let (old, new) = (sums(before), sums(after))
    func merged(_ sums: [Sums]) -> Sums {
      sums.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
    }
    let order = names.indices.sorted { ranks[$0] < ranks[$1] }
    return order.flatMap { changes(names[$0], old[$0], new[$0]) }
      + changes(CategoryChange.all, merged(old), merged(new))
  }

  private func sums(_ side: SegmentedCustomers) -> [Sums] {
    let chunks = Chunks(rows: side.customers.count, rowsPerChunk: 8_192)
    let parts = workers.map(chunks.count) { chunk in
      var prefix = HistoryPrefix()
      var sums = [Sums](repeating: [:], count: names.count)
      for row in chunks[chunk] {
        let segment = side.segments[row]
        store.spend(
          ofCustomer: side.customers[row], from: side.asOf - periodInDays, days: periodInDays,
          using: &prefix
        ) { category, amount in sums[segment][category, default: 0] += amount }
      }
      return sums
    }
    // Whole numbers: the order of addition does not matter.
    return parts.reduce(into: [Sums](repeating: [:], count: names.count)) { sums, part in
      for segment in sums.indices { sums[segment].merge(part[segment], uniquingKeysWith: +) }
    }
  }

  private func changes(_ segment: String, _ old: Sums, _ new: Sums) -> [CategoryChange] {
    let codes = Set(old.keys).union(new.keys).sorted {
      (new[$1] ?? 0, old[$1] ?? 0, $0) < (new[$0] ?? 0, old[$0] ?? 0, $1)
    }
    let (allOld, allNew) = (old.values.reduce(0, +), new.values.reduce(0, +))
    func change(_ name: String, _ before: Int64, _ after: Int64) -> CategoryChange {
      func share(_ part: Int64, _ whole: Int64) -> Double? {
        whole > 0 ? Double(part) / Double(whole) : nil
      }
      let (shareBefore, shareAfter) = (share(before, allOld), share(after, allNew))
      return CategoryChange(
        segment: segment, category: name,
        revenueBefore: FixedDecimal(mantissa: before, scale: store.moneyScale).description,
        revenueAfter: FixedDecimal(mantissa: after, scale: store.moneyScale).description,
        shareBefore: shareBefore, shareAfter: shareAfter,
        shareChange: shareBefore.flatMap { old in shareAfter.map { $0 - old } },
        growth: before > 0 ? Double(after) / Double(before) - 1 : nil)
    }
    func name(_ code: Int32) -> String {
      code < 0 ? CategoryChange.unknown : store.lines.categories[Int(code)]
    }
    var changes = codes.prefix(Self.most).map {
      change(name($0), old[$0] ?? 0, new[$0] ?? 0)
    }
    let rest = codes.dropFirst(Self.most)
    if !rest.isEmpty {
      changes.append(
        change(
          CategoryChange.others, rest.reduce(0) { $0 + (old[$1] ?? 0) },
          rest.reduce(0) { $0 + (new[$1] ?? 0) }))
    }
    return changes
  }
}
