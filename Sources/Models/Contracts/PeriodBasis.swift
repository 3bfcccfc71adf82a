internal import Ingestion

/// What is known of a period of a contract's life beside the contract's own columns: its age, its place
/// in the term, and the season.
package struct PeriodBasis: Sendable, Codable, Equatable {
  /// Ages, in periods, that stand out from a smooth course, or all that are told apart.
  package var singleAges: [Int]
  package var termPeriods: Int?
  /// Whether the month of the year counts.
  package var hasSeason: Bool

  package init(singleAges: [Int], termPeriods: Int?, hasSeason: Bool) {
    self.singleAges = singleAges
    self.termPeriods = termPeriods
    self.hasSeason = hasSeason
  }

  enum CodingKeys: String, CodingKey {
    case singleAges = "single_ages"
    case termPeriods = "term_periods"
    case hasSeason = "season"
  }

  /// The smooth feature; a column of the table cannot have its name, as `:` is marked there.
  package static let age = "age:periods"
  package static let terms = "term:number"
  private static let singleAge = "age:at "
  package static let ageFamily = "age of the contract"
  package static let termFamily = "place in the term"
  /// Longest term of which every place is a feature of its own.
  private static let longestTold = 24

  /// Places in the term that are features: all of a short one, else around the renewal.
  private var places: [Int] {
    guard let termPeriods else { return [] }
    return termPeriods <= Self.longestTold
      ? Array(1...termPeriods) : [1, 2, termPeriods - 1, termPeriods]
  }

  package var names: [String] {
    [Self.age] + singleAges.map { Self.singleAge + "\($0)" } + places.map { "term:at \($0)" }
      + (termPeriods == nil ? [] : [Self.terms])
      + (hasSeason ? (1...12).map { "season:month \($0)" } : [])
  }

  package static func isSingleAge(_ name: String) -> Bool { name.hasPrefix(singleAge) }

  /// The family that a feature's part in the risk is told with; nil where it is no period's.
  package static func family(of name: String) -> String? {
    switch name.split(separator: ":").first {
    case "age" where name.contains(":"): ageFamily
    case "term" where name.contains(":"): termFamily
    case "season" where name.contains(":"): "season"
    default: nil
    }
  }

  /// The place in the term of a period, from 1; the last ends with a renewal.
  package func place(of period: Int, phase: Int) -> Int? {
    termPeriods.map { term in (((period - 1 - phase) % term) + term) % term + 1 }
  }

  /// Writes a period's features.
  ///
  /// - Parameters:
  ///   - period: of the contract's life, from 1.
  ///   - phase: periods to the first renewal, modulo the term.
  ///   - month: of the year that most of it lies in, from 1.
  ///   - values: takes `names.count` of them from `start` on.
  ///   - start: place of the first.
  package func write(
    period: Int, phase: Int, month: Int, to values: inout [Double], at start: Int
  ) {
    var place = start
    func put(_ value: Double) {
      values[place] = value
      place += 1
    }
    put(Double(period))
    for age in singleAges { put(age == period ? 1 : 0) }
    if let termPeriods, let own = self.place(of: period, phase: phase) {
      for known in places { put(known == own ? 1 : 0) }
      put(Double((period - 1 - phase + termPeriods) / termPeriods))
    }
    if hasSeason { for known in 1...12 { put(known == month ? 1 : 0) } }
  }

  func isConsistent(termPeriods: Int?) -> Bool {
    self.termPeriods == termPeriods && singleAges.count <= ContractSchema.mostPeriods
      && singleAges.allSatisfy { $0 >= 1 } && Set(singleAges).count == singleAges.count
  }
}

/// When within a period contracts end: shares of the ends by the part of the period that was over.
package struct EndTiming: Sendable, Codable, Equatable {
  /// Share of the ends by each twelfth of a period that came before its last day; the rest come with it.
  package var usual: [Double]
  /// The same of periods that end with a renewal.
  package var renewal: [Double]

  package static let parts = 12

  package init(usual: [Double], renewal: [Double]) {
    self.usual = usual
    self.renewal = renewal
  }

  /// The share of a period's ends that come before a part of it is over.
  package func shareEnded(before part: Double, isRenewal: Bool) -> Double {
    let shares = isRenewal ? renewal : usual
    let scaled = min(max(part, 0), 1) * Double(Self.parts)
    let whole = min(Int(scaled), Self.parts - 1)
    let low = whole == 0 ? 0 : shares[whole - 1]
    return low + (scaled - Double(whole)) * (shares[whole] - low)
  }

  var isConsistent: Bool {
    [usual, renewal].allSatisfy { shares in
      shares.count == Self.parts && shares.allSatisfy { (0...1).contains($0) }
        && zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 }
    }
  }
}
