internal import Ingestion
package import Units

/// What a plan did with a customer on a day.
package struct PlannedContact: DatedRow {
  package let customer: String
  package let day: Day
  package let offer: String
  package let arm: PlanArm

  package static let columns = ["customer_id", "date", "offer", "arm"]

  package var details: [String] { [offer, arm.rawValue] }

  package init(customer: String, day: Day, offer: String, arm: PlanArm) {
    self.customer = customer
    self.day = day
    self.offer = offer
    self.arm = arm
  }

  package init(customer: String, day: Day, details: [String]) throws(DetailFault) {
    guard let arm = PlanArm(rawValue: details[1]) else {
      throw DetailFault(place: 1, expected: .oneOf(PlanArm.allCases.map(\.rawValue)))
    }
    self.init(customer: customer, day: day, offer: details[0], arm: arm)
  }
}

/// What happens to a customer of a plan.
package enum PlanArm: String, Sendable, CaseIterable {
  /// On the list.
  case treat
  /// Would be on the list, and is left alone by lot.
  case holdOut = "hold_out"
}

/// What earlier plans say of one customer before a day.
struct PastContacts {
  var last: Day?
  var lastOfOffer: [String: Day] = [:]
  /// The latest arm.
  var arm: PlanArm?

  /// By customer; rows from the day on are those of this plan, or a later one, and not looked at.
  static func byCustomer(_ state: ContactState, before day: Day) -> [String: PastContacts] {
    var past: [String: PastContacts] = [:]
    for contact in state.rows.filter({ $0.day < day }).sorted(by: {
      ($0.day, $0.arm.rawValue, $0.offer) < ($1.day, $1.arm.rawValue, $1.offer)
    }) {
      var known = past[contact.customer] ?? PastContacts()
      known.last = contact.day
      known.lastOfOffer[contact.offer] = contact.day
      known.arm = contact.arm
      past[contact.customer] = known
    }
    return past
  }
}
