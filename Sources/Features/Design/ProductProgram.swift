package import Dense

/// Products of standardised features, and of hinges in the same units, made column by column: for looking
/// through many products of few factors.
package struct ProductProgram: Sendable {
  /// Columns of the rows that are given.
  private let width: Int
  private let sources: [DesignProgram.Source]
  private let factors: [(source: Int, factor: DesignProgram.Factor)]
  /// Which factors each product is of.
  private let products: [(Int, Int)]

  /// - Parameters:
  ///   - interactions: products that the design has both factors of.
  ///   - design: whose constants are used.
  ///   - names: names of the columns that rows will have; every feature of the products is among them.
  package init(
    _ interactions: [DesignRecipe.Interaction], of design: FittedDesign, names: [String]
  ) {
    width = names.count
    let positions = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    let columns = design.products(interactions)
    let learned = Dictionary(
      uniqueKeysWithValues: columns.features.enumerated().map { ($0.element.name, $0.offset) })
    sources = columns.features.map { DesignProgram.Source(of: $0, in: positions) }
    var factors: [(source: Int, factor: DesignProgram.Factor)] = []
    var numbers: [DesignRecipe.Factor: Int] = [:]
    func number(_ name: String, _ knot: Double?, as factor: DesignRecipe.Factor) -> Int {
      if let number = numbers[factor] { return number }
      guard let source = learned[name] else {
        preconditionFailure("a product of '\(name)', which has no constants")
      }
      factors.append((source, DesignProgram.Factor(of: columns.features[source], knot: knot)))
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

  /// The products of some rows of several matrices, counted as if they stood one after the other.
  ///
  /// - Parameters:
  ///   - matrices: features, not-a-number where missing.
  ///   - rows: which rows.
  /// - Returns: one product a row of the matrix, one row of the features a column.
  package func columns(of matrices: [Matrix], rows: Range<Int>) -> Matrix {
    let count = rows.count
    var made = Matrix(rows: factors.count, columns: count)
    var first = 0
    for matrix in matrices {
      let own = rows.clamped(to: first..<first + matrix.rows)
      if !own.isEmpty {
        let start = own.lowerBound - rows.lowerBound
        for number in factors.indices {
          let place = number * count + start
          var elements = made.storage.mutableSpan
          var run = elements._mutatingExtracting(place..<place + own.count)
          write(factors[number], matrix.storage.span, from: own.lowerBound - first, to: &run)
        }
      }
      first += matrix.rows
    }
    var columns = Matrix(rows: products.count, columns: count)
    for (place, product) in products.enumerated() {
      multiply(made, product, to: &columns, at: place)
    }
    return columns
  }

  private func write(
    _ factor: (source: Int, factor: DesignProgram.Factor), _ values: Span<Double>, from row: Int,
    to run: inout MutableSpan<Double>
  ) {
    let source = sources[factor.source]
    for index in 0..<run.count {
      run[index] = factor.factor(source(values[(row + index) * width + source.position]))
    }
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
