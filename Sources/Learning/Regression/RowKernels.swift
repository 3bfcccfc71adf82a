internal import CVectors
internal import Dense

// The loops over single rows that k-means spends its time in, on vectors of four. Each function
// checks the ranges that it touches once, then reads and writes through pointers: a check at every
// load would cost as much as the arithmetic.

/// ‖a − b‖² of two runs of elements, from their differences.
///
/// Its relative error is at most (count + 3) · 2⁻⁵³ where nothing overflows or underflows. The order
/// of the sum depends on the count alone, so equal runs give equal bits wherever they stand.
@inline(__always)
package func squaredDistance(
  _ a: Span<Double>, at start: Int, _ b: Span<Double>, at otherStart: Int, count: Int
) -> Double {
  precondition(a.holds(count, at: start) && b.holds(count, at: otherStart))
  if count == 0 { return 0 }
  return unsafe a.withUnsafeBytes { a in
    unsafe b.withUnsafeBytes { b in
      unsafe squaredDistance(Elements(a, start), Elements(b, otherStart), count)
    }
  }
}

/// Adds each row to the sums of its cluster, in order of row.
///
/// - Parameters:
///   - x: points, one a row.
///   - rows: the rows that take part.
///   - clusters: for each of `rows` where its sums are; nil for the first place.
///   - sums: added to, one row a cluster.
func addRows(_ x: Matrix, _ rows: Range<Int>, clusters: ArraySlice<Int32>?, to sums: inout Matrix) {
  precondition(rows.lowerBound >= 0 && rows.upperBound <= x.rows && sums.columns == x.columns)
  precondition(clusters.map { $0.count == rows.count } ?? (sums.rows > 0))
  let columns = x.columns
  if columns == 0 || rows.isEmpty { return }
  let clusterCount = sums.rows
  unsafe x.storage.withUnsafeBytes { x in
    unsafe sums.storage.withUnsafeMutableBytes { sums in
      func add(_ row: Int, to cluster: Int) {
        let source = unsafe Elements(x, row &* columns)
        let target = unsafe MutableElements(sums, cluster &* columns)
        var index = 0
        while index &+ 4 <= columns {
          unsafe target.store(target.read.vector(index) + source.vector(index), at: index)
          index &+= 4
        }
        while index < columns {
          unsafe target.store(target.read.element(index) + source.element(index), at: index)
          index &+= 1
        }
      }
      if let clusters {
        for (row, cluster) in zip(rows, clusters) {
          precondition(0..<clusterCount ~= Int(cluster))
          add(row, to: Int(cluster))
        }
      } else {
        for row in rows { add(row, to: 0) }
      }
    }
  }
}

/// Squared distances from rows to one centroid each.
///
/// - Parameters:
///   - x: points, one a row.
///   - rows: the rows that take part.
///   - centroids: one a row.
///   - nearest: for each of `rows` its centroid.
///   - squared: output; its first `rows.count` elements are overwritten.
func squaredDistances(
  _ x: Matrix, _ rows: Range<Int>, _ centroids: Matrix, nearest: ArraySlice<Int32>,
  into squared: inout [Double]
) {
  precondition(rows.lowerBound >= 0 && rows.upperBound <= x.rows && centroids.columns == x.columns)
  precondition(nearest.count == rows.count && squared.count >= rows.count)
  let columns = x.columns
  let clusterCount = centroids.rows
  var squared = squared.mutableSpan
  unsafe x.storage.withUnsafeBytes { x in
    unsafe centroids.storage.withUnsafeBytes { centroids in
      var index = 0
      for (row, cluster) in zip(rows, nearest) {
        precondition(0..<clusterCount ~= Int(cluster))
        squared[index] =
          columns == 0
          ? 0
          : unsafe squaredDistance(
            Elements(x, row &* columns), Elements(centroids, Int(cluster) &* columns), columns)
        index &+= 1
      }
    }
  }
}

