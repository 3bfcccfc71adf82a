package import Expressions

/// Named segments with conditions over columns; several may hold at once, and the one of the lowest
/// priority number is a customer's primary segment.
package struct RuleSet: Sendable {
  package let text: RuleSetText
  /// The names of the segments in the order of the rules, then that of customers whom no rule takes.
  package let segments: [String]
  /// One for each rule.
  package let conditions: [Condition]
  /// Rules from the first in priority to the last; those of equal priority as in the file.
  package let order: [Int]
  /// The columns that the scores of the file are made of, and their ranges.
  package let schema: ColumnSchema

  package var name: String { text.name }

  /// How several segments of one customer are written in one cell.
  package static let separator = ";"
  /// The segment of customers whom no rule takes, where the rule set does not name it.
  package static let unassigned = "Unassigned"
  /// One bit of a word for each rule.
  package static let mostRules = 63

  /// Binds a rule set to columns.
  ///
  /// - Parameters:
  ///   - text: the rules.
  ///   - schema: all columns that they may name.
  /// - Throws: every fault of names, types, units and scores. Gaps, overlaps and rules that never come
  ///   first are told by `RuleLint`.
  package init(_ text: RuleSetText, schema: ColumnSchema) throws(RuleSetError) {
    var faults = RuleSet.plainFaults(of: text)
    let extended = RuleSet.schema(schema, with: text.scores, &faults)
    var conditions: [Condition] = []
    for (index, segment) in text.segments.enumerated()
    where !segment.when.allSatisfy(\.isWhitespace) {
      do {
        conditions.append(try Condition(parsing: segment.when, over: extended))
      } catch {
        faults += error.faults.map {
          RuleFault(
            RuleFault.Kind(rawValue: $0.kind.rawValue) ?? .syntax, .condition(index),
            offset: $0.offset, "\(segment.name): \($0.sentence)")
        }
      }
    }
    guard faults.isEmpty else { throw RuleSetError(name: text.name, faults: faults) }
    self.text = text
    self.schema = extended
    self.conditions = conditions
    segments = text.segments.map(\.name) + [text.otherwise?.name ?? RuleSet.unassigned]
    order = text.segments.indices.sorted {
      (text.segments[$0].priority, $0) < (text.segments[$1].priority, $1)
    }
  }

  /// What to do about the customers of a segment; empty where the rules do not say.
  package func action(ofSegment index: Int) -> String {
    index < text.segments.count ? text.segments[index].action : text.otherwise?.action ?? ""
  }

  /// The names of all columns that the rules look at, each once.
  package var columns: [String] {
    var names: [String] = []
    func add(_ name: String) {
      if !names.contains(name) { names.append(name) }
    }
    for condition in conditions {
      for column in condition.atoms.flatMap(\.columns) {
        let name = condition.columns[column].name
        let score = text.scores.first { $0.name == name && !$0.cutOffs.isEmpty }
        add(score?.of ?? name)
      }
    }
    return names
  }
}

// MARK: Faults that need no reasoning

extension RuleSet {
  private static func plainFaults(of text: RuleSetText) -> [RuleFault] {
    var faults: [RuleFault] = []
    if text.segments.isEmpty {
      faults.append(RuleFault(.empty, .file, "found no segment, expected at least one"))
    }
    if text.segments.count > mostRules {
      faults.append(
        RuleFault(
          .empty, .file, "found \(text.segments.count) segments, expected at most \(mostRules)"))
    }
    let all = text.segments + (text.otherwise.map { [$0] } ?? [])
    for (index, segment) in all.enumerated() {
      if segment.name.allSatisfy(\.isWhitespace) {
        faults.append(RuleFault(.empty, .segment(index), "found a segment without a name"))
      } else if segment.name.contains(separator) {
        faults.append(
          RuleFault(
            .empty, .segment(index),
            "found '\(separator)' in the name '\(segment.name)', which parts names in `segments`"))
      } else if all[..<index].contains(where: { $0.name == segment.name }) {
        faults.append(
          RuleFault(
            .duplicate, .segment(index), "found two segments called '\(segment.name)'"))
      }
      guard index < text.segments.count else { continue }
      if segment.when.allSatisfy(\.isWhitespace) {
        faults.append(
          RuleFault(
            .empty, .segment(index),
            "\(segment.name): found no condition, expected `when:`; `otherwise:` names the rest"))
      }
      if segment.priority < 1 {
        faults.append(
          RuleFault(
            .priority, .segment(index),
            "\(segment.name): found the priority \(segment.priority), expected a whole number from 1"
          ))
      }
    }
    return faults
  }

  /// The schema with the file's own scores, whose declarations are checked.
  private static func schema(
    _ schema: ColumnSchema, with scores: [ScoreText], _ faults: inout [RuleFault]
  ) -> ColumnSchema {
    var own: [SchemaColumn] = []
    var relations: [ColumnRelation] = []
    for (index, score) in scores.enumerated() {
      func fault(_ kind: RuleFault.Kind, _ sentence: String) {
        faults.append(RuleFault(kind, .score(index), "\(score.name): \(sentence)"))
      }
      guard let column = schema[score.of] else {
        fault(
          .name,
          "found '\(score.of)', expected a column to score"
            + suggestion(for: score.of, among: schema.columns.map(\.name)))
        continue
      }
      let declared: SchemaColumn.Better = score.best == .high ? .high : .low
      if column.better != .neither, column.better != declared {
        fault(
          .direction,
          "found `best: \(score.best.rawValue)`, but of \(score.of) \(column.better.rawValue) is "
            + "better: this score would put the best customers last")
      }
      if let source = scoreSources[score.name] {
        if source != score.of {
          fault(.score, "found it to be of \(score.of), but this score is of \(source)")
        } else if !score.cutOffs.isEmpty {
          fault(
            .score,
            "found cut-offs, but this score's are learned, or given as "
              + "--\(score.name.prefix(1))-cut-offs")
        }
        continue
      }
      if schema[score.name] != nil || own.contains(where: { $0.name == score.name }) {
        fault(.duplicate, "found a column of this name already, expected another")
        continue
      }
      if column.unit == .text || column.unit == .date {
        fault(.type, "found \(column.unit.words), expected a column of numbers to score")
        continue
      }
      let rising = score.best == .high ? score.cutOffs : score.cutOffs.reversed()
      if score.cutOffs.isEmpty || zip(rising, rising.dropFirst()).contains(where: { $0 >= $1 }) {
        fault(
          .score,
          "found the cut-offs \(score.cutOffs), expected some that \(score.best == .high ? "rise" : "fall"), "
            + "from the worst to the best")
        continue
      }
      own.append(
        SchemaColumn(
          score.name, .score, range: 1...Double(score.cutOffs.count + 1), isWhole: true,
          mayBeMissing: column.mayBeMissing, better: .high))
      relations += score.relations(to: column)
    }
    return schema.appending(own, relations: relations)
  }
}
