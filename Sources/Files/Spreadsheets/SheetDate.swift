internal import Units

/// Days of a sheet, which are numbers.
enum SheetDate {
  /// Days before 1970-01-01 at which sheets begin to count; since they know a 29th of February 1900, days before
  /// March 1900 are one less.
  private static let first1900 = -25_569
  private static let first1904 = -24_107

  /// The number of a day `yyyy-mm-dd`; nil of other texts.
  static func serial(of day: String) -> Int? {
    Day(iso: day).map { Int($0.number) - first1900 }
  }

  /// The date, or date and time to the millisecond, that a number stands for.
  ///
  /// - Parameters:
  ///   - serial: days, and the part of a day.
  ///   - counts1904: whether the workbook counts from 1904.
  ///   - showsTime: whether the cell's format shows hours.
  /// - Returns: `yyyy-mm-dd`, with ` hh:mm:ss` where there is a time or its format shows one; nil for what is no
  ///   date.
  static func text(of serial: Double, counts1904: Bool, showsTime: Bool) -> String? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    // A sheet's times are told to the millisecond.
    let milliseconds = Int64((serial * 86_400_000).rounded())
    var day = Int(milliseconds / 86_400_000)
    let time = Int(milliseconds % 86_400_000)
    if counts1904 {
      day += first1904
    } else {
      // Day 60 is one that was not, and 0 is the last of 1899.
      if day == 60 { return nil }
      day += day < 60 ? first1900 + 1 : first1900
    }
    let date = Day(number: Int32(day)).description
    guard showsTime || time > 0 else { return date }
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
