package import Dense
package import Files

/// Draws arms by a keyed hash of the customer's id.
///
/// A customer's number is the first eight bytes, highest first, of HMAC-SHA-256 under the salt over the
/// experiment's name, a line feed and the id, divided by 2⁶⁴. It is the same on every run and machine,
/// independent of other experiments' numbers, and not to be foreseen without the salt.
package struct ArmDraw: Sendable {
  private let hash: KeyedHash
  private let experiment: [UInt8]

  /// - Parameters:
  ///   - salt: secret bytes.
  ///   - experiment: a name without line feeds.
  package init(salt: [UInt8], experiment: String) {
    precondition(!experiment.utf8.contains(0x0a), "an experiment's name is one line")
    hash = KeyedHash(key: salt)
    self.experiment = Array(experiment.utf8) + [0x0a]
  }

  /// A customer's number in [0, 1).
  package func position(of id: some Sequence<UInt8>) -> Double {
    Double(hash.number(of: experiment + id) >> 11) * 0x1p-53
  }

  /// Arms by each customer's own number: nobody's arm depends on who else is there.
  ///
  /// - Parameters:
  ///   - ids: of the customers.
  ///   - plan: the arms.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: an arm a customer.
  package func arms(of ids: TextColumn, by plan: ArmPlan, workers: Workers) -> [Int] {
    positions(of: ids, workers: workers).map(plan.arm)
  }

  /// Arms such that every stratum has its shares to within one customer an arm.
  ///
  /// Within a stratum customers are taken in the order of their numbers, which is as good as drawn, and
  /// the arms' shares are laid along them from a start that is drawn too: systematic sampling, in which
  /// each customer's chance of an arm is its share exactly. Who else is in the stratum matters.
  /// - Parameters:
  ///   - ids: of the customers, each once.
  ///   - plan: the arms.
  ///   - strata: place of each customer's stratum in `names`.
  ///   - names: of the strata.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Returns: an arm a customer.
  package func arms(
    of ids: TextColumn, by plan: ArmPlan, within strata: [Int], names: [String], workers: Workers
  ) -> [Int] {
    let positions = positions(of: ids, workers: workers)
    var members = [[Int]](repeating: [], count: names.count)
    for (customer, stratum) in strata.enumerated() { members[stratum].append(customer) }
    var arms = [Int](repeating: 0, count: ids.count)
    for (stratum, customers) in members.enumerated() {
      let ordered = customers.sorted {
        positions[$0] == positions[$1]
          ? ids.utf8(at: $0).lexicographicallyPrecedes(ids.utf8(at: $1))
          : positions[$0] < positions[$1]
      }
      // No id is read as a stratum: none begins with a line feed, as blanks around ids are cut off.
      let start = position(of: [0x0a] + Array(names[stratum].utf8))
      for (rank, customer) in ordered.enumerated() {
        let place = (Double(rank) + start) / Double(ordered.count)
        arms[customer] = plan.arm(at: place)
      }
    }
    return arms
  }

  private func positions(of ids: TextColumn, workers: Workers) -> [Double] {
    let chunks = Chunks(rows: ids.count)
    return workers.map(chunks.count) { chunk in
      chunks[chunk].map { position(of: ids.utf8(at: $0)) }
    }.flatMap(\.self)
  }
}
