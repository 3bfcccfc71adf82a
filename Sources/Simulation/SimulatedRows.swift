internal import Dense
internal import Files
internal import Units

/// The files of a simulation.
package enum SimulationFile: String, Sendable, CaseIterable {
  case orders = "orders.csv"
  case events = "events.csv"
  case truth = "truth.csv"
  /// With behaviour only.
  case customers = "customers.csv"
  /// With a contact that brings orders only: who was contacted, the outcome, and what was known of
  /// each customer before; and the same knowledge at the end of the log.
  case treatments = "treatments.csv"
  case observed = "observed.csv"

  /// The files of some parameters.
  package static func files(of parameters: SimulationParameters) -> [SimulationFile] {
    allCases.filter { file in
      switch file {
      case .orders, .events, .truth: true
      case .customers: parameters.behaviour == true
      case .treatments, .observed: parameters.treatment?.saves != nil
      }
    }
  }

  private static let observedColumns =
    "orders_before,days_since_first_order,days_since_last_order,average_order,last_channel,"
    + "last_at_discount\n"

  package func header(of parameters: SimulationParameters) -> String {
    guard self == .truth, parameters.treatment?.saves != nil else { return plainHeader }
    return plainHeader.dropLast()
      + ",order_probability,order_probability_if_contacted,expected_spend_if_contacted\n"
  }

  private var plainHeader: String {
    switch self {
    case .orders:
      "customer_id,order_id,ordered_at,amount,currency,quantity,category,channel,discount,returned,"
        + "returned_at\n"
    case .events: "customer_id,occurred_at,kind,value\n"
    case .customers: "customer_id,birthday,needs,email_preference\n"
    case .truth:
      "customer_id,purchase_rate,dropout_rate,mean_spend,first_order_at,dropped_out_at,alive,orders,"
        + "expected_orders,actual_orders,expected_spend,actual_spend,treated,treatment_effect\n"
    case .treatments: "customer_id,treated,ordered,spend," + Self.observedColumns
    case .observed: "customer_id," + Self.observedColumns
    }
  }
}

/// The rows of successive customers, by file.
package struct SimulatedRows: Sendable {
  package internal(set) var orders: [UInt8] = []
  package internal(set) var events: [UInt8] = []
  package internal(set) var truth: [UInt8] = []
  package internal(set) var customers: [UInt8] = []
  package internal(set) var treatments: [UInt8] = []
  package internal(set) var observed: [UInt8] = []
  package internal(set) var orderCount = 0
  package internal(set) var eventCount = 0

  package func bytes(of file: SimulationFile) -> [UInt8] {
    switch file {
    case .orders: orders
    case .events: events
    case .truth: truth
    case .customers: customers
    case .treatments: treatments
    case .observed: observed
    }
  }
}

/// Writes simulated customers as rows.
struct RowMaker: Sendable {
  private static let kinds = SimulatedEventKind.allCases.map { Array(",\($0.name)".utf8) }
  private static let categories = CustomerProcess.categories.map { Array($0.utf8) }
  private static let channels = Channel.allCases.map { Array(",\($0),".utf8) }

  private let process: CustomerProcess
  /// Nil where only the plain log is made.
  private let behaviour: BehaviourProcess?
  private let from: Day
  private let end: Double
  /// Nil without a contact that brings orders.
  private let contact: ContactRows?
  private let idWidth: Int

  init(_ parameters: SimulationParameters) {
    process = CustomerProcess(parameters)
    behaviour = parameters.behaviour == true ? BehaviourProcess(parameters) : nil
    from = parameters.from
    end = Double(parameters.logDays)
    contact = ContactRows(parameters)
    idWidth = max(7, String(parameters.customers - 1).utf8.count)
  }

