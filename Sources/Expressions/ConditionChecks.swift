internal import Units

extension ConditionBinder {
  mutating func checkVocabulary(_ column: Int, _ text: String, _ syntax: Syntax) {
    guard let texts = schema.columns[column].texts, !texts.contains(text) else { return }
    let nearest = suggestion(for: text, among: texts)
    fault(
      .name, syntax,
      "found '\(text)', expected one of \(schema.columns[column].name)'s texts: "
        + "\(texts.joined(separator: ", "))\(nearest)")
  }

  /// Whether a constant can be meant for a column; tells what is wrong where not.
  mutating func checkConstant(
    _ column: Int, _ comparison: Comparator, _ constant: (value: Double, isDuration: Bool),
    at syntax: Syntax
  ) -> Bool {
    let target = schema.columns[column]
    func shown(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }
    if target.unit == .text {
      fault(.type, syntax, "found \(syntax.described), expected a text: \(target.name) is a text")
    } else if target.unit == .date {
      fault(.type, syntax, "found \(syntax.described), expected a date such as '2026-01-31'")
    } else if constant.isDuration, target.unit != .days {
      fault(
        .unit, syntax,
        "found a duration, but \(target.name) is in \(target.unit.words): expected a plain number")
    } else if !target.range.contains(constant.value) {
      let hint =
        target.unit == .share && constant.value <= 100 && constant.value > 1
        ? ": \(shown(constant.value)) % is \(shown(constant.value / 100))" : ""
      fault(
        .unit, syntax,
        "found \(shown(constant.value)), but \(target.name) lies from \(shown(target.range.lowerBound))"
          + (target.range.upperBound.isFinite ? " to \(shown(target.range.upperBound))" : " up")
          + hint)
    } else if target.isWhole, !comparison.isOrdering, constant.value != constant.value.rounded() {
      fault(
        .unit, syntax,
        "found \(constant.value), but \(target.name) is a whole number: expected one")
    } else {
      return true
    }
    return false
  }

  mutating func fault(_ kind: ConditionFault.Kind, _ syntax: Syntax, _ sentence: String) {
    faults.append(ConditionFault(kind: kind, offset: syntax.offset, sentence: sentence))
  }
}

extension Syntax {
  /// The constant, with its sign, where the node is one or a calculation of some, in the steps of
  /// `Condition.Arithmetic`; nil where it is no number, or of durations multiplied.
  var constant: (value: Double, isDuration: Bool)? {
    switch kind {
    case .number(let value): (value.doubleValue, false)
    case .duration(let duration): (duration.days, true)
    case .negated(let operand):
      operand.constant.map { (-$0.value, $0.isDuration) }
    case .sum(let operands):
      Self.folded(operands, from: 0, inverse: { -$0 }, +) { above, below in above + below > 0 }
    case .product(let operands):
      Self.folded(operands, from: 1, inverse: { $0 == 0 ? .nan : 1 / $0 }, *) { above, below in
        above == below ? false : below == 0 && above == 1 ? true : nil
      }
    default: nil
    }
  }

  /// `isDuration` tells by how many durations there are, and how many that are inverse; nil for what no column is in.
  private static func folded(
    _ operands: [Operand], from start: Double, inverse: (Double) -> Double,
    _ join: (Double, Double) -> Double, isDuration: (_ plain: Int, _ inverse: Int) -> Bool?
  ) -> (value: Double, isDuration: Bool)? {
    var (value, plain, inverted) = (start, 0, 0)
    for operand in operands {
      guard let constant = operand.syntax.constant else { return nil }
      value = join(value, operand.isInverse ? inverse(constant.value) : constant.value)
      if constant.isDuration, operand.isInverse { inverted += 1 }
      if constant.isDuration, !operand.isInverse { plain += 1 }
    }
    guard value.isFinite, let isDuration = isDuration(plain, inverted) else { return nil }
    return (value, isDuration)
  }

  var isConstant: Bool {
    if case .text = kind { return true }
    return constant != nil
  }
}

extension ColumnUnit {
  func isComparable(with other: ColumnUnit) -> Bool { self == other }

  /// The unit in a sentence.
  package var words: String {
    switch self {
    case .days: "days"
    case .count: "a count"
    case .money: "money"
    case .share: "a share"
    case .ratio: "a ratio"
    case .perMonth: "a number a month"
    case .change: "a change"
    case .score: "a score"
    case .hour: "an hour of the day"
    case .text: "a text"
    case .date: "a date"
    }
  }
}
