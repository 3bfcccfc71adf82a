/// How far the level of churn was off out of time, from one window to the next.
package struct LevelSpread: Sendable, Codable, Equatable {
  /// Root mean square of what was missed of each window, in logits; chance of the windows included.
  package let logits: Double
  /// Windows that were evaluated: the holdout, and earlier dates by fits before them.
  package let windows: Int
  /// Customers of the holdout.
  package let customers: Int

  /// - Parameters:
  ///   - missed: of each window the constant that was missing in its logits, at least one.
  ///   - customers: of the holdout.
  package init(missed: [Double], customers: Int) {
    logits = (missed.reduce(0) { $0 + $1 * $1 } / Double(max(1, missed.count))).squareRoot()
    windows = missed.count
    self.customers = customers
  }

  enum CodingKeys: String, CodingKey {
    case logits, windows, customers
  }

  var isUsable: Bool { (0...100).contains(logits) && windows > 0 && customers > 0 }
}
