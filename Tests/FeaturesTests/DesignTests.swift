import Dense
import Features
import Foundation
import TestSupport
import Testing

@Suite struct DesignTests {
  typealias Term = DesignRecipe.Term

  static let names = ["orders", "gap", "spend", "share", "empty", "same", "spend_again", "late"]

  /// Skewed columns, of which `gap` and `late` are sometimes missing, in the same rows.
  static func random(rows: Int, seed: UInt64) -> Matrix {
    var generator = SeededGenerator(seed: seed)
    var matrix = Matrix(rows: rows, columns: names.count)
    for row in 0..<rows {
      let spend = Double.random(in: -20...300, using: &generator)
      let isMissing = Int.random(in: 0..<4, using: &generator) == 0
      let values = [
        Double(Int.random(in: 1...9, using: &generator)),
        isMissing ? .nan : Double.random(in: 0...90, using: &generator), spend,
        Double.random(in: 0...1, using: &generator), .nan, 7, spend,
        isMissing ? .nan : Double.random(in: 0...5, using: &generator),
      ]
      for (column, value) in values.enumerated() { matrix[row, column] = value }
    }
    return matrix
  }

  static let recipe = DesignRecipe(
    terms: [
      Term(feature: "orders", transform: .log1p, knots: 3),
      Term(feature: "gap", transform: .log1p, knots: 2),
      Term(feature: "spend", transform: .signedLog1p),
      Term(feature: "share", transform: .identity),
      Term(feature: "empty", transform: .identity),
      Term(feature: "same", transform: .log1p, knots: 2),
      Term(feature: "spend_again", transform: .signedLog1p),
      Term(feature: "late", transform: .identity),
    ],
    interactions: [
      .init("orders", "gap"), .init("orders", "same"), .init("share", "empty"),
      .init(.init(feature: "gap", knot: 2), .init(feature: "share")),
      .init(.init(feature: "orders", knot: 1), .init(feature: "gap", knot: 1)),
      .init(.init(feature: "orders", knot: 4), .init(feature: "gap")),
    ])

  static func fitted(
    _ matrices: [Matrix], weights: [Double]? = nil, workers: Workers = .one
  ) -> FittedDesign {
    recipe.fitted(names: names, values: matrices, weights: weights, workers: workers)
  }

  @Test func columnsAreStandardised() {
    let matrices = [Self.random(rows: 700, seed: 1), Self.random(rows: 333, seed: 2)]
    var generator = SeededGenerator(seed: 3)
    let weights = (0..<1_033).map { _ in Double.random(in: 0.2...2, using: &generator) }
    for weights in [nil, weights] {
      let design = Self.fitted(matrices, weights: weights)
      let rows = matrices.map { design.design(of: $0, names: Self.names, workers: 1) }
      for column in design.columns.indices {
        let values = rows.flatMap { $0.column(column) }
        let w = weights ?? [Double](repeating: 1, count: values.count)
        let total = w.reduce(0, +)
        let mean = zip(w, values).reduce(0) { $0 + $1.0 * $1.1 } / total
        let square = zip(w, values).reduce(0) { $0 + $1.0 * $1.1 * $1.1 } / total
        #expect(abs(mean) < 1e-12, "\(design.columns[column].name)")
        #expect(abs(square - 1) < 1e-12, "\(design.columns[column].name)")
      }
    }
  }

