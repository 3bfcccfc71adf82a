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
    relations = CellRelations(rules.schema.relations, of: variables.map(\.name))
  }

  /// A cell in which all of some rules hold and none of some others.
  mutating func cell(where holding: [Int], fails: [Int]) -> Result {
    // Only what these rules look at; columns of the fewest rules last would be slower, so the most asked come first.
    var uses = [Int](repeating: 0, count: variables.count)
    for rule in holding + fails {
      for variable in Set(answering[rule].flatMap { $0 }) { uses[variable] += 1 }
    }
    let free = variables.indices.filter { uses[$0] > 0 }.sorted {
      (-uses[$0], variables[$0].values.count, $0) < (-uses[$1], variables[$1].values.count, $1)
    }
    var state = State(
      assigned: [Value?](repeating: nil, count: variables.count),
      stepsLeft: min(RuleLint.mostSteps, stepsLeft), stack: [])
    let before = state.stepsLeft
    defer { stepsLeft -= before - max(0, state.stepsLeft) }
    return search(free[...], holding, fails, &state)
  }

  private struct State {
    var assigned: [Value?]
    var stepsLeft: Int
    var stack: [Truth]
  }

  private func search(
    _ free: ArraySlice<Int>, _ holding: [Int], _ fails: [Int], _ state: inout State
  ) -> Result {
    guard state.stepsLeft > 0 else { return .undecided }
    var isSettled = true
    for rule in holding {
      let truth = truth(rule, &state)
      guard truth.contains(.yes) else { return .none }
      if truth != .yes { isSettled = false }
    }
    for rule in fails {
      let truth = truth(rule, &state)
      if truth == .yes { return .none }
      if truth.contains(.yes) { isSettled = false }
    }
    if isSettled { return .found(cell(of: state.assigned)) }
    guard let next = free.first else { return .none }
    var isDecided = true
    // What rests on a calculation is taken only where nothing else is found.
    var possible: Cell?
    for value in variables[next].values {
      guard isPossible(value, of: next, beside: state.assigned) else {
        state.stepsLeft -= 1
        continue
      }
      state.assigned[next] = value
      switch search(free.dropFirst(), holding, fails, &state) {
      case .found(let cell) where cell.isProved:
        state.assigned[next] = nil
        return .found(cell)
      case .found(let cell): possible = possible ?? cell
      case .undecided: isDecided = false
      case .none: break
      }
    }
    state.assigned[next] = nil
    if let possible { return .found(possible) }
    return isDecided ? .none : .undecided
  }

  /// Whether a customer with what is assigned may have a value too.
  private func isPossible(_ value: Value, of variable: Int, beside assigned: [Value?]) -> Bool {
    guard let known = value.known else { return true }
    return assigned.indices.allSatisfy { other in
      guard let beside = assigned[other]?.known else { return true }
      return relations.allow(variable, known, other, beside)
    }
  }

  private func truth(_ rule: Int, _ state: inout State) -> Truth {
    let condition = rules.conditions[rule]
    state.stepsLeft -= condition.length
    let assigned = state.assigned
    return condition.truth(using: &state.stack) { atom in
      let variables = answering[rule][atom]
      var values: [Value] = []
      for variable in variables {
        guard let value = assigned[variable] else { return .any }
        values.append(value)
      }
      return truth(of: condition.atoms[atom], values)
    }
  }

  /// The answer to an atom whose variables have these values, in the order of its columns.
  private func truth(of atom: Condition.Atom, _ values: [Value]) -> Truth {
    if case .truth(let truth) = values[0] { return truth }
    if case .texts(_, let texts) = atom {
      switch values[0] {
      case .text(let text): return Truth(texts.contains(text))
      case .otherText: return .no
      default: return .unknown
      }
    }
    let columns = atom.columns
    return atom.truth { column in
      guard let place = columns.firstIndex(of: column) else { return .nan }
      return switch values[place] {
      case .number(let part): part.value
      case .text, .otherText: 0
      case .missing, .truth: .nan
      }
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
