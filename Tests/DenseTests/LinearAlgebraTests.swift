import Dense
import Foundation
import TestSupport
import Testing

private func randomMatrix(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
  var source = SeededGenerator(seed: seed)
  return Matrix(
    rows: rows, columns: columns,
    storage: (0..<rows * columns).map { _ in .random(in: -1...1, using: &source) })
}

private func product(_ a: Matrix, _ i: Int, _ b: Matrix, _ j: Int) -> Double {
  (0..<a.columns).reduce(0) { $0 + a[i, $1] * b[j, $1] }
}

/// BLAS against sums written out.
@Suite struct LinearAlgebraTests {
  @Test(arguments: [(1, 1), (3, 2), (17, 5), (40, 33)], [0..<1, 1..<1, 2..<3])
  func productsOfRowBlocks(shape: (rows: Int, columns: Int), slack: Range<Int>) {
    let a = randomMatrix(shape.rows, shape.columns, seed: 1)
    let rows = min(slack.lowerBound, shape.rows)..<shape.rows - min(slack.count, shape.rows) / 2
    guard !rows.isEmpty else { return }
    let x = randomMatrix(1, shape.columns, seed: 2)
    var y = [Double](repeating: .nan, count: rows.count + 1)
    a.multiply(rows: rows, by: x.storage, into: &y)
    #expect(agree(Array(y.dropLast()), rows.map { product(a, $0, x, 0) }, absolute: 1e-13))
    #expect(y[rows.count].isNaN)

    let b = randomMatrix(4, shape.columns, seed: 3)
    var c = [Double](repeating: .nan, count: rows.count * 4)
    a.multiply(rows: rows, byTransposed: b, into: &c)
    let expected = rows.flatMap { row in (0..<4).map { product(a, row, b, $0) } }
    #expect(agree(c, expected, absolute: 1e-13))

    var sums = [Double](repeating: 2, count: shape.columns)
    let factors = rows.map { Double($0) - 1.5 }
    a.addTransposedProduct(rows: rows, by: factors, to: &sums)
    let written = (0..<shape.columns).map { column in
      zip(rows, factors).reduce(2) { $0 + a[$1.0, column] * $1.1 }
    }
    #expect(agree(sums, written, absolute: 1e-12))
  }

  @Test func gramianAddsToTheUpperTriangleOnly() {
    let a = randomMatrix(9, 4, seed: 4)
    var gramian = Matrix(rows: 4, columns: 4, repeating: 1)
    gramian.addGramian(of: a.storage, rows: 8)
    for i in 0..<4 {
      for j in 0..<4 {
        let sum = (0..<8).reduce(1) { $0 + a[$1, i] * a[$1, j] }
        #expect(abs(gramian[i, j] - (j >= i ? sum : 1)) < 1e-14)
      }
    }
  }

  /// Sums in double precision are the oracle; what single precision loses is a ten-millionth.
  @Test func singlePrecisionGramianIsNear() {
    let a = randomMatrix(5_000, 7, seed: 14)
    var singles = SingleGramian(order: 7)
    for start in stride(from: 0, to: 5_000, by: 300) {
      let rows = min(300, 5_000 - start)
      let block = a.storage[start * 7..<(start + rows) * 7].map { Float($0) } + [.nan]
      singles.add(block, rows: rows)
    }
    let total = singles.total()
    for i in 0..<7 {
      for j in 0..<7 {
        let sum = (0..<5_000).reduce(0.0) { $0 + a[$1, i] * a[$1, j] }
        #expect(abs(total[i, j] - (j >= i ? sum : 0)) < 1e-7 * 5_000)
      }
    }
  }

