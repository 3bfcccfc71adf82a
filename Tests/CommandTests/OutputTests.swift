import Foundation
import TestSupport
import Testing

/// Nothing of the user's is replaced, nothing is half written.
@Suite struct OutputTests {
  private func runner() throws -> CommandRunner {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    return runner
  }

  private let train = [
    "train", "--accept-weak", "orders.csv", "--horizon", "30d", "--quiet", "--model",
  ]

  @Test func anExistingFileIsReplacedWhole() throws {
    let runner = try runner()
    try runner.write(String(repeating: "old,", count: 1 << 20), to: "features.csv")
    let shown = try runner.expect(["features", "orders.csv"])
    let kept = try runner.expect(["features", "orders.csv", "--output", "features.csv"])
    #expect(kept.output.isEmpty)
    #expect(try runner.text(of: "features.csv") == shown.text)
    #expect(try runner.names() == ["features.csv", "orders.csv"])
  }

  /// A link stays one; what it leads to is replaced whole, or made where it is not there yet.
  @Test func linksAreFollowed() throws {
    let runner = try runner()
    let manager = FileManager.default
    try manager.createDirectory(atPath: runner.path("far"), withIntermediateDirectories: false)
    try runner.write("old", to: "far/features.csv")
    for (link, target) in [
      ("features.csv", "far/features.csv"), ("second.csv", "features.csv"),
      ("later.csv", "far/later.csv"), ("round.csv", "round.csv"), ("shop", "far/shop"),
    ] {
      try manager.createSymbolicLink(
        atPath: runner.path(link), withDestinationPath: target)
    }
    let shown = try runner.expect(["features", "orders.csv"])
    try runner.expect(["features", "orders.csv", "--output", "second.csv"])
    try runner.expect(["features", "orders.csv", "--output", "later.csv"])
    try runner.expect(train + ["shop"])
    for name in ["far/features.csv", "far/later.csv"] {
      #expect(try runner.text(of: name) == shown.text)
    }
    #expect(runner.holds("far/shop/model.json"))
    try runner.expect(
      ["features", "orders.csv", "--output", "round.csv"], status: 73, says: ["round.csv"])
    for link in ["features.csv", "second.csv", "later.csv", "shop"] {
      #expect((try? manager.destinationOfSymbolicLink(atPath: runner.path(link))) != nil)
    }
    #expect(try runner.names(in: "far") == ["features.csv", "later.csv", "shop"])
  }

