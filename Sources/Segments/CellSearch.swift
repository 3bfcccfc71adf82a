internal import Expressions
internal import Units

/// Looks for a customer for whom some rules hold and others do not.
struct CellSearch: Sendable {
  /// A value that stands for a part of a column's axis.
  private enum Value: Sendable {
    case missing
    case number(AxisPart)
    case text(String)
    /// A text that no rule names.
    case otherText
    /// The answer to a calculation.
    case truth(Truth)

    var known: CellRelations.Known? {
      switch self {
      case .missing: .missing
      case .number(let part): .part(part)
      case .text, .otherText, .truth: nil
      }
    }
  }

  /// A column, or a calculation that is taken as free.
  private struct Variable: Sendable {
    let name: String
    let unit: ColumnUnit?
    var values: [Value]
  }

  struct Cell: Sendable {
    /// In words: `r_score 5 and f_score 1`.
    let text: String
    /// Whether it rests on columns alone.
    let isProved: Bool
  }

  enum Result: Sendable {
    case found(Cell)
    case none
    case undecided
  }

  private let rules: RuleSet
  private let variables: [Variable]
  /// By rule and atom: the variables that answer it.
  private let answering: [[[Int]]]
  /// By rule: the variables of all its atoms.
  private let asked: [[Int]]
  private let relations: CellRelations
  /// Steps of conditions that may still be answered.
  private var stepsLeft: Int

  init(_ rules: RuleSet, mostSteps: Int) {
    self.rules = rules
    stepsLeft = mostSteps
    var axes = Axes()
    for condition in rules.conditions {
      for atom in condition.atoms { axes.add(atom, of: condition) }
    }
    variables = axes.variables.map {
      Variable(name: $0.name, unit: $0.column?.unit, values: $0.values)
    }
    answering = rules.conditions.map { condition in
      condition.atoms.map { axes.answering($0, of: condition) }
    }
    asked = answering.map { Set($0.joined()).sorted() }
    relations = CellRelations(rules.schema.relations, of: variables.map(\.name))
  }

  /// A cell in which all of some rules hold and none of some others.
  mutating func cell(where holding: [Int], fails: [Int]) -> Result {
    var question = Question(rules: holding + fails, holding: holding.count)
    question.touched = [[Int]](repeating: [], count: variables.count)
    for (place, rule) in question.rules.enumerated() {
      for variable in asked[rule] { question.touched[variable].append(place) }
    }
    // Only what these rules look at; columns of the fewest rules last would be slower, so the most asked come first.
    let uses = question.touched.map(\.count)
    let free = variables.indices.filter { uses[$0] > 0 }.sorted {
      (-uses[$0], variables[$0].values.count, $0) < (-uses[$1], variables[$1].values.count, $1)
    }
    var state = State(
      assigned: [Value?](repeating: nil, count: variables.count),
      stepsLeft: stepsLeft / 8 - variables.count)
    let before = state.stepsLeft + variables.count
    defer { stepsLeft -= before - max(0, state.stepsLeft) }
    guard state.stepsLeft > 0 else { return .undecided }
    for rule in question.rules { state.truths.append(truth(rule, &state)) }
    guard question.rules.indices.allSatisfy({ !question.isRefuted(by: state.truths, at: $0) })
    else { return .none }
    switch search(free[...], question, &state) {
    case .proved: return .found(cell(of: state.assigned))
    case .possible: return .found(cell(of: state.possible))
    case .none: return .none
    case .undecided: return .undecided
    }
  }

  private enum Found {
    /// The cell is what is assigned, which stays so.
    case proved
    /// The first such cell is kept.
    case possible
    case none, undecided
  }

  /// Which rules are asked of: the first `holding` are to hold, the others to fail.
  private struct Question {
    let rules: [Int]
    let holding: Int
    /// By variable: places among `rules` whose answer it moves.
    var touched: [[Int]] = []

    /// Whether no further column can make the rule at a place answer as it is to.
    func isRefuted(by truths: [Truth], at place: Int) -> Bool {
      place < holding ? !truths[place].contains(.yes) : truths[place] == .yes
    }

    /// Whether the rule at a place answers as it is to, whatever the columns that are left.
    func isSettled(by truths: [Truth], at place: Int) -> Bool {
      place < holding ? truths[place] == .yes : !truths[place].contains(.yes)
    }
  }

