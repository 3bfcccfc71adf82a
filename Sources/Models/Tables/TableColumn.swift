internal import Dense
internal import Features
package import Files
internal import RealModule
internal import Units

/// A column of the table that the model looks at.
package struct TableColumn: Sendable, Codable, Equatable {
  package enum Kind: String, Sendable, Codable { case number, category, date }

  package let name: String
  package let kind: Kind
  /// Of a category, the texts that stand alone, in byte order, with their share of the rows.
  package let levels: [Level]
  /// Share of the rows with a text too rare to stand alone; 0 where there was none.
  ///
  /// Unseen texts join them.
  package let rareShare: Double
  package let missingShare: Double
  /// Of a number, the values from which on one of its steps is 1, rising; nil where it has none.
  package let steps: [Double]?
  /// Of a number or date, the one way that the risk goes with it; nil where it may go any.
  package let direction: RiskDirection?
  /// Where the ramps of a column with a direction meet, rising; nil where it is one line, or has no direction.
  package let knots: [Double]?

  package init(
    name: String, kind: Kind, levels: [Level], rareShare: Double, missingShare: Double,
    steps: [Double]? = nil, direction: RiskDirection? = nil, knots: [Double]? = nil
  ) {
    self.steps = steps
    self.direction = direction
    self.knots = knots
    self.name = name
    self.kind = kind
    self.levels = levels
    self.rareShare = rareShare
    self.missingShare = missingShare
  }

  package struct Level: Sendable, Codable, Equatable {
    package let text: String
    package let share: Double
  }

  enum CodingKeys: String, CodingKey {
    case name, kind, levels, steps, knots
    case direction = "monotone"
    case rareShare = "rare_share"
    case missingShare = "missing_share"
  }

  /// What a category's cell is to the model.
  package enum Place: Equatable {
    case level(Int)
    case missing
    /// Rare in training, or never seen.
    case other
  }

  package func place(of text: String?) -> Place {
    guard let text else { return .missing }
    return levels.firstIndex { $0.text == text }.map(Place.level) ?? .other
  }

  /// Place in `levels` of the commonest text, the reference level; nil without levels.
  var reference: Int? {
    levels.indices.max { (levels[$0].share, $1) < (levels[$1].share, $0) }
  }

  /// Names of the features that the column becomes.
  ///
  /// A number is itself, and its steps; a date its days to what dates are counted to, with steps, and where
  /// in the year and the week it lies, but for one with a direction; a category an indicator for each level but the commonest, for the
  /// rare ones and for missing cells. Names are marked so that no two columns' features share one.
  package var features: [String] { plainFeatures + stepFeatures }

  /// The features but for the steps.
  package var plainFeatures: [String] {
    let own = Self.marked(name)
    switch kind {
    case .number, .date:
      let ramps = knots.map { knots in (1...knots.count + 1).map { "\(own):ramp\($0)" } }
      return (ramps ?? [own]) + (hasTurns ? Self.turns.map { "\(own):\($0)" } : [])
    case .category: break
    }
    return indicators.map { indicator in
      switch indicator {
      case .level(let index): "\(own)=\(levels[index].text)"
      case .other: "\(own):rare"
      case .missing: "\(own):missing"
      }
    }
  }

  /// Where in the year and in the week a date lies, as points on a circle: in months and in weekdays.
  private static let turns = ["month:sine", "month:cosine", "weekday:sine", "weekday:cosine"]

  /// A risk that goes one way with the date cannot come round with the year.
  private var hasTurns: Bool { kind == .date && direction == nil }

  /// The values of the features of a date beside its days; not-a-number of a missing one.
  func turns(of date: Double) -> [Double] {
    guard hasTurns else { return [] }
    guard !date.isNaN else { return Self.turns.map { _ in .nan } }
    let day = Day(number: Int32(date))
    let month = 2 * Double.pi * Double(day.civil.month - 1) / 12
    let weekday = 2 * Double.pi * Double(day.weekday) / 7
    return [.sin(month), .cos(month), .sin(weekday), .cos(weekday)]
  }

  /// The number itself, or its part between each two knots, up to the first and from the last on; each part
  /// rises with the number and they add up to it, but for constants.
  ///
  /// These are the I-splines of degree 1 of Ramsay (1988), "Monotone regression splines in action",
  /// *Statistical Science* 3(4): a sum of them with coefficients of one sign, and no other, is monotone.
  package func ramps(of value: Double) -> [Double] {
    guard let knots, let first = knots.first else { return [value] }
    guard !value.isNaN else { return [Double](repeating: value, count: knots.count + 1) }
    return [min(value, first)]
      + knots.indices.map { index in
        let width = index + 1 < knots.count ? knots[index + 1] - knots[index] : .infinity
        return min(max(0, value - knots[index]), width)
      }
  }

  /// 1 where the risk may only rise with the features of the column, −1 where it may only fall; nil for
  /// either.
  ///
  /// The later a date, the fewer its days to what dates are counted to.
  package var signOfFeatures: Double? {
    direction.map { ($0 == .up) == (kind == .date) ? -1 : 1 }
  }

  /// Indicators of values from each of its steps on, the lowest first.
  package var stepFeatures: [String] {
    let own = Self.marked(name)
    return (steps ?? []).map { "\(own):from\($0)" }
  }

  /// What each feature of a category tells of, in their order.
  private var indicators: [Place] {
    levels.indices.filter { $0 != reference }.map(Place.level) + (rareShare > 0 ? [.other] : [])
      + (missingShare > 0 ? [.missing] : [])
  }

  private static func marked(_ name: String) -> String {
    var marked = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      // ≠ may be written as = and a mark that combines with it.
      if ["\\", "=", ":", "≠"].contains(scalar) { marked.append("\\") }
      marked.append(scalar)
    }
    return String(marked)
  }
}

