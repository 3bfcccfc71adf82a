internal import Interventions
internal import Models
internal import Segments

extension ScoreTable {
  /// What the readings of customers take beside the columns that are filled.
  struct StoryInputs {
    /// One a row; nil where values are not known.
    var decisions: [InterventionDecision]?
    /// Days until the next order is due by the customer's own rhythm, not-a-number where that is unknown;
    /// nil where it is for all.
    var daysToDue: [Double]?
    var horizonInDays: Int
    /// The rules that name segments; nil where nothing is named.
    var rules: RuleSet?
  }

  /// Brings lapse, stage of life, segment, list and action into one reading of each customer.
  mutating func tellOneStory(_ inputs: StoryInputs) {
    let probabilities = self[.churnProbability].doubles
    let (lapses, stages) = (self[.lapse], self[.lifecycle])
    guard inputs.decisions != nil || lapses.isNamed || stages.isNamed else { return }
    func hasRhythm(_ row: Int) -> Bool { inputs.daysToDue.map { !$0[row].isNaN } ?? false }
    let readings = probabilities.indices.map { row in
      CustomerReading(
        lapse: lapses.name(row).flatMap(Lapse.init), lifecycle: stages.name(row),
        churnProbability: probabilities[row],
        daysToDue: inputs.daysToDue.flatMap { $0[row].isNaN ? nil : $0[row] },
        horizonInDays: inputs.horizonInDays)
    }
    if case .codes = lapses {
      self[.lapse] = .named(readings.map { $0.lapse?.rawValue }, Lapse.allCases.map(\.rawValue))
    }
    if case .codes(_, let names) = stages {
      self[.lifecycle] = .named(readings.map(\.lifecycle), names.compactMap(\.self))
    }
    tellSegments(by: inputs.rules, readings)
    guard let decisions = inputs.decisions else { return }
    self[.list] = .lists(decisions.map(\.list))
    self[.whyNot] = .named(decisions.map { $0.whyNot?.rawValue }, WhyNot.allCases.map(\.rawValue))
    if case .codes(let codes, let names) = self[.action] {
      let steps = readings.indices.map { row in
        NextStep(
          list: decisions[row].list, whyNot: decisions[row].whyNot,
          lapse: hasRhythm(row) ? readings[row].lapse : nil,
          churnProbability: probabilities[row])
      }
      let own = NextStep.allCases.map(\.rawValue)
      self[.action] = .codes(
        steps.indices.map { row in
          steps[row].flatMap { own.firstIndex(of: $0.rawValue) }
            ?? (codes[row] < 0 ? -1 : own.count + codes[row])
        }, names: own + names)
    }
  }
}

extension ScoreTable {
  /// Of built-in sets, names that the reading bears out, with what to do about them.
  private mutating func tellSegments(by rules: RuleSet?, _ readings: [CustomerReading]) {
    guard let rules, let reading = SegmentReading(rules),
      case .codes(let codes, let names) = self[.segment]
    else { return }
    let probabilities = self[.churnProbability].doubles
    let told = codes.indices.map { row in
      reading.told(
        codes[row], lapse: readings[row].lapse, churnProbability: probabilities[row])
    }
    self[.segment] = .codes(told, names: names)
    // Of these sets one segment holds at a time.
    self[.segments] = .codes(told, names: names)
    if case .codes(_, let actions) = self[.action] { self[.action] = .codes(told, names: actions) }
  }
}

extension ScoreCells {
  fileprivate var isNamed: Bool { if case .codes = self { true } else { false } }

  /// The name that a row has; nil where it is unknown, or names are not what the column holds.
  package func name(_ row: Int) -> String? {
    guard case .codes(let codes, let names) = self, codes[row] >= 0 else { return nil }
    return names[codes[row]]
  }

  /// A column of few names, those that occur among the given.
  static func named(_ cells: [String?], _ names: [String]) -> ScoreCells {
    let places = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { a, _ in a })
    var all = names
    let codes = cells.map { cell -> Int in
      guard let cell else { return -1 }
      if let place = places[cell] { return place }
      if let place = all[names.count...].firstIndex(of: cell) { return place }
      all.append(cell)
      return all.count - 1
    }
    return .codes(codes, names: all)
  }
}
