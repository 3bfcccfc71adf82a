internal import Files
internal import Intake
import Units

/// Why a cell is no time, as the refused row says it.
struct TimeRefusal: Error {
  let expected: RejectedRow.Expectation
}

extension LogFile {
  /// The wall-clock seconds of a cell.
  ///
  /// - Throws: the guards against ambiguous dates and dates after today.
  mutating func seconds(
    _ field: Int, _ settings: RowSettings
  ) throws(IngestionError) -> Result<Int64, TimeRefusal> {
    let range = reader.trimmed(field)
    let seconds: Int64
    do throws(TimeReader.Failure) {
      seconds = try settings.times.seconds(reader.buffer.span.extracting(range))
    } catch {
      switch error {
      case .needsFormat: throw try datesNeedFormat(field)
      case .noSuchDay: return .failure(TimeRefusal(expected: .existingDay))
      case .unreadable:
        return .failure(TimeRefusal(expected: .date(pattern: settings.times.format?.pattern)))
      }
    }
    if seconds >= settings.futureBegins {
      throw .futureDate(
        place, column: columns.told[field], found: reader.text(field), today: settings.today)
    }
    return .success(seconds)
  }

  /// When a line was known to be returned, `Int64.max` where it was not.
  mutating func returnTime(
    ordered: Int64, _ settings: RowSettings
  ) throws(IngestionError) -> Result<Int64, TimeRefusal> {
    let mark = columns.field(.returned)
    if let mark, saysNo(reader.buffer.span, reader.trimmed(mark)) { return .success(.max) }
    if let field = columns.field(.returnedAt), !reader.trimmed(field).isEmpty {
      return try seconds(field, settings)
    }
    guard mark != nil, let delay = settings.knownAfterSeconds else { return .success(.max) }
    return .success(ordered + delay)
  }
}
