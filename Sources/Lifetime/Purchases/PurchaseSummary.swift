/// The history of one customer as lifetime models see it (Fader, Hardie & Lee 2005), all times in one
/// unit.
public struct PurchaseSummary: Sendable, Hashable {
  /// x: order days after the first.
  public var frequency: Int
  /// t_x: from the first order to the last, 0 without repeat orders.
  public var recency: Double
  /// T: from the first order to the last day observed.
  public var tenure: Double

  /// Unchecked; `PurchaseSummaries` checks what models are fitted to.
  public init(frequency: Int, recency: Double, tenure: Double) {
    self.frequency = frequency
    self.recency = recency
    self.tenure = tenure
  }

  /// A customer at the moment of the first order.
  public static let new = PurchaseSummary(frequency: 0, recency: 0, tenure: 0)
}
