/// What a model document holds: one or the other.
package enum StoredModel: Sendable {
  case histories(Model)
  case table(TableModel)
}
