import Expressions
import Yams

/// Takes values of known form out of a YAML document, and gathers what is wrong with it.
protocol FormReader {
  var faults: [(line: Int?, sentence: String)] { get set }
}

extension FormReader {
  mutating func mapping(
    _ node: Node, _ expected: String, keys: [String]
  ) -> [String: Node]? {
    guard case .mapping(let pairs) = node else {
      fault(node, "found \(described(node)), expected \(expected)")
      return nil
    }
    var values: [String: Node] = [:]
    for (key, value) in pairs {
      guard let name = key.string, keys.contains(name) else {
        let name = key.string ?? described(key)
        let nearest = suggestion(for: name, among: keys)
        fault(
          key, "found '\(name)', expected one of \(keys.joined(separator: ", "))\(nearest)")
        continue
      }
      values[name] = value
    }
    return values
  }

  mutating func text(_ node: Node?, _ key: String, in parent: Node) -> String? {
    guard let node else { return nil }
    guard case .scalar(let scalar) = node else {
      fault(node, "found \(described(node)) under `\(key):`, expected a text")
      return nil
    }
    return scalar.string
  }

  mutating func texts(_ node: Node?, _ key: String) -> [String] {
    guard let node else { return [] }
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let items):
      return items.compactMap { item in
        if item.string == nil { fault(item, "found \(described(item)), expected a text") }
        return item.string
      }
    default:
      fault(node, "found \(described(node)) under `\(key):`, expected a text or a list of texts")
      return []
    }
  }

  mutating func fault(_ node: Node, _ sentence: String) {
    faults.append((node.mark?.line, sentence))
  }

  func described(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): "'\(scalar.string.prefix(60))'"
    case .sequence: "a list"
    case .mapping: "a mapping"
    case .alias: "an alias"
    }
  }
}
