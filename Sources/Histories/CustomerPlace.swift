/// Where a customer is kept: in which part, and as which of its customers.
package struct CustomerPlace: Sendable, Equatable, BitwiseCopyable {
  package var part: Int32
  package var number: Int32

  package init(part: Int32, number: Int32) {
    self.part = part
    self.number = number
  }
}
