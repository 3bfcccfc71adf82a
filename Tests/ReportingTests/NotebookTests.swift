import Foundation
import Reporting
import TestSupport
import Testing
import Units

private func example(title: String = "CDNOW") throws -> ChurnNotebook {
  ChurnNotebook(
    title: title, horizonInDays: 90, asOf: try #require(Day(iso: "1998-07-01")),
    evaluatedAt: try #require(Day(iso: "1998-04-02")),
    modelDigest: String(repeating: "0123456789abcdef", count: 4),
    groups: [
      .init(
        name: "all", customers: 23_570, modelAUC: 0.8384, recencyAUC: 0.1 + 0.2,
        frequencyAUC: 0.8255,
        recencyFrequencyAUC: 0.8301),
      .init(
        name: "active", customers: 9_000, modelAUC: 0.7221, recencyAUC: 0.641, frequencyAUC: 0.712,
        recencyFrequencyAUC: nil,
        calibration: .init(
          logLoss: 0.58, brier: 0.2, ece: 0.0365, lift10: nil,
          bins: [.init(customers: 9_000, expected: 0.1 + 0.2, actual: 0.31)])),
      .init(
        name: "one_order", customers: 0, modelAUC: nil, recencyAUC: nil, frequencyAUC: nil,
        recencyFrequencyAUC: nil),
    ],
    value: .init(
      asOf: try #require(Day(iso: "1998-01-02")), days: 180,
      figures: [.init("expected", 553_143.25), .init("gini", nil)],
      tenths: [.init(customers: 23_570, expected: 23.5, actual: 20.1)]),
    worth: [.init(column: "cluster", churn: 0.211, spend: 0.1 + 0.2)])
}

private func parsed(_ notebook: Notebook) throws -> [String: Any] {
  try #require(
    JSONSerialization.jsonObject(with: Data(notebook.bytes)) as? [String: Any])
}

private func cells(_ notebook: Notebook) throws -> [[String: Any]] {
  try #require(parsed(notebook)["cells"] as? [[String: Any]])
}

private func source(_ cell: [String: Any]) throws -> String {
  try #require(cell["source"] as? [String]).joined()
}

@Suite struct NotebookTests {
  /// The fields that nbformat's schema for 4.5 requires.
  @Test func isNbformat45() throws {
    let notebook = try example().notebook
    let file = try parsed(notebook)
    #expect(file["nbformat"] as? Int == 4)
    #expect(file["nbformat_minor"] as? Int == 5)
    let metadata = try #require(file["metadata"] as? [String: [String: String]])
    #expect(metadata["kernelspec"]?["name"] == "python3")
    #expect(metadata["language_info"]?["name"] == "python")

    let cells = try cells(notebook)
    #expect(Set(cells.compactMap { $0["id"] as? String }).count == cells.count)
    for cell in cells {
      let kind = try #require(cell["cell_type"] as? String)
      let common: Set = ["cell_type", "id", "metadata", "source"]
      switch kind {
      case "markdown": #expect(Set(cell.keys) == common)
      case "code":
        #expect(Set(cell.keys) == common.union(["execution_count", "outputs"]))
        #expect(cell["execution_count"] is NSNull)
        #expect((cell["outputs"] as? [Any])?.isEmpty == true)
      default: Issue.record("cell of kind \(kind)")
      }
    }
  }

  @Test func keepsEveryLineOfTheSource() throws {
    let text = "a = \"\\n\"\n\n  b # é\t\n"
    let notebook = Notebook(cells: [
      .init(id: "x", kind: .code, source: text), .init(id: "empty", kind: .markdown, source: ""),
    ])
    let cells = try cells(notebook)
    #expect(cells[0]["source"] as? [String] == ["a = \"\\n\"\n", "\n", "  b # é\t\n"])
    #expect(cells[1]["source"] as? [String] == [])
  }

  @Test func statesTheFiguresWithAllTheirDigits() throws {
    let python = try cells(example().notebook).filter {
      ["facts", "value", "worth"].contains($0["id"] as? String)
    }.map(source).joined(separator: "\n")
    #expect(python.contains("AS_OF = \"1998-07-01\"\n"))
    #expect(python.contains("HORIZON_DAYS = 90\n"))
    #expect(python.contains("\"recency_probability\": 0.30000000000000004,"))
    #expect(python.contains("\"customers\": 0,\n        \"churn_probability\": None,"))
    #expect(
      python.contains("\"lift_10\": None,\n        \"bins\": [(9000, 0.30000000000000004, 0.31)],"))
    #expect(python.contains("\"days\": 180,\n    \"expected\": 553143.25,\n    \"gini\": None,"))
    #expect(python.contains("\"cluster\": {\n        \"churn\": 0.211,"))
  }

  @Test(arguments: [
    ("CDNOW", "CDNOW"),
    ("50% *off* <b>_x_</b>", #"50% \*off\* \<b\>\_x\_\</b\>"#),
    ("$a$ `b` [c](d) #1 \\", ##"\$a\$ \`b\` \[c\](d) \#1 &#92;"##),
    ("two\nlines\u{2028}\u{7F}", "two lines  "),
    ("Käse & Brot 🧀", #"Käse \& Brot 🧀"#),
    ("{MODEL} {AS_OF}", "{MODEL} {AS_OF}"),
  ])
  func showsAnyTitleLiterally(title: String, markdown: String) throws {
    let cell = try #require(cells(example(title: title).notebook).first)
    let heading = try source(cell).split(separator: "\n")[0]
    #expect(heading == "# Who is about to leave: \(markdown)")
  }

  /// A notebook differs from another in what differs of their facts, and in nothing else.
  @Test func onlyCellsOfAChangedFactChange() throws {
    let (one, other) = (try cells(example().notebook), try cells(example(title: "Shop").notebook))
    #expect(one.count == other.count)
    let changed = try zip(one, other).filter { try source($0) != source($1) }
    for (before, after) in changed {
      #expect(
        try source(before).replacingOccurrences(of: "CDNOW", with: "Shop") == source(after))
    }
    #expect(!changed.isEmpty && changed.count < one.count)
  }

  /// `PERENNIAL_REGENERATE_GOLDEN=1 swift test -c release --filter NotebookTests` rewrites it.
  @Test func equalsTheGoldenNotebook() throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Golden/churn.ipynb")
    let bytes = try example().notebook.bytes
    if ProcessInfo.processInfo.environment["PERENNIAL_REGENERATE_GOLDEN"] != nil {
      try Data(bytes).write(to: golden)
    }
    #expect(try Data(contentsOf: golden) == Data(bytes))
  }

  @Test func refusesIDsThatNbformatRefuses() async {
    await #expect(processExitsWith: .failure) {
      _ = Notebook.Cell(id: "a b", kind: .code, source: "")
    }
    await #expect(processExitsWith: .failure) {
      _ = Notebook.Cell(id: "", kind: .code, source: "")
    }
    await #expect(processExitsWith: .failure) {
      let cell = Notebook.Cell(id: "a", kind: .code, source: "")
      _ = Notebook(cells: [cell, cell])
    }
  }
}
