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

extension LapseRate {
  private enum CodingKeys: String, CodingKey {
    case lapse, customers, returned
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let code = try container.decode(String.self, forKey: .lapse)
    guard let lapse = Lapse.allCases.first(where: { $0.code == code }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .lapse, in: container, debugDescription: "no label of lapse")
    }
    self.init(
      lapse: lapse, customers: try container.decode(Int.self, forKey: .customers),
      returned: try container.decode(Int.self, forKey: .returned))
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lapse.code, forKey: .lapse)
    try container.encode(customers, forKey: .customers)
    try container.encode(returned, forKey: .returned)
  }
}

extension Lapse {
  /// The label as documents hold it, without blanks: `on_time`.
  fileprivate var code: String { String(rawValue.map { $0 == " " ? "_" : $0 }) }
}

extension [LapseRate] {
  /// Counts customers and returns by label; labels without customers are left out.
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

  var isUsable: Bool { allSatisfy { $0.returned >= 0 && $0.returned <= $0.customers } }
}