  private struct State {
    var assigned: [Value?]
    var stepsLeft: Int
    /// By place among the question's rules: what it may answer.
    var truths: [Truth] = []
    var stack: [Truth] = []
    /// The first cell that rests on a calculation.
    var possible: [Value?] = []
  }

  private func search(
    _ free: ArraySlice<Int>, _ question: Question, _ state: inout State
  ) -> Found {
    guard state.stepsLeft > 0 else { return .undecided }
    state.stepsLeft -= 1
    if question.rules.indices.allSatisfy({ question.isSettled(by: state.truths, at: $0) }) {
      let restsOnCalculation = state.assigned.contains {
        if case .truth = $0 { true } else { false }
      }
      if !restsOnCalculation { return .proved }
      if state.possible.isEmpty { state.possible = state.assigned }
      return .possible
    }
    guard let next = free.first else { return .none }
    let touched = question.touched[next]
    let former = touched.map { state.truths[$0] }
    var isDecided = true
    // What rests on a calculation is taken only where nothing else is found.
    var isPossible = false
    for value in variables[next].values {
      guard state.stepsLeft > 0 else {
        isDecided = false
        break
      }
      state.stepsLeft -= 1 + relations.related(to: next).count
      guard mayBe(value, of: next, beside: state.assigned) else { continue }
      state.assigned[next] = value
      var isRefuted = false
      for place in touched where !isRefuted {
        state.truths[place] = truth(question.rules[place], &state)
        isRefuted = question.isRefuted(by: state.truths, at: place)
      }
      let result = isRefuted ? Found.none : search(free.dropFirst(), question, &state)
      if case .proved = result { return result }
      for (place, truth) in zip(touched, former) { state.truths[place] = truth }
      state.assigned[next] = nil
      switch result {
      case .possible: isPossible = true
      case .undecided: isDecided = false
      case .none, .proved: break
      }
    }
    if isPossible { return .possible }
    return isDecided ? .none : .undecided
  }

  /// Whether a customer with what is assigned may have a value too.
  private func mayBe(_ value: Value, of variable: Int, beside assigned: [Value?]) -> Bool {
    guard let known = value.known else { return true }
    return relations.related(to: variable).allSatisfy { other in
      guard let beside = assigned[other]?.known else { return true }
      return relations.allow(variable, known, other, beside)
    }
  }

  private func truth(_ rule: Int, _ state: inout State) -> Truth {
    let condition = rules.conditions[rule]
    state.stepsLeft -= condition.length
    let assigned = state.assigned
    return condition.truth(using: &state.stack) { atom in
      truth(of: condition.atoms[atom], answering[rule][atom], assigned)
    }
  }

  /// The answer to an atom by the values of its variables, which stand in the order of its columns.
  private func truth(
    of atom: Condition.Atom, _ variables: [Int], _ assigned: [Value?]
  ) -> Truth {
    guard variables.allSatisfy({ assigned[$0] != nil }) else { return .any }
    let first = assigned[variables[0]]
    if case .truth(let truth) = first { return truth }
    if case .texts(_, let texts) = atom {
      switch first {
      case .text(let text): return Truth(texts.contains(text))
      case .otherText: return .no
      default: return .unknown
      }
    }
    if variables.count == 1 {
      let number = number(first)
      return atom.truth { _ in number }
    }
    let columns = atom.columns
    return atom.truth { column in
      columns.firstIndex(of: column).map { number(assigned[variables[$0]]) } ?? .nan
    }
  }

  private func number(_ value: Value?) -> Double {
    switch value {
    case .number(let part): part.value
    case .text, .otherText: 0
    case nil, .missing, .truth: .nan
    }
  }

  private func cell(of assigned: [Value?]) -> Cell {
    var isProved = true
    var parts: [String] = []
    for (variable, value) in zip(variables, assigned) {
      switch value {
      case nil: break
      case .missing: parts.append("\(variable.name) missing")
      case .number(let part):
        parts.append("\(variable.name) \(shown(part.value, variable.unit))")
      case .text(let text): parts.append("\(variable.name) '\(text)'")
      case .otherText: parts.append("another \(variable.name)")
      case .truth(let truth):
        isProved = false
        parts.append(
          "`\(variable.name)` \(truth == .yes ? "true" : truth == .no ? "false" : "unknown")")
      }
    }
    return Cell(
      text: parts.isEmpty ? "any values" : parts.joined(separator: " and "), isProved: isProved)
  }

