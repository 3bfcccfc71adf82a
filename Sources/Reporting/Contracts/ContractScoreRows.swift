package import Files
package import Ingestion
internal import Models
package import Scoring
package import Units

/// The rows that `contracts predict` writes.
package enum ContractScoreRows {
  /// Names of the columns, in order: survival by point and ends by cause have names of their own.
  package static func columns(points: [Int], causes: [String]) -> [String] {
    ["rank", "customer_id", "start", "age_periods", "churn_probability", "reliable"]
      + points.map { "survival_\($0)" } + causes.map { "ends_\($0)" }
      + [
        "expected_remaining_periods", "survival_of_life", "value", "expected_value",
        "value_at_risk", "reason_1", "reason_2", "reason_3", "as_of", "horizon_periods",
        "life_periods", "period", "model",
      ]
  }

  /// Writes contracts in rank order, in blocks.
  ///
  /// - Parameters:
  ///   - scores: the contracts.
  ///   - selected: names of columns in the order to write them; nil for all.
  ///   - top: how many at most; nil for all.
  ///   - format: CSV or JSON Lines.
  ///   - sink: takes each block of bytes.
  /// - Throws: what the sink throws.
  package static func write<Failure: Error>(
    _ scores: ContractScores, selected: [String]?, top: Int?, format: RowFormat,
    to sink: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    let all = columns(points: scores.points, causes: scores.causes)
    let places = selected.map { $0.compactMap { all.firstIndex(of: $0) } } ?? Array(all.indices)
    var writer = RowWriter(columns: places.map { all[$0] }, format: format)
    let needsReasons = places.contains { all[$0].hasPrefix("reason_") }
    for (rank, contract) in scores.ranking.prefix(top ?? scores.count).enumerated() {
      let cells = cells(of: contract, rank: rank + 1, in: scores, needsReasons: needsReasons)
      for place in places { writer.append(cells[place]) }
      writer.endRow()
      if writer.bytes.count > blockSize { try sink(writer.takeBytes()) }
    }
    try sink(writer.takeBytes())
  }

  /// One a column.
  private static func cells(
    of contract: Int, rank: Int, in scores: ContractScores, needsReasons: Bool
  ) -> [Cell] {
    let money = [scores.value, scores.expectedValue, scores.valueAtRisk].map {
      Cell.number($0?[contract] ?? .nan)
    }
    let reasons = needsReasons ? scores.reasons(of: contract, count: 3) : []
    return [
      .integer(rank), .text(scores.id(contract)), .text(scores.start(contract).description),
      .integer(scores.age(contract)), .number(scores.probability[contract]),
      .text(scores.reliable ? "yes" : "no"),
    ]
      + scores.survival[contract].map(Cell.number) + scores.incidence[contract].map(Cell.number)
      + [.number(scores.expectedRemaining[contract]), .number(scores.tail[contract])] + money
      + (0..<3).map { .text($0 < reasons.count ? reasons[$0].sentence : nil) }
      + [
        .text(scores.asOf.description), .integer(scores.horizon), .integer(scores.life),
        .text(scores.period.text), .text(scores.modelDigest),
      ]
  }

  fileprivate enum Cell {
    case integer(Int)
    case number(Double)
    case text(String?)
  }

  /// What should be known before anybody acts on the rows.
  package static func notices(_ scores: ContractScores) -> [String] {
    var notices: [String] = []
    if !scores.reliable {
      notices.append(
        "the model told no more of contracts than their ages do (weak): its ranking is not to be relied on"
      )
    }
    notices += scores.drift?.notices.map(\.text) ?? []
    if scores.beyondSeen > 0 {
      notices.append(
        "\(grouped(scores.beyondSeen)) of \(grouped(scores.count)) contracts pass the greatest age that "
          + "training followed within \(scores.life) periods: from there on the hazard stays as it was last "
          + "seen, and expected_remaining_periods ends at \(scores.life) (survival_of_life says who is left)"
      )
    }
    return notices
  }
}

extension RowWriter {
  fileprivate mutating func append(_ cell: ContractScoreRows.Cell) {
    switch cell {
    case .integer(let integer): append(integer: integer)
    case .number(let number): append(number: number)
    case .text(let text): append(text: text)
    }
  }
}

/// What was assumed of a table of contracts as it was read.
package enum ContractReadingNotice: FindingText, Worded {
  /// A column of dates that counts seconds, or thousandths of them, since 1970.
  case clock(ClockColumn)
  /// No column of ends, so that every contract counts as in force.
  case allInForce(column: String, contracts: Int, asOf: Day, isDayOfLastDate: Bool)

  package var fact: Fact {
    switch self {
    case .clock(let column):
      Fact(
        "dates_by_clock",
        ["column": .text(column.name), "unit": .text(column.isInThousandths ? "ms" : "s")])
    case .allInForce(let column, let contracts, let day, let isDayOfLastDate):
      Fact(
        "all_in_force",
        [
          "column": .text(column), "contracts": .count(contracts), "as_of": .day(day),
          "day_of_last_date": .flag(isDayOfLastDate),
        ])
    }
  }

  package var text: String { sentence.plain }

  package var sentence: Sentence {
    switch self {
    case .clock(let column):
      """
      column '\(column.name)': read as \(column.isInThousandths ? "milliseconds" : "seconds") since \
      1970-01-01 (UTC)
      """
    case .allInForce(let column, let contracts, let day, let isDayOfLastDate):
      if isDayOfLastDate {
        """
        found no column '\(column)' of ends (\(option: .end)): \(grouped(contracts)) contracts are taken \
        to be in force on \(day), the day after the last start; say the table's day with \(option: .asOf)
        """
      } else {
        """
        found no column '\(column)' of ends (\(option: .end)): \(grouped(contracts)) contracts are taken \
        to be in force on \(day)
        """
      }
    }
  }

  package static func of(_ rows: ContractRows) -> [ContractReadingNotice] {
    rows.clockColumns.map(ContractReadingNotice.clock)
      + (rows.missingEnds.map {
        [
          .allInForce(
            column: $0, contracts: rows.inForce(on: rows.asOf).count, asOf: rows.asOf,
            isDayOfLastDate: rows.isDayOfLastDate)
        ]
      } ?? [])
  }
}
