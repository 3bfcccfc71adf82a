import Expressions
import Segments
import Yams

/// Takes a rule set out of a YAML document, and gathers what is wrong with its form.
struct RuleFileReader: FormReader {
  private(set) var lines: [RulePlace: Int] = [:]
  var faults: [(line: Int?, sentence: String)] = []

  private static let topKeys = ["name", "description", "needs", "scores", "segments", "otherwise"]
  private static let segmentKeys = ["name", "when", "priority", "description", "action", "needs"]
  private static let scoreKeys = ["of", "best", "cut_offs"]

  mutating func ruleSet(_ root: Node) -> RuleSetText? {
    guard let mapping = self.mapping(root, "name, segments and so on", keys: Self.topKeys) else {
      return nil
    }
    lines[.file] = root.mark?.line ?? 1
    let name = text(mapping["name"], "name", in: root) ?? ""
    if name.isEmpty { fault(root, "found no `name:`, expected the name of the rule set") }
    var set = RuleSetText(name: name, segments: [])
    set.description = text(mapping["description"], "description", in: root) ?? ""
    set.needs = texts(mapping["needs"], "needs")
    if let scores = mapping["scores"] { set.scores = self.scores(scores) }
    if let segments = mapping["segments"] {
      lines[.file] = segments.mark?.line ?? 1
      set.segments = self.segments(segments)
    }
    if let otherwise = mapping["otherwise"] {
      set.otherwise = self.otherwise(otherwise, place: set.segments.count)
    }
    return set
  }

  private mutating func segments(_ node: Node) -> [SegmentText] {
    guard case .sequence(let items) = node else {
      fault(node, "found `segments:` without a list, expected `- name: …` below it")
      return []
    }
    var segments: [SegmentText] = []
    for item in items {
      guard let mapping = mapping(item, "name, when, priority …", keys: Self.segmentKeys) else {
        continue
      }
      let place = segments.count
      lines[.segment(place)] = item.mark?.line
      lines[.condition(place)] = (mapping["when"] ?? item).mark?.line
      var segment = SegmentText(text(mapping["name"], "name", in: item) ?? "")
      segment.when = text(mapping["when"], "when", in: item) ?? ""
      if let priority = mapping["priority"] {
        if let number = priority.string.flatMap({ Int($0) }) {
          segment.priority = number
        } else {
          fault(
            priority,
            "\(segment.name): found the priority '\(priority.string ?? "a list")', "
              + "expected a whole number from 1")
        }
      }
      segment.description = text(mapping["description"], "description", in: item) ?? ""
      segment.action = text(mapping["action"], "action", in: item) ?? ""
      segment.needs = texts(mapping["needs"], "needs")
      segments.append(segment)
    }
    return segments
  }

  private mutating func otherwise(_ node: Node, place: Int) -> SegmentText? {
    lines[.segment(place)] = node.mark?.line
    if let name = node.string { return SegmentText(name) }
    guard let mapping = mapping(node, "name", keys: ["name", "description", "action"]) else {
      return nil
    }
    return SegmentText(
      text(mapping["name"], "name", in: node) ?? "",
      description: text(mapping["description"], "description", in: node) ?? "",
      action: text(mapping["action"], "action", in: node) ?? "")
  }

  private mutating func scores(_ node: Node) -> [ScoreText] {
    guard case .mapping(let pairs) = node else {
      fault(node, "found `scores:` without `name:` below it")
      return []
    }
    var scores: [ScoreText] = []
    for (key, value) in pairs {
      let name = key.string ?? ""
      guard let mapping = mapping(value, "of, best and cut_offs", keys: Self.scoreKeys) else {
        continue
      }
      lines[.score(scores.count)] = key.mark?.line
      let best = text(mapping["best"], "best", in: value) ?? ""
      if ScoreText.Best(rawValue: best) == nil {
        fault(mapping["best"] ?? value, "\(name): found `best: \(best)`, expected high or low")
      }
      var cutOffs: [Double] = []
      for cutOff in texts(mapping["cut_offs"], "cut_offs") {
        if let number = Double(cutOff), number.isFinite {
          cutOffs.append(number)
        } else {
          fault(mapping["cut_offs"] ?? value, "\(name): found '\(cutOff)', expected a number")
        }
      }
      scores.append(
        ScoreText(
          name: name, of: text(mapping["of"], "of", in: value) ?? "",
          best: ScoreText.Best(rawValue: best) ?? .high, cutOffs: cutOffs))
    }
    return scores
  }
}
