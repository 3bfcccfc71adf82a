internal import Dense

/// Observed outcomes of lives from a time origin: event times, causes and follow-up.
///
/// Lives censored before a time get weight 0 there, and those still observed are weighted up in their place
/// (inverse probability of censoring weights).
/// Source: Graf et al. (1999), *Statistics in Medicine* 18 (Brier); Uno et al. (2007), *JASA* 102 (AUC);
/// with competing ends, Blanche et al. (2013), *Statistics in Medicine* 32.
/// Checked against scikit-survival, `Tests/Oracles/followed_lives.json`.
public struct FollowedLives: Sendable {
  /// How a life stood at a time.
  public enum State: Sendable, Equatable {
    /// Ended by then, of the cause that is asked for.
    case ended
    /// Still alive, or ended of another cause.
    case other
    /// Lost from sight before.
    case lost
  }

  /// Time of the end, or until which it was followed; above 0.
  public let times: [Double]
  /// Nil where it was not seen to end; else the number of the cause.
  public let causes: [Int?]
  /// Times of loss by rising time with the share not lost after each.
  private let losses: [(time: Double, share: Double)]

  public init(times: [Double], causes: [Int?]) {
    precondition(times.count == causes.count && times.allSatisfy { $0 > 0 })
    self.times = times
    self.causes = causes
    // The product-limit estimate of not being lost; an end comes before a loss at the same time.
    let order = times.indices.sorted { times[$0] < times[$1] }
    var (left, share, place) = (times.count, 1.0, 0)
    var losses: [(time: Double, share: Double)] = []
    while place < order.count {
      let time = times[order[place]]
      var (ended, lost) = (0, 0)
      while place < order.count, times[order[place]] == time {
        if causes[order[place]] == nil { lost += 1 } else { ended += 1 }
        place += 1
      }
      if lost > 0 {
        share *= 1 - Double(lost) / Double(left - ended)
        losses.append((time, share))
      }
      left -= ended + lost
    }
    self.losses = losses
  }

  public var count: Int { times.count }