  @Test func aFailingRunLeavesTheOldFile() throws {
    let runner = try runner()
    for name in ["out.csv", "ledger.json", "refused.csv"] { try runner.write("old", to: name) }
    try runner.write(Logs.header + "1,2020-01-01,x\n", to: "bad.csv")
    for command in ["features", "segment"] {
      try runner.expect(
        [
          command, "bad.csv", "--output", "out.csv", "--ledger", "ledger.json", "--rejected",
          "refused.csv",
        ], status: 65)
    }
    try runner.expect(
      ["features", "orders.csv", "--as-of", "2000-01-01", "--output", "out.csv"], status: 65,
      says: ["no customer has an order before 2000-01-01"])
    #expect(try runner.text(of: "out.csv") == "old")
    #expect(try runner.text(of: "ledger.json") == "old")
    #expect(
      try runner.names() == ["bad.csv", "ledger.json", "orders.csv", "out.csv", "refused.csv"])
  }

  /// Two options that name one file would leave what came last.
  @Test func oneFileIsWrittenByOneOption() throws {
    let runner = try runner()
    try runner.write("orders: orders.csv\n", to: "perennial.yaml")
    for (arguments, fault) in [
      (["check", "orders.csv", "--ledger", "a", "--output", "./a"], "found the path of --output"),
      (
        ["check", "orders.csv", "--ledger", "a", "--rejected", "a"], "found the path of --rejected"
      ),
      (
        ["features", "orders.csv", "--ledger", "a", "--output", runner.path("a")],
        "found the path of --output"
      ),
      (
        ["check", "--config", "perennial.yaml", "--output", "perennial.yaml"],
        "found a file that is read here"
      ),
    ] {
      try runner.expect(arguments, status: 64, says: [fault])
    }
    #expect(try runner.names() == ["orders.csv", "perennial.yaml"])
    try runner.expect(["check", "orders.csv", "--ledger", "/dev/null", "--output", "/dev/null"])
  }

  /// A limit on the size of files stands for a full disk: whatever is written, nothing of it stays.
  @Test func aDiskThatIsFullIsToldInTheSystemsWords() throws {
    let runner = try runner()
    try runner.expect(train + ["model"])
    try runner.write(
      Logs.header + (0..<2_000).map { "c\($0 % 50),2024-01-01,x\($0)\n" }.joined(), to: "bad.csv")
    try FileManager.default.createDirectory(
      atPath: runner.path("books"), withIntermediateDirectories: false)
    let names = try runner.names()
    for command in [
      "features orders.csv --output out.csv", "train orders.csv --horizon 30d --model other",
      "segment movement orders.csv --compare-to 2024-06-01 --output moved",
      "simulate --customers 500 --output shop",
      "check bad.csv --max-rejected 100% --rejected refused.csv",
      "export notebook orders.csv --model model --output books",
    ] {
      let run = try runner.runShell(
        "trap '' XFSZ; ulimit -f 2; exec \"$PERENNIAL\" \(command) --quiet 2>&1 | cat")
      #expect(run.text.contains("File too large. Check that"), "\(command)\n\(run)")
      #expect(!run.text.contains("Domain") && !run.text.contains(".partial"), "\(run)")
      #expect(try runner.names() == names && runner.names(in: "books").isEmpty)
    }
  }

  /// Told before the log is read, which may take long.
  @Test func aPlaceThatIsNoneIsToldAtOnce() throws {
    let runner = try runner()
    try runner.write("no log", to: "bad.csv")
    for option in ["--output", "--ledger", "--rejected"] {
      try runner.expect(
        ["check", "bad.csv", option, "none/a.csv"], status: 73, says: ["none/a.csv: cannot write"])
      try runner.expect(
        ["check", "bad.csv", option, "/"], status: 73, says: ["/: found something"])
    }
  }

  /// What is read is not written to, whatever it is called.
  @Test func anInputIsNeverReplaced() throws {
    let runner = try runner()
    try runner.write("customer_id,tier\n1,a\n", to: "crm.csv")
    try runner.write("customer_id,kind,occurred_at\n1,visit,2020-01-01\n", to: "events.csv")
    try runner.write(TableCommandTests.contracts(), to: "table.csv")
    try runner.expect(train + ["model"])
    try runner.expect(["table", "train", "table.csv", "--label", "churned", "--model", "table"])
    try FileManager.default.createSymbolicLink(
      atPath: runner.path("link.csv"), withDestinationPath: "orders.csv")
    try FileManager.default.linkItem(
      atPath: runner.path("orders.csv"), toPath: runner.path("hard.csv"))
    let names = [
      "orders.csv", "crm.csv", "events.csv", "table.csv", "model/model.json", "table/card.md",
    ]
    let before = try names.map(runner.text)
    let orders = ["orders.csv", "--events", "events.csv"]
    for arguments in [
      ["features"] + orders + ["--output", "orders.csv"],
      ["features"] + orders + ["--output", "./orders.csv"],
      ["features"] + orders + ["--output", "link.csv"],
      ["features"] + orders + ["--output", "hard.csv"],
      ["check"] + orders + ["--output", "events.csv"],
      ["clv"] + orders + ["--ledger", "orders.csv"],
      ["horizon"] + orders + ["--rejected", "events.csv"],
      ["backtest"] + orders + ["--against", "model", "--output", "model/model.json"],
      ["segment", "crosstab"] + orders + ["--by", "crm.csv:tier", "--output", "crm.csv"],
      ["compare"] + orders + ["--model", "model", "--partition", "crm.csv:tier"]
        + ["--ledger", "crm.csv"],
      ["predict"] + orders + ["--model", "model", "--contributions", "orders.csv"],
      ["table", "predict", "table.csv", "--model", "table", "--output", "table.csv"],
      ["table", "predict", "table.csv", "--model", "table", "--output", "table/card.md"],
    ] {
      let option = arguments[arguments.count - 2]
      try runner.expect(
        arguments, status: 64, says: ["\(option) ", "found a file that is read here"])
    }
    #expect(try names.map(runner.text) == before)
    // What is neither read nor a plain file may be named as before.
    try runner.expect(["features", "orders.csv", "--output", "events.csv"])
    try runner.expect(["features", "-", "--output", "/dev/null"], input: Array(before[0].utf8))
  }

  @Test func whatCannotBeWrittenIs73() throws {
    let runner = try runner()
    for output in [".", "/", "", "none/out.csv", "orders.csv/out.csv"] {
      let run = try runner.expect(
        ["features", "orders.csv", "--output", output], status: 73, says: ["perennial: "])
      #expect(!run.errors.contains("Fatal"), "\(run)")
    }
    try runner.expect(["check", "orders.csv", "--ledger", "."], status: 73)
    try runner.expect(["check", "orders.csv", "--rejected", "."], status: 73)
    try runner.expect(["check", "orders.csv", "--rejected", "none/refused.csv"], status: 73)
    #expect(try runner.names() == ["orders.csv"])
  }

  /// A pipe stands for what must not be replaced: as root, `/dev/null` would be gone.
  @Test func aPipeIsWrittenToAndStays() throws {
    let runner = try runner()
    let run = try runner.runShell(
      """
      mkfifo pipe
      cat pipe > copy &
      "$PERENNIAL" segment orders.csv --quiet --output pipe || exit $?
      wait
      test -p pipe && "$PERENNIAL" segment orders.csv --quiet | cmp - copy
      """)
    #expect(run.end == .status(0), "\(run)")
    try runner.expect(["check", "orders.csv", "--rejected", "pipe"], status: 73)
    #expect(try runner.names() == ["copy", "orders.csv", "pipe"])
  }

  @Test func aClosedPipeEndsQuietly() throws {
    let runner = try CommandRunner()
    let log = Logs.cdnowSample.map { "'\($0)'" }.joined(separator: " ")
    let run = try runner.runShell(
      "( \"$PERENNIAL\" features \(log) --quiet; echo $? > status ) | head -1")
    #expect(run.end == .status(0), "\(run)")
    #expect(run.text.hasPrefix("customer_id,"))
    #expect(run.errors.isEmpty, "\(run)")
    // 141 is what a shell makes of SIGPIPE.
    #expect(try ["141\n", "0\n"].contains(runner.text(of: "status")))
  }

  /// Else a scheduler that closes it would take an empty run for a good one.
  @Test func rowsForAClosedStdoutAreNotLostInSilence() throws {
    let runner = try runner()
    let closed = try runner.runShell("\"$PERENNIAL\" segment orders.csv --quiet >&-")
    #expect(closed.end == .status(73) && closed.errors.contains("stdout: "), "\(closed)")
    #expect(closed.errors.contains("not closed") && !closed.errors.contains("folder"), "\(closed)")
    let unread = try runner.runShell("\"$PERENNIAL\" segment - --quiet <&-")
    #expect(unread.end == .status(66) && unread.output.isEmpty, "\(unread)")
    let unheard = try runner.runShell(
      "\"$PERENNIAL\" segment orders.csv --output rows.csv 2>&-")
    #expect(unheard.end == .status(0) && unheard.errors.isEmpty, "\(unheard)")
  }

  @Test func aModelReplacesAModelAndNothingElse() throws {
    let runner = try runner()
    try runner.expect(train + ["model"])
    let first = try runner.text(of: "model/model.json")
    try runner.expect(train + ["model", "--seed", "2"])
    #expect(try runner.text(of: "model/model.json") != first)
    #expect(
      try runner.names(in: "model") == ["card.json", "card.md", "evaluation.json", "model.json"])

    // A file in it would keep the next model from its place.
    let predict = ["predict", "orders.csv", "--model", "model", "--output"]
    for path in ["model/scores.csv", "./model/../model/scores.csv"] {
      try runner.expect(
        predict + [path], status: 64,
        says: ["--output \(path): found the folder of the model model, expected another place"])
    }
    try runner.write("orders: orders.csv\nrun: {model: model}\n", to: "run.yaml")
    for arguments in [
      predict + ["sqlite:model/s.db?table=scores"],
      ["run", "--config", "run.yaml", "--output", "model/runs"],
      ["export", "notebook", "orders.csv", "--model", "model", "--output", "model/n"],
      train + ["model", "--rejected", "model/rejected.csv"],
      ["compare", "orders.csv", "--model", "model", "--output", "model/compared"],
    ] {
      try runner.expect(
        arguments, status: 64, says: ["found the folder of the model model, expected another place"]
      )
    }
    try runner.expect(train + ["model"])

    try runner.write("mine", to: "model/notes.txt")
    let says = ["this program did not write", "Remove it or pass another path"]
    try runner.expect(train + ["model"], status: 73, says: ["model/notes.txt"] + says)
    #expect(try runner.text(of: "model/notes.txt") == "mine")

    try runner.write("mine", to: "file")
    try runner.expect(train + ["file"], status: 73, says: ["file: "] + says)
    #expect(try runner.text(of: "file") == "mine")

    let made = try runner.runShell(
      "mkdir foreign full && echo '{}' > foreign/model.json && echo > full/x")
    #expect(made.end == .status(0))
    try runner.expect(train + ["foreign"], status: 73, says: ["foreign: "] + says)
    #expect(try runner.text(of: "foreign/model.json") == "{}\n")
    try runner.expect(train + ["full"], status: 73, says: ["full: "] + says)
    #expect(try runner.names(in: "full") == ["x"])
    #expect(try runner.names() == ["file", "foreign", "full", "model", "orders.csv", "run.yaml"])
  }

  /// An empty path once stood for the current folder, which was replaced by the model.
  @Test(arguments: ["", ".", "./", "..", "/", "../.."])
  func theCurrentFolderIsNeverReplaced(path: String) throws {
    let runner = try CommandRunner()
    let made = try runner.runShell("mkdir -p below/here")
    #expect(made.end == .status(0))
    try runner.write(Logs.shop(), to: "orders.csv")
    let run = try runner.runShell(
      "cd below/here && \"$PERENNIAL\" train ../../orders.csv --horizon 30d --model '\(path)'")
    #expect(run.end == .status(73), "\(run)")
    #expect(run.output.isEmpty, "\(run)")
    #expect(try runner.names() == ["below", "orders.csv"])
    #expect(try runner.names(in: "below") == ["here"])
    #expect(try runner.names(in: "below/here").isEmpty)
  }

  @Test func comparisonsAndNotebooksReplaceTheirOwnOnly() throws {
    let runner = try runner()
    try runner.expect(train + ["model"])
    for command in [["compare"], ["export", "notebook"]] {
      let arguments = command + ["orders.csv", "--model", "model", "--output", "result"]
      try runner.expect(arguments)
      try runner.expect(arguments)
      let folder = command == ["compare"] ? "result" : "result/model"
      try runner.write("mine", to: "\(folder)/notes.txt")
      try runner.expect(arguments, status: 73, says: ["\(folder)/notes.txt"])
      #expect(try runner.text(of: "\(folder)/notes.txt") == "mine")
      #expect(try runner.runShell("rm -r result").end == .status(0))
    }
    #expect(try runner.names() == ["model", "orders.csv"])
  }
}
