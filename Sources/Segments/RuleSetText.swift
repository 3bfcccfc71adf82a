/// A rule set as people write it: what a rule file says, and what a model keeps of it.
package struct RuleSetText: Sendable, Equatable, Codable {
  package var name: String
  package var description: String
  /// What the rules look at, in words: logs, columns, a model.
  package var needs: [String]
  /// Scores of the file's own, and what it takes the built-in ones for.
  package var scores: [ScoreText]
  package var segments: [SegmentText]
  /// The segment of customers whom no rule takes; without it the rules must take everybody.
  package var otherwise: SegmentText?

  package init(
    name: String, description: String = "", needs: [String] = [], scores: [ScoreText] = [],
    segments: [SegmentText], otherwise: SegmentText? = nil
  ) {
    self.name = name
    self.description = description
    self.needs = needs
    self.scores = scores
    self.segments = segments
    self.otherwise = otherwise
  }
}

/// A named segment and the condition of belonging to it.
package struct SegmentText: Sendable, Equatable, Codable {
  package var name: String
  /// A condition over scores, features and behaviour facts; empty for the rest.
  package var when: String
  /// Which segment is a customer's primary one where several hold: 1 before 2.
  package var priority: Int
  package var description: String
  /// What to do about these customers.
  package var action: String
  /// What this rule needs beyond the rule set's needs.
  package var needs: [String]

  package init(
    _ name: String, when: String = "", priority: Int = 1, description: String = "",
    action: String = "", needs: [String] = []
  ) {
    self.name = name
    self.when = when
    self.priority = priority
    self.description = description
    self.action = action
    self.needs = needs
  }
}

/// A score of a column: 1 and one more for every cut-off that a value reaches.
package struct ScoreText: Sendable, Equatable, Codable {
  package enum Best: String, Sendable, Codable, CaseIterable {
    case high, low
  }

  package var name: String
  /// The column that is scored.
  package var of: String
  /// Which end of the column gets the highest score.
  package var best: Best
  /// From the lowest score to the highest; empty for a built-in score, whose cut-offs are learned or given.
  package var cutOffs: [Double]

  package init(name: String, of: String, best: Best, cutOffs: [Double] = []) {
    self.name = name
    self.of = of
    self.best = best
    self.cutOffs = cutOffs
  }

  enum CodingKeys: String, CodingKey {
    case name, of, best
    case cutOffs = "cut_offs"
  }
}

/// A place in a rule file.
package enum RulePlace: Sendable, Hashable {
  case file
  case score(Int)
  /// Rule `segments.count` is `otherwise`.
  case segment(Int)
  /// The condition of a segment.
  case condition(Int)
}

/// Something wrong with a rule set.
package struct RuleFault: Error, Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case empty, duplicate, priority, syntax, name, type, unit, direction, score, gap, overlap
    case never = "never-primary"
  }

  package let kind: Kind
  package let place: RulePlace
  /// Where in a condition, in UTF-8 bytes.
  package let offset: Int
  package let sentence: String

  init(_ kind: Kind, _ place: RulePlace, offset: Int = 0, _ sentence: String) {
    self.kind = kind
    self.place = place
    self.offset = offset
    self.sentence = sentence
  }
}

/// A rule set that cannot be used, with all that is wrong with it.
package struct RuleSetError: Error, Sendable, CustomStringConvertible {
  package let name: String
  package let faults: [RuleFault]

  package var description: String {
    faults.map { "rule set \(name): \($0.sentence)" }.joined(separator: "\n")
  }
}
