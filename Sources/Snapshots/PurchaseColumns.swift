package import Dense
package import Lifetime

/// What lifetime models know of customers, one element a customer in each column.
package struct PurchaseColumns: Sendable {
  /// Order days after the first.
  let frequency: [Int]
  /// Days from the first order day to the last.
  let recencyInDays: [Int]
  /// Days from the first order day to the last day observed.
  let tenureInDays: [Int]
  /// Mean money of the repeat order days; 0 where there are none.
  let meanRepeatSpend: [Double]

  package init(
    frequency: [Int], recencyInDays: [Int], tenureInDays: [Int], meanRepeatSpend: [Double]
  ) {
    self.frequency = frequency
    self.recencyInDays = recencyInDays
    self.tenureInDays = tenureInDays
    self.meanRepeatSpend = meanRepeatSpend
  }

  package var count: Int { frequency.count }

  package func customer(_ row: Int) -> PurchaseSummary {
    PurchaseSummary(
      frequency: frequency[row], recency: Double(recencyInDays[row]),
      tenure: Double(tenureInDays[row]))
  }

  /// Money expected of one order day of each customer, after refunds.
  package func orderValues(
    _ spend: GammaGammaSpend?, else mean: Double, netShare: Double
  ) -> [Double] {
    frequency.indices.map { row in
      let value =
        spend.map {
          $0.expectedSpend(frequency: frequency[row], meanSpend: meanRepeatSpend[row])
        } ?? mean
      return netShare * value
    }
  }

  /// A figure of each customer, in parallel.
  package func figures<Value: Sendable>(
    workers: Workers, _ figure: @Sendable (PurchaseSummary) -> Value
  ) -> [Value] {
    let chunks = Chunks(rows: count, rowsPerChunk: 512)
    return workers.map(chunks.count) { index in
      chunks[index].map { figure(customer($0)) }
    }.flatMap { $0 }
  }
}

extension PurchaseColumns {
  /// Names of the features that say the same.
  package static let features = ["frequency", "recency", "tenure", "monetary_value"]

  /// Longer histories, and dearer orders, than any shop has.
  private static let (longest, dearest) = (365_000.0, 1e15)

  /// Takes the columns from features, in the order of `features`; not-a-number where missing.
  ///
  /// What no history can be, such as a last order before the first or two order days on one, is taken
  /// for the nearest that can.
  package init(features columns: [[Double]]) {
    var (frequency, recency, tenure): ([Int], [Int], [Int]) = ([], [], [])
    for row in columns[0].indices {
      let (orders, last, end) = Self.days(columns[0][row], columns[1][row], columns[2][row])
      frequency.append(orders)
      recency.append(last)
      tenure.append(end)
    }
    self.init(
      frequency: frequency, recencyInDays: recency, tenureInDays: tenure,
      meanRepeatSpend: columns[3].map { $0 > 0 ? min($0, Self.dearest) : 0 })
  }

  /// One customer by the same features.
  static func summary(frequency: Double, recency: Double, tenure: Double) -> PurchaseSummary {
    let (orders, last, end) = days(frequency, recency, tenure)
    return PurchaseSummary(frequency: orders, recency: Double(last), tenure: Double(end))
  }

  /// Frequency, recency and tenure as a history can have them.
  private static func days(
    _ frequency: Double, _ recency: Double, _ tenure: Double
  ) -> (frequency: Int, recency: Int, tenure: Int) {
    func days(_ value: Double, atMost limit: Double) -> Int {
      value > 0 ? Int(min(value, limit)) : 0
    }
    let end = days(tenure, atMost: longest)
    let last = days(recency, atMost: Double(end))
    let orders = days(frequency, atMost: Double(last))
    return (orders, orders > 0 ? last : 0, end)
  }
}
