internal import Files
internal import Intake
internal import Units

/// What is needed to make values of cells.
struct RowSettings: Sendable {
  let times: TimeReader
  let decimalComma: Bool
  let knownAfterSeconds: Int64?
  /// First second that lies in the future, `Int64.max` where the future is allowed.
  let futureBegins: Int64
  let today: Day

  init(_ options: ReadOptions, times: TimeReader) {
    self.times = times
    decimalComma = options.decimalComma
    knownAfterSeconds = options.knownAfter.map { Int64($0.wholeDays) * 86_400 }
    futureBegins =
      options.allowFutureDates ? .max : Instant(startOf: options.today + 1).seconds
    today = options.today
  }
}
