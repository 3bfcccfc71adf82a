internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

extension ContractTraining {
  /// Rank correlation of a column with the length of ended contracts, beyond which it may have been
  /// filled in at their end.
  private static let growing = 0.9
  private static let fewestForGrowth = 50
  /// Ends that the hazards let expect before the first one was seen.
  private static let expectedBeforeFirst = 10.0

  /// What should be known of the model and the table.
  func notices(
    _ model: ContractModel, sampled: Int, curve: LateEntryCurve
  ) -> [ContractNotice] {
    let rows = known.rows
    var notices = growing() + followingEnds() + [noEndsBefore(curve)].compactMap(\.self)
    if known.endedBeforeObservation > 0 {
      notices.append(.endedBeforeObservation(known.endedBeforeObservation))
    }
    if known.seenForLessThanAPeriod > 0 {
      notices.append(.seenTooShort(known.seenForLessThanAPeriod, by: known.day))
    }
    if rows.endedAtOnce > 0 { notices.append(.endedAtOnce(rows.endedAtOnce)) }
    if sampled < known.lives.count {
      notices.append(.sampled(contracts: sampled, of: known.lives.count))
    }
    notices += model.causes.filter { $0.isConverged == false }.map {
      .notConverged(cause: $0.name, iterations: $0.iterations)
    }
    notices += model.causes.filter { $0.ends < 50 }.map { .fewEnds(cause: $0.name, ends: $0.ends) }
    notices += rows.unused.map(ContractNotice.unused)
    let used = Set(model.design.columns.flatMap { [$0.feature, $0.other ?? $0.feature] })
    return notices
      + model.columns.filter { $0.features.allSatisfy { !used.contains($0) } }
      .map { column in
        let rare = rows.columns.first { $0.name == column.name }?.whyRare(column)
        return rare.map(ContractNotice.unused) ?? .withoutInformation(column.name)
      }
  }

  private func growing() -> [ContractNotice] {
    let ended = known.lives.filter {
      $0.cause != nil && known.rows.versions[$0.contract].count == 1
    }
    guard ended.count >= Self.fewestForGrowth else { return [] }
    let lengths = ranks(ended.map { Double($0.exit) })
    return known.rows.columns.compactMap { column in
      guard case .numbers(let values) = column.cells else { return nil }
      let own = ended.map { values[known.rows.versions[$0.contract].lowerBound] }
      guard own.allSatisfy({ !$0.isNaN }) else { return nil }
      let correlation = correlation(ranks(own), lengths)
      return abs(correlation) > Self.growing
        ? .growsWithAge(column: column.name, correlation: correlation) : nil
    }
  }

  /// Columns of which the date of the end tells nearly all and that of the start does not.
  private func followingEnds() -> [ContractNotice] {
    let ended = known.lives.filter {
      $0.cause != nil && known.rows.versions[$0.contract].count == 1
    }
    guard ended.count >= Self.fewestForGrowth else { return [] }
    let ends = ended.map { known.rows.ends[$0.contract]?.number ?? 0 }
    let starts = ended.map { known.rows.starts[$0.contract].number }
    return known.rows.columns.compactMap { column in
      guard case .numbers(let values) = column.cells else { return nil }
      let own = ended.map { values[known.rows.versions[$0.contract].lowerBound] }
      guard let share = shareExplained(own, by: ends), share > Self.growing,
        (shareExplained(own, by: starts) ?? 0) < Self.growing
      else { return nil }
      return .followsEnd(column: column.name, share: share)
    }
  }

  /// Where ends would have been seen before the first one, had their contracts been in the table.
  private func noEndsBefore(_ curve: LateEntryCurve) -> ContractNotice? {
    let rows = known.rows
    guard known.schema.observedFrom == nil, let first = rows.ends.compactMap(\.self).min() else {
      return nil
    }
    var (expected, begun) = (0.0, 0)
    for start in rows.starts where start < first {
      let age = min(
        known.schema.period.completed(from: start, to: first), curve.survival.count - 1)
      expected += -Double.log(max(curve.survival[age], 1e-9))
      begun += 1
    }
    return expected > Self.expectedBeforeFirst ? .noEndsBefore(first, begun: begun) : nil
  }
}

/// Mean ranks from 0, equal values sharing theirs.
private func ranks(_ values: [Double]) -> [Double] {
  let order = values.indices.sorted { values[$0] < values[$1] }
  var ranks = [Double](repeating: 0, count: values.count)
  var first = 0
  while first < order.count {
    var last = first
    while last + 1 < order.count, values[order[last + 1]] == values[order[first]] { last += 1 }
    for place in first...last { ranks[order[place]] = Double(first + last) / 2 }
    first = last + 1
  }
  return ranks
}

/// The share of the squares that groups of equal dates explain, beyond what as many groups would by
/// chance; nil where hardly any date repeats, or values do not differ.
private func shareExplained(_ values: [Double], by dates: [Int32]) -> Double? {
  var groups: [Int32: (count: Double, sum: Double, squares: Double)] = [:]
  for (value, date) in zip(values, dates) where !value.isNaN {
    let own = groups[date] ?? (0, 0, 0)
    groups[date] = (own.count + 1, own.sum + value, own.squares + value * value)
  }
  // In order of dates, so that sums are the same in every run.
  let repeated = groups.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }
  let count = repeated.reduce(0) { $0 + $1.count }
  guard repeated.count > 1, count >= 50, count > 2 * Double(repeated.count) else { return nil }
  let mean = repeated.reduce(0) { $0 + $1.sum } / count
  let total = repeated.reduce(0) { $0 + $1.squares } - count * mean * mean
  let within = repeated.reduce(0) { $0 + $1.squares - $1.sum * $1.sum / $1.count }
  guard total > 1e-12 * repeated.reduce(0, { $0 + $1.squares }) else { return nil }
  return 1 - within / (count - Double(repeated.count)) / (total / (count - 1))
}

private func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let (meanX, meanY) = (mean(x), mean(y))
  var (xx, yy, xy) = (0.0, 0.0, 0.0)
  for (a, b) in zip(x, y) {
    xx += (a - meanX) * (a - meanX)
    yy += (b - meanY) * (b - meanY)
    xy += (a - meanX) * (b - meanY)
  }
  return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
}
