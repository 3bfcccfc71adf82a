import TestSupport
import Testing

/// What stands in files and in their names is told, never done: no run sends the terminal a command.
@Suite struct TerminalTests {
  private let clear = "\u{1b}[2J"

  private func expectHarmless(_ run: CommandRun, shows text: String) {
    for stream in [run.errors, run.text] {
      #expect(
        stream.unicodeScalars.allSatisfy {
          $0 == "\n" || $0.properties.generalCategory != .control
        }, "\(run)")
    }
    #expect((run.errors + run.text).contains(text), "no word of it\n\(run)")
  }

  @Test func namesOfFilesAndColumns() throws {
    let runner = try CommandRunner()
    let name = "o\(clear)\nnote: all is well.csv"
    try runner.write(Logs.header + "1,2020-01-01,x\n", to: name)
    expectHarmless(
      try runner.expect(["check", name], status: 65), shows: #"o\u{1b}[2J\nnote: all"#)
    expectHarmless(
      try runner.expect(["check", "none\(clear).csv"], status: 66), shows: #"none\u{1b}[2J"#)
    try runner.write("\"cust\(clear)\nomer\",b,c\n1,2,3\n", to: "columns.csv")
    expectHarmless(
      try runner.expect(["check", "columns.csv"], status: 65), shows: #"cust\u{1b}[2J\nomer"#)
    try runner.write("customer_id,date,amount,x\(clear)\n1,2020-01-01,2,3\n", to: "unused.csv")
    expectHarmless(try runner.expect(["check", "unused.csv"]), shows: #"not used: x\u{1b}[2J"#)
  }

  @Test func cells() throws {
    let runner = try CommandRunner()
    for cell in ["1\(clear)", "\"1\u{9b}31m\n2\"", "\u{202e}1\u{7f}"] {
      try runner.write(Logs.header + "1,2020-01-01,\(cell)\n", to: "cells.csv")
      expectHarmless(try runner.expect(["check", "cells.csv"], status: 65), shows: "found '")
    }
    try runner.write(
      Logs.header + "a\(clear),2020-01-01,1\nA\(clear),2020-01-02,1\n", to: "ids.csv")
    expectHarmless(try runner.expect(["check", "ids.csv"]), shows: #"'A\u{1b}[2J'"#)
    // A line feed in an id makes no line of its own.
    try runner.write(
      Logs.header + "\"a\nnote: b\",2020-01-01,1\n\"A\nnote: b\",2020-01-02,1\n", to: "lines.csv")
    expectHarmless(try runner.expect(["check", "lines.csv"]), shows: #"'A\nnote: b'"#)
  }

  @Test func reportsAndArguments() throws {
    let runner = try CommandRunner()
    try runner.write(Logs.shop(), to: "orders.csv")
    try runner.write(
      "customer_id,tier\nc1,gold\(clear)\nc2,\"two\nlines\"\n", to: "crm.csv")
    expectHarmless(
      try runner.expect(["segment", "crosstab", "orders.csv", "--by", "crm.csv:tier"]),
      shows: #"gold\u{1b}[2J"#)
    expectHarmless(
      try runner.expect(["check", "orders.csv", "--refunds", "x\(clear)"], status: 64),
      shows: #"x\u{1b}[2J"#)
    try runner.write("name: r\nsegments:\n  - name: \"a\\e[2J\"\n    when: nope\n", to: "r.yaml")
    expectHarmless(try runner.run(["segment", "lint", "r.yaml"]), shows: "nope")
  }
}
