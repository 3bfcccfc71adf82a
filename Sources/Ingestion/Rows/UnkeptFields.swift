internal import Dense
internal import Files
internal import Intake

/// The fields of a file's rows of which the store does not keep all that they say.
///
/// Exact copies of a row agree in these too. Where there are none, as in most logs of events, a row
/// needs no mark.
struct UnkeptFields: Sendable {
  private let fields: [Int]
  private let hasTimeFormat: Bool
  private let seed: UInt64

  /// - Parameters:
  ///   - columns: of the file.
  ///   - times: how times are read.
  ///   - seed: what marks are made from.
  init(_ columns: RecognisedColumns, times: TimeReader, seed: UInt64) {
    self.seed = seed
    // Of a discount it is kept whether there was one, of a calculation its result.
    let kept: [ColumnRole] = [
      .customer, .time, .order, .amount, .quantity, .category, .channel, .eventCustomer,
      .eventTime, .eventKind, .eventValue, .eventDetail,
    ]
    let known = Set(kept.compactMap(columns.field))
    fields = columns.names.indices.filter { !known.contains($0) }
    hasTimeFormat = times.format != nil
  }

  /// A mark of the fields of a row, 0 where the store keeps all of it.
  ///
  /// - Parameters:
  ///   - bytes: hold the row.
  ///   - time: where the time stands; a plain date, or one with its second, is kept whole.
  ///   - range: where a field stands.
  /// - Returns: the mark.
  @inline(__always)
  func mark(
    _ bytes: Span<UInt8>, time: Range<Int>, range: (Int) -> Range<Int>
  ) -> UInt64 {
    let length = time.count
    let keepsTime =
      !hasTimeFormat && (length == 19 || length == 10 || length == 16 || length == 8)
    if keepsTime, fields.isEmpty { return 0 }
    return mark(bytes, time: keepsTime ? nil : time, range: range)
  }

  @inline(never)
  private func mark(
    _ bytes: Span<UInt8>, time: Range<Int>?, range: (Int) -> Range<Int>
  ) -> UInt64 {
    var fingerprint = Fingerprint(seed: seed)
    for field in fields { fingerprint.add(bytes, range(field)) }
    if let time { fingerprint.add(bytes, time) }
    return fingerprint.value | 1
  }
}
