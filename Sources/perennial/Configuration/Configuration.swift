import FoundationEssentials
import Histories
import Scoring
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

  /// Options of the input, which every command that reads orders has.
  private static let inputOptions = [
    "events", "customers", "columns", "where", "no-header", "delimiter", "encoding", "date-format",
    "decimal-comma", "time-zone", "refunds", "amount-per", "known-after", "drop-duplicates",
    "max-refused", "allow-future-dates", "refused", "ledger", "seed", "threads", "quiet",
  ]
  private static let commands = [
    "check", "train", "predict", "compare", "features", "segment", "clv", "horizon", "backtest",
    "export",
  ]
  /// Options that take files up to the next option; others are repeated for each of their values.
  private static let fileLists = ["events", "customers"]
  /// Larger files are refused: a configuration is a page of text.
  private static let largestFile = 1 << 20

  /// Reads the file that the arguments name; nil where they name none.
  static func arguments(adding arguments: [String]) throws -> Configuration? {
    guard let path = path(in: arguments) else { return nil }
    guard let command = arguments.first, commands.contains(command) else {
      throw UsageError(
        description: "--config goes after a command: perennial train --config \(path)")
    }
    let root = try mapping(at: path)
    var added: [String] = []
    var orders: [String] = []
    for (key, value) in root {
      if key == "orders" {
        orders = try texts(value, key: key, path: path)
      } else if inputOptions.contains(key) {
        try append(key, value, to: &added, unlessIn: arguments, path: path)
      } else if commands.contains(key) {
        guard case .mapping(let section) = value else {
          throw fault(path, key, "expected options of `\(key)` below it")
        }
        guard key == command else { continue }
        for (name, node) in section {
          guard let name = name.string else { throw fault(path, key, "expected names of options") }
          try append(name, node, to: &added, unlessIn: arguments, path: path)
        }
      } else {
        throw fault(path, key, "expected orders, a command's name or an option of the input")
      }
    }
    // Ends an option that takes any number of files: the user's own order files come next.
    if !added.isEmpty { added.append("--config=\(path)") }
    // `export notebook` has its options after the second word.
    let words = command == "export" ? 2 : 1
    return Configuration(
      command: Array(arguments.prefix(words)), rest: added + arguments.dropFirst(words),
      orders: orders)
  }

  private static func path(in arguments: [String]) -> String? {
    for (index, argument) in arguments.enumerated() {
      if argument == "--config" { return index + 1 < arguments.count ? arguments[index + 1] : nil }
      if argument.hasPrefix("--config=") { return String(argument.dropFirst(9)) }
    }
    return nil
  }

  private static func mapping(at path: String) throws -> [(String, Node)] {
    guard FileManager.default.fileExists(atPath: path) else {
      throw DataError.missingFile(path)
    }
    guard let data = FileManager.default.contents(atPath: path), data.count <= largestFile else {
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

  private static func append(
    _ name: String, _ node: Node, to added: inout [String], unlessIn arguments: [String],
    path: String
  ) throws {
    let option = "--\(name)"
    guard !arguments.contains(where: { $0 == option || $0.hasPrefix("\(option)=") }) else { return }
    switch node {
    // A text in quotes is one, whatever it says.
    case .scalar(let scalar) where scalar.string == "true" && scalar.style == .plain:
      added.append(option)
    case .scalar(let scalar) where scalar.string == "false" && scalar.style == .plain: break
    case .scalar(let scalar): added.append("\(option)=\(scalar.string)")
    case .sequence:
      let values = try texts(node, key: name, path: path)
      added += fileLists.contains(name) ? [option] + values : values.map { "\(option)=\($0)" }
    default: throw fault(path, name, "expected a value or a list of values")
    }
  }

  private static func texts(_ node: Node, key: String, path: String) throws -> [String] {
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

  private static func fault(_ path: String, _ key: String, _ expected: String) -> UsageError {
    UsageError(description: "\(path): found '\(key)', \(expected)")
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
    add("orders", list(input.orders))
    add("events", list(input.events))
    add("customers", list(input.customers))
    add("columns", input.columns.map { Node($0) })
    add("where", input.filter.map { Node($0) })
    add("no-header", flag(input.noHeader))
    add("delimiter", input.delimiter.map { Node($0.argument) })
    add("encoding", input.encoding == .utf8 ? nil : Node(input.encoding.rawValue))
    add("date-format", input.dateFormat.map { Node($0) })
    add("decimal-comma", flag(input.decimalComma))
    add("time-zone", Node(input.timeZone))
    add("refunds", Node(input.refunds.rawValue))
    add("amount-per", input.amountPer.map { Node($0.rawValue) })
    add("known-after", input.knownAfter.map { Node("\($0.value.wholeDays)d") })
    add("drop-duplicates", flag(input.dropDuplicates))
    let maxRefused = input.maxRefused.value
    add(
      "max-refused",
      maxRefused == RefusedShareArgument.usual ? nil : Node("\(100 * maxRefused)%"))
    add("allow-future-dates", flag(input.allowFutureDates))
    if let horizon = horizonInDays {
      add("train", Node([(Node("horizon"), Node("\(horizon)d"))]))
    }
    return try Yams.serialize(node: Node(root))
  }
}
