internal import Dense
package import Features
internal import Files
package import Units

/// What was learned from a plain table: the section `table` of `model.json`.
package struct TableModel: Sendable, Codable, Equatable {
  /// The column that said who churned, and the text of it that meant so; nil for yes, true or 1.
  package var label: String
  package var positive: String?
  package var id: String
  package var columns: [TableColumn]
  /// What dates were counted to in training: the day of each row in a column, or one day; both nil where
  /// no column holds dates.
  package var datesToColumn: String?
  package var datesToDay: Day?
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
  /// Whether its log-loss on holdout rows beat that of the base rate.
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
    case datesToColumn = "dates_to_column"
    case datesToDay = "dates_to"
    case rows, churners, iterations
    case gradientNorm = "gradient_norm"
    case seed
    case rowsSHA256 = "rows_sha256"
    case isInformative = "informative"
    case population, notices
  }
}

extension [TableColumn] {
  /// By feature of a column with a direction: 1 where the risk may only rise with it, −1 where it may only
  /// fall.
  package var signsOfFeatures: [String: Double] {
    var signs: [String: Double] = [:]
    for column in self {
      guard let sign = column.signOfFeatures else { continue }
      for feature in column.features { signs[feature] = sign }
    }
    return signs
  }
}

/// Whether there are numbers, each larger than the one before.
private func isRising(_ numbers: [Double]) -> Bool {
  !numbers.isEmpty && numbers.allSatisfy(\.isFinite)
    && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
}

extension TableModel {
  /// Whether the risk goes but one way with each column that has a direction: every column of the design
  /// that is made of it rises with it and has a coefficient of its sign.
  private var keepsDirections: Bool {
    let signs = columns.signsOfFeatures
    return zip(design.columns, coefficients).allSatisfy { column, coefficient in
      switch column.kind {
      case .missing: true
      case .value, .hinge: (signs[column.feature] ?? 0) * coefficient >= 0
      case .interaction:
        coefficient == 0
          || signs[column.feature] == nil && column.other.map { signs[$0] == nil } ?? true
      }
    }
  }

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
    try require(
      columns.allSatisfy { column in
        column.steps.map { steps in
          column.kind != .category && isRising(steps)
        } ?? true
      }, "the table section has steps that do not rise")
    try require(
      columns.allSatisfy { column in
        column.kind == .category
          ? column.direction == nil && column.knots == nil
          : column.knots.map { column.direction != nil && isRising($0) } ?? true
      }, "the table section has a direction of a category, or knots that do not rise")
    let known = Set(columns.flatMap(\.features))
    try require(
      design.features.allSatisfy { known.contains($0.name) },
      "the table section's design has features of no column")
    try require(
      coefficients.count == design.columns.count
        && standardErrors.count == coefficients.count + 1,
      "the table section's coefficients do not match its columns")
    try require(
      keepsDirections, "the table section's coefficients go against the direction of a column")
    try require(
      design.isBounded(intercept: intercept, coefficients: coefficients),
      "the table section's constants make no probability")
    try require(
      population.isConsistent && population.columns.count == columns.count
        && zip(population.columns, columns).allSatisfy {
          $0.name == $1.name && ($1.kind != .category || $0.shares.count == $1.levels.count + 2)
            && ($1.kind == .category || $0.shares.count == $0.edges.count + 2)
        },
      "the table section's population does not match its columns")
  }
}
