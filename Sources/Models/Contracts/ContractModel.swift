internal import Dense
package import Features
internal import Files
package import Ingestion
package import Units

/// What was learned from a table of contracts: the section `contracts` of `model.json`.
///
/// The probability that a contract ends in a period of its life, having outlasted those before it, is
/// e^η ÷ (1 + Σ e^η) with one η a cause, each linear in columns of the contract and of the period.
package struct ContractModel: Sendable, Codable, Equatable {
  package var roles: Roles
  package var period: ContractPeriod
  /// Periods in a term; nil where contracts have none.
  package var termPeriods: Int?
  /// The day that the table showed.
  package var asOf: Day
  package var observedFrom: Day?
  /// Periods of the horizon that it was evaluated for.
  package var horizon: Int
  /// The cause that the probability is of; nil for any.
  package var cause: String?
  package var columns: [TableColumn]
  package var basis: PeriodBasis
  package var design: FittedDesign
  /// By cause of the end, in byte order of its text.
  package var causes: [CauseModel]
  package var timing: EndTiming
  /// The oldest age, in periods, that at least `supportedBy` contracts reached.
  package var oldestAge: Int
  package var contracts: Int
  package var rows: Int
  package var seed: UInt64
  package var rowsSHA256: String
  /// Whether its integrated Brier score was less than that of the age alone, out of time.
  package var isInformative: Bool
  package var baselines: ContractBaselines
  package var notices: [Recorded<ContractNotice>]
  /// What the contracts in force on the table's day looked like; nil in models of former versions.
  package var population: PopulationReference?
  /// The 64 hex digits that name this model by its content.
  package var digest = ""

  /// Contracts at an age for it to count as seen.
  package static let supportedBy = 20

  /// Names of the table's columns in training.
  package struct Roles: Sendable, Codable, Equatable {
    package var id: String
    package var start: String
    package var end: String?
    package var reason: String?
    package var running: [String]
    package var renewal: String?
    package var validFrom: String?
    package var term: ContractPeriod?

    package init(_ schema: ContractSchema) {
      id = schema.id
      start = schema.start
      end = schema.end
      reason = schema.reason
      running = schema.running
      renewal = schema.renewal
      validFrom = schema.validFrom
      term = schema.term
    }

    enum CodingKeys: String, CodingKey {
      case id, start, end, reason, running, renewal
      case validFrom = "valid_from"
      case term
    }
  }

  /// The logit of one cause against going on.
  package struct CauseModel: Sendable, Codable, Equatable {
    package var name: String
    package var ends: Int
    package var intercept: Double
    /// One for each column of the design.
    package var coefficients: [Double]
    /// Intercept first, then one a column; 0 where unknown.
    package var standardErrors: [Double]
    package var l2Strength: Double
    package var iterations: Int
    package var gradientNorm: Double
    /// Nil in models of former versions, which did not say.
    package var isConverged: Bool?

    package init(
      name: String, ends: Int, intercept: Double, coefficients: [Double],
      standardErrors: [Double], l2Strength: Double, iterations: Int, gradientNorm: Double,
      isConverged: Bool?
    ) {
      self.name = name
      self.ends = ends
      self.intercept = intercept
      self.coefficients = coefficients
      self.standardErrors = standardErrors
      self.l2Strength = l2Strength
      self.iterations = iterations
      self.gradientNorm = gradientNorm
      self.isConverged = isConverged
    }

    enum CodingKeys: String, CodingKey {
      case name, ends, intercept, coefficients
      case standardErrors = "standard_errors"
      case l2Strength = "l2_strength"
      case iterations
      case gradientNorm = "gradient_norm"
      case isConverged = "converged"
    }
  }

  package init(
    roles: Roles, period: ContractPeriod, termPeriods: Int?, asOf: Day, observedFrom: Day?,
    horizon: Int, cause: String?, columns: [TableColumn], basis: PeriodBasis, design: FittedDesign,
    causes: [CauseModel], timing: EndTiming, oldestAge: Int, contracts: Int, rows: Int,
    seed: UInt64, baselines: ContractBaselines, notices: [Recorded<ContractNotice>]
  ) {
    self.roles = roles
    self.period = period
    self.termPeriods = termPeriods
    self.asOf = asOf
    self.observedFrom = observedFrom
    self.horizon = horizon
    self.cause = cause
    self.columns = columns
    self.basis = basis
    self.design = design
    self.causes = causes
    self.timing = timing
    self.oldestAge = oldestAge
    self.contracts = contracts
    self.rows = rows
    self.seed = seed
    self.baselines = baselines
    self.notices = notices
    rowsSHA256 = ""
    isInformative = false
  }

  package var shortDigest: String { String(digest.prefix(12)) }

  /// Place of the cause that the probability is of; nil for any.
  package var causePlace: Int? { cause.flatMap { name in causes.firstIndex { $0.name == name } } }

  /// Names of the features that a period of a contract has.
  package var names: [String] { TableEncoding(columns: columns).names + basis.names }

  enum CodingKeys: String, CodingKey {
    case roles, period
    case termPeriods = "term_periods"
    case asOf = "as_of"
    case observedFrom = "observed_from"
    case horizon, cause, columns, basis, design, causes, timing
    case oldestAge = "oldest_age"
    case contracts, rows, seed
    case rowsSHA256 = "rows_sha256"
    case isInformative = "informative"
    case baselines, notices, population
  }
}