/// Writes a run of elements less a shift, and returns the sum of their squares.
@inline(__always)
func moveRow(
  _ a: Span<Double>, at start: Int, by shift: Span<Double>, to moved: inout MutableSpan<Double>,
  at movedStart: Int
) -> Double {
  let count = shift.count
  precondition(a.holds(count, at: start) && moved.span.holds(count, at: movedStart))
  if count == 0 { return 0 }
  return unsafe a.withUnsafeBytes { a in
    unsafe shift.withUnsafeBytes { shift in
      unsafe moved.withUnsafeMutableBytes { moved in
        let (source, shift) = unsafe (Elements(a, start), Elements(shift, 0))
        let target = unsafe MutableElements(moved, movedStart)
        var index = 0
        var squares = SIMD4<Double>.zero
        while index &+ 4 <= count {
          let difference = unsafe source.vector(index) - shift.vector(index)
          squares += difference * difference
          unsafe target.store(difference, at: index)
          index &+= 4
        }
        var sum = sumOfLanes(squares)
        while index < count {
          let difference = unsafe source.element(index) - shift.element(index)
          sum += difference * difference
          unsafe target.store(difference, at: index)
          index &+= 1
        }
        return sum
      }
    }
  }
}

/// The least two of each row's scores, and where the least stands.
///
/// - Parameters:
///   - products: −2x·c, centroid after centroid, `stride` rows each.
///   - stride: a multiple of four.
///   - norms: ‖c‖² of each centroid, which makes a product a score.
///   - least: output, one a row.
///   - second: output, the least of the other centroids' scores.
///   - nearest: output, the first centroid of the least score.
func leastScores(
  products: [Double], stride: Int, norms: [Double], least: inout [Double],
  second: inout [Double], nearest: inout [Int64]
) {
  precondition(
    stride % 4 == 0 && products.count >= stride * norms.count && least.count >= stride
      && second.count >= stride && nearest.count >= stride)
  if stride == 0 || norms.isEmpty { return }
  unsafe products.withUnsafeBytes { products in
    unsafe norms.withUnsafeBytes { normBytes in
      unsafe least.withUnsafeMutableBytes { least in
        unsafe second.withUnsafeMutableBytes { second in
          unsafe nearest.withUnsafeMutableBytes { nearest in
            let norm = unsafe Elements(normBytes, 0)
            for row in Swift.stride(from: 0, to: stride, by: 4) {
              let scores = unsafe Elements(products, row)
              var first = SIMD4<Double>(repeating: .infinity)
              var next = first
              var index = SIMD4<Int64>.zero
              for centroid in 0..<norms.count {
                let score = unsafe scores.vector(centroid &* stride) + norm.element(centroid)
                let isNearer = score .< first
                // The larger of the score and the least so far is a candidate for the second.
                let other = first.replacing(with: score, where: .!isNearer)
                next = next.replacing(with: other, where: other .< next)
                first = first.replacing(with: score, where: isNearer)
                index = index.replacing(with: Int64(centroid), where: isNearer)
              }
              unsafe MutableElements(least, row).store(first, at: 0)
              unsafe MutableElements(second, row).store(next, at: 0)
              unsafe nearest.storeBytes(of: index, toByteOffset: 8 * row, as: SIMD4<Int64>.self)
            }
          }
        }
      }
    }
  }
}

