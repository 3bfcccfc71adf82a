internal import Dense
internal import Foundation

/// The wall clock of a time zone: its offsets from UTC between 1970 and 2100.
///
/// The changes are found once, so that a time costs a binary search and no call of Foundation.
package struct ZoneClock: Sendable {
  /// UTC seconds from which `offsets` with the same index hold; the first is the distant past.
  private var starts: [Int64] = [.min]
  private var offsets: [Int64]

  package static let utc = ZoneClock(offsets: [0])

  private init(offsets: [Int64]) {
    self.offsets = offsets
  }

  /// Takes an IANA name; nil where there is no such zone.
  package init?(_ name: String) {
    if name == "UTC" {
      self = .utc
      return
    }
    guard let zone = TimeZone(identifier: name) else { return nil }
    func offset(_ seconds: Int64) -> Int64 {
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds))))
    }
    offsets = [offset(0)]
    // Weekly steps: no zone has changed its offset twice within a week and back.
    let week: Int64 = 7 * 86_400
    for start in stride(from: Int64(0), to: 131 * 31_556_952, by: Int(week)) {
      guard offset(start + week) != offset(start) else { continue }
      var (before, after) = (start, start + week)
      while after - before > 1 {
        let middle = (before + after) / 2
        if offset(middle) == offset(start) { before = middle } else { after = middle }
      }
      starts.append(after)
      offsets.append(offset(after))
    }
  }

  /// What the clock on the wall shows, as seconds since 1970-01-01T00:00:00 of that clock.
  package func wallClock(ofUTC seconds: Int64) -> Int64 {
    if starts.count == 1 { return seconds + offsets[0] }
    let next = firstIndex(from: 0, to: starts.count) { starts[$0] > seconds }
    return seconds + offsets[max(0, next - 1)]
  }

  /// UTC seconds at which the clock shows this; of an hour that is there twice, the later one.
  package func utc(ofWallClock seconds: Int64) -> Int64 {
    let first = seconds - (wallClock(ofUTC: seconds) - seconds)
    return seconds - (wallClock(ofUTC: first) - first)
  }
}
