internal import Expressions
internal import Files
internal import Intake
internal import Yams

/// Reads the text of a profile file.
struct ProfileReader {
  /// For messages.
  let file: String
  static let largest = 1 << 20

  static func profile(_ text: String, file: String) throws(IngestionError) -> Profile {
    let reader = ProfileReader(file: file)
    guard text.utf8.count <= largest else {
      throw .malformedProfile(file: file, line: nil, reason: "it is larger than 1 MiB")
    }
    var profile = try reader.profile(try reader.root(text))
    profile.source = text
    return profile
  }

  /// The mapping of the whole file.
  func root(_ text: String) throws(IngestionError) -> Node.Mapping {
    let anchors = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    for (place, line) in anchors where line.contains(": &") || line.contains(": *") {
      throw .malformedProfile(file: file, line: place + 1, reason: "anchors are not read")
    }
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw .malformedProfile(file: file, line: nil, reason: "found no YAML: \(error)")
    }
    guard case .mapping(let mapping) = node else {
      throw .malformedProfile(file: file, line: 1, reason: "expected `key: value` on each line")
    }
    return mapping
  }

  func fault(_ node: Node, _ reason: String) -> IngestionError {
    .malformedProfile(file: file, line: node.mark?.line, reason: reason)
  }

  func pairs(_ node: Node, _ known: [String]? = nil) throws(IngestionError) -> [(String, Node)] {
    guard case .mapping(let mapping) = node else { throw fault(node, "expected keys and values") }
    return try pairs(mapping, known)
  }

  func pairs(
    _ mapping: Node.Mapping, _ known: [String]? = nil
  ) throws(IngestionError) -> [(String, Node)] {
    var found: [(String, Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else { throw fault(key, "expected a name") }
      if let known, !known.contains(scalar.string) {
        throw fault(
          key, "'\(scalar.string)' is no key, expected one of: \(known.joined(separator: ", "))")
      }
      if found.contains(where: { $0.0 == scalar.string }) {
        throw fault(key, "the key '\(scalar.string)' stands twice")
      }
      found.append((scalar.string, value))
    }
    return found
  }

  func text(_ node: Node) throws(IngestionError) -> String {
    guard case .scalar(let scalar) = node else { throw fault(node, "expected a text") }
    return scalar.string
  }

  func texts(_ node: Node) throws(IngestionError) -> [String] {
    try list(node).map { item throws(IngestionError) in try text(item) }
  }

  func list(_ node: Node) throws(IngestionError) -> [Node] {
    guard case .sequence(let sequence) = node else { return [node] }
    return Array(sequence)
  }

  func expression(_ node: Node) throws(IngestionError) -> Expression {
    let text = try text(node)
    do {
      return try Expression(parsing: text)
    } catch { throw fault(node, error.description) }
  }

  func expressions(_ node: Node) throws(IngestionError) -> [Expression] {
    try list(node).map { item throws(IngestionError) in try expression(item) }
  }

  private func choice<Value: RawRepresentable>(
    _ node: Node, _ type: Value.Type, _ words: String
  ) throws(IngestionError) -> Value where Value.RawValue == String {
    guard let value = Value(rawValue: try text(node)) else {
      throw fault(node, "found '\(try text(node))', expected \(words)")
    }
    return value
  }

  private static let keys = [
    "name", "title", "kind", "format", "sources", "columns", "matches", "refuse", "order",
    "parent", "customer", "customer_is", "no_customer", "guests", "time", "amount", "refund",
    "currency", "quantity", "category", "channel", "discount", "returned", "returned_at",
    "fill_down", "continues", "order_row", "status", "rows", "footer", "money", "event", "value",
    "counts", "keys", "means",
  ]

  private func profile(_ root: Node.Mapping) throws(IngestionError) -> Profile {
    var profile = Profile(name: "", title: "", kind: .orders)
    var seen = Set<String>()
    for (key, node) in try pairs(root, Self.keys) {
      seen.insert(key)
      try read(key, node, into: &profile)
    }
    for key in ["name", "title", "kind", "columns", "matches", "means"] where !seen.contains(key) {
      throw .malformedProfile(file: file, line: 1, reason: "the key '\(key)' is missing")
    }
    try checkAliases(profile)
    return profile
  }

  private func checkAliases(_ profile: Profile) throws(IngestionError) {
    let known = Set(profile.columns.map(\.alias))
    var used = profile.all + profile.any.joined() + profile.none + profile.fillDown
    used += profile.continues + profile.status.map(\.column) + profile.keys
    used += profile.time.cells.joined() + profile.counts.map(\.column)
    var expressions = profile.customers + profile.amounts.map(\.value)
    expressions += [profile.order, profile.parent, profile.orderRow, profile.event, profile.value]
      .compactMap(\.self)
    expressions += profile.amounts.compactMap(\.when) + profile.amounts.compactMap(\.refund)
    expressions += profile.rows.map(\.when) + profile.roles.values
    for expression in expressions { used += expression.columns }
    if let unknown = used.first(where: { !known.contains($0) }) {
      throw .malformedProfile(
        file: file, line: nil, reason: "'\(unknown)' is used and is no alias under `columns`")
    }
  }

  private func read(
    _ key: String, _ node: Node, into profile: inout Profile
  ) throws(IngestionError) {
    switch key {
    case "name": profile.name = try text(node)
    case "title": profile.title = try text(node)
    case "kind":
      profile.kind = try choice(node, ColumnRole.FileKind.self, "orders, events or customers")
    case "format":
      guard try text(node) == "json-lines" else { throw fault(node, "expected json-lines") }
      profile.isJSON = true
    case "sources": for item in try list(node) { _ = try pairs(item, ["what", "where"]) }
    case "columns":
      for (alias, spellings) in try pairs(node) {
        profile.columns.append((alias, try texts(spellings).map(foldedName)))
      }
    case "matches":
      for (key, node) in try pairs(node, ["all", "any", "none"]) {
        switch key {
        case "all": profile.all = try texts(node)
        case "any":
          profile.any = try list(node).map { item throws(IngestionError) in try texts(item) }
        default: profile.none = try texts(node)
        }
      }
    case "means":
      for (key, node) in try pairs(node) { profile.means.append((key, try text(node))) }
    default: try readMore(key, node, into: &profile)
    }
  }

  private func readMore(
    _ key: String, _ node: Node, into profile: inout Profile
  ) throws(IngestionError) {
    switch key {
    case "refuse": profile.refuse = try text(node)
    case "order": profile.order = try expression(node)
    case "parent": profile.parent = try expression(node)
    case "customer": profile.customers = try expressions(node)
    case "customer_is":
      guard try text(node) == "name" else { throw fault(node, "expected name") }
      profile.customerIsName = true
    case "no_customer": profile.noCustomer = try text(node)
    case "guests": profile.guests = Set(try texts(node).map(foldedName))
    case "time": profile.time = try time(node)
    case "amount":
      for item in try list(node) { profile.amounts.append(try amount(item)) }
    case "refund":
      for (key, node) in try pairs(node, ["value", "remaining"]) {
        profile.refund =
          key == "value" ? .value(try expression(node)) : .remaining(try text(node))
      }
    case "currency":
      if case .mapping = node {
        for (_, node) in try pairs(node, ["fixed"]) { profile.currency = .fixed(try text(node)) }
      } else {
        profile.currency = .column(try expression(node))
      }
    case "quantity", "category", "channel", "discount", "returned", "returned_at":
      if let role = ColumnRole(spelling: key) { profile.roles[role] = try expression(node) }
    case "fill_down": profile.fillDown = try texts(node)
    case "continues": profile.continues = try texts(node)
    case "order_row": profile.orderRow = try expression(node)
    case "status":
      for item in try list(node) { profile.status.append(try status(item)) }
    case "rows":
      for item in try list(node) { profile.rows.append(try row(item)) }
    case "footer": profile.footer = try texts(node).map(foldedName)
    case "money":
      for (_, node) in try pairs(node, ["decimal"]) {
        if try text(node) != "infer" {
          profile.decimal = try choice(node, MoneyForm.self, "infer, point or comma")
        }
      }
    case "event": profile.event = try expression(node)
    case "value": profile.value = try expression(node)
    case "counts":
      for item in try list(node) {
        var count = Profile.Count(event: "", column: "")
        for (key, node) in try pairs(item, ["event", "count"]) {
          if key == "event" { count.event = try text(node) } else { count.column = try text(node) }
        }
        profile.counts.append(count)
      }
    default: profile.keys = try texts(node)
    }
  }

  private func time(_ node: Node) throws(IngestionError) -> Profile.Time {
    var time = Profile.Time()
    for (key, node) in try pairs(node, ["cells", "usual", "forms", "zone"]) {
      switch key {
      case "cells":
        time.cells = try list(node).map { item throws(IngestionError) in try texts(item) }
      case "usual": time.usual = try texts(node)
      case "forms": time.forms = try texts(node)
      default:
        if case .mapping = node {
          for (_, node) in try pairs(node, ["column"]) { time.zone = .column(try text(node)) }
        } else {
          switch try text(node) {
          case "cell": time.zone = .cell
          case "UTC": time.zone = .utc
          case "shop": time.zone = .shop
          case let name: time.zone = .named(name)
          }
        }
      }
    }
    return time
  }

  private func amount(_ node: Node) throws(IngestionError) -> Profile.Amount {
    var level = Profile.Level.line
    var parts: [String: Expression] = [:]
    for (key, node) in try pairs(node, ["level", "when", "value", "refund"]) {
      if key == "level" {
        level = try choice(node, Profile.Level.self, "order or line")
      } else {
        parts[key] = try expression(node)
      }
    }
    guard let value = parts["value"] else { throw fault(node, "the key 'value' is missing") }
    return Profile.Amount(
      level: level, when: parts["when"], value: value, refund: parts["refund"])
  }

  private func status(_ node: Node) throws(IngestionError) -> Profile.Status {
    var status = Profile.Status(column: "")
    let classes = ["counted", "refunded", "cancelled", "unpaid"]
    for (key, node) in try pairs(
      node, ["column", "per", "strip_prefix", "blank", "filled"] + classes)
    {
      switch key {
      case "column": status.column = try text(node)
      case "per": status.isPerLine = try choice(node, Profile.Level.self, "order or line") == .line
      case "strip_prefix": status.prefix = try text(node)
      case "blank": status.blank = try text(node)
      case "filled": status.filled = try text(node)
      default: for value in try texts(node) { status.classes[foldedValue(value)] = key }
      }
    }
    return status
  }

  private func row(_ node: Node) throws(IngestionError) -> Profile.RowRule {
    var rule: Profile.RowRule?
    let all = try pairs(node, ["when", "is", "reason", "order", "customer", "event"])
    for (key, node) in all where key == "when" {
      rule = Profile.RowRule(when: try expression(node), kind: .sale)
    }
    guard var rule else { throw fault(node, "the key 'when' is missing") }
    for (key, node) in all {
      switch key {
      case "is":
        rule.kind = try choice(
          node, Profile.RowKind.self, "sale, refund, left_out, ask or event")
      case "reason": rule.reason = try text(node)
      case "order": rule.order = try expression(node)
      case "customer": rule.customers = try expressions(node)
      case "event": rule.event = try expression(node)
      default: break
      }
    }
    return rule
  }
}
