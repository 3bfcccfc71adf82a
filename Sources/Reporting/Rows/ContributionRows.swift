package import Dense
package import Files
internal import Models
package import Scoring
internal import Snapshots

/// The rows that `predict --contributions` writes: intercept and every feature's contribution, which
/// sum to the logit of the customer's churn probability.
package enum ContributionRows {
  /// Writes rows in rank order, in blocks.
  package static func write<Failure: Error>(
    _ scored: ScoredCustomers, id: (Int) -> String, format: RowFormat, workers: Workers,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let contributions = scored.contributions(workers: workers)
    var writer = RowWriter(
      columns: ["customer_id", "churn_probability", "intercept"] + contributions.features,
      format: format)
    let width = contributions.features.count
    for customer in scored.ranking {
      writer.append(text: id(scored.facts.customers[customer]))
      writer.append(number: scored.churnProbability[customer])
      writer.append(number: contributions.intercept)
      for feature in 0..<width {
        writer.append(number: contributions.values[customer * width + feature])
      }
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }
}
