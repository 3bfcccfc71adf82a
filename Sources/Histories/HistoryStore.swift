package import Files

/// All orders, refunds and events of all customers, grouped by customer and ordered by time.
///
/// The store is in canonical order: customers by the UTF-8 bytes of their ids, a customer's lines by
/// (instant, order id, amount, remaining used fields), events by (instant, kind, value). So equal
/// rows give an equal store whatever their order in the files. Rows lie in parts, each of which has
/// all rows of its customers. The past at any date is a prefix of
/// each customer's lines and events; `read(customer:asOf:into:)` is the only door to it.
package struct HistoryStore: Sendable {
  /// Ids in UTF-8 byte order; customer `i` everywhere else is the `i`-th of these.
  package let customers: TextColumn
  /// What the log says of a line.
  package let lines: LineTerms
  /// What the log says of an event.
  package let events: EventTerms
  /// Digits after the point in every amount, 0 … 6.
  package let moneyScale: Int
  /// The one currency of the log, where a column names it.
  package let currency: String?
  package let refundPolicy: RefundPolicy
  let parts: [HistoryPart]
  let places: [CustomerPlace]

  package var customerCount: Int { customers.count }

  /// - Parameters:
  ///   - customers: ids in UTF-8 byte order.
  ///   - places: where each of them is kept.
  ///   - parts: their rows.
  ///   - lines: what is known of a line.
  ///   - events: what is known of an event.
  ///   - moneyScale: digits after the point in every amount.
  ///   - currency: the one currency of the log, where a column names it.
  ///   - refundPolicy: whether refunds lower a customer's spend.
  package init(
    customers: TextColumn, places: [CustomerPlace], parts: [HistoryPart], lines: LineTerms,
    events: EventTerms, moneyScale: Int, currency: String?, refundPolicy: RefundPolicy
  ) {
    precondition(places.count == customers.count)
    self.customers = customers
    self.places = places
    self.parts = parts
    self.lines = lines
    self.events = events
    self.moneyScale = moneyScale
    self.currency = currency
    self.refundPolicy = refundPolicy
  }

  /// A store of rows that are in canonical order.
  package init(
    customers: TextColumn, lines: Lines, events: Events, moneyScale: Int, currency: String?,
    refundPolicy: RefundPolicy
  ) {
    precondition(lines.offsets.count == customers.count + 1)
    precondition(events.offsets.count == customers.count + 1)
    self.init(
      customers: customers,
      places: (0..<customers.count).map { CustomerPlace(part: 0, number: Int32($0)) },
      parts: [
        HistoryPart(
          customers: (0..<customers.count).map { Int32($0) }, columns: lines.columns,
          lineOffsets: lines.offsets.map { Int32($0) }, lines: lines.rows,
          survey: PartSurvey(offsets: lines.offsets.map { Int32($0) }, lines.rows),
          quantity: lines.quantity, returnedAt: lines.returnedAt,
          eventOffsets: events.offsets.map { Int32($0) }, events: events.rows,
          eventTally: EventTally(events.rows, kinds: events.kinds.count))
      ],
      lines: LineTerms(
        columns: lines.columns, hasQuantity: !lines.quantity.isEmpty,
        hasReturnTimes: !lines.returnedAt.isEmpty, categories: lines.categories,
        channels: lines.channels),
      events: EventTerms(hasValues: events.hasValues, kinds: events.kinds),
      moneyScale: moneyScale, currency: currency, refundPolicy: refundPolicy)
  }

  /// The part that holds a customer, and the customer's number in it.
  @inline(__always)
  func place(of customer: Int) -> (part: Int, number: Int) {
    let place = places[customer]
    return (Int(place.part), Int(place.number))
  }

  /// All lines of a customer, whatever the date.
  package func allLines(of customer: Int) -> ArraySlice<Line> {
    let (part, number) = place(of: customer)
    return parts[part].lines[parts[part].lineRange(of: number)]
  }

  /// All events of a customer, whatever the date.
  package func allEvents(of customer: Int) -> ArraySlice<Event> {
    let (part, number) = place(of: customer)
    return parts[part].events[parts[part].eventRange(of: number)]
  }
}