/// What simpler forecasts need: hazards by age alone.
package struct ContractBaselines: Sendable, Codable, Equatable {
  /// Product-limit hazards of each cause by period from 1, causes in the model's order.
  package var hazards: [[Double]]
  /// Parameters of the shifted-beta-geometric model of all contracts.
  package var alpha: Double
  package var beta: Double

  package init(hazards: [[Double]], alpha: Double, beta: Double) {
    self.hazards = hazards
    self.alpha = alpha
    self.beta = beta
  }
}

extension ContractModel {
  /// Checks that the parts of a section that was read fit each other.
  func validate() throws(ModelFault) {
    func require(_ condition: Bool, _ reason: String) throws(ModelFault) {
      guard condition else { throw ModelFault(reason: "the contracts section \(reason)") }
    }
    try require(
      Set(columns.map(\.name)).count == columns.count
        && columns.allSatisfy { Set($0.levels.map(\.text)).count == $0.levels.count },
      "names a column or a category twice")
    try require(
      (1...ContractSchema.mostPeriods).contains(horizon) && oldestAge >= 0
        && (termPeriods.map { (1...ContractSchema.mostPeriods).contains($0) } ?? true),
      "has lengths out of range")
    try require(
      termPeriods == roles.term.flatMap { period.count(in: $0) }, "has a term that is not its own")
    try require(basis.isConsistent(termPeriods: termPeriods), "has ages that do not fit")
    let known = Set(names)
    try require(known.count == names.count, "names a feature twice")
    try require(
      design.features.allSatisfy { known.contains($0.name) }, "has a design with unknown features")
    try require(
      !causes.isEmpty && Set(causes.map(\.name)).count == causes.count
        && (cause == nil || causePlace != nil),
      "has no cause, or one that is not its own")
    for cause in causes {
      try require(
        cause.coefficients.count == design.columns.count
          && cause.standardErrors.count == cause.coefficients.count + 1,
        "has coefficients that do not match its columns")
      try require(
        design.isBounded(intercept: cause.intercept, coefficients: cause.coefficients),
        "has constants that make no probability")
    }
    try require(timing.isConsistent, "has ends within periods that do not add up")
    try require(
      baselines.hazards.count == causes.count && baselines.alpha > 0 && baselines.beta > 0
        && baselines.hazards.allSatisfy { $0.allSatisfy { (0...1).contains($0) } },
      "has baselines that are no probabilities")
    if let population {
      try require(
        population.isConsistent
          && population.columns.map(\.name) == columns.map(\.name) + [PeriodBasis.ageFamily]
          && zip(population.columns, columns).allSatisfy {
            $1.kind == .number || $0.shares.count == $1.levels.count + 2
          },
        "has contracts in force that do not fit its columns")
    }
  }
}
