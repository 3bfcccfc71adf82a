import Dense
import Files
import FoundationEssentials
import Histories
import Ingestion
import Intake
import Training
import Units
import Yams

/// The file of `--config`: options by their long names, for all commands or under one's name.
///
/// ```yaml
/// orders: [orders.csv.gz]
/// columns: customer=CustomerID,time=InvoiceDate,amount=Quantity*UnitPrice
/// train:
///   horizon: 90d
/// ```
/// It becomes arguments before the user's own, so that the command line wins.
struct Configuration {
  /// The command's words.
  private let command: [String]
  /// Options of the file, then the user's own arguments.
  private let rest: [String]
  /// Order files of the file, used where the command line names none.
  let orders: [String]

  /// The user's arguments with those of the file before them.
  var arguments: [String] { command + rest }

  /// The same with the file's orders; before all options, some of which take any number of files.
  var argumentsWithOrders: [String] { command + orders + rest }

  /// Larger files are refused: a configuration is a page of text.
  private static let largestFile = 1 << 20
  /// Arguments that a file may come to: parsing them takes time that grows with their square.
  private static let mostArguments = 4_096

  /// Reads the file that the arguments name; nil where they name none.
  ///
  /// - Parameters:
  ///   - arguments: the user's own.
  ///   - tree: all commands and options; made only where a file is named, as it takes tens of milliseconds.
  /// - Returns: the configuration; nil where none is named.
  /// - Throws: where the file cannot be read, or names what no command has.
  static func arguments(
    adding arguments: [String], of tree: @autoclosure () throws -> CommandTree
  ) throws -> Configuration? {
    guard let path = path(in: arguments) else { return nil }
    let tree = try tree()
    let words = tree.words(in: arguments)
    guard let command = words.first, tree.options(of: words).contains("--config") else {
      throw UsageError(
        description: "--config goes after a command: perennial train --config \(path)")
    }
    var reader = ConfigurationReader(path: path, arguments: arguments, words: words, tree: tree)
    for (key, value) in try mapping(at: path) {
      let sectionWords = key.split(separator: " ").map(String.init)
      let isOption = commonOptions.contains(Spelling.option("--\(key)", of: command))
      if key == "orders" {
        try reader.appendOrders(value)
      } else if isOption, value.mapping == nil {
        // `store: shop.store` names one; `store:` with options below it is of the command.
        try reader.append(key, value)
      } else if tree.has(sectionWords) {
        guard case .mapping(let section) = value else {
          throw fault(path, key, "expected options of `\(key)` below it")
        }
        guard words.starts(with: sectionWords) else { continue }
        for (name, node) in section {
          guard let name = name.string else { throw fault(path, key, "expected names of options") }
          if reader.isForAnotherCommand(name, below: sectionWords) { continue }
          try reader.append(name, node)
        }
      } else if isOption {
        try reader.append(key, value)
      } else {
        throw fault(path, key, "expected orders, a command's name or an option of the input")
      }
    }
    let count = reader.added.count + reader.orders.count
    guard count <= mostArguments else {
      throw UsageError(
        description: "\(path): found \(grouped(count)) options and values, expected at most "
          + grouped(mostArguments))
    }
    // Ends an option that takes any number of files: the user's own order files come next.
    if !reader.added.isEmpty { reader.append(argument: "--config=\(path)") }
    return Configuration(
      command: words, rest: reader.added + arguments.dropFirst(words.count),
      orders: reader.orders)
  }

  /// Options that stand for all commands in a file: those of the input and of the run.
  private static let commonOptions = OptionNames.of(InputOptions.self).union(
    OptionNames.of(RunOptions.self)
  ).subtracting(["--config"])

  private static func path(in arguments: [String]) -> String? {
    for (index, argument) in arguments.enumerated() {
      if argument == "--config" { return index + 1 < arguments.count ? arguments[index + 1] : nil }
      if argument.hasPrefix("--config=") { return String(argument.dropFirst(9)) }
    }
    return nil
  }

  private static func mapping(at path: String) throws -> [(String, Node)] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw FileError.missingFile(path)
    }
    guard let data = bytes(ofFile: path, atMost: largestFile) else {
      throw UsageError(description: "\(path): expected a configuration of at most 1 MiB")
    }
    let text = String(decoding: data, as: UTF8.self)
    if let line = RuleFile.firstAlias(in: text) {
      throw UsageError(description: "\(path):\(line): \(RuleFile.aliasSentence)")
    }
    do {
      guard let root = try Yams.compose(yaml: text) else { return [] }
      guard case .mapping(let mapping) = root else {
        throw UsageError(description: "\(path): expected `option: value` on each line")
      }
      return try mapping.map { key, value in
        guard let key = key.string else { throw fault(path, "", "expected names of options") }
        return (key, value)
      }
    } catch let error as YamlError {
      let line = error.line.map { "\($0):" } ?? ""
      throw UsageError(description: "\(path):\(line) found no YAML: \(error.problem)")
    }
  }

  fileprivate static func texts(_ node: Node, key: String, path: String) throws -> [String] {
    switch node {
    case .scalar(let scalar): return [scalar.string]
    case .sequence(let sequence):
      return try sequence.map { item in
        guard let text = item.string else { throw fault(path, key, "expected a list of texts") }
        return text
      }
    default: throw fault(path, key, "expected a text or a list of texts")
    }
  }

  fileprivate static func fault(_ path: String, _ key: String, _ expected: String) -> UsageError {
    UsageError(description: "\(path): found '\(key)', \(expected)")
  }
}

