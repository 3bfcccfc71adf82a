internal import Expressions

/// What can be proved of a rule set before any customer is seen.
///
/// Every column's axis is parted at the constants that conditions compare it with; one value stands for
/// each part, for each constant and for "missing". Since conditions join such comparisons with `and`, `or` and `not`, a
/// search over these cells decides every question exactly. Two limits are told where they matter:
/// calculations and comparisons of columns with columns are taken as free to be true or false
/// (so what rests on them is "possible", not proved), and columns are taken as free of each other but for
/// the schema's relations.
package struct RuleLint: Sendable {
  /// Faults: the rule set does not mean what its reader will think.
  package private(set) var faults: [RuleFault] = []
  /// What is no fault but good to know.
  package private(set) var notes: [RuleFault] = []
  /// Whether every question was settled, so that a rule set without faults is sound.
  package private(set) var isDecided = true

  /// Comparisons and joins of conditions that are answered, at most, for all questions.
  ///
  /// A step takes some tens of nanoseconds: all together about a second, whatever the file. One question
  /// takes at most an eighth of what is left, so that hard ones leave something to easy ones.
  package static let mostSteps = 40_000_000

  /// Questions that were given up, of one kind.
  private struct OpenQuestions {
    let kind: RuleFault.Kind
    var texts: [String] = []
  }

  private var open: [OpenQuestions] = []

  /// Proves a rule set.
  ///
  /// - Parameters:
  ///   - rules: what is proved.
  ///   - mostSteps: of all questions together.
  package init(_ rules: RuleSet, mostSteps: Int = mostSteps) {
    var search = CellSearch(rules, mostSteps: mostSteps)
    findGap(rules, &search)
    findOverlaps(rules, &search)
    findNeverPrimary(rules, &search)
    tellOpenQuestions()
  }

  private mutating func findGap(_ rules: RuleSet, _ search: inout CellSearch) {
    guard rules.text.otherwise == nil else { return }
    let all = rules.conditions.indices
    switch search.cell(where: [], fails: Array(all)) {
    case .none: break
    case .found(let cell):
      report(
        .gap, .file, cell,
        "found a gap: no segment takes a customer with \(cell.text). Expected rules for everybody, "
          + "or `otherwise:`")
    case .undecided: undecided(.gap, "whether every customer has a segment")
    }
  }

  private mutating func findOverlaps(_ rules: RuleSet, _ search: inout CellSearch) {
    var intended: [String] = []
    for second in rules.conditions.indices {
      for first in 0..<second {
        let (a, b) = (rules.text.segments[first], rules.text.segments[second])
        switch search.cell(where: [first, second], fails: []) {
        case .none: break
        case .found(let cell) where a.priority == b.priority:
          report(
            .overlap, .condition(second), cell,
            "found '\(a.name)' and '\(b.name)' both of priority \(a.priority), and both hold for a "
              + "customer with \(cell.text). Expected different priorities, or conditions that part them"
          )
        case .found: intended.append("'\(a.name)' with '\(b.name)'")
        case .undecided:
          undecided(.overlap, "whether '\(a.name)' and '\(b.name)' overlap")
        }
      }
    }
    if !intended.isEmpty {
      notes.append(
        RuleFault(
          .overlap, .file,
          "\(intended.count) overlap\(intended.count == 1 ? "" : "s") that priorities settle: "
            + intended.prefix(4).joined(separator: ", ") + (intended.count > 4 ? ", …" : "")))
    }
  }

  private mutating func findNeverPrimary(_ rules: RuleSet, _ search: inout CellSearch) {
    for (place, rule) in rules.order.enumerated() {
      let name = rules.text.segments[rule].name
      let before = Array(rules.order[..<place])
      switch search.cell(where: [rule], fails: before) {
      case .found: break
      case .undecided:
        undecided(.never, "whether '\(name)' is ever the primary segment")
      case .none:
        if case .none = search.cell(where: [rule], fails: []) {
          faults.append(
            RuleFault(
              .never, .condition(rule), "\(name): found a condition that no customer can meet"))
        } else {
          let hiding = before.first { earlier in
            if case .none = search.cell(where: [rule], fails: [earlier]) { return true }
            return false
          }
          let names = (hiding.map { [$0] } ?? before).map { "'\(rules.text.segments[$0].name)'" }
          faults.append(
            RuleFault(
              .never, .condition(rule),
              "\(name): found that it is never the primary segment, because \(names.joined(separator: ", ")) "
                + "\(names.count == 1 ? "takes" : "take") all its customers first. Expected a lower "
                + "priority number, or a narrower rule before it"))
        }
      }
    }
  }

  private mutating func report(
    _ kind: RuleFault.Kind, _ place: RulePlace, _ cell: CellSearch.Cell, _ sentence: String
  ) {
    if cell.isProved {
      faults.append(RuleFault(kind, place, sentence))
    } else {
      notes.append(RuleFault(kind, place, "possible, not proved: \(sentence)"))
    }
  }

  private mutating func undecided(_ kind: RuleFault.Kind, _ what: String) {
    isDecided = false
    if open.last?.kind != kind { open.append(OpenQuestions(kind: kind)) }
    open[open.count - 1].texts.append(what)
  }

  /// One note a kind, however many questions are open.
  private mutating func tellOpenQuestions() {
    for questions in open {
      let (texts, told) = (questions.texts, 3)
      let rest = texts.count > told ? ", and \(texts.count - told) more" : ""
      notes.append(
        RuleFault(
          questions.kind, .file,
          "not decided within \(Self.mostSteps) steps for the whole file: \(texts.prefix(told).joined(separator: ", "))\(rest). Fewer constants "
            + "or columns in these conditions make them easier to decide"))
    }
    open = []
  }
}
