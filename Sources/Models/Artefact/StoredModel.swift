/// What a model document holds: one of these.
package enum StoredModel: Sendable {
  case histories(Model)
  case table(TableModel)
  case contracts(ContractModel)
}
