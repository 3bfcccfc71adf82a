internal import Dense
internal import Learning
internal import Lifetime
internal import Models
internal import Snapshots

/// Means of groups of customers, by which people are placed.
///
/// Numbers are in standard deviations of all customers. A column of texts counts as half the squared
/// distance between a person's value and the shares that the group's customers have of each, at most 1.
struct NearestGroups {
  /// Groups with fewer customers are too small to be somebody's place.
  static let fewest = 10

  private let centre: [Double]
  private let scale: [Double]
  /// Groups × numbers; not-a-number where no customer of the group has it.
  private let means: Matrix
  /// By column, groups × values; not-a-number where no customer of the group has one.
  private let shares: [Matrix]
  private let candidates: [Int]

  init(_ features: PlacementFeatures, groups: [Int], count: Int) {
    let numbers = features.numbers
    var (centre, scale) = ([Double](), [Double]())
    for column in 0..<numbers.columns {
      let values = numbers.column(column).filter { !$0.isNaN }
      let mean = values.reduce(0, +) / Double(max(1, values.count))
      let variance =
        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, values.count))
      centre.append(mean)
      // What does not vary says nothing, here or of anybody else: it is left out.
      scale.append(variance > 0 ? variance.squareRoot() : .nan)
    }
    self.centre = centre
    self.scale = scale
    var sums = Matrix(rows: count, columns: numbers.columns)
    var counts = sums
    for (row, group) in groups.enumerated() {
      for column in 0..<numbers.columns where !numbers[row, column].isNaN {
        sums[group, column] += (numbers[row, column] - centre[column]) / scale[column]
        counts[group, column] += 1
      }
    }
    means = Matrix(
      rows: count, columns: numbers.columns,
      storage: zip(sums.storage, counts.storage).map { $1 == 0 ? .nan : $0 / $1 })
    shares = zip(features.choices, features.choiceCounts).map { choices, values in
      var shares = Matrix(rows: count, columns: values)
      var totals = [Double](repeating: 0, count: count)
      for (row, group) in groups.enumerated() where choices[row] >= 0 {
        shares[group, choices[row]] += 1
        totals[group] += 1
      }
      for group in 0..<count {
        for value in 0..<values {
          shares[group, value] =
            totals[group] == 0 ? .nan : shares[group, value] / totals[group]
        }
      }
      return shares
    }
    var sizes = [Int](repeating: 0, count: count)
    for group in groups { sizes[group] += 1 }
    candidates = sizes.indices.filter { sizes[$0] >= Self.fewest }
  }

  /// The group of the least mean squared difference over what is known of a person, of equals the first.
  func nearest(
    to person: Int, of features: PlacementFeatures
  ) -> (group: Int, distance: Double)? {
    var best: (group: Int, distance: Double)?
    for group in candidates {
      guard let distance = distance(of: person, of: features, to: group) else { continue }
      if distance < best?.distance ?? .infinity { best = (group, distance) }
    }
    return best
  }

  private func distance(
    of person: Int, of features: PlacementFeatures, to group: Int
  ) -> Double? {
    var (sum, known) = (0.0, 0)
    for column in 0..<features.numbers.columns {
      let difference =
        (features.numbers[person, column] - centre[column]) / scale[column] - means[group, column]
      guard !difference.isNaN else { continue }
      sum += difference * difference
      known += 1
    }
    for (column, shares) in shares.enumerated() {
      let choice = features.choices[column][person]
      guard choice >= 0, !shares[group, choice].isNaN else { continue }
      let own = shares[group, choice]
      let squares = (0..<shares.columns).reduce(0.0) { $0 + shares[group, $1] * shares[group, $1] }
      sum += (squares - 2 * own + 1) / 2
      known += 1
    }
    return known == 0 ? nil : (sum / Double(known)).squareRoot()
  }

  /// How customers themselves are placed; nil where nothing is known of any.
  func check(
    _ features: PlacementFeatures, groups: [Int], named name: String
  ) -> PlacementCheck? {
    var sizes: [Int: Int] = [:]
    var (right, count) = (0, 0)
    for (person, group) in groups.enumerated() {
      guard let placed = nearest(to: person, of: features) else { continue }
      count += 1
      sizes[group, default: 0] += 1
      if placed.group == group { right += 1 }
    }
    guard count > 0 else { return nil }
    return PlacementCheck(
      groups: name, customers: count, placedRight: Double(right) / Double(count),
      largestGroup: Double(sizes.values.max() ?? 0) / Double(count))
  }
}
