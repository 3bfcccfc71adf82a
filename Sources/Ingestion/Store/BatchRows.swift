internal import Files
internal import Histories

/// The rows of files that were read together, customer by customer, as the files have them.
struct BatchRows: Sendable {
  /// Ids in the order of their bytes.
  var ids = TextColumn()
  /// Where each customer's rows are.
  var places: [CustomerPlace] = []
  /// By part; empty where no rows of a kind were read.
  var orders: [SortedOrders] = []
  var events: [SortedEvents] = []
  var lines = LineTerms()
  var eventTerms = EventTerms()
  var hasOrderIDs = false
  var moneyScale = 0
  var currency: String?

  func lineRange(of customer: Int) -> Range<Int> {
    let place = places[customer]
    return orders.isEmpty
      ? 0..<0 : range(orders[Int(place.part)].offsets, Int(place.number))
  }

  func eventRange(of customer: Int) -> Range<Int> {
    let place = places[customer]
    return events.isEmpty
      ? 0..<0 : range(events[Int(place.part)].offsets, Int(place.number))
  }

  /// Customers of the other kind of file come last, and have no offsets here.
  private func range(_ offsets: [Int32], _ number: Int) -> Range<Int> {
    number + 1 < offsets.count ? Int(offsets[number])..<Int(offsets[number + 1]) : 0..<0
  }

  /// Brings codes and amounts to those of a store that has all names of the rows.
  ///
  /// - Parameters:
  ///   - terms: of the store.
  ///   - factor: what amounts are multiplied by; the sum of all is known to fit.
  mutating func adapt(to terms: StoreRanks, factor: Int64) {
    let category = terms.categories.ranks(of: lines.categories)
    let channel = terms.channels.ranks(of: lines.channels)
    let kind = terms.kinds.ranks(of: eventTerms.kinds)
    let isSame =
      factor == 1 && category.isIdentity && channel.isIdentity
    if !isSame {
      for part in orders.indices {
        for row in orders[part].columns.lines.indices {
          var line = orders[part].columns.lines[row].recoded(category: category, channel: channel)
          line.amount *= factor
          orders[part].columns.lines[row] = line
        }
      }
    }
    if !kind.isIdentity {
      for part in events.indices {
        for row in events[part].columns.events.indices {
          events[part].columns.events[row] =
            events[part].columns.events[row].recoded(by: kind)
        }
      }
    }
  }
}

extension [Int32] {
  fileprivate var isIdentity: Bool { enumerated().allSatisfy { $0 == Int($1) } }
}
