/// How many customers with a label of lapse ordered again out of time.
package struct LapseRate: Sendable, Codable, Equatable {
  package let lapse: Lapse
  package let customers: Int
  /// Those with an order within the churn horizon.
  package let returned: Int

  package init(lapse: Lapse, customers: Int, returned: Int) {
    self.lapse = lapse
    self.customers = customers
    self.returned = returned
  }
}

extension [LapseRate] {
  /// Counts labels and what came of them; labels that nobody has are left out.
  ///
  /// - Parameters:
  ///   - lapses: one a customer, nil where it is unknown.
  ///   - churned: 1 for no order within the churn horizon.
  package init(_ lapses: [Lapse?], churned: [Double]) {
    self = Lapse.allCases.compactMap { lapse in
      let rows = lapses.indices.filter { lapses[$0] == lapse }
      return rows.isEmpty
        ? nil
        : LapseRate(
          lapse: lapse, customers: rows.count, returned: rows.count { churned[$0] == 0 })
    }
  }

  var isUsable: Bool { allSatisfy { (0...$0.customers).contains($0.returned) } }
}
