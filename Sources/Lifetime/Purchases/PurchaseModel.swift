internal import Dense
internal import RealModule

/// A model of when customers order and when they are lost, to be fitted by maximum likelihood.
public protocol PurchaseModel: Sendable {
  associatedtype Process: PurchaseProcess
  /// As on the command line: `bg-nbd`.
  var name: String { get }
  /// Fits the model by maximum likelihood.
  ///
  /// It never fails: where the data cannot identify a parameter, `fit.diagnoses` says so, and the
  /// process is the nearest that can be used.
  func fitted(to summaries: PurchaseSummaries, settings: FitSettings) -> FittedPurchaseModel<
    Process
  >
}

/// A process of purchases with its parameters learned.
public struct FittedPurchaseModel<Process: PurchaseProcess>: Sendable {
  /// The model's name.
  public let name: String
  /// Answers questions about single customers.
  public let process: Process
  /// Estimates, standard errors and convergence.
  public let fit: PurchaseFit
}

/// Compressed histories with times divided by the mean tenure, so that starts and ranges of
/// parameters make sense in every unit.
struct ScaledSummaries {
  let data: PurchaseSummaries
  /// The mean tenure: the length of the scaled unit.
  let scale: Double
  let customers: Double
  /// Σ weight · frequency.
  let repeatOrders: Double

  init(_ summaries: PurchaseSummaries) {
    let merged = summaries.compressed()
    var (customers, time, repeatOrders) = (0.0, 0.0, 0.0)
    for row in 0..<merged.count {
      customers += merged.weights[row]
      time += merged.weights[row] * merged.tenure[row]
      repeatOrders += merged.weights[row] * Double(merged.frequency[row])
    }
    let scale = time > 0 ? time / customers : 1
    self.customers = customers
    self.scale = scale
    self.repeatOrders = repeatOrders
    data = PurchaseSummaries(
      checkedFrequency: merged.frequency, recency: merged.recency.map { $0 / scale },
      tenure: merged.tenure.map { $0 / scale }, weights: merged.weights,
      sumOfLogGaps: merged.sumOfLogGaps.map { $0 - repeatOrders * Double.log(scale) })
  }

  /// Every sixteenth row where there are many, for a start.
  var sketch: PurchaseSummaries? {
    guard data.count >= 8_192 else { return nil }
    let rows = stride(from: 8, to: data.count, by: 16)
    return PurchaseSummaries(
      checkedFrequency: rows.map { data.frequency[$0] }, recency: rows.map { data.recency[$0] },
      tenure: rows.map { data.tenure[$0] }, weights: rows.map { data.weights[$0] },
      sumOfLogGaps: nil)
  }

  /// Repeat orders of a customer in a scaled unit of time.
  var meanRate: Double { repeatOrders / customers }
}
