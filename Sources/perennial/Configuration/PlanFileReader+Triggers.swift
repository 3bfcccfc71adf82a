import Expressions
import Scoring
import Yams

extension PlanFileReader {
  static let triggerKeys = ["trigger", "name", "where", "offer", "within", "cool_down"]
  /// As many as a rule set has rules.
  private static let mostTriggers = 60

  /// The list `triggers:` of a plan.
  mutating func triggers(_ node: Node?, _ offers: [OfferTerms]) -> [TriggerTerms.Trigger] {
    guard let node else { return [] }
    guard case .sequence(let items) = node, !items.isEmpty, items.count <= Self.mostTriggers else {
      fault(
        node,
        "triggers: found \(described(node)), expected a list of at most \(Self.mostTriggers): "
          + "- {trigger: birthday, offer: voucher}")
      return []
    }
    var triggers: [TriggerTerms.Trigger] = []
    for item in items {
      guard let keys = mapping(item, "trigger, offer …", keys: Self.triggerKeys) else { continue }
      let place = triggers.count
      lines[.trigger(place, key: "trigger")] = item.mark?.line
      for (key, node) in keys { lines[.trigger(place, key: key)] = node.mark?.line }
      guard let trigger = trigger(keys, offers, in: item) else { continue }
      if triggers.contains(where: { $0.name == trigger.name }) {
        fault(item, "triggers: found '\(trigger.name)' twice, expected a name each")
      }
      triggers.append(trigger)
    }
    return triggers
  }

  private mutating func trigger(
    _ keys: [String: Node], _ offers: [OfferTerms], in item: Node
  ) -> TriggerTerms.Trigger? {
    let event = event(keys["trigger"], in: item)
    let condition = text(keys["where"], "where", in: item)
    let name = text(keys["name"], "name", in: item) ?? event?.rawValue ?? ""
    if event == nil, keys["trigger"] == nil {
      if condition == nil || name.isEmpty {
        fault(item, "triggers: found neither, expected `trigger:`, or `name:` with `where:`")
        return nil
      }
    }
    let offer = text(keys["offer"], "offer", in: item) ?? ""
    let known = offers.map(\.name)
    guard let made = offers.first(where: { $0.name == offer }) else {
      fault(
        keys["offer"] ?? item,
        "offer: found '\(offer)', expected one of the plan's: \(known.joined(separator: ", "))"
          + suggestion(for: offer, among: known))
      return nil
    }
    var trigger = TriggerTerms.Trigger(name: name, offer: offer)
    trigger.event = event
    trigger.condition = condition
    trigger.consent = made.consent
    trigger.days = days(keys["within"], "within")
    if let node = keys["within"], event?.defaultDays == nil {
      fault(node, "within: found it where no days are looked at, expected none")
    }
    if let days = days(keys["cool_down"], "cool_down") { trigger.coolDownInDays = days }
    return trigger
  }

  private mutating func event(_ node: Node?, in item: Node) -> TriggerTerms.Event? {
    guard let node else { return nil }
    let word = text(node, "trigger", in: item) ?? ""
    let known = TriggerTerms.Event.allCases.map(\.rawValue)
    guard let event = TriggerTerms.Event(rawValue: word) else {
      fault(
        node,
        "trigger: found '\(word)', expected one of \(known.joined(separator: ", "))"
          + suggestion(for: word, among: known))
      return nil
    }
    return event
  }
}
