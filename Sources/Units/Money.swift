/// An amount as a number.
///
/// Divided once and so rounded once: a finer scale, brought by one later row, changes no bit.
@inlinable
public func money(_ units: Int64, scale: Int) -> Double {
  FixedDecimal(mantissa: units, scale: scale).doubleValue
}
