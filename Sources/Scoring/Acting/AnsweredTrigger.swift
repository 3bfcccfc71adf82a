package import Units

/// A trigger that a customer met on a day, and the offer that answers it.
package struct AnsweredTrigger: DatedRow {
  package let customer: String
  package let day: Day
  package let trigger: String
  package let offer: String

  package static let columns = ["customer_id", "date", "trigger", "offer"]

  package var details: [String] { [trigger, offer] }

  package init(customer: String, day: Day, trigger: String, offer: String) {
    self.customer = customer
    self.day = day
    self.trigger = trigger
    self.offer = offer
  }

  package init(customer: String, day: Day, details: [String]) {
    self.init(customer: customer, day: day, trigger: details[0], offer: details[1])
  }
}
