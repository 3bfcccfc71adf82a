package import Expressions

extension FeatureDefinition {
  /// The feature as conditions see it.
  package var schemaColumn: SchemaColumn {
    SchemaColumn(
      name, columnUnit, range: conditions.least.map { $0...Double.infinity },
      isWhole: conditions.isWhole, mayBeMissing: noneSeen != .never || window != nil,
      better: conditions.better)
  }

  private var columnUnit: ColumnUnit {
    switch unit {
    case .days: .days
    case .orders, .count: .count
    case .money: .money
    case .share: .share
    case .ratio: .ratio
    case .perMonth: .perMonth
    case .change: .change
    case .score: .score
    }
  }
}
