internal import Units

/// Days of a sheet, which are numbers.
enum SheetDate {
  /// Days before 1970-01-01 at which sheets begin to count from March 1900 on, and in workbooks that count from 1904.
  private static let first1900 = -25_569
  private static let first1904 = -24_107
  /// The day that sheets know and calendars do not, 1900-02-29: those before it are counted one less.
  private static let noDay = 60
  /// 9999-12-31.
  private static let last = 2_932_896

  /// The number of a day `yyyy-mm-dd` in a workbook that counts from 1900; nil of other texts, and of days that have
  /// none: those before 1900.
  static func serial(of day: String) -> Int? {
    guard let serial = Day(iso: day).map({ Int($0.number) - first1900 }) else { return nil }
    if serial > noDay { return serial }
    return serial > 1 ? serial - 1 : nil
  }

  /// The date, or date and time to the millisecond, that a number stands for.
  ///
  /// - Parameters:
  ///   - serial: days, and the part of a day.
  ///   - counts1904: whether the workbook counts from 1904.
  ///   - kind: what the cell's format shows.
  /// - Returns: `yyyy-mm-dd`, with ` hh:mm:ss` where there is a time or its format shows one; nil for what is no
  ///   date: days that a sheet has no date for, and less than a day where the format shows the time alone.
  static func text(of serial: Double, counts1904: Bool, _ kind: CellStyles.Kind) -> String? {
    guard kind != .number, serial >= (kind == .time ? 1 : 0), serial <= Double(last - first1900) + 1
    else { return nil }
    // A sheet's times are told to the millisecond.
    let milliseconds = Int64((serial * 86_400_000).rounded())
    var day = Int(milliseconds / 86_400_000)
    let time = Int(milliseconds % 86_400_000)
    if counts1904 {
      day += first1904
    } else {
      if day == noDay || day == 0 { return nil }
      day += day < noDay ? first1900 + 1 : first1900
    }
    guard day <= last else { return nil }
    let date = Day(number: Int32(day)).description
    guard kind != .date || time > 0 else { return date }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let seconds = time / 1_000
    let clock = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    let rest = time % 1_000
    let fraction =
      rest == 0
      ? "" : ".\(String(repeating: "0", count: rest < 10 ? 2 : rest < 100 ? 1 : 0))\(rest)"
    return "\(date) \(clock)\(fraction)"
  }
}
