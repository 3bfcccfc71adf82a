internal import COpenBLAS

// The only file that names BLAS or LAPACK. Shapes are checked here, once; everything is row-major.
//
// OpenBLAS changes last bits with its own thread count, so it gets one thread and callers run in
// parallel over chunks of rows.

/// Evaluated before the first call into the library.
private let oneThread: Void = {
  choose_blas_kernels()
  openblas_set_num_threads(1)
}()

/// Ends the threads that the library has started as it was loaded, and leaves it one.
///
/// They have nothing to do, and look for it without rest for a tenth of a second.
public func endIdleBLASThreads() {
  _ = oneThread
  end_blas_threads()
}

/// Version, build options and processor core of the linear algebra library.
public func blasDescription() -> String {
  _ = oneThread
  let configuration = unsafe String(cString: openblas_get_config())
  let core = unsafe String(cString: openblas_get_corename())
  // Builds for many cores leave out, in some versions, the one that was chosen at start.
  let words = configuration.split(separator: " ").map(String.init)
  return (words.contains(core) ? words : words + [core]).joined(separator: " ")
}

/// A matrix that a Cholesky factorisation cannot factor.
public enum FactorizationError: Error, Equatable, Sendable {
  /// The leading minor of this order is not positive, or holds a value that is not a number.
  case notPositiveDefinite(order: Int)
}

/// The sum of products Σ xᵢyᵢ.
public func dot(_ x: [Double], _ y: [Double]) -> Double {
  precondition(x.count == y.count, "\(x.count) · \(y.count) elements")
  _ = oneThread
  return unsafe cblas_ddot(blasInteger(x.count), x, 1, y, 1)
}

/// Adds a multiple of one vector to another: y += factor · x.
///
/// - Parameters:
///   - x: the vector to add.
///   - factor: what it is multiplied by.
///   - y: the vector added to, of the same length.
public func add(_ x: [Double], times factor: Double, to y: inout [Double]) {
  precondition(x.count == y.count, "\(x.count) elements added to \(y.count)")
  _ = oneThread
  let count = blasInteger(x.count)
  unsafe y.withUnsafeMutableBufferPointer { y in
    unsafe cblas_daxpy(count, factor, x, 1, y.baseAddress, 1)
  }
}

extension Matrix {
  /// The product of a block of rows and a vector: y = A[rows] · x.
  ///
  /// - Parameters:
  ///   - rows: the rows of this matrix that take part.
  ///   - x: `columns` elements.
  ///   - y: output; its first `rows.count` elements are overwritten, later ones stay.
  public func multiply(rows: Range<Int>, by x: [Double], into y: inout [Double]) {
    precondition(x.count == columns && y.count >= rows.count)
    guard !rows.isEmpty else { return }
    guard columns > 0 else {
      for index in 0..<rows.count { y[index] = 0 }
      return
    }
    _ = oneThread
    let (m, n) = (blasInteger(rows.count), blasInteger(columns))
    unsafe elements(of: rows).withUnsafeBufferPointer { a in
      unsafe y.withUnsafeMutableBufferPointer { y in
        unsafe cblas_dgemv(
          CblasRowMajor, CblasNoTrans, m, n, 1, a.baseAddress, n,
          x, 1, 0, y.baseAddress, 1)
      }
    }
  }

  /// Adds the product of a transposed block of rows and a vector: y += A[rows]ᵀ · x.
  ///
  /// - Parameters:
  ///   - rows: the rows of this matrix that take part.
  ///   - x: at least `rows.count` elements, of which the first `rows.count` take part.
  ///   - y: `columns` elements, added to.
  public func addTransposedProduct(rows: Range<Int>, by x: [Double], to y: inout [Double]) {
    precondition(x.count >= rows.count && y.count == columns)
    guard !rows.isEmpty, columns > 0 else { return }
    _ = oneThread
    let (m, n) = (blasInteger(rows.count), blasInteger(columns))
    unsafe elements(of: rows).withUnsafeBufferPointer { a in
      unsafe y.withUnsafeMutableBufferPointer { y in
        unsafe cblas_dgemv(
          CblasRowMajor, CblasTrans, m, n, 1, a.baseAddress, n,
          x, 1, 1, y.baseAddress, 1)
      }
    }
  }

  /// The product of a block of rows and the transpose of another matrix: C = A[rows] · Bᵀ.
  ///
  /// - Parameters:
  ///   - rows: the rows of this matrix that take part.
  ///   - b: a matrix with as many columns as this one.
  ///   - leading: rows of b that take part, the first ones; nil for all.
  ///   - c: output, `rows.count × leading` row-major; elements after those stay.
  public func multiply(
    rows: Range<Int>, byTransposed b: Matrix, leading: Int? = nil, into c: inout [Double]
  ) {
    multiply(rows: rows, byTransposed: b, leading: leading ?? b.rows, keeping: 0, into: &c)
  }

