import ArgumentParser
import Expressions
import Features
import Segments
import Units

/// Options of the scores 1–5.
struct ScoreOptions: ParsableArguments {
  @OptionGroup var naming: RuleOptions
  @Option(
    name: .long, help: .shown("Window of the F, M and E scores: 365d, 1y, or all.", "days"))
  var scoreWindow = Self.usualWindow
  @Option(
    name: .long,
    help: .more(
      """
      Days since the last order, from R 2 to R 5: 240d,120d,60d,30d; R is 5 up to 30 days (default: \
      learned from these customers).
      """, "days"))
  var rCutOffs: String?
  @Option(
    name: .long,
    help: .more(
      "Orders in the window, from F 2 to F 5: 2,3,5,9; F is 5 from 9 orders (default: learned).",
      "numbers"))
  var fCutOffs: String?
  @Option(
    name: .long,
    help: .more(
      "Money in the window, from M 2 to M 5: 50,100,250,499.90 (default: learned).", "amounts"))
  var mCutOffs: String?
  @Option(
    name: .long,
    help: .more(
      "Weighted engagement in the window, from E 2 to E 5: 1,5,10,25 (default: learned).",
      "numbers"))
  var eCutOffs: String?
  @Option(
    name: .long,
    help: .more(
      """
      Weights of event kinds in the E score, to replace some of the defaults: \
      email_click=3,visit=0,other=1 (default: \(EngagementWeights.standard.summary)).
      """, "weights"))
  var engagementWeights: String?
  @Option(
    name: .long,
    help: .more(
      "Half-life of an event's weight in the E score, or none to weight all alike.", "days"))
  var engagementHalfLife = HalfLifeArgument(days: EngagementWeights.standard.halfLifeInDays)

  static let usualWindow = WindowArgument(days: 365)

  /// Whether anything is set that a model has stored.
  var setsScores: Bool {
    [rCutOffs, fCutOffs, mCutOffs, eCutOffs, engagementWeights].contains { $0 != nil }
  }

  func settings() throws -> ScoreSettings {
    var settings = ScoreSettings(windowInDays: scoreWindow.days)
    settings.engagement.halfLifeInDays = engagementHalfLife.days
    if let engagementWeights {
      settings.engagement.weights.merge(try weights(engagementWeights)) { $1 }
    }
    settings.givenCutOffs.recency = try rCutOffs.map { text in
      try cutOffs(text, "--r-cut-offs", falls: true, scale: 0) { part in
        DayCount(part).map { FixedDecimal(mantissa: Int64($0.wholeDays), scale: 0) }
          ?? parseDecimal(Array(part.utf8)[...], decimalComma: false)
      }
    }
    func numbers(_ text: String, _ option: String, scale: Int) throws -> [Int64] {
      try cutOffs(text, option, falls: false, scale: scale) { part in
        parseDecimal(Array(part.utf8)[...], decimalComma: false)
      }
    }
    settings.givenCutOffs.frequency = try fCutOffs.map {
      try numbers($0, "--f-cut-offs", scale: 0)
    }
    settings.givenCutOffs.monetaryScale = FixedDecimal.moneyScale
    settings.givenCutOffs.monetary = try mCutOffs.map {
      try numbers($0, "--m-cut-offs", scale: FixedDecimal.moneyScale)
    }
    settings.givenCutOffs.engagement = try eCutOffs.map {
      try numbers($0, "--e-cut-offs", scale: EngagementWeights.scale)
    }
    return settings
  }

  private func cutOffs(
    _ text: String, _ option: String, falls: Bool, scale: Int, _ parse: (String) -> FixedDecimal?
  ) throws -> [Int64] {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      String($0.filter { $0 != " " })
    }
    let values = parts.compactMap { part -> Int64? in
      guard let value = parse(part), let units = value.rescaled(to: scale),
        units.mantissa >= 0, units.doubleValue == value.doubleValue
      else { return nil }
      return units.mantissa
    }
    let rising = falls ? values.reversed() : values
    guard values.count == parts.count, values.count == 4,
      zip(rising, rising.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw UsageError(
        description:
          "\(option): found '\(text)', expected four \(scale == 0 ? "whole " : "")numbers that "
          + "\(falls ? "fall" : "rise"), from the score 2 to the score 5")
    }
    return values
  }

  private func weights(_ text: String) throws -> [String: Double] {
    var weights: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let sides = part.split(separator: "=", omittingEmptySubsequences: false).map {
        String($0.filter { $0 != " " })
      }
      let name =
        sides[0] == EngagementWeights.other
        ? sides[0] : EventKind.meaning(ofSpelling: sides[0])
      guard sides.count == 2, let name, let weight = Double(sides[1]), (0...1e6).contains(weight)
      else {
        let known = EventKind.meanings + [EngagementWeights.other]
        let nearest =
          suggestion(for: sides[0], among: known)
        throw UsageError(
          description:
            "--engagement-weights: found '\(part)', expected KIND=NUMBER of at least 0; kinds: "
            + known.joined(separator: ", ") + nearest)
      }
      weights[name] = weight
    }
    return weights
  }
}

/// Which rules name segments.
struct RuleOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      Rule file, or built-in set of `perennial segment rules` (default: rfm125, or the model's).
      """, "rules"),
    completion: .file())
  var rules: String?

  /// The rules that were named; nil where none were.
  func named() throws -> RuleSet? {
    try rules.map { try RuleFile($0).ruleSet() }
  }
}

/// A half-life on the command line: a duration, or `none`.
struct HalfLifeArgument: ExpressibleByArgument {
  let days: Double?

  init(days: Double?) { self.days = days }

  init?(argument: String) {
    if argument == "none" {
      days = nil
    } else {
      guard let value = DayCount(argument) else { return nil }
      days = value.days
    }
  }

  var defaultValueDescription: String { days.map { "\(Int($0))d" } ?? "none" }
}

extension EngagementWeights {
  /// `cart_add=4,email_click=3,…`, the heaviest first.
  fileprivate var summary: String {
    weights.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key)=\(Int($0.value))" }
      .joined(separator: ",")
  }
}
