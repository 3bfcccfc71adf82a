internal import Dense
internal import Ingestion
internal import Models

/// One row a period of a contract's life, with what it ended of in it.
struct PersonPeriods: Sendable {
  let names: [String]
  private(set) var matrix: Matrix
  /// Place of the reason; −1 where the contract went on.
  let causes: [Int]

  init(_ known: KnownContracts, _ segments: [ContractLife], _ features: ContractFeatures) {
    names = features.names
    matrix = features.matrix(of: segments, in: known.rows)
    var causes = [Int](repeating: -1, count: matrix.rows)
    var row = 0
    // Segments follow lives in their order.
    for life in known.lives {
      row += life.exit - life.entry
      if let cause = life.cause { causes[row - 1] = cause }
    }
    self.causes = causes
  }

  private init(names: [String], matrix: Matrix, causes: [Int]) {
    self.names = names
    self.matrix = matrix
    self.causes = causes
  }

  /// At most so many periods, evenly spaced.
  func thinned(to most: Int) -> PersonPeriods {
    guard causes.count > most else { return self }
    return at(evenlySpacedRows(of: causes.count, atMost: most))
  }

  /// The periods in which a contract went on or ended of a cause.
  func of(_ cause: Int) -> PersonPeriods { at(rows(of: cause)) }

  /// Their places.
  func rows(of cause: Int) -> [Int] {
    causes.indices.filter { causes[$0] < 0 || causes[$0] == cause }
  }

  func labels(_ cause: Int) -> [Double] { causes.map { $0 == cause ? 1 : 0 } }

  /// Frees the features, once the design is made.
  mutating func dropMatrix() { matrix = Matrix(rows: 0, columns: names.count) }

  private func at(_ rows: [Int]) -> PersonPeriods {
    PersonPeriods(names: names, matrix: matrix.only(rows), causes: rows.map { causes[$0] })
  }
}

extension Matrix {
  /// Some of the rows, in the order given; the matrix itself where these are all.
  func only(_ rows: [Int]) -> Matrix {
    guard rows.count < self.rows else { return self }
    var storage = [Double]()
    storage.reserveCapacity(rows.count * columns)
    for row in rows { storage += self.storage[row * columns..<(row + 1) * columns] }
    return Matrix(rows: rows.count, columns: columns, storage: storage)
  }
}
