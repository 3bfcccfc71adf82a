import Files
import Testing
import Units

@Suite struct VisibleTextTests {
  @Test(arguments: [
    ("orders.csv", "orders.csv"), ("Käse 🧀 שלום", "Käse 🧀 שלום"), ("a\\b", "a\\b"), ("", ""),
    ("\u{1b}[2J\u{1b}]0;x\u{7}", #"\u{1b}[2J\u{1b}]0;x\u{7}"#),
    ("a\r\nb\tc\0\u{7f}", #"a\r\nb\tc\u{0}\u{7f}"#),
    ("\u{9b}31m\u{85}", #"\u{9b}31m\u{85}"#),
    ("gnp\u{202e}.csv\u{2066}\u{2028}", #"gnp\u{202e}.csv\u{2066}\u{2028}"#),
  ])
  func whatSteersATerminalIsWrittenOut(text: String, shown: String) {
    #expect(visibleText(text) == shown)
  }

  /// Escapes that every reader of YAML knows, and no sign that one refuses.
  @Test(arguments: [
    ("a > 'b'", #""a > 'b'""#), ("\"\\\n", #""\"\\\n""#),
    ("\u{1b}[0m\u{7f}\u{85}\u{2028}\u{feff}ü🧀", #""\u001b[0m\u007f\u0085\u2028\ufeffü🧀""#),
  ])
  func textsAreScalarsOfYAML(text: String, scalar: String) { #expect(yamlString(text) == scalar) }

  @Test func linesOfAReportStay() {
    #expect(visibleText("a\n\tb\r\n\u{1b}c", keepingLines: true) == "a\n\tb\\r\n\\u{1b}c")
  }

  @Test func noControlCharacterIsLeft() {
    for value in UInt32(0)..<0x3000 {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let shown = visibleText(String(scalar))
      #expect(shown.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    }
  }

  @Test func listsAreShort() {
    #expect(listed(["a", "b"]) == "a, b")
    #expect(listed([]) == "")
    let long = String(repeating: "é", count: 200)
    #expect(shortened(long) == String(repeating: "é", count: 80) + "…")
    #expect(shortened(String(long.prefix(80))) == long.prefix(80))
    let many = listed((0..<4_096).map { _ in long })
    #expect(many.count < 1_100)
    #expect(many.hasSuffix(" … (4096 in all)"))
  }
}
