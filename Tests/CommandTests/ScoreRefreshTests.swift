import Foundation
import TestSupport
import Testing

/// Scores of a store whose customers have further rows: only theirs are made anew.
///
/// The oracle is a full run over the store as it is then.
@Suite struct ScoreRefreshTests {
  private let runner: CommandRunner
  private let predict = [
    "predict", "--store", "s", "--model", "m", "--as-of", "2025-02-04",
  ]
  /// Columns that take nothing from other customers but the rank.
  private static let plain =
    "rank,customer_id,list,churn_probability,predicted_clv,expected_gain,orders,r_score,reason_1"

  /// Rows that differ, in their order.
  private static let rows = Set(Logs.shop().split(separator: "\n").dropFirst()).sorted()

  init() throws {
    runner = try CommandRunner()
  }

  /// A store of the rows of some places, and a model of it.
  private func build(_ isFirst: (Int) -> Bool) throws {
    try write(Self.rows.indices.filter(isFirst), to: "first.csv")
    try runner.expect(["store", "build", "s", "first.csv"])
    try runner.expect(
      ["train", "--store", "s", "--horizon", "60d", "--accept-weak", "--quiet", "--model", "m"])
  }

  private func write(_ places: [Int], to name: String) throws {
    try runner.write(
      Logs.header + places.map { Self.rows[$0] + "\n" }.joined(), to: name)
  }

  private func byCustomer(_ name: String) throws -> [Substring: Substring] {
    let text = try runner.text(of: name)
    let lines = text.split(separator: "\n")
    let place = lines[0].split(separator: ",").firstIndex(of: "customer_id") ?? 0
    return Dictionary(
      uniqueKeysWithValues: lines.map {
        ($0.split(separator: ",", omittingEmptySubsequences: false)[place], $0)
      })
  }

  /// Ranks among the columns, whatever late rows come, over two appends; all columns as well, where a
  /// late row may move what everybody's rows take from the shop.
  @Test(arguments: [3, 8, 21], [true, false]) func unionIsTheFullRun(
    seed: Int, isPlain: Bool
  ) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let late = Self.rows.indices.filter { _ in Int.random(in: 0..<60, using: &random) == 0 }
    let (second, third) = (late.filter { $0 % 2 == 0 }, late.filter { $0 % 2 == 1 })
    try build { !late.contains($0) }
    let all = try runner.expect(predict + ["--quiet"]).text.prefix { $0 != "\n" }
    let columns = ["--select", isPlain ? Self.plain : String(all)]
    try runner.expect(predict + columns + ["--quiet", "--output", "former.csv"])
    for places in [second, third] {
      try write(places, to: "late.csv")
      try runner.expect(["store", "append", "s", "late.csv"])
      try runner.expect(predict + columns + ["--quiet", "--output", "full.csv"])
      let changed = ["--previous", "former.csv", "--changed-only", "--output", "changed.csv"]
      let run = try runner.expect(predict + columns + changed)
      if isPlain { #expect(run.errors.contains("scored anew"), "\(run)") }
      let some = try byCustomer("changed.csv")
      let full = try byCustomer("full.csv")
      #expect(try byCustomer("former.csv").merging(some) { $1 } == full)
    }
  }

  /// Columns that say what changed are those of a run that scores everybody.
  @Test func changesAreTold() throws {
    try build { $0 % 40 != 0 }
    try runner.expect(
      predict + ["--quiet", "--select", Self.plain, "--output", "former.csv"])
    try runner.write(try runner.text(of: "former.csv"), to: "other.csv")
    try write(Self.rows.indices.filter { $0 % 40 == 0 }, to: "late.csv")
    try runner.expect(["store", "append", "s", "late.csv"])
    let columns =
      Self.plain + ",changes,change_cause,previous_rank,previous_list,previous_churn_probability"
    var texts: [String] = []
    // Beside a copy stands no state: everybody is scored.
    for previous in ["former.csv", "other.csv"] {
      let run = try runner.expect(
        predict + [
          "--select", columns, "--previous", previous, "--changed-only", "--output", "changed.csv",
        ])
      #expect(run.errors.contains("scored anew") == (previous == "former.csv"), "\(run)")
      texts.append(try runner.text(of: "changed.csv"))
    }
    #expect(texts[0] == texts[1])
  }

  /// Ids that a spreadsheet would run have a guard in rows, and are told apart all the same; where another
  /// customer has the guard in the id itself, everybody is scored, and it is said.
  @Test(arguments: [false, true]) func idsLikeFormulas(isAmbiguous: Bool) throws {
    // Without a header: cells with such signs would be taken for those of an export.
    let terms = ["--no-header", "--columns", "customer=1,time=2,amount=3"]
    func write(_ places: [Int], to name: String) throws {
      var text = "\n" + places.map { Self.rows[$0] + "\n" }.joined()
      for (plain, sign) in [("c1", "=c1"), ("c2", "-c2"), ("c3", "@c3"), ("c4", "'c4")] {
        text.replace("\n\(plain)", with: "\n\(sign)")
      }
      if isAmbiguous { text.replace("\nc5,", with: "\n'=c5,") }
      try runner.write(String(text.dropFirst()), to: name)
    }
    try write(Self.rows.indices.filter { $0 % 40 != 0 }, to: "first.csv")
    try runner.expect(["store", "build", "s", "first.csv"] + terms)
    try runner.expect(
      ["train", "--store", "s", "--horizon", "60d", "--accept-weak", "--quiet", "--model", "m"])
    let columns = ["--select", Self.plain]
    try runner.expect(predict + columns + ["--quiet", "--output", "former.csv"])
    try write(Self.rows.indices.filter { $0 % 40 == 0 }, to: "late.csv")
    try runner.expect(["store", "append", "s", "late.csv"] + terms)
    try runner.expect(predict + columns + ["--quiet", "--output", "full.csv"])
    let run = try runner.expect(
      predict + columns + [
        "--previous", "former.csv", "--changed-only", "--output", "changed.csv",
      ])
    #expect(run.errors.contains("scored anew") != isAmbiguous, "\(run)")
    #expect(run.errors.contains("every customer is scored") == isAmbiguous, "\(run)")
    let some = try byCustomer("changed.csv")
    #expect(some.keys.contains { $0.hasPrefix("'=") }, "\(some.keys)")
    #expect(try byCustomer("former.csv").merging(some) { $1 } == byCustomer("full.csv"))
  }

  /// What else may have changed is never overlooked.
  @Test func otherSettingsScoreEverybody() throws {
    try build { $0 % 40 != 0 }
    try runner.expect(predict + ["--quiet", "--output", "former.csv"])
    let changed = ["--previous", "former.csv", "--changed-only", "--output", "changed.csv"]
    for settings in [["--margin", "50%"], ["--save-rate", "0.2"], ["--as-of", "2025-02-05"]] {
      let run = try runner.expect(predict + settings + changed)
      #expect(!run.errors.contains("scored anew"), "\(run)")
    }
    try runner.write(
      try runner.text(of: "former.csv").replacing("yes", with: "no"), to: "former.csv")
    let run = try runner.expect(predict + changed)
    #expect(!run.errors.contains("scored anew"), "\(run)")
  }

  /// A file of somebody else in the place of the state is not replaced.
  @Test func aForeignFileStays() throws {
    try build { _ in true }
    try runner.write("mine", to: "scores.csv.state")
    try runner.expect(
      predict + ["--output", "scores.csv"], status: 64, says: ["scores.csv.state"])
    #expect(try runner.text(of: "scores.csv.state") == "mine")
  }
}
