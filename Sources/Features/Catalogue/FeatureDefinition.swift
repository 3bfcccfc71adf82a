internal import Expressions

/// What one feature is: all that is known of it outside the formula that computes it.
///
/// A definition begins with what every feature has; `since`, `inReasons`, `inConditions`, `inFiles` and
/// `inModels` add what is not plain from its unit and group.
package struct FeatureDefinition: Sendable, Equatable {
  /// Column name, in snake_case; never changes its meaning within a catalogue version.
  package let name: String
  package let unit: FeatureUnit
  package let group: FeatureGroup
  /// Days before the as-of date that it looks at, `[asOf − window, asOf)`; nil for the whole history.
  ///
  /// A trend compares two windows and looks at both.
  package let window: Int?
  /// One sentence.
  package let meaning: String
  package let noneSeen: NoneSeen
  /// Logs that must have begun before the window does; otherwise the feature is missing for everyone.
  package let logs: [LogPart]
  /// The first version of the catalogue that has it.
  package private(set) var since = 1
  package private(set) var reasons: FeatureReasons
  package private(set) var conditions: FeatureConditions
  /// What its cells in a feature file may hold.
  package private(set) var cells = FeatureCells.number
  package private(set) var models = FeatureModels()
  /// Its formula as SQL, of the columns of a customer's summary; nil where there is none.
  package var sql: String?
  /// The column of the log that it rests on, where few logs have it.
  package var logColumn: LogColumn?
  /// Whether it is made of events.
  package var isOfEvents: Bool { logs.contains { $0 != .orders } }

  init(
    _ name: String, _ unit: FeatureUnit, _ group: FeatureGroup, window: Int? = nil,
    none: NoneSeen = .empty, logs: [LogPart] = [.orders], _ meaning: String
  ) {
    self.name = name
    self.unit = unit
    self.group = group
    self.window = window
    self.meaning = meaning
    self.noneSeen = none
    self.logs = logs
    reasons = FeatureReasons(family: ReasonFamily(group))
    conditions = FeatureConditions(unit: unit, group: group)
  }
}

extension FeatureDefinition {
  /// The first version of the catalogue that has it.
  func since(_ version: Int) -> FeatureDefinition {
    changed { $0.since = version }
  }

  /// How a reason tells it.
  ///
  /// - Parameters:
  ///   - phrase: `#` stands for the value, `%` for the value as a percentage, `@` for "day" or "days" and
  ///     `~` for "order" or "orders"; nil tells it by its name and unit.
  ///   - missing: what a missing value means, where it always means the same.
  ///   - family: the family of its reason, where the group says too little.
  ///   - leads: whether a case of its family is told by it, whatever weighs most.
  /// - Returns: the definition with that.
  func inReasons(
    _ phrase: String? = nil, missing: String? = nil, family: ReasonFamily? = nil,
    leads: Bool = false
  ) -> FeatureDefinition {
    changed {
      $0.reasons = FeatureReasons(
        family: family ?? ReasonFamily(group), leads: leads, phrase: phrase, missing: missing)
    }
  }

  /// What conditions and the linter may assume.
  ///
  /// - Parameters:
  ///   - better: which end speaks for the customer; nil as unit and group say.
  ///   - least: no value is below it; nil as the unit says.
  ///   - isUnbounded: for money that refunds may turn negative.
  ///   - isWhole: whether every value is a whole number; nil as the unit says.
  ///   - relations: what holds between it and other features of every customer with an order.
  /// - Returns: the definition with that.
  func inConditions(
    better: SchemaColumn.Better? = nil, least: Double? = nil, isUnbounded: Bool = false,
    isWhole: Bool? = nil, _ relations: FeatureRelation?...
  ) -> FeatureDefinition {
    changed {
      if let better { $0.conditions.better = better }
      if let least { $0.conditions.least = least }
      if isUnbounded { $0.conditions.least = nil }
      if let isWhole { $0.conditions.isWhole = isWhole }
      $0.conditions.relations = relations.compactMap(\.self)
    }
  }

  /// What its cells in a feature file may hold.
  func inFiles(_ cells: FeatureCells) -> FeatureDefinition {
    changed { $0.cells = cells }
  }

  /// How models use it, where they do more than take it as its unit suggests.
  ///
  /// - Parameters:
  ///   - knots: of its spline in the model of lines; above 0 for what is known to tell in every shop.
  ///   - crossed: its place among the features whose products are looked through; nil for none.
  ///   - isTimesOver: whether it says how many times more.
  ///   - isSummary: whether it is of the summary that lifetime models take.
  ///   - ofValue: whether the regression of spend takes it.
  /// - Returns: the definition with that.
  func inModels(
    knots: Int = 0, crossed: Int? = nil, isTimesOver: Bool = false, isSummary: Bool = false,
    ofValue: Bool = false
  ) -> FeatureDefinition {
    changed {
      $0.models = FeatureModels(
        knots: knots, crossed: crossed, isTimesOver: isTimesOver, isSummary: isSummary,
        isOfValue: ofValue)
    }
  }

  private func changed(_ change: (inout FeatureDefinition) -> Void) -> FeatureDefinition {
    var definition = self
    change(&definition)
    return definition
  }
}
