internal import Histories
internal import Units

/// How a store keeps money.
struct MoneyTerms: Sendable {
  let scale: Int
  let refundPolicy: RefundPolicy

  /// An amount in units of currency.
  func value(_ units: Int64) -> Double { FixedDecimal(mantissa: units, scale: scale).doubleValue }
}
