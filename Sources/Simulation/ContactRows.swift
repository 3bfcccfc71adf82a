internal import Units

/// Writes who was contacted, and what was known of customers then and at the end of the log.
struct ContactRows: Sendable {
  private let contact: Double
  private let last: Double
  private let end: Double

  /// Nil without a contact that brings orders.
  init?(_ parameters: SimulationParameters) {
    guard let treatment = parameters.treatment, treatment.saves != nil else { return nil }
    contact = Double(treatment.at - parameters.from)
    last = contact + Double(treatment.days)
    end = Double(parameters.logDays)
  }

  /// Adds a row to both files; to the first only of who had an order before the contact.
  func write(
    _ truth: CustomerTruth, _ orders: [SimulatedOrder], _ id: [UInt8],
    to treatments: inout RowText, _ observed: inout RowText
  ) {
    if let isTreated = truth.isTreated, let customer = ObservedCustomer(orders, before: contact) {
      let then = orders.filter { (contact..<last).contains($0.day) }
      treatments.append(id)
      treatments.append(isTreated ? ",1," : ",0,")
      treatments.append(then.isEmpty ? "0," : "1,")
      treatments.append(hundredths: then.reduce(0) { $0 + $1.cents })
      write(customer, to: &treatments)
    }
    if let customer = ObservedCustomer(orders, before: end) {
      observed.append(id)
      write(customer, to: &observed)
    }
  }

  private func write(_ customer: ObservedCustomer, to rows: inout RowText) {
    for count in [customer.orders, customer.daysSinceFirst, customer.daysSinceLast] {
      rows.comma()
      rows.append(count)
    }
    rows.comma()
    rows.append(hundredths: customer.cents / customer.orders)
    rows.append(",\(customer.lastChannel),")
    rows.append(customer.isLastDiscounted ? "yes" : "no")
    rows.endRow()
  }
}
