import Expressions
import Interventions
import Models
import Scoring
import Units
import Yams

/// Takes offers and limits out of a YAML document, and gathers what is wrong with them.
struct PlanFileReader: FormReader {
  var lines: [PlanPlace: Int] = [:]
  var faults: [(line: Int?, sentence: String)] = []
  /// The section `predict:` of the same file: what the score rows assume unless the plan says it.
  private let predict: Node?

  static let planKeys = [
    "offers", "budget", "budget_counts", "max_contacts", "channel_limits", "cool_down", "hold_out",
    "scored_with", "even_if_unreliable", "triggers",
  ]
  static let offerKeys = [
    "name", "channel", "consent", "contact_cost", "incentive_cost", "discount", "used_by",
    "save_rate", "worth", "margin", "price", "where", "cool_down", "at_most", "win_back",
  ]
  /// As many as a rule set has rules.
  private static let mostOffers = 60

  init(simple predict: Node?) { self.predict = predict }

  mutating func terms(_ section: Node) -> PlanTerms? {
    guard let keys = mapping(section, "offers, budget and so on", keys: Self.planKeys) else {
      return nil
    }
    lines[.plan(key: "plan")] = section.mark?.line
    for (key, node) in keys { lines[.plan(key: key)] = node.mark?.line }
    let offers = self.offers(keys["offers"], in: section)
    let scoredWith = self.scoredWith(keys["scored_with"])
    guard let scoredWith else { return nil }
    var terms = PlanTerms(offers: offers, scoredWith: scoredWith)
    terms.budget = money(keys["budget"], "budget", atMost: PlanAmount.largestBudget)
    terms.mostContacts = count(keys["max_contacts"], "max_contacts")
    terms.channelLimits = channelLimits(keys["channel_limits"], offers)
    terms.coolDownInDays = days(keys["cool_down"], "cool_down") ?? 0
    terms.triggers = triggers(keys["triggers"], offers)
    if let share = share(keys["hold_out"], "hold_out", below: 1, "0 % to below 100 %") {
      terms.holdOutShare = share
    }
    terms.takesUnreliable = flag(keys["even_if_unreliable"], "even_if_unreliable") ?? false
    if let node = keys["budget_counts"] {
      let word = text(node, "budget_counts", in: section) ?? ""
      if !["all_used", "expected"].contains(word) {
        fault(node, "budget_counts: found '\(word)', expected all_used or expected")
      }
      terms.countsExpectedUse = word == "expected"
    }
    return terms
  }

  private mutating func offers(_ node: Node?, in section: Node) -> [OfferTerms] {
    guard case .sequence(let items)? = node, !items.isEmpty else {
      fault(node ?? section, "found no offer, expected `offers:` with `- name: …` below it")
      return []
    }
    guard items.count <= Self.mostOffers else {
      fault(node ?? section, "found \(items.count) offers, expected at most \(Self.mostOffers)")
      return []
    }
    var offers: [OfferTerms] = []
    for item in items {
      guard let keys = mapping(item, "name, contact_cost, save_rate …", keys: Self.offerKeys) else {
        continue
      }
      let place = offers.count
      lines[.offer(place, key: "name")] = item.mark?.line
      for (key, node) in keys { lines[.offer(place, key: key)] = node.mark?.line }
      let name = text(keys["name"], "name", in: item) ?? ""
      if name.isEmpty { fault(item, "found an offer without `name:`, expected one") }
      if offers.contains(where: { $0.name == name }) {
        fault(item, "found two offers called '\(name)', expected a name each")
      }
      guard let rate = saveRate(keys["save_rate"], in: item, name) else { continue }
      offers.append(offer(OfferTerms(name: name, saveRate: rate), keys, in: item))
    }
    return offers
  }

  private mutating func offer(
    _ start: OfferTerms, _ keys: [String: Node], in item: Node
  ) -> OfferTerms {
    var offer = start
    offer.channel = text(keys["channel"], "channel", in: item)
    offer.consent = text(keys["consent"], "consent", in: item)
    if let cost = money(keys["contact_cost"], "contact_cost") { offer.contactCost = cost }
    if let amount = money(keys["incentive_cost"], "incentive_cost") {
      offer.incentive = .amount(amount)
    }
    if let node = keys["discount"] {
      if keys["incentive_cost"] != nil {
        fault(node, "discount: found incentive_cost beside it, expected one of the two")
      }
      if let share = share(node, "discount", below: nil, "above 0 % to 100 %", zero: false) {
        offer.incentive = .shareOfOrder(share)
      }
    }
    if let share = share(keys["used_by"], "used_by", below: nil, "0 % to 100 %") {
      offer.useRate = share
    }
    if let share = share(keys["margin"], "margin", below: nil, "above 0 % to 100 %", zero: false) {
      offer.margin = share
    }
    if let node = keys["worth"] {
      let word = text(node, "worth", in: item) ?? ""
      if let worth = OfferTerms.Worth(rawValue: word) {
        offer.worth = worth
      } else {
        fault(node, "worth: found '\(word)', expected customer or order")
      }
    }
    offer.price = money(keys["price"], "price")
    offer.condition = text(keys["where"], "where", in: item)
    if let node = keys["where"], offer.condition?.allSatisfy(\.isWhitespace) ?? true {
      fault(node, "where: found no condition, expected one over the columns of the score rows")
      offer.condition = nil
    }
    offer.coolDownInDays = days(keys["cool_down"], "cool_down") ?? 0
    offer.mostContacts = count(keys["at_most"], "at_most")
    offer.isForWinBack = flag(keys["win_back"], "win_back") ?? false
    return offer
  }

