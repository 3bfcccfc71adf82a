import Dense
import Learning
import TestSupport
import Testing

/// Regressions whose columns are made as they are asked for, beside the same columns in memory: the oracle.
@Suite struct MadeRowsTests {
  /// Columns with means off zero, one of them constant, one the sum of two others.
  private static func sample(rows: Int, seed: UInt64) -> (x: Matrix, labels: [Double]) {
    var source = RandomSource(seed: seed)
    var x = Matrix(rows: rows, columns: 6)
    var labels: [Double] = []
    for row in 0..<rows {
      let values = (0..<3).map { Double($0) / 2 + source.uniform() - 0.5 }
      let columns = values + [7, values[0] + values[2], source.uniform() < 0.1 ? 1 : 0]
      for (column, value) in columns.enumerated() { x[row, column] = value }
      let eta = -0.4 + values[0] - 2 * values[1] + columns[5]
      labels.append(source.uniform() < logistic(eta) ? 1 : 0)
    }
    return (x, labels)
  }

  /// Few rows go by double precision, many by a sample and single precision; the last block is not full.
  @Test(arguments: [3_001, 66_001], [0.0, 1e-3])
  func fitsAreThoseOfColumnsInMemory(rows: Int, l2Strength: Double) throws {
    let (x, labels) = Self.sample(rows: rows, seed: 5)
    let groups = (0..<rows).map { ($0 * 7_919) % (rows / 3) }
    let regression = LogisticRegression(l2Strength: l2Strength)
    let held = try regression.fitted(to: x, labels: labels, groups: groups)
    let made = try regression.fitted(
      to: .made(StoredColumns(x)), labels: labels, groups: groups)
    #expect(made.convergence.isConverged)
    #expect(
      agree(made.predictor.all, held.predictor.all, relative: 1e-9),
      "\(made.predictor), \(held.predictor)")
    #expect(made.diagnoses == held.diagnoses && made.diagnoses.contains(.constant(column: 3)))
    let (errors, known) = (try #require(made.standardErrors), try #require(held.standardErrors))
    #expect(agree(errors.all, known.all, relative: 1e-3))
    let (robust, knownRobust) = (
      try #require(made.robustStandardErrors), try #require(held.robustStandardErrors)
    )
    #expect(agree(robust.all, knownRobust.all, relative: 1e-3))
  }

  @Test func threadsDoNotChangeBits() throws {
    let (x, labels) = Self.sample(rows: 20_000, seed: 8)
    let groups = (0..<20_000).map { $0 / 2 }
    let fits = try [1, 2].map {
      try LogisticRegression(l2Strength: 1e-3, workers: Workers($0)).fitted(
        to: .made(StoredColumns(x)), labels: labels, groups: groups)
    }
    #expect(fits[0].predictor == fits[1].predictor)
    #expect(fits[0].robustStandardErrors == fits[1].robustStandardErrors)
  }

  /// Means so large beside spreads that they have to be taken off the columns.
  @Test func largeMeansAreTakenOff() throws {
    var (x, labels) = Self.sample(rows: 3_000, seed: 6)
    for row in 0..<x.rows { x[row, 1] += 1e6 }
    let regression = LogisticRegression(l2Strength: 1e-3)
    let held = try regression.fitted(to: x, labels: labels)
    let made = try regression.fitted(to: .made(StoredColumns(x)), labels: labels)
    #expect(
      agree(made.predictor.coefficients, held.predictor.coefficients, relative: 1e-7),
      "\(made.predictor), \(held.predictor)")
  }

  @Test(arguments: [Double.infinity, .nan, -1e101])
  func namesTheRowAndColumnOfWhatIsNoNumber(value: Double) throws {
    var (x, labels) = Self.sample(rows: 1_000, seed: 7)
    x[700, 2] = value
    #expect {
      try LogisticRegression(l2Strength: 1).fitted(to: .made(StoredColumns(x)), labels: labels)
    } throws: { error in
      guard case FitError.valueOutOfRange(let row, let column, _) = error else { return false }
      return row == 700 && column == 2
    }
  }
}

/// Columns of a matrix, handed out as if they were made.
struct StoredColumns: ColumnSource {
  let x: Matrix
  let columns: Int

  /// The leading columns of a matrix, or all.
  init(_ x: Matrix, leading: Int? = nil) {
    self.x = x
    columns = leading ?? x.columns
  }

  var rows: Int { x.rows }

  func write(
    _ columns: [Int], of rows: Range<Int>, to target: inout MutableSpan<Double>, stride: Int
  ) { write(columns, of: Array(rows), to: &target, stride: stride) }

  func write(
    _ columns: [Int], of rows: [Int], to target: inout MutableSpan<Double>, stride: Int
  ) {
    for (place, column) in columns.enumerated() {
      for (index, row) in rows.enumerated() { target[place * stride + index] = x[row, column] }
    }
  }
}
