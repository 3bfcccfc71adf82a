extension HistoryPart {
  /// The part with the rows before a second alone.
  func past(before limit: Int64) -> HistoryPart {
    var (lineOffsets, eventOffsets) = ([Int32(0)], [Int32(0)])
    var (lines, events) = ([Line](), [Event]())
    var (quantity, returnedAt) = ([Double](), [Int64]())
    for customer in customers.indices {
      let range = visibleLines(of: customer, before: limit)
      lines += self.lines[range]
      if !self.quantity.isEmpty { quantity += self.quantity[range] }
      if !self.returnedAt.isEmpty { returnedAt += self.returnedAt[range] }
      events += self.events[visibleEvents(of: customer, before: limit)]
      lineOffsets.append(Int32(lines.count))
      eventOffsets.append(Int32(events.count))
    }
    return HistoryPart(
      customers: customers, columns: columns, lineOffsets: lineOffsets, lines: lines,
      survey: PartSurvey(offsets: lineOffsets, lines), quantity: quantity, returnedAt: returnedAt,
      eventOffsets: eventOffsets, events: events,
      eventTally: EventTally(events, kinds: eventTally.counts.count))
  }
}