  /// What the rows were scored with: as the plan says, or `predict:` of the same file, or the defaults.
  private mutating func scoredWith(_ node: Node?) -> Economics? {
    var (rate, cost) = (0.1, 0.0)
    if case .mapping(let options)? = predict {
      if let node = options["save-rate"], let share = shareText(node.string ?? "") { rate = share }
      if let node = options["contact-cost"], let number = Double(node.string ?? "") {
        cost = number
      }
    }
    if let node {
      guard
        let keys = mapping(node, "save_rate and contact_cost", keys: ["save_rate", "contact_cost"])
      else { return nil }
      if let node = keys["save_rate"], let said = self.rate(node, "scored_with") {
        rate = said.rate
      }
      if let said = money(keys["contact_cost"], "scored_with") { cost = said.doubleValue }
    }
    return try? Economics(saveRate: SaveRate(rate), contactCost: cost)
  }

  private mutating func channelLimits(_ node: Node?, _ offers: [OfferTerms]) -> [String: Int] {
    guard let node else { return [:] }
    guard case .mapping(let pairs) = node else {
      fault(node, "channel_limits: found \(described(node)), expected `email: 1000`")
      return [:]
    }
    let channels = Set(offers.compactMap(\.channel)).sorted()
    var limits: [String: Int] = [:]
    for (key, value) in pairs {
      let channel = key.string ?? ""
      guard channels.contains(channel) else {
        fault(
          key,
          "channel_limits: found '\(channel)', expected a channel of an offer: "
            + channels.joined(separator: ", "))
        continue
      }
      limits[channel] = count(value, "channel_limits")
    }
    return limits
  }

  // MARK: Values

  private mutating func money(
    _ node: Node?, _ key: String, atMost most: Int = PlanAmount.largestCost
  ) -> FixedDecimal? {
    guard let node else { return nil }
    guard let number = PlanAmount.read(node.string ?? "", atMost: most) else {
      fault(node, "\(key): found \(described(node)), expected \(PlanAmount.expected(atMost: most))")
      return nil
    }
    return number
  }

  private mutating func count(_ node: Node?, _ key: String) -> Int? {
    guard let node else { return nil }
    guard let number = node.string.flatMap({ Int($0) }), (0...1_000_000_000).contains(number) else {
      fault(node, "\(key): found \(described(node)), expected a whole number of at least 0")
      return nil
    }
    return number
  }

  mutating func days(_ node: Node?, _ key: String) -> Int? {
    guard let node else { return nil }
    guard let days = node.string.flatMap({ DayCount($0) })?.wholeDays else {
      fault(node, "\(key): found \(described(node)), expected a duration such as 30d")
      return nil
    }
    return days
  }

  private mutating func flag(_ node: Node?, _ key: String) -> Bool? {
    guard let node else { return nil }
    guard let word = node.string, ["true", "false"].contains(word) else {
      fault(node, "\(key): found \(described(node)), expected true or false")
      return nil
    }
    return word == "true"
  }

  mutating func share(
    _ node: Node?, _ key: String, below limit: Double?, _ expected: String, zero: Bool = true
  ) -> Double? {
    guard let node else { return nil }
    guard let share = shareText(node.string ?? ""), share <= 1, limit.map({ share < $0 }) ?? true,
      zero || share > 0
    else {
      fault(node, "\(key): found \(described(node)), expected a share from \(expected)")
      return nil
    }
    return share
  }

  private func shareText(_ text: String) -> Double? { ShareArgument(argument: text)?.value }
}

/// What amounts of a plan may be.
enum PlanAmount {
  /// Such that the costs of all customers, in millionths, stay within 64 bits.
  static let largestCost = 1_000_000
  static let largestBudget = 1_000_000_000_000

  static func expected(atMost most: Int) -> String {
    "an amount from 0 to \(grouped(most)) with at most six digits behind the point: 12.50"
  }

  /// The exact amount of a text; nil for any other text.
  static func read(_ text: String, atMost most: Int) -> FixedDecimal? {
    guard let number = parseDecimal(Array(text.utf8)[...], decimalComma: false),
      number.mantissa >= 0, number.scale <= FixedDecimal.moneyScale,
      number.doubleValue <= Double(most)
    else { return nil }
    return number
  }
}
