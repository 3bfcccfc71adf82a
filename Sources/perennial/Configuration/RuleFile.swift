import Expressions
import Files
import FoundationEssentials
import Histories
import Segments
import Snapshots
import Yams

/// A rule file: the YAML form of a rule set, with the lines that it came from.
struct RuleFile {
  let text: RuleSetText
  /// The file, or the name of a built-in set.
  let path: String
  /// What is wrong with the form of the file.
  let formFaults: [(line: Int?, sentence: String)]
  private let lines: [RulePlace: Int]

  /// A rule file is a page of text; what is larger is something else.
  static let largestFile = 1 << 18
  /// Nodes of the document: rules hold a handful each.
  private static let mostNodes = 4_096

  /// Takes a built-in rule set.
  init(builtIn text: RuleSetText) {
    self.text = text
    path = text.name
    formFaults = []
    lines = [:]
  }

  /// Reads a built-in rule set by name, or a file.
  ///
  /// - Throws: where there is neither, or the file is no rule set; with file and line.
  init(_ nameOrPath: String) throws {
    if let text = try? RuleSetText.named(nameOrPath) {
      self.init(builtIn: text)
      return
    }
    guard FileManager.default.fileExists(atPath: nameOrPath) else {
      let sentence = "\(UnknownRuleSet(name: nameOrPath))"
      // What looks like a path is a file that is missing, anything else a name that is none.
      guard nameOrPath.contains("/") || nameOrPath.contains(".") else {
        throw UsageError(description: sentence)
      }
      throw MissingRules(description: sentence)
    }
    guard let text = bytes(ofFile: nameOrPath, atMost: Self.largestFile) else {
      throw RuleFileError(
        path: nameOrPath, faults: [(1, "expected a rule file of at most 256 KiB")])
    }
    try self.init(yaml: String(decoding: text, as: UTF8.self), path: nameOrPath)
  }

  /// Reads the text of a rule file.
  init(yaml: String, path: String) throws {
    var reader = RuleFileReader()
    let root: Node?
    do {
      // Anchors are refused before anything is expanded: a few lines of them can stand for gigabytes.
      if let line = Self.firstAlias(in: yaml) {
        throw RuleFileError(path: path, faults: [(line, Self.aliasSentence)])
      }
      root = try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw RuleFileError(path: path, faults: [(error.line, "found no YAML: \(error.problem)")])
    }
    guard let root else {
      throw RuleFileError(
        path: path, faults: [(1, "found nothing, expected `name:` and `segments:`")])
    }
    var nodes = 0
    guard Self.count(root, &nodes) else {
      throw RuleFileError(path: path, faults: [(1, "found more than \(Self.mostNodes) values")])
    }
    let text = reader.ruleSet(root)
    guard let text else { throw RuleFileError(path: path, faults: reader.faults) }
    self.text = text
    self.path = path
    formFaults = reader.faults
    lines = reader.lines
  }

  /// The line of a place; nil in a built-in set.
  func line(of fault: RuleFault) -> Int? {
    guard let line = lines[fault.place] ?? lines[.file] else { return nil }
    guard case .condition(let index) = fault.place, index < text.segments.count else { return line }
    // A condition of several lines keeps its line ends.
    let before = text.segments[index].when.utf8.prefix(fault.offset)
    return line + before.count { $0 == UInt8(ascii: "\n") }
  }

  /// The rule set, bound to all columns.
  ///
  /// - Throws: all its faults, with file and line.
  func ruleSet() throws -> RuleSet {
    if !formFaults.isEmpty { throw RuleFileError(path: path, faults: formFaults) }
    do {
      return try RuleSet(text, schema: .rules)
    } catch {
      throw RuleFileError(path: path, faults: error.faults.map { (line(of: $0), $0.sentence) })
    }
  }

  private static func count(_ node: Node, _ nodes: inout Int) -> Bool {
    nodes += 1
    guard nodes <= mostNodes else { return false }
    switch node {
    case .scalar, .alias: return true
    case .sequence(let items): return items.allSatisfy { count($0, &nodes) }
    case .mapping(let pairs):
      return pairs.allSatisfy { count($0.key, &nodes) && count($0.value, &nodes) }
    }
  }

  static let aliasSentence =
    "found an anchor or alias, expected plain YAML with no & or * where a value begins"

  /// The first line with `&name` or `*name` where a value may begin, be it a value or not.
  static func firstAlias(in yaml: String) -> Int? {
    let bytes = Array(yaml.utf8)
    let beginnings = Array("-?:[{,".utf8)
    // The last bytes of line ends, among them those of U+0085, U+2028 and U+2029.
    let lineEnds: [UInt8] = [0x0A, 0x0D, 0x85, 0xA8, 0xA9]
    var line = 1
    var last: UInt8?
    var (isTag, isComment) = (false, false)
    for (place, byte) in bytes.enumerated() {
      if lineEnds.contains(byte) {
        if byte == 0x0A { line += 1 }
        last = nil
        (isTag, isComment) = (false, false)
        continue
      }
      let followsBlank = place == 0 || bytes[place - 1] <= UInt8(ascii: " ")
      if byte == UInt8(ascii: "#"), followsBlank { isComment = true }
      guard byte > UInt8(ascii: " "), !isComment else { continue }
      if followsBlank, byte == UInt8(ascii: "!") { isTag = true }
      let isMark = byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*")
      let isNamed = place + 1 < bytes.count && bytes[place + 1] > UInt8(ascii: " ")
      if isMark, isNamed, last.map({ beginnings.contains($0) || isTag }) ?? true { return line }
      if followsBlank, byte != UInt8(ascii: "!") { isTag = false }
      last = byte
    }
    return nil
  }
}

/// Rules were named that are neither a file nor built in.
struct MissingRules: ReportedFailure {
  let description: String
  var exitCode: Int32 { ExitStatus.missingInput }
}

/// A rule file that cannot be used, with all that is wrong with it.
struct RuleFileError: ReportedFailure {
  let path: String
  let faults: [(line: Int?, sentence: String)]

  var exitCode: Int32 { ExitStatus.badData }
  var description: String {
    faults.map { fault in
      "\(path):\(fault.line.map { "\($0):" } ?? "") \(fault.sentence)"
    }.joined(separator: "\n")
  }
}

extension YamlError {
  /// The line that the parser stopped at.
  var line: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  var problem: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    case .duplicatedKeysInMapping(let duplicates, _):
      "the key '\(duplicates.first ?? "")' stands twice"
    default: "\(self)"
    }
  }
}
