/// What each family of features adds to a customer's logit, and the feature of it that adds most: all
/// that probabilities and reasons are made of, in a tenth of the room of `Contributions`.
package struct FamilyContributions: Sendable {
  /// Names of the families, in order.
  package let families: [String]
  package let intercept: Double
  private let features: [String]
  /// Where each feature stands in a row.
  private let places: [Int]
  private let members: [Range<Int>]
  /// Of each family, the features that a case is told by, whatever weighs most.
  private let leads: [[Int]]
  /// Row-major: one row a customer, one column a family.
  private var values: [Double] = []
  private var telling: [UInt16] = []

  init(
    features: [String], places: [Int], families: [String], members: [Range<Int>],
    leads: [[Int]], intercept: Double
  ) {
    precondition(features.count <= Int(UInt16.max))
    self.features = features
    self.places = places
    self.families = families
    self.members = members
    self.leads = leads
    self.intercept = intercept
  }

  /// Rows.
  package var count: Int { families.isEmpty ? 0 : values.count / families.count }

  mutating func reserve(_ rows: Int) {
    values.reserveCapacity(rows * families.count)
    telling.reserveCapacity(rows * families.count)
  }

  /// Adds a row of what each feature adds.
  mutating func append(features: Span<Double>) {
    values.append(addingCapacity: members.count) { output in
      for range in members {
        var sum = 0.0
        for feature in range { sum += features[feature] }
        output.append(sum)
      }
    }
    telling.append(addingCapacity: members.count) { output in
      for range in members {
        var strongest = range.lowerBound
        for feature in range where abs(features[feature]) > abs(features[strongest]) {
          strongest = feature
        }
        output.append(UInt16(strongest))
      }
    }
  }

  mutating func append(_ later: FamilyContributions) {
    values += later.values
    telling += later.telling
  }

  /// The logit of a customer: intercept and the families' contributions, added in their order.
  package func logit(ofRow row: Int) -> Double {
    var sum = intercept
    for place in row * families.count..<(row + 1) * families.count { sum += values[place] }
    return sum
  }

  /// The probabilities of the first rows, one a row.
  package func probabilities(ofRows count: Int) -> [Double] {
    (0..<count).map { logistic(logit(ofRow: $0)) }
  }

  /// What a family adds to a customer's logit.
  package func value(ofRow row: Int, family: Int) -> Double {
    values[row * families.count + family]
  }

  /// The families that move a customer's logit most, the largest first.
  package func strongest(ofRow row: Int, count: Int) -> [(family: Int, value: Double)] {
    var found: [(family: Int, value: Double)] = []
    found.reserveCapacity(count + 1)
    for family in families.indices {
      let value = value(ofRow: row, family: family)
      // Of equals, the first stays before.
      guard value != 0, found.count < count || abs(value) > abs(found[count - 1].value) else {
        continue
      }
      let place = found.firstIndex { abs(value) > abs($0.value) } ?? found.count
      found.insert((family, value), at: place)
      if found.count > count { found.removeLast() }
    }
    return found
  }

  /// The families that move a customer's logit most, the largest first, with the values to tell
  /// them by.
  ///
  /// - Parameters:
  ///   - row: the customer.
  ///   - count: reasons at most.
  ///   - value: of the row's column of a number, as the program that made these was told them.
  /// - Returns: reasons, fewer than asked for where fewer families move the logit.
  package func reasons(ofRow row: Int, count: Int, value: (Int) -> Double) -> [Reason] {
    let logit = logit(ofRow: row)
    return strongest(ofRow: row, count: count).map { strongest in
      var told = leads[strongest.family]
      if told.count < 2 {
        let telling = Int(telling[row * families.count + strongest.family])
        if told.first != telling { told.append(telling) }
      }
      return Reason(
        family: families[strongest.family],
        facts: told.map { Reason.Detail(feature: features[$0], value: value(places[$0])) },
        change: RiskChange(contribution: strongest.value, logit: logit))
    }
  }
}

/// One of the families of features that move a customer's logit most.
package struct Reason: Sendable {
  /// A feature that tells of the family, with the customer's own value; not-a-number where missing.
  package struct Detail: Sendable {
    package let feature: String
    package let value: Double
  }

  package let family: String
  /// What to tell the customer's case by: one fact or two.
  package let facts: [Detail]
  package let change: RiskChange
}
