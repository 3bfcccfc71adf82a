import Dense
import Segments
import Yams

extension RuleFile {
  /// A rule set as a file that a user can copy and change.
  static func yaml(of set: RuleSetText) throws -> String {
    var root: [(Node, Node)] = [(Node("name"), Node(set.name))]
    func texts(_ texts: [String]) -> Node {
      Node(texts.map { Node($0) }, .implicit, .flow)
    }
    if !set.description.isEmpty { root.append((Node("description"), Node(set.description))) }
    if !set.needs.isEmpty { root.append((Node("needs"), texts(set.needs))) }
    if !set.scores.isEmpty {
      root.append(
        (Node("scores"), Node(set.scores.map { (Node($0.name), node(of: $0)) })))
    }
    root.append((Node("segments"), Node(set.segments.map(node(of:)))))
    if let otherwise = set.otherwise { root.append((Node("otherwise"), node(of: otherwise))) }
    return try Yams.serialize(node: Node(root), width: 100, allowUnicode: true)
  }

  private static func node(of segment: SegmentText) -> Node {
    var pairs: [(Node, Node)] = [(Node("name"), Node(segment.name))]
    func add(_ key: String, _ text: String) {
      if !text.isEmpty { pairs.append((Node(key), Node(text))) }
    }
    add("when", segment.when)
    if segment.priority != 1 {
      pairs.append((Node("priority"), Node(String(segment.priority), Tag(.int))))
    }
    add("description", segment.description)
    add("action", segment.action)
    if !segment.needs.isEmpty {
      pairs.append((Node("needs"), Node(segment.needs.map { Node($0) }, .implicit, .flow)))
    }
    return Node(pairs)
  }

  private static func node(of score: ScoreText) -> Node {
    var pairs: [(Node, Node)] = [
      (Node("of"), Node(score.of)), (Node("best"), Node(score.best.rawValue)),
    ]
    if !score.cutOffs.isEmpty {
      let numbers = score.cutOffs.map { Node("\($0)", Tag(.float)) }
      pairs.append((Node("cut_offs"), Node(numbers, .implicit, .flow)))
    }
    return Node(pairs)
  }
}