/// Takes options out of a configuration's file.
private struct ConfigurationReader {
  let path: String
  /// The user's own.
  let arguments: [String]
  let words: [String]
  let tree: CommandTree
  var orders: [String] = []
  private(set) var added: [String] = []

  init(path: String, arguments: [String], words: [String], tree: CommandTree) {
    self.path = path
    self.arguments = arguments
    self.words = words
    self.tree = tree
  }

  /// Whether an option in the section of several commands is for another of them.
  func isForAnotherCommand(_ name: String, below section: [String]) -> Bool {
    let option = today("--\(name)")
    return section != words && !tree.options(of: words).contains(option)
      && tree.familyOptions(of: section).contains(option)
  }

  /// Adds an option, unless the command line has it.
  mutating func append(_ name: String, _ node: Node) throws {
    let option = "--\(name)"
    guard !arguments.contains(where: { today(OptionNames.name(of: $0)) == today(option) }) else {
      return
    }
    switch node {
    // A text in quotes is one, whatever it says.
    case .scalar(let scalar) where scalar.string == "true" && scalar.style == .plain:
      added.append(option)
    case .scalar(let scalar) where scalar.string == "false" && scalar.style == .plain: break
    case .scalar(let scalar): added.append("\(option)=\(scalar.string)")
    case .sequence:
      let values = try Configuration.texts(node, key: name, path: path)
      added +=
        tree.lists(of: words).contains(option)
        ? [option] + values : values.map { "\(option)=\($0)" }
    default: throw Configuration.fault(path, name, "expected a value or a list of values")
    }
  }

  mutating func append(argument: String) { added.append(argument) }

  /// Order files: a path, or a mapping of a file and its own options, or several of either.
  mutating func appendOrders(_ node: Node) throws {
    var items = [node]
    if case .sequence(let sequence) = node { items = Array(sequence) }
    for item in items {
      if let file = item.string {
        orders.append(file)
        continue
      }
      guard case .mapping(let mapping) = item, let file = mapping["file"]?.string else {
        throw Configuration.fault(path, "orders", "expected files, or {file: …, columns: …}")
      }
      orders.append(file)
      for (key, value) in mapping where key.string != "file" {
        let name = key.string ?? ""
        guard FileOptionArgument.names.contains(name) else {
          let known = FileOptionArgument.names.joined(separator: ", ")
          throw Configuration.fault(path, name, "expected one of: file, \(known)")
        }
        for text in try Configuration.texts(value, key: name, path: path) {
          let option = FileOptionArgument(file: file, name: name, value: text)
          added.append("--of-file=\(option.argument)")
        }
      }
    }
  }

  private func today(_ option: String) -> String {
    Spelling.option(option, of: words.first ?? "")
  }
}

extension Configuration {
  /// A configuration that repeats how the log was just read, ready to be kept beside it.
  static func text(input: InputOptions, horizonInDays: Int?) throws -> String {
    var root: [(Node, Node)] = []
    func add(_ key: String, _ value: Node?) {
      if let value { root.append((Node(key), value)) }
    }
    func list(_ values: [String]) -> Node? {
      values.isEmpty ? nil : Node(values.map { Node($0) })
    }
    func flag(_ isOn: Bool) -> Node? { isOn ? Node("true", Tag(.bool)) : nil }
    add("store", input.store.map { Node($0) })
    add("orders", orders(of: input))
    add("events", list(input.events))
    add("customers", list(input.customers))
    for term in input.rowTerms(with: input.customersTerms) { add(term.name, term.node) }
    let maxRejected = input.reading.maxRejected
    add(
      "max-rejected",
      maxRejected.value == RejectedShareArgument.usual
        ? nil : Node(maxRejected.defaultValueDescription))
    add("pseudonymise", input.reading.named.pseudonymise.map { Node($0) })
    add("allow-future-dates", flag(input.allowFutureDates))
    if let horizon = horizonInDays {
      add("train", Node([(Node("horizon"), Node("\(horizon)d"))]))
    }
    return try Yams.serialize(node: Node(root))
  }

  /// Order files, each with its own options where it has any.
  private static func orders(of input: InputOptions) -> Node? {
    if input.orders.isEmpty { return nil }
    let nodes = input.orders.map { file -> Node in
      let own = input.exports.ofFile.filter { $0.file == file }
      if own.isEmpty { return Node(file) }
      let named = FileOptionArgument.names.compactMap { name -> (Node, Node)? in
        let values = own.filter { $0.name == name }.map { Node($0.value) }
        return values.isEmpty ? nil : (Node(name), values.count == 1 ? values[0] : Node(values))
      }
      return Node([(Node("file"), Node(file))] + named)
    }
    return Node(nodes)
  }
}
