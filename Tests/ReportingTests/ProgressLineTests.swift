import Reporting
import Testing

/// The line of progress by a clock that the tests hold.
@Suite struct ProgressLineTests {
  private let clear = "\r\u{1b}[K"

  private func shown(_ text: String) -> String { "\r\(text)\u{1b}[K" }

  @Test func nothingStandsWithinHalfASecond() {
    var line = ProgressLine()
    let work = line.begin("training", at: 100)
    line.reach(work, step: "taking snapshots", share: 0.4)
    #expect(line.painted(at: 100.49, columns: 80) == nil)
    #expect(line.painted(at: 100.5, columns: 80) == shown("… training: taking snapshots, 40 %"))
    // Nothing new is nothing to write.
    #expect(line.painted(at: 100.7, columns: 80) == nil)
  }

  /// By hand: 3 s for a half leave 3 s, a second later 2 s, and 4 s later nothing that could be told; 200 s for
  /// a half leave 200 s, which are 4 minutes, rounded up; 2 h for a fiftieth leave 98 h.
  @Test func timeLeftIsToldOnceItMeansSomething() {
    var line = ProgressLine()
    let work = line.begin("training", at: 0)
    line.reach(work, step: nil, share: 0.25)
    #expect(line.painted(at: 1.9, columns: 80) == shown("… training, 25 %"))
    // A share that two seconds have not come to tells nothing of the rest.
    #expect(line.painted(at: 2.5, columns: 80) == nil)
    line.reach(work, step: "fitting", share: 0.5)
    #expect(
      line.painted(at: 3, columns: 80) == shown("… training: fitting, 50 %, about 3 s left"))
    #expect(
      line.painted(at: 4, columns: 80) == shown("… training: fitting, 50 %, about 2 s left"))
    #expect(line.painted(at: 7, columns: 80) == shown("… training: fitting, 50 %"))
    let long = line.begin("long", at: 0)
    line.reach(long, step: nil, share: 0.01)
    #expect(line.painted(at: 3_600, columns: 80) == shown("… long, 1 %"))
    line.reach(long, step: nil, share: 0.02)
    #expect(line.painted(at: 7_200, columns: 80) == shown("… long, 2 %, about 98 h left"))
    line.reach(long, step: nil, share: 0.5)
    #expect(line.painted(at: 7_300, columns: 80) == shown("… long, 50 %, about 3 h left"))
    let other = line.begin("other", at: 0)
    line.reach(other, step: nil, share: 0.5)
    #expect(line.painted(at: 200, columns: 80) == shown("… other, 50 %, about 4 min left"))
  }

  @Test func theLineGoesWithItsWork() {
    var line = ProgressLine()
    let reading = line.begin("reading", at: 0)
    #expect(line.painted(at: 1, columns: 80) == shown("… reading"))
    let training = line.begin("training", at: 1)
    // What was told before is over, whatever it still says.
    line.reach(reading, step: "late", share: 0.9)
    #expect(line.painted(at: 2, columns: 80) == shown("… training"))
    #expect(line.cleared() == clear)
    #expect(line.cleared() == nil)
    #expect(line.painted(at: 2.2, columns: 80) == shown("… training"))
    line.reach(training, step: nil, share: 1)
    #expect(!line.isBusy)
    #expect(line.painted(at: 3, columns: 80) == clear)
    #expect(line.painted(at: 4, columns: 80) == nil)
  }

  /// A line that is too long for the terminal would not be taken away whole; letters of Asia take two
  /// columns.
  @Test(arguments: [
    ("reading 12345", 14, "… reading …"), ("読み込み中です", 10, "… 読み…"),
    ("a\u{1b}[2Jb", 40, #"… a\u{1b}[2Jb"#),
  ])
  func aLineFitsAndSteersNothing(name: String, columns: Int, expected: String) {
    var line = ProgressLine()
    _ = line.begin(name, at: 0)
    #expect(line.painted(at: 1, columns: columns) == shown(expected))
  }
}
