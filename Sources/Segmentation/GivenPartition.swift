package import Ingestion

/// A column of groups that takes part in a comparison.
package struct GivenPartition: Sendable {
  package let name: String
  package let column: GroupColumn
  /// Whether the user holds that each customer has always been in the one group, so that it was known
  /// at past dates too.
  package let isStatic: Bool

  package init(name: String, column: GroupColumn, isStatic: Bool) {
    self.name = name
    self.column = column
    self.isStatic = isStatic
  }
}
