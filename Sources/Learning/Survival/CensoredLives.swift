/// Lives counted in whole periods, of which some were observed late and some were cut off.
///
/// A life that was not ended when observation began had outlasted `entries` periods by then (left
/// truncation): it says nothing of those. One that was not seen to end had outlasted `exits` periods
/// (right censoring).
public struct CensoredLives: Sendable, Equatable {
  /// Periods before observation, at least 0.
  public let entries: [Int]
  /// Where ended, the period that it ended in, from 1; else periods outlasted.
  public let exits: [Int]
  public let ended: [Bool]

  /// Takes one element a life from each; lives without an observed period are left out.
  ///
  /// - Parameters:
  ///   - entries: periods outlasted before observation began.
  ///   - exits: the period of the end, or periods outlasted.
  ///   - ended: whether the life was seen to end.
  public init(entries: [Int], exits: [Int], ended: [Bool]) {
    precondition(entries.count == exits.count && exits.count == ended.count)
    let used = entries.indices.filter { entries[$0] >= 0 && exits[$0] > entries[$0] }
    self.entries = used.map { entries[$0] }
    self.exits = used.map { exits[$0] }
    self.ended = used.map { ended[$0] }
  }

  public var count: Int { entries.count }
}

/// The share of lives that outlast each number of periods: the product-limit estimate, with late entry.
///
/// Source: Kaplan & Meier (1958); of lives that enter late, Tsai, Jewell & Wang (1987), *Biometrika* 74.
/// Checked against lifelines' `KaplanMeierFitter` with `entry`, `Tests/Oracles/survival_late_entry.json`.
public struct LateEntryCurve: SurvivalFunction, Sendable, Equatable {
  /// S(t) by periods t from 0.
  public let survival: [Double]
  /// Share of the lives at risk that end in period t, by t from 1; element 0 is 0.
  public let hazards: [Double]
  /// Lives that had outlasted t − 1 periods and were observed in period t, by t from 1.
  public let atRisk: [Int]

  /// Estimates the curve.
  ///
  /// - Parameter lives: one or more.
  /// - Complexity: O(lives + periods).
  public init(_ lives: CensoredLives) {
    let periods = lives.exits.max() ?? 0
    var begun = [Int](repeating: 0, count: periods + 2)
    var (gone, ends) = (begun, begun)
    for life in 0..<lives.count {
      begun[lives.entries[life] + 1] += 1
      gone[lives.exits[life] + 1] += 1
      if lives.ended[life] { ends[lives.exits[life]] += 1 }
    }
    var (waiting, share) = (0, 1.0)
    var survival = [1.0]
    var hazards = [0.0]
    var atRisk = [0]
    for period in 1..<max(1, periods + 1) {
      waiting += begun[period] - gone[period]
      let hazard = waiting > 0 ? Double(ends[period]) / Double(waiting) : 0
      share *= 1 - hazard
      survival.append(share)
      hazards.append(hazard)
      atRisk.append(waiting)
    }
    self.survival = survival
    self.hazards = hazards
    self.atRisk = atRisk
  }
}