  /// Adds the product of a block of rows and the transpose of another matrix: C += A[rows] · Bᵀ.
  ///
  /// - Parameters:
  ///   - rows: the rows of this matrix that take part.
  ///   - b: a matrix with as many columns as this one.
  ///   - leading: rows of b that take part, the first ones.
  ///   - c: `rows.count × leading` row-major, added to; elements after those stay.
  public func addProduct(
    rows: Range<Int>, byTransposed b: Matrix, leading: Int, to c: inout [Double]
  ) {
    multiply(rows: rows, byTransposed: b, leading: leading, keeping: 1, into: &c)
  }

  /// C = A[rows] · Bᵀ + factor · C.
  private func multiply(
    rows: Range<Int>, byTransposed b: Matrix, leading width: Int, keeping factor: Double,
    into c: inout [Double]
  ) {
    precondition(b.columns == columns, "\(columns) columns times \(b.columns)")
    precondition(0...b.rows ~= width && c.count >= rows.count * width)
    guard !rows.isEmpty, width > 0 else { return }
    guard columns > 0 else {
      for index in 0..<rows.count * width { c[index] *= factor }
      return
    }
    _ = oneThread
    let (m, n, k) = (blasInteger(rows.count), blasInteger(width), blasInteger(columns))
    unsafe elements(of: rows).withUnsafeBufferPointer { a in
      unsafe c.withUnsafeMutableBufferPointer { c in
        unsafe cblas_dgemm(
          CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1,
          a.baseAddress, k, b.storage, k, factor, c.baseAddress, n)
      }
    }
  }

  /// Adds the products of a block's columns with each other: the upper triangle of this square
  /// matrix becomes C + AᵀA.
  ///
  /// - Parameters:
  ///   - block: A, row-major with as many columns as this matrix; longer arrays may hold scratch
  ///     after it.
  ///   - rows: rows of A.
  public mutating func addGramian(of block: [Double], rows: Int) {
    precondition(self.rows == columns && block.count >= rows * columns)
    guard rows > 0, columns > 0 else { return }
    _ = oneThread
    let (n, k) = (blasInteger(columns), blasInteger(rows))
    unsafe storage.withUnsafeMutableBufferPointer { c in
      unsafe cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasTrans, n, k, 1, block, n, 1, c.baseAddress, n)
    }
  }

  /// Adds the products of the rows of another matrix with each other: the upper triangle of this square
  /// matrix becomes C + AAᵀ.
  ///
  /// - Parameter runs: A, with as many rows as this matrix.
  package mutating func addGramian(ofRows runs: Matrix) {
    precondition(rows == columns && runs.rows == rows)
    guard runs.rows > 0, runs.columns > 0 else { return }
    _ = oneThread
    let (n, k) = (blasInteger(runs.rows), blasInteger(runs.columns))
    unsafe storage.withUnsafeMutableBufferPointer { c in
      unsafe cblas_dsyrk(
        CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, runs.storage, k, 1, c.baseAddress, n)
    }
  }

  /// Adds the product with the first rows of another matrix: C += A · B.
  ///
  /// - Parameters:
  ///   - other: B, a matrix with at least as many rows as this one has columns.
  ///   - c: `rows × other.columns` row-major, added to.
  package func addProduct(by other: Matrix, to c: inout [Double]) {
    precondition(columns <= other.rows && c.count == rows * other.columns)
    guard rows > 0, columns > 0, other.columns > 0 else { return }
    _ = oneThread
    let (m, n, k) = (blasInteger(rows), blasInteger(other.columns), blasInteger(columns))
    unsafe c.withUnsafeMutableBufferPointer { c in
      unsafe cblas_dgemm(
        CblasRowMajor, CblasNoTrans, CblasNoTrans, m, n, k, 1,
        storage, k, other.storage, n, 1, c.baseAddress, n)
    }
  }

  private func elements(of block: Range<Int>) -> ArraySlice<Double> {
    precondition(
      block.lowerBound >= 0 && block.upperBound <= rows, "rows \(block) of a matrix of \(rows)")
    return storage[block.lowerBound * columns..<block.upperBound * columns]
  }
}

/// The products of a block's columns with each other in single precision: the upper triangle of C becomes
/// AᵀA, or C + AᵀA.
///
/// - Parameters:
///   - block: A, row-major; longer arrays may hold scratch after it.
///   - rows: rows of A.
///   - columns: columns of A.
///   - adding: whether the products are added to what is there, in place of overwriting it.
///   - c: `columns × columns` row-major.
func multiplyColumns(
  of block: [Float], rows: Int, columns: Int, adding: Bool, to c: inout [Float]
) {
  precondition(block.count >= rows * columns && c.count >= columns * columns)
  guard rows > 0, columns > 0 else { return }
  _ = oneThread
  let (n, k) = (blasInteger(columns), blasInteger(rows))
  unsafe c.withUnsafeMutableBufferPointer { c in
    unsafe cblas_ssyrk(
      CblasRowMajor, CblasUpper, CblasTrans, n, k, 1, block, n, adding ? 1 : 0, c.baseAddress, n)
  }
}

