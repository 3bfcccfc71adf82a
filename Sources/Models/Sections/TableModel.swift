package import Dense
package import Features
package import Files
package import Units

/// What was learned from a plain table: the section `table` of `model.json`.
package struct TableModel: Sendable, Codable, Equatable {
  /// The column that said who churned, and the text of it that meant so; nil for yes, true or 1.
  package var label: String
  package var positive: String?
  package var id: String
  package var columns: [TableColumn]
  package var design: FittedDesign
  package var intercept: Double
  /// One for each column of the design.
  package var coefficients: [Double]
  /// Roots of the diagonal of the inverse Hessian: intercept first, then one a column; 0 where unknown.
  package var standardErrors: [Double]
  /// λ of the penalty.
  package var l2Strength: Double
  /// The absolute values' share of it; nil for ridge.
  package var l1Share: Double?
  package var rows: Int
  package var churners: Int
  package var iterations: Int
  package var gradientNorm: Double
  package var seed: UInt64
  /// SHA-256 of the used rows in canonical order.
  package var rowsSHA256: String
  /// Whether its log-loss, judged on rows unseen, beat that of the base rate.
  package var isInformative: Bool
  package var population: PopulationReference
  package var notices: [Recorded<TableNotice>]
  /// The 64 hex digits that name this model by its content.
  package var digest = ""

  package init(
    label: String, positive: String? = nil, id: String, columns: [TableColumn],
    design: FittedDesign, intercept: Double, coefficients: [Double], standardErrors: [Double],
    l2Strength: Double, l1Share: Double? = nil, rows: Int, churners: Int, iterations: Int,
    gradientNorm: Double, seed: UInt64, rowsSHA256: String, isInformative: Bool,
    population: PopulationReference, notices: [Recorded<TableNotice>], digest: String = ""
  ) {
    self.label = label
    self.positive = positive
    self.id = id
    self.columns = columns
    self.design = design
    self.intercept = intercept
    self.coefficients = coefficients
    self.standardErrors = standardErrors
    self.l2Strength = l2Strength
    self.l1Share = l1Share
    self.rows = rows
    self.churners = churners
    self.iterations = iterations
    self.gradientNorm = gradientNorm
    self.seed = seed
    self.rowsSHA256 = rowsSHA256
    self.isInformative = isInformative
    self.population = population
    self.notices = notices
    self.digest = digest
  }

  package var shortDigest: String { String(digest.prefix(12)) }

  enum CodingKeys: String, CodingKey {
    case label, positive, id, columns, design, intercept, coefficients
    case standardErrors = "standard_errors"
    case l2Strength = "l2_strength"
    case l1Share = "l1_share"
    case rows, churners, iterations
    case gradientNorm = "gradient_norm"
    case seed
    case rowsSHA256 = "rows_sha256"
    case isInformative = "informative"
    case population, notices
  }
}

/// A column of the table that the model looks at.
package struct TableColumn: Sendable, Codable, Equatable {
  package enum Kind: String, Sendable, Codable { case number, category }

  package let name: String
  package let kind: Kind
  /// Of a category, the texts that stand alone, in byte order, with their share of the rows.
  package let levels: [Level]
  /// Share of the rows with a text too rare to stand alone; 0 where there was none.
  ///
  /// Unseen texts join them.
  package let rareShare: Double
  package let missingShare: Double

  package init(name: String, kind: Kind, levels: [Level], rareShare: Double, missingShare: Double) {
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
    case name, kind, levels
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

  /// Place in `levels` of the commonest text, which the others are held against; nil without levels.
  var reference: Int? {
    levels.indices.max { (levels[$0].share, $1) < (levels[$1].share, $0) }
  }

  /// Names of the features that the column becomes.
  ///
  /// A number is itself; a category an indicator for each level but the commonest, for the rare ones
  /// and for missing cells. Names are marked so that no two columns' features share one.
  package var features: [String] {
    let own = Self.marked(name)
    guard kind == .category else { return [own] }
    return indicators.map { indicator in
      switch indicator {
      case .level(let index): "\(own)=\(levels[index].text)"
      case .other: "\(own):rare"
      case .missing: "\(own):missing"
      }
    }
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
  private static let fewestRows = 20
  /// Texts of a column that stand alone, at most; the commonest do.
  private static let mostLevels = 50

  /// Learns which texts of a category stand alone.
  package init(learnedFrom column: TypedColumn) {
    switch column.cells {
    case .numbers(let values):
      let missing = values.count { $0.isNaN }
      self.init(
        name: column.name, kind: .number, levels: [], rareShare: 0,
        missingShare: Double(missing) / Double(values.count))
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

/// Turns typed columns into a matrix of features.
package struct TableEncoding {
  let columns: [TableColumn]

  package init(columns: [TableColumn]) {
    self.columns = columns
  }

  /// Names of the features, and the column that each is made of.
  package var names: [String] { columns.flatMap(\.features) }

  /// Names of the columns by name of the feature.
  var sources: [String: String] {
    Dictionary(
      uniqueKeysWithValues: columns.flatMap { column in
        column.features.map { ($0, column.name) }
      })
  }

  /// Rows × features.
  package func matrix(of typed: [TypedColumn], rows: Int) -> Matrix {
    let width = names.count
    var matrix = Matrix(rows: rows, columns: width)
    var start = 0
    for (column, cells) in zip(columns, typed) {
      switch cells.cells {
      case .numbers(let values):
        for row in 0..<rows { matrix.storage[row * width + start] = values[row] }
        start += 1
      case .categories(let codes, let levels):
        let known = levels.map { column.values(of: column.place(of: $0)) }
        let missing = column.values(of: .missing)
        for row in 0..<rows {
          let values = codes[row] < 0 ? missing : known[Int(codes[row])]
          let first = row * width + start
          for index in values.indices { matrix.storage[first + index] = values[index] }
        }
        start += missing.count
      }
    }
    return matrix
  }
}

extension TableModel {
  /// Checks that the parts of a section that was read fit each other.
  func validate() throws(ModelFault) {
    func require(_ condition: Bool, _ reason: String) throws(ModelFault) {
      guard condition else { throw ModelFault(reason: reason) }
    }
    try require(!columns.isEmpty, "the table section has no columns")
    try require(
      Set(columns.map(\.name)).count == columns.count
        && columns.allSatisfy { Set($0.levels.map(\.text)).count == $0.levels.count },
      "the table section names a column or a category twice")
    let known = Set(columns.flatMap(\.features))
    try require(
      design.features.allSatisfy { known.contains($0.name) },
      "the table section's design has features of no column")
    try require(
      coefficients.count == design.columns.count
        && standardErrors.count == coefficients.count + 1,
      "the table section's coefficients do not match its columns")
    try require(
      design.isBounded(intercept: intercept, coefficients: coefficients),
      "the table section's constants make no probability")
    try require(
      population.isConsistent && population.columns.count == columns.count
        && zip(population.columns, columns).allSatisfy {
          $0.name == $1.name && ($1.kind == .number || $0.shares.count == $1.levels.count + 2)
            && ($1.kind == .category || $0.shares.count == $0.edges.count + 2)
        },
      "the table section's population does not match its columns")
  }
}
