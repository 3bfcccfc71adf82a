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
  let files = try LogFiles(orders: orders, events: events, customers: customers, options)
  let loaded = try files.load(options, progress)
  guard let bridge = loaded.bridge else { return loaded }
  // The events' ids are others than the orders': once more, by way of the customers file.
  var bridged = options
  bridged.bridge = bridge.ids
  var again = try files.load(bridged, progress)
  again.recognition.append(bridge.recognition)
  return again
}

/// The files of a log, and how their times are read.
struct LogFiles {
  let orders: [String]
  let events: [String]
  let customers: [String]
  let times: TimeReader
  let held: HeldInputs

  init(
    orders: [String], events: [String], customers: [String], _ options: ReadOptions
  ) throws(IngestionError) {
    (self.orders, self.events, self.customers) = (orders, events, customers)
    guard let zone = ZoneClock(options.timeZone) else {
      throw .file(.unknownTimeZone(options.timeZone))
    }
    times = TimeReader(format: options.dateFormat, zone: zone)
    do {
      held = try HeldInputs(orders + events + customers)
    } catch { throw .file(error) }
  }

  fileprivate func load(
    _ options: ReadOptions, _ progress: (ReadProgress) -> Void
  ) throws(IngestionError) -> LoadedHistories {
    try asWritten(options) { forcesExports throws(IngestionError) in
      var loading = try HistoryLoading(
        options: options, times: times, held: held, forcesExports: forcesExports)
      try loading.open(orders: orders, events: events, customers: customers)
      try loading.readOrders(progress)
      try loading.readEvents(progress)
      if loading.areExportsAfterAll { return nil }
      try loading.readCustomers(progress)
      // Given up here, so that rows are freed as the store takes them over.
      return try (consume loading).finished()
    }
  }

  /// Reads files as plain ones, and as exports where that may cure what was found wrong, or where a
  /// cell behind their beginnings shows that they are.
  ///
  /// - Parameters:
  ///   - options: how they are read.
  ///   - read: reads them, as exports where it is told so; nil where they are exports after all.
  /// - Returns: what was read.
  /// - Throws: what says most.
  func asWritten<Read>(
    _ options: ReadOptions, _ read: (_ forcesExports: Bool) throws(IngestionError) -> Read?
  ) throws(IngestionError) -> Read {
    let plain: Read?
    do {
      plain = try read(false)
    } catch {
      guard error.mayBeAnExport, options.hasHeader,
        (orders + events).allSatisfy(held.canBeReadAgain)
      else { throw error }
      do {
        return try asExports(read)
      } catch let second {
        // What the careful reader asks says more; otherwise the first words are the plainer.
        if case .questions = second { throw second }
        throw error
      }
    }
    return if let plain { plain } else { try asExports(read) }
  }

  private func asExports<Read>(
    _ read: (_ forcesExports: Bool) throws(IngestionError) -> Read?
  ) throws(IngestionError) -> Read {
    guard let read = try read(true) else {
      preconditionFailure("exports that are exports after all")
    }
    return read
  }
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
