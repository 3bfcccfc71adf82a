package import Units

/// Days on which a shop had a sale, as it says itself.
package struct SaleCalendar: Sendable, Equatable {
  let days: Set<Int32>

  /// The days, rising.
  package var sortedDays: [Day] { days.sorted().map(Day.init(number:)) }

  package init(days: [Day]) { self.days = Set(days.map(\.number)) }
}