/// Lowers rows' squared distances to those to a further point, and sums what each of some
/// candidates would leave of them.
///
/// - Parameters:
///   - x: points, one a row.
///   - rows: the rows that take part.
///   - point: the row that is the further point.
///   - candidates: the rows that are candidates.
///   - number: the further point's number among the points so far, from 0.
///   - far: by point and by fours of the further point and the candidates, up to which squared distance a
///     row need not be compared with any of the four.
///   - squared: one for each of `rows`; each becomes the lesser of itself and ‖x − point‖².
///   - nearest: the number of each row's nearest point.
/// - Returns: for each candidate c the sum of min(squared, ‖x − c‖²), in order of row.
func lowerDistances(
  _ x: Matrix, _ rows: Range<Int>, to point: Int, candidates: [Int], number: Int, far: [Double],
  squared: inout [Double], nearest: inout [Int32]
) -> [Double] {
  precondition(rows.lowerBound >= 0 && rows.upperBound <= x.rows && squared.count == rows.count)
  let last = nearest.reduce(UInt32(0)) { max($0, UInt32(bitPattern: $1)) }
  precondition(nearest.count == rows.count && number >= 0 && last <= UInt32(number))
  precondition(far.count == (number + 1) * (candidates.count / 4 + 1))
  precondition(([point] + candidates).allSatisfy { 0..<x.rows ~= $0 })
  let columns = x.columns
  var sums = [Double](repeating: 0, count: candidates.count)
  if columns == 0 || rows.isEmpty { return sums }
  unsafe x.storage.withUnsafeBytes { x in
    unsafe sums.withUnsafeMutableBufferPointer { sums in
      unsafe candidates.withUnsafeBufferPointer { candidates in
        unsafe far.withUnsafeBufferPointer { far in
          unsafe squared.withUnsafeMutableBufferPointer { squared in
            unsafe nearest.withUnsafeMutableBufferPointer { nearest in
              unsafe lower_distances(
                Elements(x, 0).base.assumingMemoryBound(to: Double.self), rows.lowerBound,
                rows.count, columns, point, candidates.baseAddress, candidates.count,
                Int32(number), far.baseAddress, squared.baseAddress, nearest.baseAddress,
                sums.baseAddress)
            }
          }
        }
      }
    }
  }
  return sums
}

@inline(__always)
private func squaredDistance(_ a: Elements, _ b: Elements, _ count: Int) -> Double {
  var index = 0
  var squares = SIMD4<Double>.zero
  while index &+ 4 <= count {
    let difference = unsafe a.vector(index) - b.vector(index)
    squares += difference * difference
    index &+= 4
  }
  var sum = sumOfLanes(squares)
  while index < count {
    let difference = unsafe a.element(index) - b.element(index)
    sum += difference * difference
    index &+= 1
  }
  return sum
}

/// The order of additions in which halves of the vector stay vectors longest.
@inline(__always)
private func sumOfLanes(_ v: SIMD4<Double>) -> Double {
  let halves = v.lowHalf + v.highHalf
  return halves[0] + halves[1]
}

/// Doubles from an index of some memory on; the caller has checked how many there are.
@unsafe private struct Elements {
  let base: UnsafeRawPointer

  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, _ start: Int) {
    unsafe base = bytes.baseAddress.unsafelyUnwrapped + 8 &* start
  }

  @inline(__always)
  init(_ base: UnsafeRawPointer) { unsafe self.base = base }

  @inline(__always)
  func vector(_ index: Int) -> SIMD4<Double> {
    unsafe (base + 8 &* index).loadUnaligned(as: SIMD4<Double>.self)
  }

  @inline(__always)
  func element(_ index: Int) -> Double {
    unsafe (base + 8 &* index).loadUnaligned(as: Double.self)
  }
}

/// Likewise, to be written to.
@unsafe private struct MutableElements {
  let base: UnsafeMutableRawPointer

  @inline(__always)
  init(_ bytes: UnsafeMutableRawBufferPointer, _ start: Int) {
    unsafe base = bytes.baseAddress.unsafelyUnwrapped + 8 &* start
  }

  var read: Elements { unsafe Elements(UnsafeRawPointer(base)) }

  @inline(__always)
  func store<Value>(_ value: Value, at index: Int) where Value: BitwiseCopyable {
    unsafe (base + 8 &* index).storeBytes(of: value, as: Value.self)
  }
}

extension Span<Double> {
  @inline(__always)
  fileprivate func holds(_ count: Int, at start: Int) -> Bool {
    start >= 0 && count >= 0 && count <= self.count && start <= self.count &- count
  }
}
