internal import Features
package import Histories
internal import Snapshots

extension Model {
  /// Refuses a log whose features are not the model's, or whose money has another currency.
  package func requireFit(to store: HistoryStore) throws(ScoringError) {
    if let catalogue = data.catalogue, catalogue != FeatureCatalogue.current.name {
      throw .otherCatalogue(catalogue)
    }
    if let ours = data.currency, let theirs = store.currency, ours != theirs {
      throw .otherCurrency(model: ours, log: theirs)
    }
  }
}
