import Files
import Histories
import Ingestion
import Intake
import TestSupport
import Units

/// A day after everything in the tests' data.
let today = Day(number: 20_000)

/// Options for a small file: refused rows do not stop the run.
func lenient(_ columns: String = "") throws -> ReadOptions {
  var options = ReadOptions(today: today)
  options.maxRefused = 1
  if !columns.isEmpty { options.columns = try ColumnChoices(parsing: columns) }
  return options
}

/// Loads one order file from text.
func load(
  _ text: String, events: String? = nil, customers: String? = nil,
  _ options: ReadOptions = ReadOptions(today: today)
) throws -> LoadedHistories {
  let folder = try TemporaryFolder()
  let orders = try folder.write(text, to: "orders.csv")
  return try loadHistories(
    orders: [orders], events: try events.map { [try folder.write($0, to: "events.csv")] } ?? [],
    customers: try customers.map { [try folder.write($0, to: "customers.csv")] } ?? [],
    options: options)
}

/// The error of a load that must not succeed.
func failure(
  _ text: String, events: String? = nil, _ options: ReadOptions = ReadOptions(today: today)
) throws -> IngestionError? {
  do {
    _ = try load(text, events: events, options)
    return nil
  } catch let error as IngestionError {
    return error
  }
}