extension TableColumn {
  /// Rows with a text, below which it joins the rare ones.
  package static let fewestRows = 20
  /// Texts of a column that stand alone, at most; the commonest do.
  private static let mostLevels = 50

  /// Learns which texts of a category stand alone, and where the steps of a number are.
  ///
  /// - Parameters:
  ///   - column: its cells in training.
  ///   - steps: how many steps a number has, at equally spaced quantiles of its values; fewer where these
  ///     coincide, none where it has fewer than ten values.
  ///   - knots: the same of the knots of a column with a direction.
  package init(learnedFrom column: TypedColumn, steps: Int = 0, knots: Int = 0) {
    switch column.cells {
    case .numbers(let values):
      let present = values.filter { !$0.isNaN }
      let found = Self.quantiles(steps, of: present)
      let ramps = column.direction == nil ? [] : Self.quantiles(knots, of: present)
      self.init(
        name: column.name, kind: column.dates == nil ? .number : .date, levels: [], rareShare: 0,
        missingShare: Double(values.count - present.count) / Double(values.count),
        steps: found.isEmpty ? nil : found, direction: column.direction,
        knots: ramps.isEmpty ? nil : ramps)
    case .categories(let codes, let levels):
      var counts = [Int](repeating: 0, count: levels.count)
      var missing = 0
      for code in codes { if code < 0 { missing += 1 } else { counts[Int(code)] += 1 } }
      let common = counts.indices.filter { counts[$0] >= Self.fewestRows }
        .sorted { (counts[$0], $1) > (counts[$1], $0) }.prefix(Self.mostLevels).sorted()
      let total = Double(codes.count)
      let rare = codes.count - missing - common.reduce(0) { $0 + counts[$1] }
      self.init(
        name: column.name, kind: .category,
        levels: common.map { Level(text: levels[$0], share: Double(counts[$0]) / total) },
        rareShare: Double(rare) / total, missingShare: Double(missing) / total)
    }
  }

  /// Different values below which a number has neither knots nor steps.
  package static let fewestValues = 10

  /// Values strictly inside the range, each once: from its least on all rows are alike.
  private static func quantiles(_ count: Int, of values: [Double]) -> [Double] {
    guard count > 0, Set(values).count >= fewestValues else { return [] }
    let parts = (1...count).map { Double($0) / Double(count + 1) }
    let sample = Quantiles(of: values, at: parts, weights: nil)
    var found: [Double] = []
    for part in parts {
      let value = sample[part]
      if value > sample.lowest, value < sample.highest, value != found.last { found.append(value) }
    }
    return found
  }

  /// The features of a category's cell.
  ///
  /// Where training had nothing of the kind (no rare text, no missing cell), every indicator is at
  /// its training share: the cell then says nothing, and moves no risk.
  func values(of place: Place) -> [Double] {
    let isKnown =
      switch place {
      case .level: true
      case .other: rareShare > 0
      case .missing: missingShare > 0
      }
    return indicators.map { indicator in
      guard !isKnown else { return indicator == place ? 1 : 0 }
      switch indicator {
      case .level(let index): return levels[index].share
      case .other: return rareShare
      case .missing: return missingShare
      }
    }
  }

  /// How many rows lie in each bin: of numbers by the reference's edges, of categories missing ones,
  /// each level, and all others.
  package func counts(of column: TypedColumn, by reference: PopulationReference.Column) -> [Int] {
    switch column.cells {
    case .numbers(let values): return reference.counts(of: values)
    case .categories(let codes, let texts):
      let bins = texts.map { text in
        if case .level(let index) = place(of: text) { 1 + index } else { 1 + levels.count }
      }
      var counts = [Int](repeating: 0, count: levels.count + 2)
      for code in codes { counts[code < 0 ? 0 : bins[Int(code)]] += 1 }
      return counts
    }
  }
}
