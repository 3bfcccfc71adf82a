internal import Files

/// The line at the foot of a terminal that says what is done now, how much of it, and about how long the
/// rest takes.
///
/// It writes nothing and asks for no time: it is handed the time, and says what is to be written.
package struct ProgressLine {
  /// Seconds that work takes before it is worth a line.
  package static let patience = 0.5
  /// Seconds and share from which on the past tells what is left.
  static let meaningfulAfter = 2.0
  static let meaningfulShare = 0.02

  private struct Work {
    let number: Int
    let name: String
    let begin: Double
    var step: String?
    var share = 0.0
    /// The share that was painted last, and when it was first.
    var painted = (share: 0.0, at: 0.0)
  }

  private var work: Work?
  private var begun = 0
  /// What stands on the terminal.
  private var shown = ""

  package init() {}

  /// Whether there is work to tell of.
  package var isBusy: Bool { work != nil }

  /// Takes note that work begins, in place of what was told before.
  ///
  /// - Returns: its number, by which it tells more.
  package mutating func begin(_ name: String, at now: Double) -> Int {
    begun += 1
    work = Work(number: begun, name: name, begin: now)
    return begun
  }

  /// Takes note of how far work has come; work that is done, or in whose place other work is told, is
  /// passed over.
  package mutating func reach(_ number: Int, step: String?, share: Double) {
    guard work?.number == number else { return }
    if share >= 1 { return work = nil }
    if let step { work?.step = step }
    work?.share = share
  }

  /// Takes note that nothing is done any more.
  package mutating func end() { work = nil }

  /// What brings the terminal up to date, so many columns wide; nil where it is.
  package mutating func painted(at now: Double, columns: Int) -> String? {
    guard var work else { return cleared() }
    if work.share > work.painted.share { work.painted = (work.share, now) }
    self.work = work
    guard now - work.begin >= Self.patience else { return nil }
    // The last column is left free: some terminals begin a line after it.
    let text = fitting(visibleText(Self.text(of: work, at: now)), columns: columns - 1)
    guard text != shown else { return nil }
    shown = text
    return "\r\(text)\u{1b}[K"
  }

  /// What takes the line away, before anything else is written; nil where none stands.
  package mutating func cleared() -> String? {
    guard !shown.isEmpty else { return nil }
    shown = ""
    return "\r\u{1b}[K"
  }

  private static func text(of work: Work, at now: Double) -> String {
    var text = "… \(work.name)"
    if let step = work.step { text += ": \(step)" }
    guard work.share > 0 else { return text }
    text += ", \(Int(100 * work.share)) %"
    // As the share rose; since then time has passed.
    let past = work.painted.at - work.begin
    let left = past * (1 - work.share) / work.share - (now - work.painted.at)
    guard past >= meaningfulAfter, work.share >= meaningfulShare, left > 0 else { return text }
    return "\(text), about \(duration(left)) left"
  }

  private static func duration(_ seconds: Double) -> String {
    let (minute, hour) = (60.0, 3_600.0)
    if seconds < 1.5 * minute { return "\(Int(seconds.rounded(.up))) s" }
    if seconds < 1.5 * hour { return "\(Int((seconds / minute).rounded(.up))) min" }
    return "\(Int((min(seconds, 1e9) / hour).rounded(.up))) h"
  }
}

/// As much of a text as so many columns hold; letters that may take two count as two.
private func fitting(_ text: String, columns: Int) -> String {
  func width(_ character: Character) -> Int {
    character.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
  }
  if text.reduce(0, { $0 + width($1) }) <= columns { return text }
  var (kept, used) = ("", 2)
  for character in text {
    used += width(character)
    if used > columns { break }
    kept.append(character)
  }
  return kept + "…"
}
