internal import Units

/// What a column is counted in: unlike units cannot be compared.
package enum ColumnUnit: String, Sendable, Codable {
  case days, count, money
  /// A part of a whole, 0 … 1.
  case share
  case ratio
  case perMonth = "per_month"
  /// (recent − earlier) ÷ (recent + earlier), −1 … 1.
  case change
  /// A score that cut-offs give, or a mark of the customer's.
  case score
  /// Hours of the day, 0 … 23.
  case hour
  case text
  /// A calendar day.
  case date
}

/// What conditions may know of a column before any row is seen.
package struct SchemaColumn: Sendable, Equatable {
  /// Which end of a column speaks for the customer.
  package enum Better: String, Sendable {
    case high, low, neither
  }

  package let name: String
  package let unit: ColumnUnit
  /// Every value that is not missing lies in it.
  package let range: ClosedRange<Double>
  /// Whether every value is a whole number.
  package let isWhole: Bool
  package let mayBeMissing: Bool
  /// All texts that there are; nil where any may come.
  package let texts: [String]?
  package let better: Better

  package init(
    _ name: String, _ unit: ColumnUnit, range: ClosedRange<Double>? = nil, isWhole: Bool = false,
    mayBeMissing: Bool = true, texts: [String]? = nil, better: Better = .neither
  ) {
    self.name = name
    self.unit = unit
    self.range = range ?? unit.range
    self.isWhole = isWhole || unit == .hour || unit == .date
    self.mayBeMissing = mayBeMissing
    self.texts = texts
    self.better = better
  }
}

extension ColumnUnit {
  /// Where values lie unless the column says more.
  package var range: ClosedRange<Double> {
    switch self {
    case .days, .count, .ratio, .perMonth: 0...Double.infinity
    case .share: 0...1
    case .change: -1...1
    case .hour: 0...23
    case .money, .score, .text, .date: -Double.infinity...Double.infinity
    }
  }
}

/// The columns that a condition may name.
package struct ColumnSchema: Sendable {
  package private(set) var columns: [SchemaColumn]
  /// Names that stand for several scores at once, digit by digit: `rfm = '555'`.
  package let codes: [String: [String]]
  /// Beginnings of names of text columns that are known only when data is read.
  package let openPrefixes: [String]
  /// What holds between columns of every row.
  package let relations: [ColumnRelation]
  private var indices: [String: Int]

  package init(
    _ columns: [SchemaColumn], codes: [String: [String]] = [:], openPrefixes: [String] = [],
    relations: [ColumnRelation] = []
  ) {
    self.columns = columns
    self.codes = codes
    self.openPrefixes = openPrefixes
    self.relations = relations
    indices = Dictionary(
      uniqueKeysWithValues: columns.enumerated().map { ($0.element.name, $0.offset) })
  }

  package func index(of name: String) -> Int? { indices[name] }

  package subscript(name: String) -> SchemaColumn? { indices[name].map { columns[$0] } }

  /// The same with more columns after the last, and more relations.
  package func appending(
    _ more: [SchemaColumn], relations others: [ColumnRelation] = []
  ) -> ColumnSchema {
    ColumnSchema(
      columns + more, codes: codes, openPrefixes: openPrefixes, relations: relations + others)
  }

  /// The column of a name, made where the name is of an open kind.
  mutating func resolvedIndex(of name: String) -> Int? {
    if let known = indices[name] { return known }
    guard openPrefixes.contains(where: { name.hasPrefix($0) && name.count > $0.count }) else {
      return nil
    }
    columns.append(SchemaColumn(name, .text))
    indices[name] = columns.count - 1
    return columns.count - 1
  }
}
