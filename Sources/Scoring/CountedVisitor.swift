internal import Histories

/// A visitor that says how many customers it has seen, on the thread that began the walk.
struct CountedVisitor<Visitor: CustomerVisitor>: CustomerVisitor {
  private(set) var visitor: Visitor
  private var seen = 0
  private let tell: (@Sendable (Int) -> Void)?

  init(_ visitor: Visitor, tell: (@Sendable (_ seen: Int) -> Void)?) {
    self.visitor = visitor
    self.tell = tell
  }

  mutating func visit(_ customer: Int, _ prefix: HistoryPrefix) {
    visitor.visit(customer, prefix)
    seen += 1
  }

  mutating func append(_ later: CountedVisitor) {
    visitor.append(later.visitor)
    seen += later.seen
    tell?(seen)
  }

  mutating func reserve(_ customers: Int) { visitor.reserve(customers) }
}
