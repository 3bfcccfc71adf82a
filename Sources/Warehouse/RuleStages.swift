internal import Expressions
internal import Features
internal import Models
internal import Segments

/// The stages of the scores 1–5, and of the segments of rules over them and over features.
struct RuleStages {
  let dialect: SQLDialect
  let scores: ScoreModel
  let rules: RuleSet
  /// Features that the table of orders gives.
  let features: Set<String>
  /// Whether lapse is known, which sets over recency, frequency and money need for some names.
  let knowsLapse: Bool

  /// Columns that rules name and the query has not.
  var missing: [String] {
    let given = Set(["r_score", "f_score", "m_score"]).union(features)
    var missing = rules.columns.filter { !given.contains($0) }
    let saysAll = rules.conditions.allSatisfy { condition in
      condition.atoms.allSatisfy { if case .calculation = $0 { false } else { true } }
    }
    if !saysAll { missing.append("calculations") }
    return missing
  }

  /// Whether names depend on lapse.
  var needsLapse: Bool { [RuleSetText.rfm125, .rf25].contains(rules.text) }

  /// Whether the query can name segments.
  var canBeSaid: Bool { missing.isEmpty && (knowsLapse || !needsLapse) }

  /// The suffix of the columns of the score window.
  private var window: String { scores.windowInDays.map { "_\($0)" } ?? "" }

