/// A figure of the economics that makes no sense.
package enum ParameterError: Error, Equatable {
  case saveRate(Double)
  case contactCost(Double)
  case discountRate(Double)
}
