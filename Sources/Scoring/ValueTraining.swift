internal import Dense
internal import Features
internal import Histories
internal import Interventions
internal import Learning
internal import RealModule
internal import Units

/// Learns expected spend over the value horizon from what customers spent after one as-of date.
///
/// Two regressions: one among customers who ordered in the first churn horizon, one among those who
/// did not. Quasi-Poisson with log link (Santos Silva & Tenreyro 2006): means of skewed money come
/// out unbiased, zeros are welcome, nothing is negative.
struct ValueTraining {
  let store: HistoryStore
  let horizonInDays: Int
  let valueHorizonInDays: Int
  let wantedHorizonInDays: Int
  let l2Strength: Double
  let threads: Int

  /// Spend after a date: its total and how it falls into successive churn horizons.
  struct Spend {
    /// One a customer, in money, at least 0.
    var totals: [Double]
    /// Sum over the kept and the not kept, by successive horizon.
    var keptByBlock: [Double]
    var notKeptByBlock: [Double]
    /// Whether the customer ordered in the first horizon.
    var kept: [Bool]
  }

  func fitted(to snapshot: Snapshot) throws(ScoringError) -> ValueModel {
    let spend = spend(after: snapshot)
    let design = Recipes.value.fitted(to: [snapshot.features])
    let matrix = design.design(of: snapshot.features, threads: threads)
    let kept = (0..<snapshot.count).filter { spend.kept[$0] }
    let notKept = (0..<snapshot.count).filter { !spend.kept[$0] }
    return ValueModel(
      horizonInDays: valueHorizonInDays, wantedHorizonInDays: wantedHorizonInDays,
      trainedAsOf: snapshot.asOf, design: design,
      kept: try regression(of: spend.totals, on: matrix, rows: kept, blocks: spend.keptByBlock),
      notKept: try regression(
        of: spend.totals, on: matrix, rows: notKept, blocks: spend.notKeptByBlock))
  }

  /// What each customer of a snapshot spent in the value horizon after it.
  func spend(after snapshot: Snapshot) -> Spend {
    let starts = Array(stride(from: 0, to: valueHorizonInDays, by: horizonInDays))
    var spend = Spend(
      totals: [Double](repeating: 0, count: snapshot.count),
      keptByBlock: [Double](repeating: 0, count: starts.count),
      notKeptByBlock: [Double](repeating: 0, count: starts.count), kept: [])
    var units = [Int64](repeating: 0, count: snapshot.count)
    for (block, start) in starts.enumerated() {
      let length = min(horizonInDays, valueHorizonInDays - start)
      let outcomes = outcomes(
        of: snapshot.facts.customers, in: store, asOf: snapshot.asOf + start,
        horizonInDays: length, threads: threads)
      if block == 0 { spend.kept = outcomes.map { $0.orders > 0 } }
      for (index, outcome) in outcomes.enumerated() {
        units[index] += outcome.spend
        let spent = money(outcome.spend, scale: store.moneyScale)
        if spend.kept[index] {
          spend.keptByBlock[block] += spent
        } else {
          spend.notKeptByBlock[block] += spent
        }
      }
    }
    // A window of refunds alone is no negative value of the customer: nothing more was bought.
    spend.totals = units.map { max(0, money($0, scale: store.moneyScale)) }
    return spend
  }

  private func regression(
    of totals: [Double], on matrix: Matrix, rows: [Int], blocks: [Double]
  ) throws(ScoringError) -> SpendRegression {
    let response = rows.map { totals[$0] }
    let mean = response.isEmpty ? 0 : response.reduce(0, +) / Double(response.count)
    guard mean > 0 else {
      return SpendRegression(
        scale: 0, intercept: 0, coefficients: [Double](repeating: 0, count: matrix.columns),
        timing: timing(of: blocks), customers: rows.count)
    }
    let regression = PoissonRegression(l2Strength: l2Strength, threads: threads)
    do {
      let fit = try regression.fitted(
        to: matrix.rows(rows), responses: response.map { $0 / mean })
      return SpendRegression(
        scale: mean, intercept: fit.intercept, coefficients: fit.coefficients,
        timing: timing(of: blocks), customers: rows.count)
    } catch {
      throw .fit("the spend regression could not be fitted: \(error)")
    }
  }

  /// Shares of the successive horizons; all in the first where nothing was spent.
  private func timing(of blocks: [Double]) -> [Double] {
    let positive = blocks.map { max(0, $0) }
    let total = positive.reduce(0, +)
    guard total > 0 else { return blocks.indices.map { $0 == 0 ? 1 : 0 } }
    return positive.map { $0 / total }
  }
}

/// An amount as a number.
///
/// Divided once and so rounded once: a finer scale, brought by one later row, changes no bit.
func money(_ units: Int64, scale: Int) -> Double {
  Decimal(mantissa: units, scale: scale).doubleValue
}

extension Matrix {
  /// The given rows, in the given order.
  func rows(_ indices: [Int]) -> Matrix {
    var storage: [Double] = []
    storage.reserveCapacity(indices.count * columns)
    for index in indices { storage += self.storage[index * columns..<(index + 1) * columns] }
    return Matrix(rows: indices.count, columns: columns, storage: storage)
  }
}

extension SpendRegression {
  /// e^20 is half a billion times the mean: no forecast goes beyond, whatever a model file says.
  private static let largestLogRatio = 20.0

  /// Expected undiscounted spend of each row of a design matrix, in money.
  func expectedSpend(of design: Matrix, threads: Int) -> [Double] {
    linearPredictor(
      of: design, intercept: intercept, coefficients: coefficients, threads: threads
    ).map { scale * .exp(min($0, Self.largestLogRatio)) }
  }

  /// What a unit of this spend is worth today: Σ share of a horizon × (1 + rate)^(−its middle).
  func discountFactor(
    discounting: Discounting, horizonInDays: Int, valueHorizonInDays: Int
  ) -> Double {
    timing.enumerated().reduce(0) { sum, block in
      let start = block.offset * horizonInDays
      let end = min(start + horizonInDays, valueHorizonInDays)
      let middle = Double(start + end) / 2
      return sum + block.element * discounting.factor(afterDays: middle)
    }
  }
}