  /// Draws customers and writes them.
  func rows(of customers: Range<Int>) -> SimulatedRows {
    var orders = RowText()
    var events = RowText()
    var truths = RowText()
    var people = RowText()
    var (treatments, observed) = (RowText(), RowText())
    var orderBuffer: [SimulatedOrder] = []
    var eventBuffer: [SimulatedEvent] = []
    var id: [UInt8] = []
    for customer in customers {
      let truth = process.draw(customer, orders: &orderBuffer, events: &eventBuffer)
      id = self.id(customer, letter: "C")
      for (place, order) in orderBuffer.enumerated() {
        write(order, place + 1, id, to: &orders)
      }
      for event in eventBuffer { write(event, id, to: &events) }
      write(truth, id, to: &truths)
      contact?.write(truth, orderBuffer, id, to: &treatments, &observed)
      guard let behaviour else { continue }
      write(behaviour.person(customer), id, to: &people)
      if customer % BehaviourProcess.prospectEvery == 0 {
        let prospect = self.id(customer, letter: "P")
        for event in behaviour.prospectEvents(customer) { write(event, prospect, to: &events) }
      }
    }
    return SimulatedRows(
      orders: orders.bytes, events: events.bytes, truth: truths.bytes, customers: people.bytes,
      treatments: treatments.bytes, observed: observed.bytes, orderCount: orders.rows,
      eventCount: events.rows)
  }

  private func id(_ number: Int, letter: String) -> [UInt8] {
    var id = RowText()
    id.append(letter)
    id.append(number, width: idWidth)
    return id.bytes
  }

  private func write(
    _ order: SimulatedOrder, _ place: Int, _ id: [UInt8], to rows: inout RowText
  ) {
    rows.append(id)
    rows.append(",O")
    rows.append(id[1...])
    rows.append("-")
    rows.append(place)
    rows.comma()
    rows.append(time: order.day, from: from)
    rows.comma()
    rows.append(hundredths: order.cents)
    rows.append(",EUR,")
    rows.append(order.pieces)
    rows.comma()
    rows.append(Self.categories[order.category])
    rows.append(Self.channels[order.channel.rawValue])
    rows.append(hundredths: order.discount)
    // The log is written at its end: what comes back later is not known yet.
    if let returned = order.returnedDay, returned < end {
      rows.append(",1,")
      rows.append(time: returned, from: from)
    } else {
      rows.append(",0,")
    }
    rows.endRow()
  }

  private func write(_ event: SimulatedEvent, _ id: [UInt8], to rows: inout RowText) {
    rows.append(id)
    rows.comma()
    rows.append(time: event.day, from: from)
    rows.append(Self.kinds[event.kind.rawValue])
    switch event.detail {
    case nil: break
    case .category(let place):
      rows.append(":")
      rows.append(Self.categories[place])
    case .reason(let place): rows.append(":\(SimulatedDetail.reasons[place])")
    case .customer(let number):
      rows.append(":")
      rows.append(self.id(number, letter: "C"))
    }
    rows.comma()
    if let value = event.hundredths { rows.append(hundredths: value) }
    rows.endRow()
  }

  private func write(_ person: SimulatedPerson, _ id: [UInt8], to rows: inout RowText) {
    rows.append(id)
    rows.comma()
    rows.append("\(from - person.ageInDays),")
    if let need = person.need { rows.append(SimulatedPerson.needs[need]) }
    rows.comma()
    if let preference = person.preference {
      rows.append(SimulatedPerson.preferences[preference])
    }
    rows.endRow()
  }

  private func write(_ truth: CustomerTruth, _ id: [UInt8], to rows: inout RowText) {
    rows.append(id)
    for value in [truth.purchaseRate, truth.dropoutRate, truth.meanSpend] {
      rows.comma()
      rows.append(value)
    }
    rows.comma()
    rows.append(time: truth.born, from: from)
    rows.comma()
    rows.append(day: truth.dies < 1e7 ? Int(truth.dies) : Int.max, from: from)
    rows.append(truth.isAlive ? ",1," : ",0,")
    rows.append(truth.orders)
    rows.comma()
    rows.append(truth.expectedOrders)
    rows.comma()
    rows.append(truth.actualOrders)
    rows.comma()
    rows.append(truth.expectedSpend)
    rows.comma()
    rows.append(hundredths: truth.actualCents)
    rows.append(truth.isTreated.map { $0 ? ",1," : ",0," } ?? ",,")
    if truth.isTreated != nil { rows.append(truth.treatmentEffect) }
    if let contacted = truth.orderProbabilityIfContacted {
      for value in [truth.orderProbability, contacted, truth.expectedSpendIfContacted ?? .nan] {
        rows.comma()
        rows.append(value)
      }
    }
    rows.endRow()
  }
}
