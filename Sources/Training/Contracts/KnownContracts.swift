internal import Ingestion
internal import Models
internal import Units

/// Contracts as known at a date: lives in whole periods, without any later information.
struct KnownContracts: Sendable {
  /// What was seen of one contract.
  struct Life: Sendable {
    let contract: Int
    /// Periods outlasted before observation began.
    let entry: Int
    /// The last period that was seen whole, or the one that it ended in.
    let exit: Int
    /// Place of the reason; nil where it was not seen to end.
    let cause: Int?
    /// The part of the last period that was over at the end.
    let share: Double
  }

  let rows: ContractRows
  let schema: ContractSchema
  let day: Day
  let lives: [Life]
  let endedBeforeObservation: Int
  /// Contracts of which no whole period was seen, so that they say nothing.
  let seenForLessThanAPeriod: Int

  /// Takes the contracts that began before a day.
  ///
  /// A period counts where it was seen whole: one that is under way on the day says nothing, also of
  /// contracts that have ended in it already, or hazards would be too high.
  init(_ rows: ContractRows, _ schema: ContractSchema, on day: Day) {
    self.rows = rows
    self.schema = schema
    self.day = day
    let period = schema.period
    var (lives, before, short) = ([Life](), 0, rows.starts.count { $0 >= day })
    for contract in 0..<rows.count where rows.starts[contract] < day {
      let start = rows.starts[contract]
      let end = rows.ends[contract].flatMap { $0 < day ? $0 : nil }
      let lastSeen = min(rows.lost[contract] ?? day - 1, day - 1)
      let whole = period.completed(from: start, to: lastSeen)
      let entry = schema.observedFrom.map { Self.begun(start, by: $0, period) } ?? 0
      if let end {
        let place = period.place(of: end, from: start)
        if let first = schema.observedFrom, end < first {
          before += 1
          continue
        }
        if place.period <= whole {
          guard place.period > entry else {
            short += 1
            continue
          }
          lives.append(
            Life(
              contract: contract, entry: entry, exit: place.period, cause: rows.causes[contract],
              share: place.share))
          continue
        }
      }
      guard whole > entry else {
        short += 1
        continue
      }
      lives.append(Life(contract: contract, entry: entry, exit: whole, cause: nil, share: 0))
    }
    self.lives = lives
    endedBeforeObservation = before
    seenForLessThanAPeriod = short
  }

  private init(_ other: KnownContracts, lives: [Life]) {
    rows = other.rows
    schema = other.schema
    day = other.day
    self.lives = lives
    endedBeforeObservation = other.endedBeforeObservation
    seenForLessThanAPeriod = other.seenForLessThanAPeriod
  }

  /// The same with some of the lives.
  func only(_ places: [Int]) -> KnownContracts {
    KnownContracts(self, lives: places.map { lives[$0] })
  }

  /// Periods of a life that began before a day.
  private static func begun(_ start: Day, by day: Day, _ period: ContractPeriod) -> Int {
    guard day > start else { return 0 }
    let whole = period.completed(from: start, to: day)
    return period.day(whole, from: start) < day ? whole + 1 : whole
  }

  var periods: Int { lives.reduce(0) { $0 + $1.exit - $1.entry } }

  func ends(of cause: Int?) -> Int {
    lives.count { life in life.cause.map { own in cause.map { $0 == own } ?? true } ?? false }
  }

  /// The periods of the lives, cut where another row of the table begins to hold.
  var segments: [ContractLife] {
    lives.flatMap { life -> [ContractLife] in
      let start = rows.starts[life.contract]
      let all = (life.entry + 1)...life.exit
      guard rows.versions[life.contract].count > 1 else {
        return [
          ContractLife(
            contract: life.contract, row: rows.versions[life.contract].lowerBound, periods: all)
        ]
      }
      var (segments, first) = ([ContractLife](), all.lowerBound)
      func row(_ period: Int) -> Int {
        rows.row(of: life.contract, on: schema.period.day(period - 1, from: start))
      }
      for period in all where period == all.upperBound || row(period + 1) != row(period) {
        segments.append(
          ContractLife(contract: life.contract, row: row(period), periods: first...period))
        first = period + 1
      }
      return segments
    }
  }
}
