package import Expressions
internal import Features
package import Segments

extension ColumnSchema {
  /// All columns that rules may name: scores, the weighted engagement behind E, every feature of the
  /// catalogue and every behaviour fact; and `customer.NAME` for a column of the customers file.
  package static let rules = ColumnSchema(
    scoreColumns + [SchemaColumn("engagement", .count, better: .high)]
      + FeatureCatalogue.current.definitions.map(\.schemaColumn) + BehaviourFacts.schema
      + [daysToBirthday],
    codes: scoreCodes, openPrefixes: [customerPrefix],
    relations: scoreRelations + FeatureCatalogue.ruleRelations)

  /// Days until the next birthday by the customers file, 0 on the day itself.
  package static let daysToBirthday = SchemaColumn(
    "days_to_birthday", .days, range: 0...366, isWhole: true)

  /// What names of columns of the customers file begin with.
  package static let customerPrefix = "customer."
}

extension RuleSet {
  /// Binds a rule set to all columns that there are.
  package init(_ text: RuleSetText) throws(RuleSetError) {
    try self.init(text, schema: .rules)
  }

  /// The built-in rule set of a name.
  package static func named(_ name: String) throws -> RuleSet {
    try RuleSet(RuleSetText.named(name))
  }
}