  @Test func namesWhatItHoldsAndWhatItLeavesOut() {
    let design = Self.fitted([Self.random(rows: 500, seed: 4)])
    #expect(
      design.names == [
        "orders", "orders:knot1", "orders:knot2", "orders:knot3", "gap", "gap:knot1", "gap:knot2",
        "gap:missing", "spend", "share", "late", "orders*gap",
        "gap:knot2*share", "orders:knot1*gap:knot1",
      ])
    let dropped = design.dropped.map { "\($0.name) \($0.reason.rawValue) \($0.sameAs ?? "")" }
    #expect(
      dropped == [
        "empty always_missing ", "same constant ", "spend_again duplicate spend",
        "late:missing duplicate gap:missing", "orders*same constant ", "share*empty constant ",
        "orders:knot4*gap constant ",
      ])
    #expect(design.features.map(\.name) == ["orders", "gap", "spend", "share", "late"])
  }

  @Test func learnsConstantsByHand() throws {
    let matrix = Matrix(rows: 5, columns: 1, storage: [0, 3, .nan, 1, 7])
    let recipe = DesignRecipe(terms: [Term(feature: "x", transform: .log1p, knots: 1)])
    let design = recipe.fitted(names: ["x"], values: [matrix])
    let feature = try #require(design.features.first)
    // log1p gives 0, 2 ln 2, ln 2 and 3 ln 2; the median of four lies midway.
    let ln2 = 2.0.logarithm
    #expect(relativeDifference(feature.imputation, 1.5 * ln2) < 1e-15)
    #expect(feature.lowest == 0 && feature.highest == 8.0.logarithm)
    #expect(relativeDifference(feature.mean, 1.5 * ln2) < 1e-15)
    // Deviations from the mean: −1.5, 0.5, 0, −0.5 and 1.5 ln 2.
    #expect(relativeDifference(feature.standardDeviation, ln2) < 1e-15)
    let rows = design.design(of: matrix, names: ["x"], workers: 1)
    #expect(agree(rows.column(0), [-1.5, 0.5, 0, -0.5, 1.5], absolute: 1e-14))
    // The hinge at the median is 0, 0.5, 0, 0 and 1.5 ln 2: mean 0.4, variance 0.34.
    let sd = 0.34.squareRoot()
    #expect(
      agree(rows.column(1), [0, 0.5, 0, 0, 1.5].map { ($0 - 0.4) / sd }, absolute: 1e-14))
    // Missing once in five: mean 0.2, deviation 0.4.
    #expect(agree(rows.column(2), [-0.5, -0.5, 2, -0.5, -0.5], absolute: 1e-14))
  }

  @Test func valuesBeyondTheTrainingRangeAreItsEnds() {
    let design = Self.fitted([Self.random(rows: 400, seed: 6)])
    func row(_ orders: Double, _ spend: Double) -> [Double] {
      let values = [orders, 10, spend, 0.5, 1, 7, spend, 1]
      return design.design(
        of: Matrix(rows: 1, columns: 8, storage: values), names: Self.names, workers: 1
      ).storage
    }
    #expect(row(9, 100) == row(1e9, 100))
    #expect(row(1, 100) == row(-5, 100))
    #expect(row(3, 1e7) == row(3, 1e8))
    #expect(row(3, -1e7) == row(3, -1e8))
    #expect(row(3, 100) != row(4, 100))
  }

  @Test func aValueMissingOnlyAtPredictionIsImputed() throws {
    let design = Self.fitted([Self.random(rows: 401, seed: 7)])
    let orders = try #require(design.features.first { $0.name == "orders" })
    let values = Matrix(
      rows: 2, columns: 8,
      storage: [.nan, 10, 5, 0.5, 1, 7, 5, 1, expm1(orders.imputation), 10, 5, 0.5, 1, 7, 5, 1])
    let rows = design.design(of: values, names: Self.names, workers: 1)
    #expect(!rows.storage.contains { !$0.isFinite })
    #expect(agree(rows.row(0), rows.row(1), absolute: 1e-13))
  }

  @Test func interactionsMultiplyStandardisedFeatures() throws {
    let matrix = Self.random(rows: 300, seed: 8)
    let design = Self.fitted([matrix])
    let rows = design.design(of: matrix, names: Self.names, workers: 1)
    let index = { (name: String) in try #require(design.names.firstIndex(of: name)) }
    let column = design.columns[try index("orders*gap")]
    for row in 0..<matrix.rows {
      let product = rows[row, try index("orders")] * rows[row, try index("gap")]
      let found = rows[row, try index("orders*gap")] * column.standardDeviation + column.mean
      #expect(abs(found - product) < 1e-12)
    }
  }

  /// A hinge in units of its feature's standard deviation, times the other factor.
  @Test func interactionsMultiplyHinges() throws {
    let matrix = Self.random(rows: 301, seed: 8)
    let design = Self.fitted([matrix])
    let rows = design.design(of: matrix, names: Self.names, workers: 1)
    func raw(_ name: String, of row: Int) throws -> Double {
      let index = try #require(design.names.firstIndex(of: name))
      let column = design.columns[index]
      return rows[row, index] * column.standardDeviation + column.mean
    }
    func deviation(_ name: String) throws -> Double {
      try #require(design.features.first { $0.name == name }).standardDeviation
    }
    let share = try #require(design.features.first { $0.name == "share" })
    for row in 0..<matrix.rows {
      let hinge = try raw("gap:knot2", of: row) / deviation("gap")
      let standardised = (matrix[row, 3] - share.mean) / share.standardDeviation
      #expect(abs(try raw("gap:knot2*share", of: row) - hinge * standardised) < 1e-12)
      let hinges = try raw("orders:knot1", of: row) * raw("gap:knot1", of: row)
      let scale = try deviation("orders") * deviation("gap")
      #expect(abs(try raw("orders:knot1*gap:knot1", of: row) - hinges / scale) < 1e-12)
    }
  }

  /// Names come from files as well, and may be those of other columns.
  @Test func aFeatureMayBeCalledWhatAColumnIs() {
    let names = ["x", "x:missing", "x:knot1"]
    var generator = SeededGenerator(seed: 11)
    var matrix = Matrix(rows: 90, columns: 3)
    for index in matrix.storage.indices {
      matrix.storage[index] = index % 21 == 0 ? .nan : Double.random(in: 0...1, using: &generator)
    }
    let design = DesignRecipe(
      terms: names.map { Term(feature: $0, transform: .identity, knots: 1) },
      interactions: [.init("x", "x:missing")]
    ).fitted(names: names, values: [matrix])
    #expect(design.names.count { $0 == "x:missing" } == 2)
    #expect(design.products(design.possible([.init("x", "x:knot1")])).names == ["x*x:knot1"])
  }

  @Test func productsBesideADesignAreThoseOfItsColumns() throws {
    let matrix = Self.random(rows: 301, seed: 8)
    let design = Self.fitted([matrix])
    let products = design.possible([
      .init("orders", "late"), .init("orders", "same"),
      .init(.init(feature: "gap", knot: 1), .init(feature: "orders", knot: 3)),
      .init(.init(feature: "gap", knot: 3), .init(feature: "orders")),
    ])
    #expect(products.map(\.second.feature) == ["late", "orders"])
    let alone = design.products(products)
    #expect(alone.names == ["orders*late", "gap:knot1*orders:knot3"])
    let (rows, made) = (
      design.design(of: matrix, names: Self.names, workers: 1),
      alone.design(of: matrix, names: Self.names, workers: 1)
    )
    let index = { (name: String) in try #require(design.names.firstIndex(of: name)) }
    for row in 0..<matrix.rows {
      // Neither centred nor scaled.
      let product = rows[row, try index("orders")] * rows[row, try index("late")]
      #expect(abs(made[row, 0] - product) < 1e-12)
    }
    // The same column by column, to the bit, also across matrices.
    let program = ProductProgram(
      products, of: design,
      features: PreparedFeatures(
        of: design, in: Self.halves(of: matrix), names: Self.names, workers: 2))
    let columns = program.columns(of: 90..<matrix.rows)
    for row in 90..<matrix.rows {
      for column in 0..<made.columns {
        #expect(columns[column, row - 90].bitPattern == made[row, column].bitPattern)
      }
    }
    // In single precision those of each row times its own factor.
    let weights = (90..<matrix.rows).map { 1 / Double($0) }
    let singles = program.singles(of: 90..<matrix.rows, times: weights)
    for (index, weight) in weights.enumerated() {
      for column in 0..<made.columns {
        let product = weight * columns[column, index]
        let single = Double(singles[column * weights.count + index])
        #expect(abs(single - product) <= 2e-7 * abs(product))
      }
    }
  }

  private static func halves(of matrix: Matrix) -> [Matrix] {
    [0..<100, 100..<matrix.rows].map { rows in
      Matrix(
        rows: rows.count, columns: matrix.columns, storage: rows.flatMap { matrix.row($0) })
    }
  }

  /// Columns that are made as they are asked for, of rows in a run or in any order.
  @Test func preparedColumnsAreThoseOfTheDesign() {
    let matrix = Self.random(rows: 500, seed: 21)
    let design = Self.fitted([matrix])
    let whole = design.design(of: matrix, names: Self.names, workers: 1)
    let made = PreparedDesign(
      design,
      of: PreparedFeatures(
        of: design, in: Self.halves(of: matrix), names: Self.names, workers: 2))
    #expect(made.rows == 500 && made.columns == design.columns.count)
    let columns = [made.columns - 1, 0, 7, 5]
    #expect(design.columns[7].kind == .missing && design.columns[columns[0]].kind == .interaction)
    let picked = [499, 3, 250, 99, 100]
    var (run, list) = (
      [Double](repeating: -1, count: columns.count * 40),
      [Double](repeating: -1, count: columns.count * 6)
    )
    do {
      var runs = run.mutableSpan
      made.write(columns, of: 80..<119, to: &runs, stride: 40)
    }
    do {
      var runs = list.mutableSpan
      made.write(columns, of: picked, to: &runs, stride: 6)
    }
    for (place, column) in columns.enumerated() {
      for row in 80..<119 {
        #expect(abs(run[place * 40 + row - 80] - whole[row, column]) < 1e-13)
      }
      for (index, row) in picked.enumerated() {
        #expect(abs(list[place * 6 + index] - whole[row, column]) < 1e-13)
      }
      #expect(run[place * 40 + 39] == -1 && list[place * 6 + 5] == -1)
      #expect(zip(made.column(column), whole.column(column)).allSatisfy { abs($0 - $1) < 1e-13 })
    }
  }

  @Test func readsBackBitForBit() throws {
    let matrix = Self.random(rows: 300, seed: 9)
    let design = Self.fitted([matrix])
    let read = try JSONDecoder().decode(FittedDesign.self, from: JSONEncoder().encode(design))
    #expect(read == design)
    #expect(
      bits(read.design(of: matrix, names: Self.names, workers: 1).storage)
        == bits(design.design(of: matrix, names: Self.names, workers: 1).storage))
  }

  @Test func refusesColumnsWithoutConstants() throws {
    let encoded = try JSONEncoder().encode(Self.fitted([Self.random(rows: 300, seed: 9)]))
    let text = String(decoding: encoded, as: UTF8.self)
    for (found, put) in [
      ("\"feature\":\"gap\"", "\"feature\":\"gip\""), ("\"knot\":", "\"knut\":"),
    ] {
      #expect(text.contains(found))
      let damaged = Data(text.replacingOccurrences(of: found, with: put).utf8)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(FittedDesign.self, from: damaged)
      }
    }
  }

  /// No row of another population goes beyond the bounds, and rows of far-out values reach each of them.
  @Test func magnitudesAreBounded() {
    let design = Self.fitted([Self.random(rows: 500, seed: 1)])
    var others = Self.random(rows: 4_000, seed: 2)
    for row in 0..<others.rows {
      for column in 0..<others.columns where (row >> column) & 1 == 0 {
        others[row, column] = (row >> 8) & 1 == 0 ? 1e9 : -1e9
      }
    }
    let columns = design.design(of: others, names: Self.names, workers: 1)
    let bounds = design.largestMagnitudes
    #expect(bounds.count == columns.columns && columns.columns > 8)
    for (column, bound) in bounds.enumerated() {
      let largest = (0..<columns.rows).reduce(0) { max($0, abs(columns[$1, column])) }
      #expect(largest <= bound, "\(design.names[column])")
      if design.columns[column].kind != .interaction { #expect(largest > 0.99 * bound) }
    }
    let ones = [Double](repeating: 1, count: bounds.count)
    let largest = [Double](repeating: 1e308, count: bounds.count)
    #expect(design.isBounded(intercept: 1, coefficients: ones))
    #expect(!design.isBounded(intercept: 1, coefficients: largest))
  }

  /// A factor without spread makes an interaction no number.
  @Test func constantsThatMakeNoNumberHaveNoBound() throws {
    let design = Self.fitted([Self.random(rows: 500, seed: 1)])
    let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(design))
    var document = try #require(encoded as? [String: Any])
    var features = try #require(document["features"] as? [[String: Any]])
    #expect(features[0]["name"] as? String == "orders")
    features[0]["standard_deviation"] = 0
    document["features"] = features
    let flat = try JSONDecoder().decode(
      FittedDesign.self, from: JSONSerialization.data(withJSONObject: document))
    #expect(flat.largestMagnitudes.contains(.infinity))
    let zeros = [Double](repeating: 0, count: flat.columns.count)
    #expect(!flat.isBounded(intercept: 0, coefficients: zeros))
  }

  @Test func threadsSplitsAndColumnOrderDoNotMatter() {
    let matrix = Self.random(rows: 9_000, seed: 10)
    let design = Self.fitted([matrix])
    #expect(Self.fitted([matrix], workers: 2) == design)
    let halves = [0..<4_000, 4_000..<9_000].map { rows in
      Matrix(
        rows: rows.count, columns: 8,
        storage: Array(matrix.storage[rows.lowerBound * 8..<rows.upperBound * 8]))
    }
    #expect(Self.fitted(halves) == design)
    let one = design.design(of: matrix, names: Self.names, workers: 1)
    #expect(
      bits(design.design(of: matrix, names: Self.names, workers: 2).storage) == bits(one.storage))
    #expect(
      bits(design.design(of: halves, names: Self.names, workers: 2).storage) == bits(one.storage))
    var reversed = Matrix(rows: matrix.rows, columns: 9)
    for row in 0..<matrix.rows {
      for column in 0..<8 { reversed[row, 8 - column] = matrix[row, column] }
    }
    let names = ["unused"] + Self.names.reversed()
    #expect(
      bits(design.design(of: reversed, names: names, workers: 1).storage) == bits(one.storage))
  }

  @Test func weightsActAsScaledRepetition() {
    let matrix = Self.random(rows: 200, seed: 11)
    let twice = Self.fitted([matrix], weights: [Double](repeating: 2, count: 200))
    #expect(twice == Self.fitted([matrix], weights: [Double](repeating: 1, count: 200)))
    #expect(twice == Self.fitted([matrix]))
  }
}

extension Double {
  fileprivate var logarithm: Double { log(self) }
}
