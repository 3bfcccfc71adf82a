internal import Dense
internal import Histories

/// A visitor that tells how many customers it has seen, on the thread that began the walk.
struct CountedVisitor<Visitor: CustomerVisitor>: CustomerVisitor {
  private(set) var visitor: Visitor
  private var seen = 0
  private let all: Int
  private let progress: Progress

  /// - Parameters:
  ///   - visitor: what is done for each customer.
  ///   - all: customers that will be seen.
  ///   - progress: told how many have been.
  init(_ visitor: Visitor, of all: Int, _ progress: Progress) {
    (self.visitor, self.all, self.progress) = (visitor, all, progress)
  }

  mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    visitor.visit(customer, prefix)
    seen += 1
  }

  mutating func append(_ later: CountedVisitor) {
    visitor.append(later.visitor)
    seen += later.seen
    progress.reach(seen, of: all)
  }

  mutating func reserve(_ customers: Int) { visitor.reserve(customers) }
}