  /// The share of lives not lost by a time; before it where `upTo` is false.
  private func shareFollowed(_ time: Double, upTo: Bool) -> Double {
    var (low, high) = (0, losses.count)
    while low < high {
      let middle = (low + high) / 2
      if losses[middle].time < time || (upTo && losses[middle].time == time) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low == 0 ? 1 : losses[low - 1].share
  }

  /// How each life stood at a time, and what it weighs: 0 where lost.
  ///
  /// - Parameters:
  ///   - time: after the moment.
  ///   - cause: whose ends count; nil for any.
  /// - Returns: one state and weight a life.
  public func states(at time: Double, cause: Int?) -> (states: [State], weights: [Double]) {
    let shareAtTime = shareFollowed(time, upTo: true)
    var weights = [Double](repeating: 0, count: count)
    let states = times.indices.map { life -> State in
      if times[life] > time {
        weights[life] = shareAtTime > 0 ? 1 / shareAtTime : 0
        return .other
      }
      guard let own = causes[life] else { return .lost }
      let share = shareFollowed(times[life], upTo: false)
      weights[life] = share > 0 ? 1 / share : 0
      return cause.map { $0 == own } ?? true ? .ended : .other
    }
    return (states, weights)
  }

  /// The weighted share of lives that ended of a cause by a time.
  public func shareEnded(by time: Double, cause: Int?) -> Double {
    let (states, weights) = states(at: time, cause: cause)
    let ended = states.indices.reduce(0) { $0 + (states[$1] == .ended ? weights[$1] : 0) }
    return ended / Double(count)
  }

  /// Mean squared error of probabilities of having ended by a time: 0 is exact.
  public func brier(of probabilities: [Double], by time: Double, cause: Int?) -> Double {
    let (states, weights) = states(at: time, cause: cause)
    let sum = states.indices.reduce(0.0) { sum, life in
      let error = probabilities[life] - (states[life] == .ended ? 1 : 0)
      return sum + weights[life] * error * error
    }
    return sum / Double(count)
  }

  /// The share of pairs, one of which ended by a time while the other had not, that scores put in order.
  ///
  /// - Parameters:
  ///   - scores: larger where the end is more likely.
  ///   - time: by which ends count.
  ///   - cause: whose ends count; nil for any.
  ///   - repetitions: how often each life counts, for replicates; nil for once.
  /// - Returns: nil without such a pair.
  /// - Complexity: O(lives · log lives).
  public func areaUnderCurve(
    of scores: [Double], by time: Double, cause: Int?, repetitions: [Int]? = nil
  ) -> Double? {
    let (states, weights) = states(at: time, cause: cause)
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    return area(order, scores, states, weights, repetitions)
  }

  /// The area, with a percentile interval over replicates of lives.
  ///
  /// - Parameters:
  ///   - scores: larger where the end is more likely.
  ///   - time: by which ends count.
  ///   - cause: whose ends count; nil for any.
  ///   - replicates: at least 40.
  ///   - seed: of the draws.
  /// - Returns: 2.5 % and 97.5 % points; nil where the area is not defined.
  public func areaInterval(
    of scores: [Double], by time: Double, cause: Int?, replicates: Int, seed: UInt64
  ) -> ClosedRange<Double>? {
    precondition(replicates >= 40)
    let (states, weights) = states(at: time, cause: cause)
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    var areas: [Double] = []
    for replicate in 0..<replicates {
      var random = RandomSource(seed: seed, stream: UInt64(replicate))
      var counts = [Int](repeating: 0, count: count)
      for _ in 0..<count { counts[random.index(below: count)] += 1 }
      if let area = area(order, scores, states, weights, counts) { areas.append(area) }
    }
    guard areas.count >= 40 else { return nil }
    areas.sort()
    let tail = areas.count / 40
    return areas[tail]...areas[areas.count - 1 - tail]
  }

  private func area(
    _ order: [Int], _ scores: [Double], _ states: [State], _ weights: [Double],
    _ repetitions: [Int]?
  ) -> Double? {
    var (below, pairs, inOrder, place) = (0.0, 0.0, 0.0, 0)
    var (cases, controls) = (0.0, 0.0)
    while place < order.count {
      let score = scores[order[place]]
      var (ended, others) = (0.0, 0.0)
      while place < order.count, scores[order[place]] == score {
        let life = order[place]
        let weight = weights[life] * Double(repetitions?[life] ?? 1)
        if states[life] == .ended { ended += weight }
        if states[life] == .other { others += weight }
        place += 1
      }
      inOrder += ended * (below + others / 2)
      below += others
      cases += ended
      controls += others
    }
    pairs = cases * controls
    return pairs > 0 ? inOrder / pairs : nil
  }

  /// Harrell's concordance: of pairs of which one is known to end first, the share in which it has the
  /// higher score; equal scores count half.
  ///
  /// - Parameters:
  ///   - scores: larger where the end is expected sooner.
  ///   - cause: whose ends count; others end the follow-up. Nil for any.
  /// - Returns: nil without such a pair.
  /// - Complexity: O(lives · log lives).
  public func concordance(of scores: [Double], cause: Int?) -> Double? {
    let ranks = denseRanks(scores)
    var tree = CountTree(count: (ranks.max() ?? 0) + 1)
    // From the last time back: those in the tree outlast the life at hand.
    let order = times.indices.sorted { times[$0] > times[$1] }
    var (pairs, inOrder, place) = (0.0, 0.0, 0)
    func counts(_ life: Int) -> Bool {
      guard let own = causes[life] else { return false }
      return cause.map { $0 == own } ?? true
    }
    while place < order.count {
      let time = times[order[place]]
      var tied = place
      while tied < order.count, times[order[tied]] == time { tied += 1 }
      // Whoever is followed to the time of an end outlasts it.
      let group = order[place..<tied]
      for life in group where !counts(life) { tree.add(ranks[life]) }
      for life in group where counts(life) {
        let lower = tree.count(below: ranks[life])
        let equal = tree.count(below: ranks[life] + 1) - lower
        pairs += Double(tree.total)
        inOrder += Double(lower) + Double(equal) / 2
      }
      for life in group where counts(life) { tree.add(ranks[life]) }
      place = tied
    }
    return pairs > 0 ? inOrder / pairs : nil
  }
}

/// Of each number its place among the different ones.
private func denseRanks(_ values: [Double]) -> [Int] {
  var ranks = [Int](repeating: 0, count: values.count)
  var (rank, previous) = (-1, Double.nan)
  for index in values.indices.sorted(by: { values[$0] < values[$1] }) {
    if values[index] != previous { rank += 1 }
    previous = values[index]
    ranks[index] = rank
  }
  return ranks
}

/// Counts by number, whose running sums are known at once (Fenwick 1994).
private struct CountTree {
  private var sums: [Int]
  private(set) var total = 0

  init(count: Int) { sums = [Int](repeating: 0, count: count + 1) }

  mutating func add(_ number: Int) {
    total += 1
    var place = number + 1
    while place < sums.count {
      sums[place] += 1
      place += place & -place
    }
  }

  func count(below number: Int) -> Int {
    var (place, sum) = (number, 0)
    while place > 0 {
      sum += sums[place]
      place -= place & -place
    }
    return sum
  }
}
