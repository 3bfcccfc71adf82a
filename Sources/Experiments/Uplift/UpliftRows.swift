package import Dense

/// Treated and untreated customers, with their covariates and outcomes.
package struct UpliftRows: Sendable {
  /// One row a customer; standardised columns, known before the treatment.
  package let x: Matrix
  /// Names of the columns.
  package let names: [String]
  package let isTreated: [Bool]
  /// One a customer, finite.
  package let outcome: [Double]
  /// Whether all outcomes are 0 or 1.
  package let isBinary: Bool
  /// One row a customer of what an effect is learned from: x, or where effects are shares of something
  /// known, that and its product with every column.
  let effectX: Matrix

  /// Customers an arm below which nothing is learned.
  package static let fewestInArm = 200

  /// - Parameters:
  ///   - x: one row a customer.
  ///   - names: of the columns.
  ///   - isTreated: of each customer.
  ///   - outcome: of each customer, finite.
  ///   - most: what the effect on each customer is learned as a share of, 0 or more; nil for effects by
  ///     themselves.
  package init(
    x: Matrix, names: [String], isTreated: [Bool], outcome: [Double], most: [Double]? = nil
  ) {
    precondition(x.rows == isTreated.count && x.rows == outcome.count && x.columns == names.count)
    self.x = x
    self.names = names
    self.isTreated = isTreated
    self.outcome = outcome
    isBinary = outcome.allSatisfy { $0 == 0 || $0 == 1 }
    effectX = most.map { Self.shares(x, of: $0) } ?? x
  }

  package var count: Int { outcome.count }

  private static func shares(_ x: Matrix, of most: [Double]) -> Matrix {
    precondition(most.count == x.rows)
    var storage: [Double] = []
    storage.reserveCapacity(x.rows * (x.columns + 1))
    for row in 0..<x.rows {
      storage.append(most[row])
      for value in x.storage[row * x.columns..<(row + 1) * x.columns] {
        storage.append(most[row] * value)
      }
    }
    return Matrix(rows: x.rows, columns: x.columns + 1, storage: storage)
  }

  /// Throws where there is too little to learn from.
  func check(outcomeName: String, arms: (treated: String, control: String)) throws(ExperimentError)
  {
    for (isArm, name) in [(true, arms.treated), (false, arms.control)] {
      let rows = outcome.indices.filter { isTreated[$0] == isArm }
      guard rows.count >= Self.fewestInArm else {
        throw .tooFewInArm(name, found: rows.count, needed: Self.fewestInArm)
      }
      guard let first = rows.first, rows.contains(where: { outcome[$0] != outcome[first] }) else {
        guard outcome.allSatisfy({ $0 == outcome[0] }) else {
          throw .constantInArm(outcomeName, arm: name)
        }
        throw .constantOutcome(outcomeName)
      }
    }
  }

  /// Deals customers out to parts, arm by arm and outcome by outcome, in seeded random order.
  ///
  /// - Returns: the part of each customer.
  func parts(_ count: Int, seed: UInt64, stream: UInt64) -> [Int] {
    var parts = [Int](repeating: 0, count: self.count)
    var next = 0
    for (kind, isMember) in [
      { isTreated[$0] && outcome[$0] > 0 }, { isTreated[$0] && outcome[$0] <= 0 },
      { !isTreated[$0] && outcome[$0] > 0 }, { !isTreated[$0] && outcome[$0] <= 0 },
    ].enumerated() as EnumeratedSequence<[(Int) -> Bool]> {
      var members = outcome.indices.filter(isMember)
      var random = RandomSource(seed: seed, stream: 4 * stream + UInt64(kind))
      random.shuffle(&members)
      for member in members {
        parts[member] = next
        next = (next + 1) % count
      }
    }
    return parts
  }

  /// Some rows of the design.
  func design(of rows: [Int]) -> Matrix { Self.part(x, rows) }

  /// Some rows of what effects are learned from.
  func effectDesign(of rows: [Int]) -> Matrix { Self.part(effectX, rows) }

  private static func part(_ x: Matrix, _ rows: [Int]) -> Matrix {
    var storage: [Double] = []
    storage.reserveCapacity(rows.count * x.columns)
    for row in rows { storage += x.storage[row * x.columns..<(row + 1) * x.columns] }
    return Matrix(rows: rows.count, columns: x.columns, storage: storage)
  }
}