  private func shown(_ number: Double, _ unit: ColumnUnit?) -> String {
    if unit == .date { return Day(number: Int32(clamping: Int(number))).description }
    return number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
  }

  /// Collects the axes of all columns.
  private struct Axes {
    struct Axis {
      let name: String
      let column: SchemaColumn?
      var numbers: Set<Double> = []
      var texts: [String] = []

      /// One value for each part of the axis.
      var values: [Value] {
        guard let column else { return [.truth(.yes), .truth(.no), .truth(.unknown)] }
        var values: [Value] = []
        if column.unit == .text {
          values = (column.texts ?? texts).map { .text($0) }
          if column.texts == nil { values.append(.otherText) }
        } else {
          values = parts(column).map { .number($0) }
        }
        return column.mayBeMissing ? values + [.missing] : values
      }

      /// Every constant, and what lies between each two, before the first and beyond the last.
      private func parts(_ column: SchemaColumn) -> [AxisPart] {
        let (low, high) = (column.range.lowerBound, column.range.upperBound)
        let ends = [low, high].filter(\.isFinite)
        let points = numbers.union(ends).sorted().filter {
          column.range.contains($0) && (!column.isWhole || $0 == $0.rounded())
        }
        let bounds = (low.isFinite ? [] : [low]) + points + (high.isFinite ? [] : [high])
        var parts: [AxisPart] = []
        for (index, bound) in bounds.enumerated() {
          if index > 0, let between = between(bounds[index - 1], bound, column.isWhole) {
            parts.append(between)
          }
          if bound.isFinite { parts.append(AxisPart(bound)) }
        }
        return parts
      }

      /// Nil where no number lies between two.
      private func between(_ a: Double, _ b: Double, _ isWhole: Bool) -> AxisPart? {
        if isWhole {
          let (first, last) = (a.isFinite ? a + 1 : a, b.isFinite ? b - 1 : b)
          guard first <= last else { return nil }
          return AxisPart(
            first.isFinite ? first : last.isFinite ? last : 0, low: first, high: last, isOpen: false
          )
        }
        let value =
          a.isFinite ? (b.isFinite ? a + (b - a) / 2 : a + 1) : (b.isFinite ? b - 1 : 0)
        return AxisPart(value, low: a, high: b, isOpen: true)
      }
    }

    private(set) var axes: [Axis] = []
    private var places: [String: Int] = [:]

    var variables: [(name: String, column: SchemaColumn?, values: [Value])] {
      axes.map { ($0.name, $0.column, $0.values) }
    }

    private mutating func place(_ name: String, _ column: SchemaColumn?) -> Int {
      if let known = places[name] { return known }
      places[name] = axes.count
      axes.append(Axis(name: name, column: column))
      return axes.count - 1
    }

    mutating func add(_ atom: Condition.Atom, of condition: Condition) {
      func axis(_ column: Int) -> Int {
        place(condition.columns[column].name, condition.columns[column])
      }
      switch atom {
      case .comparison(let column, _, let constant):
        axes[axis(column)].numbers.insert(constant)
      case .numbers(let column, let numbers):
        axes[axis(column)].numbers.formUnion(numbers)
      case .texts(let column, let texts):
        let place = axis(column)
        axes[place].texts += texts.filter { !axes[place].texts.contains($0) }
      case .missing(let column): _ = axis(column)
      case .code(let columns, _):
        for column in columns {
          let range = condition.columns[column].range
          axes[axis(column)].numbers.formUnion(
            (Int(range.lowerBound)...Int(range.upperBound)).map(Double.init))
        }
      case .calculation: _ = place(text(of: atom, condition), nil)
      }
    }

    func answering(_ atom: Condition.Atom, of condition: Condition) -> [Int] {
      if case .calculation = atom {
        return places[text(of: atom, condition)].map { [$0] } ?? []
      }
      return atom.columns.compactMap { places[condition.columns[$0].name] }
    }

    /// A calculation by the names of its columns, so that the same one is one variable.
    private func text(of atom: Condition.Atom, _ condition: Condition) -> String {
      atom.text { condition.columns[$0].name }
    }
  }
}
