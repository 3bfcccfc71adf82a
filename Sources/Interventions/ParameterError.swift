/// A figure of the economics that makes no sense.
package enum ParameterError: Error, Equatable {
  case saveRate(Double)
  case contactCost(Double)
  case discountRate(Double)
}

extension ParameterError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .saveRate(let found):
      "save rate: found \(found), expected a share from 0 to below 0.5: it is the lift in the "
        + "chance to stay of a customer who would stay with an even chance. Pass a smaller --save-rate"
    case .contactCost(let found):
      "contact cost: found \(found), expected an amount of 0 or more. Pass another --contact-cost"
    case .discountRate(let found):
      "discount rate: found \(found), expected 0 or more a year. Pass another --discount"
    }
  }
}