  /// The same of columns that lie one after the other, beside the layout by rows.
  @Test func gramiansOfRunsAreThoseOfRows() {
    let a = randomMatrix(5, 300, seed: 17)
    var sum = Matrix(rows: 5, columns: 5, repeating: 1)
    sum.addGramian(ofRows: a)
    var singles = SingleGramian(order: 5)
    for _ in 0..<9 { singles.add(runs: a.storage.map { Float($0) }, rows: 300) }
    let total = singles.total()
    var products = SingleProducts(2, by: 5)
    let first = Array(a.storage.prefix(600)).map { Float($0) }
    for _ in 0..<9 { products.add(first, a.storage.map { Float($0) }, rows: 300) }
    let mixed = products.total()
    for i in 0..<5 {
      for j in 0..<5 {
        let known = (0..<300).reduce(0.0) { $0 + a[i, $1] * a[j, $1] }
        #expect(abs(sum[i, j] - (j >= i ? 1 + known : 1)) < 1e-12)
        #expect(abs(total[i, j] - (j >= i ? 9 * known : 0)) < 1e-7 * 2_700)
        if i < 2 { #expect(abs(mixed[i, j] - 9 * known) < 1e-7 * 2_700) }
      }
    }
  }

  @Test func productsAreAdded() {
    let (a, b) = (randomMatrix(3, 5, seed: 15), randomMatrix(6, 4, seed: 16))
    var sums = [Double](repeating: 1, count: 12)
    a.addProduct(by: b, to: &sums)
    let written = (0..<3).flatMap { i in
      (0..<4).map { j in (0..<5).reduce(1.0) { $0 + a[i, $1] * b[$1, j] } }
    }
    #expect(agree(sums, written, absolute: 1e-13))
  }

  @Test func manyRightHandSidesAreSolvedAsEach() throws {
    let a = randomMatrix(12, 5, seed: 17)
    var matrix = Matrix(rows: 5, columns: 5)
    matrix.addGramian(of: a.storage, rows: 12)
    let factor = try Cholesky(matrix)
    let right = randomMatrix(3, 5, seed: 18)
    let found = factor.solve(rowsOf: right)
    for row in 0..<3 {
      #expect(agree(found.row(row), factor.solve(right.row(row)), relative: 1e-12))
    }
    #expect(factor.solve(rowsOf: Matrix(rows: 0, columns: 5)).storage == [])
  }

  @Test func emptyShapesAreNoTrouble() {
    let none = Matrix(rows: 3, columns: 0)
    var y = [1.0, 2, 3]
    none.multiply(rows: 0..<3, by: [], into: &y)
    #expect(y == [0, 0, 0])
    var sums = [Double]()
    none.addTransposedProduct(rows: 0..<3, by: y, to: &sums)
    #expect(dot([], []) == 0)
    #expect((try? Cholesky(Matrix(rows: 0, columns: 0)))?.solve([]) == [])
  }

  @Test func dotAndAdd() {
    #expect(dot([1, 2, 3], [4, 5, 6]) == 32)
    var y = [1.0, 1, 1]
    add([1, 2, 3], times: 2, to: &y)
    #expect(y == [3, 5, 7])
  }

  @Test func choleskySolvesAndInverts() throws {
    let a = randomMatrix(30, 6, seed: 5)
    var matrix = Matrix(rows: 6, columns: 6)
    matrix.addGramian(of: a.storage, rows: 30)
    let factor = try Cholesky(matrix)
    matrix.mirrorUpperTriangle()
    let x = factor.solve([1, 2, 3, 4, 5, 6])
    let inverse = factor.inverse()
    for i in 0..<6 {
      #expect(abs(dot(matrix.row(i), x) - Double(i + 1)) < 1e-12)
      for j in 0..<6 {
        #expect(abs(dot(matrix.row(i), inverse.row(j)) - (i == j ? 1 : 0)) < 1e-12)
      }
    }
  }

  @Test func choleskyNamesTheMinorThatFails() {
    let indefinite = Matrix(rows: 2, columns: 2, storage: [1, 2, 2, 1])
    #expect(throws: FactorizationError.notPositiveDefinite(order: 2)) { try Cholesky(indefinite) }
    var broken = Matrix(rows: 3, columns: 3, storage: [2, .nan, 0, .nan, 2, 0, 0, 0, 2])
    #expect(throws: FactorizationError.self) { try Cholesky(broken) }
    broken[1, 1] = .nan
    #expect(throws: FactorizationError.self) { try Cholesky(broken) }
  }

  @Test func descriptionNamesTheLibrary() {
    #expect(blasDescription().hasPrefix("OpenBLAS"))
  }

  /// A processor that the library does not know by number gets kernels by what it can do.
  @Test func kernelsFitTheProcessor() throws {
    guard ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil,
      let processor = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8),
      processor.contains(" avx2 "), processor.contains(" fma ")
    else { return }
    #expect(!blasDescription().hasSuffix("Prescott"), "\(blasDescription())")
  }

  /// Rows are written where they lie, by whichever thread; what is not written is 0.
  @Test(arguments: [1, 3]) func rowsAreWrittenInParallel(workers: Workers) {
    let matrix = Matrix(rows: 1_000, columns: 3, workers: workers) { rows, span in
      for (index, row) in rows.enumerated() {
        span[3 * index] = Double(row)
        span[3 * index + 2] = Double(-row)
      }
    }
    for row in 0..<1_000 { #expect(matrix.row(row) == [Double(row), 0, Double(-row)]) }
    #expect(Matrix(rows: 0, columns: 3, workers: workers) { _, _ in }.storage.isEmpty)
  }
}
