/// What stands after the colon of a kind: `cart_abandonment:shipping`.
enum SimulatedDetail: Equatable {
  case category(Int)
  case reason(Int)
  case customer(Int)

  static let reasons = ["shipping", "price", "payment", "later"]
}

/// What a customers file says of a simulated customer.
struct SimulatedPerson {
  /// Day of birth, in days before the log's first day.
  let ageInDays: Int
  /// Places among `needs` and `preferences`; nil where the survey was not answered.
  let need: Int?
  let preference: Int?

  static let needs = ["fit", "price", "durability", "advice"]
  static let preferences = ["weekly", "monthly", "never"]
}
