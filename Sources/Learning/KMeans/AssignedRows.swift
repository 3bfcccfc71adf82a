internal import Dense

/// A chunk of rows with the centroid that each was nearest to, and how far all others are at least.
///
/// While a row's distance to its centroid stays below that bound, lowered by as much as any other
/// centroid has moved, or below half the way to the next centroid, it keeps its centroid and no other
/// distance need be looked at (Hamerly 2010).
/// Bounds are rounded down, so that what is skipped could have changed nothing: the assignment is the
/// one of comparing all distances, ties included.
struct AssignedRows: Sendable {
  let rows: Range<Int>
  private(set) var nearest: [Int32]
  /// Below the distance to every centroid but `nearest`; 0 where nothing is known.
  private var boundOnOthers: [Double]

  /// Rows of which nothing is known.
  init(_ rows: Range<Int>) {
    self.rows = rows
    nearest = [Int32](repeating: 0, count: rows.count)
    boundOnOthers = [Double](repeating: 0, count: rows.count)
  }

  /// Rows that stay in the cache while they are assigned and then summed.
  private static let partRows = 2_048

  /// Assigns all rows to their nearest centroids.
  ///
  /// - Parameters:
  ///   - x: the data.
  ///   - search: the centroids.
  ///   - moves: how far the centroids are from those of the assignment before; nil at the first.
  ///   - body: called with consecutive rows, the centroid of each, and the squared distances to them,
  ///     of which there may be more than rows.
  /// - Returns: rows whose centroid changed.
  @discardableResult
  mutating func assign(
    _ x: Matrix, by search: NearestSearch, since moves: CentroidMoves? = nil,
    _ body: (Range<Int>, ArraySlice<Int32>, [Double]) -> Void = { _, _, _ in }
  ) -> Int {
    var changed = 0
    var block = search.emptyBlock()
    var squared = [Double](repeating: 0, count: Self.partRows)
    var unsettled: [Int] = []
    unsettled.reserveCapacity(Self.partRows)
    var start = rows.lowerBound
    while start < rows.upperBound {
      let part = start..<min(start + Self.partRows, rows.upperBound)
      let places = start - rows.lowerBound..<part.upperBound - rows.lowerBound
      unsettled.removeAll(keepingCapacity: true)
      if let moves {
        squaredDistances(
          x, part, search.centroids, nearest: nearest[places], into: &squared)
        moves.lower(
          &boundOnOthers, places, nearest: nearest, squared: squared, columns: x.columns,
          collecting: &unsettled)
      } else {
        unsettled.append(contentsOf: places)
      }
      for index in unsettled.indices { unsettled[index] += rows.lowerBound }
      search.forEach(unsettled[...], of: x, using: &block) { row, found, bound in
        let index = row - rows.lowerBound
        let hasChanged = nearest[index] != Int32(found)
        if hasChanged || moves == nil {
          squared[row - start] = squaredDistance(x, row, search.centroids, found)
        }
        if hasChanged { changed += 1 }
        nearest[index] = Int32(found)
        boundOnOthers[index] = bound
      }
      body(part, nearest[places], squared)
      start = part.upperBound
    }
    return changed
  }
}

/// Below this a square may have lost digits to underflow.
private let smallestSquare = 0x1p-960

/// How far centroids moved in a step, and how far apart they are after it.
struct CentroidMoves: Sendable {
  /// For each centroid the longest way that another one went, rounded up.
  let largestOther: [Double]
  /// For each centroid half the distance to the nearest other one, rounded down: what is nearer than
  /// that to a centroid is nearest to it.
  let halfGaps: [Double]

  init(from old: Matrix, to new: Matrix) {
    // Above the error of the root of a sum of squares, and above what underflows in it.
    let rounding = 1 + Double(old.columns + 8) * .ulpOfOne
    let moves = (0..<old.rows).map { centroid in
      squaredDistance(old, centroid, new, centroid).squareRoot() * rounding + 0x1p-500
    }
    let farthest = moves.indices.max { moves[$0] < moves[$1] } ?? 0
    let second = moves.indices.reduce(0) { $1 == farthest ? $0 : max($0, moves[$1]) }
    largestOther = moves.indices.map { $0 == farthest ? second : moves[farthest] }
    var gaps = [Double](repeating: .infinity, count: new.rows)
    for one in 0..<new.rows {
      for other in 0..<one {
        let squared = squaredDistance(new, one, new, other)
        gaps[one] = min(gaps[one], squared)
        gaps[other] = min(gaps[other], squared)
      }
    }
    // A gap that overflows is at least the largest number that does not.
    let most = new.rows > 1 ? Double.greatestFiniteMagnitude : .infinity
    halfGaps = gaps.map { 0.5 * min($0, most).squareRoot() / rounding }
  }

  /// Takes the moves off bounds, and collects where rows may have another centroid now.
  ///
  /// - Parameters:
  ///   - bounds: one a row.
  ///   - places: the rows to look at.
  ///   - nearest: the rows' centroids.
  ///   - squared: squared distances to them, the first for the first of `places`.
  ///   - columns: of the data, for the rounding of distances.
  ///   - unsettled: places are added to it.
  func lower(
    _ bounds: inout [Double], _ places: Range<Int>, nearest: [Int32], squared: [Double],
    columns: Int, collecting unsettled: inout [Int]
  ) {
    let nearest = nearest.span
    let largestOther = largestOther.span
    let halfGaps = halfGaps.span
    let squared = squared.span
    var bounds = bounds.mutableSpan
    // Above the relative errors of two squared distances and of the bound's own square.
    let rounding = 1 + Double(2 * columns + 16) * .ulpOfOne
    for place in places {
      let centroid = Int(nearest[place])
      // Two roundings, of at most half an ulp each.
      let lowered = bounds[place] * (1 - 2 * .ulpOfOne) - largestOther[centroid]
      bounds[place] = lowered
      let bound = max(lowered, halfGaps[centroid])
      let least = squared[place - places.lowerBound] * rounding + smallestSquare
      if !(bound > 0 && least < bound * bound) { unsettled.append(place) }
    }
  }
}
