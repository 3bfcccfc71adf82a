import Histories
import Reporting
import Training

extension LogJob {
  /// The churn window that fits a log, printed with its reason.
  func recommendedHorizon(of store: HistoryStore, in session: Session) throws -> Int {
    let advice = try horizonAdvice(of: store, workers: options.workers)
    for line in HorizonReport.summary(of: advice) { session.tell(line) }
    return advice.recommendedHorizonInDays
  }
}