  /// Adds the stages.
  ///
  /// - Returns: the name of the last of them, with the columns `r_score`, `f_score`, `m_score`, `segment` and
  ///   `segments`.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    let units = scores.windowInDays == nil ? "net_units" : "net_units\(window)"
    let orders = "orders\(window)"
    query.add(
      "scores", "Scores by the stored cut-offs; 0: nothing in the window.", after: stage,
      columns: [
        SQLColumn("r_score", score("days_since_last", scores.cutOffs.recency)),
        SQLColumn("f_score", inWindow(score(orders, scores.cutOffs.frequency))),
        SQLColumn("m_score", inWindow(score(units, scores.cutOffs.monetary, scale: 6))),
      ])
    guard canBeSaid else { return "scores" }
    query.add(
      "rules", "Which rules hold.", after: "scores",
      columns: rules.order.map {
        SQLColumn("rule_\($0)", "CASE WHEN \(sql(of: rules.conditions[$0])) THEN 1 ELSE 0 END")
      })
    let first = rules.order.map { "WHEN rule_\($0) = 1 THEN \(name($0))" }
    let rest = name(rules.segments.count - 1)
    query.add(
      "segmented", nil, after: "rules",
      columns: [
        SQLColumn("named", "CASE \(first.joined(separator: " ")) ELSE \(rest) END")
      ])
    let all = rules.order.map {
      "CASE WHEN rule_\($0) = 1 THEN \(literal(";" + rules.segments[$0])) ELSE '' END"
    }
    query.add(
      "segments", "The primary segment, and all that hold.", after: "segmented",
      columns: needsLapse
        ? [SQLColumn("segment", told), SQLColumn("segments", told)]
        : [
          SQLColumn("segment", "named"),
          SQLColumn(
            "segments",
            "CASE WHEN \(rules.order.map { "rule_\($0) = 0" }.joined(separator: " AND ")) THEN \(rest) "
              + "ELSE SUBSTR(\(all.joined(separator: " || ")), 2) END"),
        ])
    return "segments"
  }

  private func inWindow(_ score: String) -> String {
    "CASE WHEN orders\(window) > 0e0 THEN \(score) ELSE 0 END"
  }

  /// 1 and one more for each cut-off that is worse, or of those that a user set reached.
  private func score(_ value: String, _ cutOffs: ScoreCutOffs, scale: Int = 0) -> String {
    guard let worst = cutOffs.values.first else { return "3" }
    func constant(_ cutOff: Int64) -> String {
      // Money counts in millionths; what a file says finer is no money.
      let finer = max(0, cutOffs.scale - scale)
      if finer > 0 {
        return number((0..<min(finer, 300)).reduce(Double(cutOff)) { value, _ in value / 10 })
      }
      return "\(cutOff)" + String(repeating: "0", count: scale - max(0, cutOffs.scale))
    }
    let isReached =
      switch (cutOffs.direction, cutOffs.areGiven == true) {
      case (.largerIsWorse, false): "<"
      case (.largerIsWorse, true): "<="
      case (.smallerIsWorse, false): ">"
      case (.smallerIsWorse, true): ">="
      }
    let sum =
      (["1"]
      + cutOffs.values.map { "CASE WHEN \(value) \(isReached) \(constant($0)) THEN 1 ELSE 0 END" })
      .joined(separator: " + ")
    return cutOffs.allTied
      ? "CASE WHEN \(value) = \(constant(worst)) THEN 3 ELSE \(sum) END" : sum
  }

  private func sql(of condition: Condition) -> String {
    condition.folded(
      atom: { sql(of: $0, condition.columns) }, not: { "NOT (\($0))" },
      all: { "(" + $0.joined(separator: " AND ") + ")" },
      any: { "(" + $0.joined(separator: " OR ") + ")" })
  }

  private func sql(of atom: Condition.Atom, _ columns: [SchemaColumn]) -> String {
    func column(_ index: Int) -> String { self.column(columns[index].name) }
    switch atom {
    case .comparison(let index, let comparator, let constant):
      return "\(column(index)) \(comparator.sql) \(number(constant))"
    case .numbers(let index, let numbers):
      return "\(column(index)) IN (\(numbers.map(number).joined(separator: ", ")))"
    case .missing(let index): return "\(column(index)) IS NULL"
    case .code(let digits, let codes):
      let code = digits.map(column).reduce("") { $0.isEmpty ? $1 : "10 * (\($0)) + \($1)" }
      return "\(code) IN (\(codes.sorted().map(String.init).joined(separator: ", ")))"
    // Asked for in `missing`.
    case .texts, .calculation: return "1 = 0"
    }
  }

  private func column(_ name: String) -> String {
    if let own = rules.text.scores.first(where: { $0.name == name && !$0.cutOffs.isEmpty }) {
      let of = column(own.of)
      let comparator = own.best == .high ? ">=" : "<="
      let sum =
        (["1"] + own.cutOffs.map { "CASE WHEN \(of) \(comparator) \(number($0)) THEN 1 ELSE 0 END" })
        .joined(separator: " + ")
      return "CASE WHEN \(of) IS NOT NULL THEN \(sum) END"
    }
    return features.contains(name) ? featureColumn(name) : name
  }

  /// Of sets over recency, frequency and money: names that lapse bears out.
  private var told: String {
    func instead(_ names: [(String, String)]) -> String {
      "CASE named "
        + names.map { "WHEN '\($0.0)' THEN '\($0.1)'" }.joined(separator: " ") + " ELSE named END"
    }
    let notLapsed = instead([("Lost", "Hibernating")])
    let gone = instead([
      ("Champions", "Cannot Lose Them"), ("Loyal", "Cannot Lose Them"),
      ("Need Attention", "At Risk"), ("Potential Loyalist", "Hibernating"),
      ("New Customers", "Hibernating"), ("Promising", "Hibernating"),
    ])
    return "CASE WHEN lapse IS NULL THEN NULL WHEN lapse <= 2 THEN \(notLapsed) "
      + "WHEN lapse = 4 OR churn_probability > 9e-1 THEN \(gone) ELSE named END"
  }

  private func name(_ rule: Int) -> String { literal(rules.segments[rule]) }
  private func literal(_ text: String) -> String { dialect.literal(text) }
}

extension Comparator {
  fileprivate var sql: String {
    switch self {
    case .equal: "="
    case .unequal: "<>"
    case .less: "<"
    case .lessOrEqual: "<="
    case .greater: ">"
    case .greaterOrEqual: ">="
    }
  }
}