/// The same of columns that each are one run of memory: C becomes AᵀA, or C + AᵀA.
///
/// - Parameters:
///   - runs: Aᵀ, row-major.
///   - rows: rows of A, the length of a run.
///   - columns: columns of A.
///   - adding: whether the products are added to what is there, in place of overwriting it.
///   - c: `columns × columns` row-major.
func multiplyRuns(_ runs: [Float], rows: Int, columns: Int, adding: Bool, to c: inout [Float]) {
  precondition(runs.count >= rows * columns && c.count >= columns * columns)
  guard rows > 0, columns > 0 else { return }
  _ = oneThread
  let (n, k) = (blasInteger(columns), blasInteger(rows))
  unsafe c.withUnsafeMutableBufferPointer { c in
    unsafe cblas_ssyrk(
      CblasRowMajor, CblasUpper, CblasNoTrans, n, k, 1, runs, k, adding ? 1 : 0, c.baseAddress, n)
  }
}

/// The products of two sets of columns that each are one run of memory, in single precision: C becomes AᵀB,
/// or C + AᵀB.
///
/// - Parameters:
///   - first: Aᵀ, row-major.
///   - firstCount: columns of A.
///   - second: Bᵀ, row-major.
///   - secondCount: columns of B.
///   - rows: rows of A and B, the length of a run.
///   - adding: whether the products are added to what is there, in place of overwriting it.
///   - c: `firstCount × secondCount` row-major.
func multiplyRuns(
  _ first: [Float], columns firstCount: Int, by second: [Float], columns secondCount: Int,
  rows: Int, adding: Bool, to c: inout [Float]
) {
  precondition(first.count >= rows * firstCount && second.count >= rows * secondCount)
  precondition(c.count >= firstCount * secondCount)
  guard rows > 0, firstCount > 0, secondCount > 0 else { return }
  _ = oneThread
  let (m, n, k) = (blasInteger(firstCount), blasInteger(secondCount), blasInteger(rows))
  unsafe c.withUnsafeMutableBufferPointer { c in
    unsafe cblas_sgemm(
      CblasRowMajor, CblasNoTrans, CblasTrans, m, n, k, 1, first, k, second, k, adding ? 1 : 0,
      c.baseAddress, n)
  }
}

// LAPACK reads columns first, so our upper triangle is its lower one and A = UᵀU its A = LLᵀ.
private let lowerTriangle: CChar = CChar(UInt8(ascii: "L"))

extension Matrix {
  /// Overwrites the upper triangle of a symmetric matrix by U with A = UᵀU; the lower one is
  /// neither read nor written.
  mutating func factorCholesky() throws(FactorizationError) {
    precondition(rows == columns)
    guard rows > 0 else { return }
    _ = oneThread
    var (uplo, n, info) = (lowerTriangle, blasInteger(rows), Int32(0))
    unsafe storage.withUnsafeMutableBufferPointer { a in
      unsafe dpotrf_(&uplo, &n, a.baseAddress, &n, &info)
    }
    precondition(info >= 0, "dpotrf refused argument \(-info)")
    if info > 0 { throw .notPositiveDefinite(order: Int(info)) }
    // Some builds let not-a-number through; it always reaches the last pivot.
    if !storage[rows * rows - 1].isFinite { throw .notPositiveDefinite(order: rows) }
  }

  /// Solves UᵀU · x = b in place for the factor in the upper triangle, for one b after the other.
  func solveFactored(_ b: inout [Double]) {
    precondition(rows == columns && (rows == 0 ? b.isEmpty : b.count % rows == 0))
    guard !b.isEmpty else { return }
    var (uplo, n, info) = (lowerTriangle, blasInteger(rows), Int32(0))
    var count = blasInteger(b.count / rows)
    unsafe b.withUnsafeMutableBufferPointer { b in
      unsafe dpotrs_(&uplo, &n, &count, storage, &n, b.baseAddress, &n, &info)
    }
    precondition(info == 0, "dpotrs refused argument \(-info)")
  }

  /// Overwrites the upper triangle, which holds U, by that of (UᵀU)⁻¹.
  mutating func invertFactored() {
    precondition(rows == columns)
    guard rows > 0 else { return }
    var (uplo, n, info) = (lowerTriangle, blasInteger(rows), Int32(0))
    unsafe storage.withUnsafeMutableBufferPointer { a in
      unsafe dpotri_(&uplo, &n, a.baseAddress, &n, &info)
    }
    precondition(info == 0, "dpotri gave \(info)")
  }
}

private func blasInteger(_ value: Int) -> Int32 {
  guard let integer = Int32(exactly: value) else {
    preconditionFailure("\(value) is more than the linear algebra library can count")
  }
  return integer
}
