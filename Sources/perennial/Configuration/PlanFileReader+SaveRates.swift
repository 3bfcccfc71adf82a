import Expressions
import FoundationEssentials
import Interventions
import Models
import Scoring
import Yams

extension PlanFileReader {
  mutating func saveRate(
    _ node: Node?, in item: Node, _ offer: String
  ) -> SaveRateTerms? {
    guard let node else {
      fault(item, "offer '\(offer)': found no save_rate, expected one: save_rate: 10%")
      return nil
    }
    guard case .mapping(let pairs) = node else {
      if node.string == "measured" { return .measured(file: nil, otherwise: nil) }
      return rate(node, "save_rate").map { .one($0) }
    }
    let names = pairs.compactMap { $0.key.string }
    if names.contains("measured") { return measured(node, in: item) }
    if names.contains("learned_from") { return learned(node, in: item) }
    let stages = Lapse.allCases.map(\.rawValue)
    var rates: [String: SaveRate] = [:]
    var otherwise: SaveRate?
    for (key, value) in pairs {
      let stage = key.string ?? ""
      guard stages.contains(stage) || stage == "else" else {
        fault(
          key,
          "save_rate: found '\(stage)', expected a stage of lapse (\(stages.joined(separator: ", "))) or else"
            + suggestion(for: stage, among: stages))
        continue
      }
      guard let rate = rate(value, "save_rate") else { continue }
      if stage == "else" { otherwise = rate } else { rates[stage] = rate }
    }
    let terms = SaveRateTerms.byLapse(rates, otherwise: otherwise)
    if let missing = terms.stagesWithoutRate.first {
      fault(node, "save_rate: found no rate for '\(missing)', expected one, or `else: 5%`")
    }
    return terms
  }

  mutating func rate(_ node: Node, _ key: String) -> SaveRate? {
    guard
      let share = share(
        node, key, below: 0.5, "0 % to below 50 %: the lift at a churn probability of 50 %")
    else { return nil }
    return try? SaveRate(share)
  }

  /// Reads `{measured: uplift.csv, else: 3%}`.
  private mutating func measured(_ node: Node, in item: Node) -> SaveRateTerms? {
    guard let keys = mapping(node, "measured and else", keys: ["measured", "else"]) else {
      return nil
    }
    let file = text(keys["measured"], "measured", in: item) ?? ""
    if file.isEmpty { fault(node, "measured: found no file, expected one that `uplift` wrote") }
    return .measured(file: file, otherwise: keys["else"].flatMap { rate($0, "else") })
  }

  /// Reads `{learned_from: [plans/may, plans/june], start: 10%}`.
  private mutating func learned(_ node: Node, in item: Node) -> SaveRateTerms? {
    guard
      let keys = mapping(node, "learned_from and start", keys: ["learned_from", "start"]),
      let from = keys["learned_from"]
    else { return nil }
    guard let start = keys["start"] else {
      fault(node, "save_rate: found no start, expected the rate before any campaign: start: 10%")
      return nil
    }
    let folders = texts(from, "learned_from")
    if folders.isEmpty {
      fault(
        from,
        "learned_from: found no folder, expected those of earlier plans, or a rate alone: save_rate: 10%"
      )
    }
    if Set(folders.map { URL(filePath: $0).standardizedFileURL.path }).count < folders.count {
      fault(from, "learned_from: found a folder twice, expected each campaign once")
    }
    return rate(start, "start").map { .learned(from: folders, start: $0) }
  }
}
