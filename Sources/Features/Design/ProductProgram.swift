package import Dense

/// Products of standardised features, and of hinges in the same units, made column by column: for looking
/// through many products of few factors.
package struct ProductProgram: Sendable {
  private let features: PreparedFeatures
  private let factors: [(start: Int, factor: DesignProgram.Factor)]
  /// Which factors each product is of.
  private let products: [(Int, Int)]

  /// - Parameters:
  ///   - interactions: products that the design has both factors of.
  ///   - design: whose constants are used.
  ///   - features: the rows' features, prepared for the design.
  package init(
    _ interactions: [DesignRecipe.Interaction], of design: FittedDesign,
    features: PreparedFeatures
  ) {
    self.features = features
    let columns = design.products(interactions)
    let learned = Dictionary(
      uniqueKeysWithValues: columns.features.map { ($0.name, $0) })
    var factors: [(start: Int, factor: DesignProgram.Factor)] = []
    var numbers: [DesignRecipe.Factor: Int] = [:]
    func number(_ name: String, _ knot: Double?, as factor: DesignRecipe.Factor) -> Int {
      if let number = numbers[factor] { return number }
      guard let feature = learned[name] else {
        preconditionFailure("a product of '\(name)', which has no constants")
      }
      factors.append(
        (features.start(of: name), DesignProgram.Factor(of: feature, knot: knot)))
      numbers[factor] = factors.count - 1
      return factors.count - 1
    }
    products = zip(interactions, columns.columns).map { interaction, column in
      (
        number(column.feature, column.knot, as: interaction.first),
        number(column.other ?? column.feature, column.otherKnot, as: interaction.second)
      )
    }
    self.factors = factors
  }

  /// The products of some rows.
  ///
  /// - Parameter rows: which rows.
  /// - Returns: one product a row of the matrix, one row of the features a column.
  package func columns(of rows: Range<Int>) -> Matrix {
    let count = rows.count
    let made = madeFactors(of: rows)
    var columns = Matrix(rows: products.count, columns: count)
    for (place, product) in products.enumerated() {
      multiply(made, product, to: &columns, at: place)
    }
    return columns
  }

  /// The products of some rows in single precision, those of each row times a factor of its own.
  ///
  /// - Returns: product after product.
  package func singles(of rows: Range<Int>, times weights: [Double]) -> [Float] {
    precondition(weights.count == rows.count)
    let count = rows.count
    let made = madeFactors(of: rows)
    let seconds = made.storage.map { Float($0) }
    var firsts = seconds
    for start in stride(from: 0, to: firsts.count, by: max(1, count)) {
      for index in 0..<count {
        firsts[start + index] = Float(made.storage[start + index] * weights[index])
      }
    }
    var columns = [Float](repeating: 0, count: products.count * count)
    for (place, product) in products.enumerated() {
      multiply(firsts, product.0, seconds, product.1, to: &columns, at: place, count)
    }
    return columns
  }

  private func madeFactors(of rows: Range<Int>) -> Matrix {
    let count = rows.count
    var made = Matrix(rows: factors.count, columns: count)
    for (number, factor) in factors.enumerated() {
      var elements = made.storage.mutableSpan
      var run = elements._mutatingExtracting(number * count..<(number + 1) * count)
      features.withRun(factor.start, rows) { values in
        for index in 0..<values.count { run[index] = factor.factor(values[index]) }
      }
    }
    return made
  }
}

private func multiply(
  _ factors: Matrix, _ product: (Int, Int), to columns: inout Matrix, at place: Int
) {
  let count = factors.columns
  let values = factors.storage.span
  let first = values.extracting(product.0 * count..<(product.0 + 1) * count)
  let second = values.extracting(product.1 * count..<(product.1 + 1) * count)
  var elements = columns.storage.mutableSpan
  var target = elements._mutatingExtracting(place * count..<(place + 1) * count)
  for index in 0..<count { target[index] = first[index] * second[index] }
}

private func multiply(
  _ firsts: [Float], _ first: Int, _ seconds: [Float], _ second: Int, to columns: inout [Float],
  at place: Int, _ count: Int
) {
  let a = firsts.span.extracting(first * count..<(first + 1) * count)
  let b = seconds.span.extracting(second * count..<(second + 1) * count)
  var elements = columns.mutableSpan
  var target = elements._mutatingExtracting(place * count..<(place + 1) * count)
  for index in 0..<count { target[index] = a[index] * b[index] }
}
