internal import Units

/// The files of a simulation.
package enum SimulationFile: String, Sendable, CaseIterable {
  case orders = "orders.csv"
  case events = "events.csv"
  case truth = "truth.csv"

  package var header: String {
    switch self {
    case .orders:
      "customer_id,order_id,ordered_at,amount,currency,quantity,category,channel,discount,returned,"
        + "returned_at\n"
    case .events: "customer_id,occurred_at,kind,value\n"
    case .truth:
      "customer_id,purchase_rate,dropout_rate,mean_spend,first_order_at,dropped_out_at,alive,orders,"
        + "expected_orders,actual_orders,expected_spend,actual_spend,treated,treatment_effect\n"
    }
  }
}

/// The rows of successive customers, by file.
package struct SimulatedRows: Sendable {
  package internal(set) var orders: [UInt8] = []
  package internal(set) var events: [UInt8] = []
  package internal(set) var truth: [UInt8] = []
  package internal(set) var orderCount = 0
  package internal(set) var eventCount = 0

  package func bytes(of file: SimulationFile) -> [UInt8] {
    switch file {
    case .orders: orders
    case .events: events
    case .truth: truth
    }
  }
}

/// Writes simulated customers as rows.
struct RowMaker: Sendable {
  private static let kinds = SimulatedEventKind.allCases.map { Array(",\($0.name),".utf8) }
  private static let categories = CustomerProcess.categories.map { Array($0.utf8) }
  private static let channels = Channel.allCases.map { Array(",\($0),".utf8) }

  private let process: CustomerProcess
  private let from: Day
  private let end: Double
  private let idWidth: Int

  init(_ parameters: SimulationParameters) {
    process = CustomerProcess(parameters)
    from = parameters.from
    end = Double(parameters.logDays)
    idWidth = max(7, String(parameters.customers - 1).utf8.count)
  }

  /// Draws customers and writes them.
  func rows(of customers: Range<Int>) -> SimulatedRows {
    var orders = RowText()
    var events = RowText()
    var truths = RowText()
    var orderBuffer: [SimulatedOrder] = []
    var eventBuffer: [SimulatedEvent] = []
    var id = RowText()
    for customer in customers {
      let truth = process.draw(customer, orders: &orderBuffer, events: &eventBuffer)
      id = RowText()
      id.append("C")
      id.append(customer, width: idWidth)
      for (place, order) in orderBuffer.enumerated() {
        write(order, place + 1, id.bytes, to: &orders)
      }
      for event in eventBuffer { write(event, id.bytes, to: &events) }
      write(truth, id.bytes, to: &truths)
    }
    return SimulatedRows(
      orders: orders.bytes, events: events.bytes, truth: truths.bytes, orderCount: orders.rows,
      eventCount: events.rows)
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
    if let value = event.hundredths { rows.append(hundredths: value) }
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
    rows.endRow()
  }
}
