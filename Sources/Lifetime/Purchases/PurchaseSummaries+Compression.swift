internal import Dense

extension PurchaseSummaries {
  /// Equal rows merged into one with the sum of their weights, in ascending order of (x, t_x, T), so
  /// that nothing computed from the result depends on the order of rows.
  ///
  /// - Complexity: O(rows) hashing, plus sorting the distinct rows.
  package func compressed() -> PurchaseSummaries {
    if isCompressed { return self }
    var table = RowTable()
    for row in 0..<count where weights[row] > 0 { table.add(self[row], weight: weights[row]) }
    let order = table.rows.indices.sorted { table.rows[$0] < table.rows[$1] }
    return PurchaseSummaries(
      checkedFrequency: order.map { table.rows[$0].frequency },
      recency: order.map { table.rows[$0].recency },
      tenure: order.map { table.rows[$0].tenure },
      weights: order.map { table.weights[$0] }, sumOfLogGaps: sumOfLogGaps)
  }
}

extension PurchaseSummaries {
  private var isCompressed: Bool {
    weights.allSatisfy { $0 > 0 } && (1..<max(1, count)).allSatisfy { self[$0 - 1] < self[$0] }
  }
}

extension PurchaseSummary {
  fileprivate static func < (a: PurchaseSummary, b: PurchaseSummary) -> Bool {
    if a.frequency != b.frequency { return a.frequency < b.frequency }
    if a.recency != b.recency { return a.recency < b.recency }
    return a.tenure < b.tenure
  }

  /// The bits of all three figures, mixed with those of a seed.
  ///
  /// The standard library's hash is several times slower, and this one never decides an order.
  fileprivate func mixedBits(_ seed: UInt64) -> UInt64 {
    var bits = (UInt64(truncatingIfNeeded: frequency) ^ seed) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ recency.bitPattern) &* 0xBF58_476D_1CE4_E5B9
    bits = ((bits ^ (bits >> 29)) ^ tenure.bitPattern) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 32)
  }
}

/// Distinct rows in the order of their first appearance, found by open addressing.
private struct RowTable {
  var rows: [PurchaseSummary] = []
  var weights: [Double] = []
  /// Index into `rows`, or −1 for a free slot; the count is a power of 2.
  private var slots = [Int32](repeating: -1, count: 1 << 12)
  /// Drawn by the system, so that nobody can choose rows that share a slot.
  private let seed = UInt64.random(in: .min ... .max)

  mutating func add(_ row: PurchaseSummary, weight: Double) {
    let slot = slot(of: row)
    let index = Int(slots[slot])
    if index >= 0 {
      weights[index] += weight
      return
    }
    slots[slot] = Int32(rows.count)
    rows.append(row)
    weights.append(weight)
    if rows.count * 2 > slots.count { grow() }
  }

  /// The slot that holds a row, or the free one where it belongs.
  private func slot(of row: PurchaseSummary) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: row.mixedBits(seed)) & mask
    while slots[slot] >= 0, rows[Int(slots[slot])] != row { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 4)
    for index in rows.indices { slots[slot(of: rows[index])] = Int32(index) }
  }
}
