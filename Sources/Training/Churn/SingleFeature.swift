package import Dense
internal import Features
package import Files
package import Models
internal import Units

/// A single feature column, for univariate AUC.
package struct SingleFeature: Sendable {
  package enum Form: Sendable { case number, category }

  package let name: String
  package let form: Form
  /// One a row: a number, not-a-number where it is missing; of a category the number of its level.
  package let values: [Double]

  package init(name: String, form: Form = .number, values: [Double]) {
    self.name = name
    self.form = form
    self.values = values
  }

  /// How well the column alone ranks rows by their label: the area under the ROC curve of the label's
  /// rate by level, by tenth of the numbers and among missing ones; or, where it is larger, of the
  /// number itself, whichever way it points.
  ///
  /// Seen on the rows that it is learned from: an upper bound, close for many rows a bin.
  /// - Parameter labels: 1 or 0, one a row.
  /// - Returns: from 0.5 to 1; nil where there is one class only.
  package func areaUnderCurve(labels: [Double]) -> Double? {
    let positives = labels.count { $0 == 1 }
    guard positives > 0, positives < labels.count else { return nil }
    let binned = area(ofTies: byRate(bins, labels))
    guard form == .number else { return binned }
    // Missing numbers go below all others: as a group they have had their say in the bins.
    let ranked = values.indices.sorted { key($0) < key($1) }
    var ties: [(positives: Int, negatives: Int)] = []
    var previous: Double?
    for row in ranked {
      if key(row) != previous { ties.append((0, 0)) }
      previous = key(row)
      if labels[row] == 1 {
        ties[ties.count - 1].positives += 1
      } else {
        ties[ties.count - 1].negatives += 1
      }
    }
    let raw = area(ofTies: ties)
    return max(binned, raw, 1 - raw)
  }

  private func key(_ row: Int) -> Double { values[row].isNaN ? -.infinity : values[row] }

  private var bins: [Int] {
    guard form == .number else {
      var numbers: [Double: Int] = [:]
      return values.map { value in
        let key = value.isNaN ? -1 : value
        let number = numbers[key] ?? numbers.count
        numbers[key] = number
        return number
      }
    }
    let column = PopulationReference.Column(name, numbers: values)
    return values.map(column.bin)
  }

  /// Counts of each bin, the bins by rising rate of the label.
  private func byRate(
    _ bins: [Int], _ labels: [Double]
  ) -> [(positives: Int, negatives: Int)] {
    var counts = [(positives: Int, negatives: Int)](
      repeating: (0, 0), count: (bins.max() ?? 0) + 1)
    for (bin, label) in zip(bins, labels) {
      if label == 1 { counts[bin].positives += 1 } else { counts[bin].negatives += 1 }
    }
    return counts.filter { $0 != (0, 0) }.sorted {
      $0.positives * ($1.positives + $1.negatives) < $1.positives * ($0.positives + $0.negatives)
    }
  }

  /// Share of pairs of a positive and a negative in right order, those of one tie counting ½.
  private func area(ofTies ties: [(positives: Int, negatives: Int)]) -> Double {
    var (twicePairs, below, positives) = (0, 0, 0)
    for tie in ties {
      twicePairs += tie.positives * (2 * below + tie.negatives)
      below += tie.negatives
      positives += tie.positives
    }
    return Double(twicePairs) / 2 / (Double(positives) * Double(below))
  }
}

extension LeakageWarning {
  /// Labels of the rarer kind below which chance alone may do it.
  private static let fewestOfAKind = 10
  private static let mostRows = 20_000

  /// Looks for features that tell the label almost without error.
  ///
  /// Above 20,000 rows, evenly spaced ones are looked at.
  /// - Parameters:
  ///   - count: number of features.
  ///   - labels: 1 or 0, one a row.
  ///   - workers: how many threads it may take; the result does not depend on it.
  ///   - feature: the feature of a number, its values at the given rows.
  /// - Returns: what was found, in the order of the features.
  package static func found(
    count: Int, labels: [Double], workers: Workers,
    feature: @Sendable (_ number: Int, _ rows: [Int]) -> SingleFeature
  ) -> [LeakageWarning] {
    let rows = evenlySpacedRows(of: labels.count, atMost: mostRows)
    let seen = rows.map { labels[$0] }
    let positives = seen.count { $0 == 1 }
    guard min(positives, seen.count - positives) >= fewestOfAKind else { return [] }
    return workers.map(count) { number -> LeakageWarning? in
      let single = feature(number, rows)
      guard let area = single.areaUnderCurve(labels: seen), area >= limit else { return nil }
      return LeakageWarning(feature: single.name, areaUnderCurve: area)
    }.compactMap(\.self)
  }
}

package extension TypedColumn {
  /// The column on its own, for univariate AUC.
  var single: SingleFeature {
    switch cells {
    case .numbers(let values): SingleFeature(name: name, values: values)
    case .categories(let codes, _):
      SingleFeature(name: name, form: .category, values: codes.map { $0 < 0 ? .nan : Double($0) })
    }
  }
}
