/// The earlier model whose cluster numbers were kept at a retraining.
package struct ClusterSuccession: Sendable, Codable, Equatable {
  /// The first digits of the earlier model's digest.
  package var model: String
  /// Of each cluster's customers, the share whom the earlier model puts into the cluster of that number.
  package var shares: [Double]
  /// The same share of all customers.
  package var share: Double

  package init(model: String, shares: [Double], share: Double) {
    self.model = model
    self.shares = shares
    self.share = share
  }
}
