package import Models
package import Training

extension ModelFolder {
  /// Writes a model of a log with its evaluation and card.
  package static func write(_ trained: TrainedModel, to path: String) throws {
    try write(
      model: ModelDocument.bytes(of: trained.model), evaluation: reportJSON(trained.evaluation),
      card: ModelCard.text(of: trained.model, evaluation: trained.evaluation),
      cardDocument: CardDocument.bytes(of: trained.model, evaluation: trained.evaluation), to: path)
  }

  /// Writes a model of contracts with its evaluation and card.
  package static func write(_ trained: TrainedContracts, to path: String) throws {
    try write(
      model: ModelDocument.bytes(of: trained.model), evaluation: reportJSON(trained.evaluation),
      card: ContractCard.text(of: trained.model, evaluation: trained.evaluation),
      cardDocument: ContractCard.bytes(of: trained.model, evaluation: trained.evaluation), to: path)
  }

  /// Writes a model of a labelled table with its evaluation and card.
  package static func write(_ trained: TrainedTable, to path: String) throws {
    try write(
      model: ModelDocument.bytes(of: trained.model), evaluation: reportJSON(trained.evaluation),
      card: TableCard.text(of: trained.model, evaluation: trained.evaluation),
      cardDocument: CardDocument.bytes(of: trained.model, evaluation: trained.evaluation), to: path)
  }
}
