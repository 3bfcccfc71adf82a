internal import Exports
internal import Files
package import Intake

/// Reads order, event and customers files into a store.
///
/// - Parameters:
///   - orders: paths of order files, `-` for standard input; at least one.
///   - events: paths of event files.
///   - customers: paths of customers files.
///   - options: how to read them.
///   - progress: called every 65,536 rows.
/// - Returns: the store, its ledger and what a person should know.
/// - Throws: the first fault that stops the run, all files' columns before any row.
package func loadHistories(
  orders: [String], events: [String] = [], customers: [String] = [], options: ReadOptions,
  progress: (ReadProgress) -> Void = { _ in }
) throws(IngestionError) -> LoadedHistories {
  precondition(!orders.isEmpty, "no order file")
  guard let zone = ZoneClock(options.timeZone) else {
    throw .file(.unknownTimeZone(options.timeZone))
  }
  let times = TimeReader(format: options.dateFormat, zone: zone)
  let held: HeldInputs
  do {
    held = try HeldInputs(orders + events + customers)
  } catch { throw .file(error) }
  let loaded = try load(orders, events, customers, options, times, held, progress)
  guard let bridge = loaded.bridge else { return loaded }
  // The events' ids are others than the orders': once more, by way of the customers file.
  var bridged = options
  bridged.bridge = bridge.ids
  var again = try load(orders, events, customers, bridged, times, held, progress)
  again.recognition.append(bridge.recognition)
  return again
}

private func load(
  _ orders: [String], _ events: [String], _ customers: [String], _ options: ReadOptions,
  _ times: TimeReader, _ held: HeldInputs, _ progress: (ReadProgress) -> Void
) throws(IngestionError) -> LoadedHistories {
  do {
    return try load(orders, events, customers, options, times, held, false, progress)
  } catch {
    guard error.mayBeAnExport, options.hasHeader, (orders + events).allSatisfy(held.canBeReadAgain)
    else { throw error }
    do {
      return try load(orders, events, customers, options, times, held, true, progress)
    } catch let second {
      // What the careful reader asks says more; otherwise the first words are the plainer.
      if case .questions = second { throw second }
      throw error
    }
  }
}

private func load(
  _ orders: [String], _ events: [String], _ customers: [String], _ options: ReadOptions,
  _ times: TimeReader, _ held: HeldInputs, _ forcesExports: Bool,
  _ progress: (ReadProgress) -> Void
) throws(IngestionError) -> LoadedHistories {
  var loading = try HistoryLoading(
    options: options, times: times, held: held, forcesExports: forcesExports)
  try loading.open(orders: orders, events: events, customers: customers)
  try loading.readOrders(progress)
  try loading.readEvents(progress)
  try loading.readCustomers(progress)
  // Given up here, so that rows are freed as the store takes them over.
  return try (consume loading).finished()
}

extension IngestionError {
  /// Whether the plain reader has stopped where the careful one may know more.
  fileprivate var mayBeAnExport: Bool {
    switch self {
    case .datesNeedFormat, .twoCurrencies, .tooManyRejected, .noRowsUsed: true
    default: false
    }
  }
}
