internal import Dense
internal import Files
internal import Histories
internal import Synchronization

/// Numbers the customers of all files, in parts; many threads may do so at once.
///
/// A hash of the id says which part a customer is of, so that parts are alike in size. Rows of one
/// part, unlike those of all customers, fit the processor's caches when they are put into order.
/// Numbers depend on which thread comes first; nothing that is told depends on numbers.
final class CustomerParts: Sendable {
  private final class Part: Sendable {
    let interner = Mutex(Interner())
  }

  private let parts: [Part]

  /// More would leave too few rows of a block to a part to load their slots together.
  private static let most = 256

  /// - Parameters:
  ///   - bytes: size of all files with customers, as far as it is known.
  ///   - bytesPerPart: about how much of them a part takes.
  init(bytes: Int, bytesPerPart: Int) {
    var count = 1
    while count < Self.most, count * bytesPerPart < bytes { count *= 2 }
    parts = (0..<count).map { _ in Part() }
  }

  var count: Int { parts.count }

  /// The part of a text.
  @inline(__always)
  func part(ofHash hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash >> 48) & (parts.count &- 1)
  }

  /// The place of one customer.
  func place(of bytes: Span<UInt8>, _ range: Range<Int>) -> CustomerPlace {
    let text = HashedText(bytes, range)
    let part = part(ofHash: text.hash)
    let number = parts[part].interner.withLock { $0.code(of: text, in: bytes) }
    return CustomerPlace(part: Int32(part), number: number)
  }

  /// Finds the places of many customers.
  ///
  /// - Parameters:
  ///   - texts: their ids.
  ///   - order: the texts by part.
  ///   - bytes: hold the ids.
  ///   - numbers: receives each text's number within its part.
  ///   - first: the part to begin with; where workers begin apart, none waits for another.
  func number(
    _ texts: [HashedText], _ order: PartOrder, in bytes: Span<UInt8>, into numbers: inout [Int32],
    from first: Int
  ) {
    var taken: [Int] = []
    for step in parts.indices {
      let part = (first &+ step) & (parts.count &- 1)
      if order.isEmpty(part) { continue }
      let isDone: Void? = parts[part].interner.withLockIfAvailable { interner in
        interner.findCodes(of: texts, order.rows(of: part), in: bytes, into: &numbers)
      }
      if isDone == nil { taken.append(part) }
    }
    for part in taken {
      parts[part].interner.withLock { interner in
        interner.findCodes(of: texts, order.rows(of: part), in: bytes, into: &numbers)
      }
    }
  }

  /// Ids of a part by number.
  func texts(of part: Int) -> TextColumn { parts[part].interner.withLock { $0.texts } }

  /// Customers of a part.
  func customers(of part: Int) -> Int { parts[part].interner.withLock { $0.texts.count } }

  /// How many customers each part has.
  var counts: [Int] { parts.indices.map(customers) }

  /// Forgets the customers that have come since `counts` were taken.
  func takeBack(to counts: [Int]) {
    for (part, count) in zip(parts, counts) { part.interner.withLock { $0.keepFirst(count) } }
  }
}

/// The rows of a block in the order of their parts.
struct PartOrder: Sendable {
  private var sorted: [Int32] = []
  /// Rows of part `i` are `sorted[ends[i - 1] ..< ends[i]]`, from 0 where there is none before.
  private var ends: [Int32]

  init(parts: Int) { ends = [Int32](repeating: 0, count: parts) }

  /// Sorts rows by counting.
  ///
  /// - Parameter parts: the part of each row.
  mutating func sort(_ parts: [UInt16]) {
    if sorted.count < parts.count {
      sorted = [Int32](repeating: 0, count: parts.count + parts.count / 4)
    }
    for index in ends.indices { ends[index] = 0 }
    for part in parts { ends[Int(part)] &+= 1 }
    var start: Int32 = 0
    for index in ends.indices {
      let rows = ends[index]
      ends[index] = start
      start &+= rows
    }
    for (row, part) in parts.enumerated() {
      let place = ends[Int(part)]
      sorted[Int(place)] = Int32(truncatingIfNeeded: row)
      ends[Int(part)] = place &+ 1
    }
  }

  @inline(__always)
  private func range(_ part: Int) -> Range<Int> {
    (part == 0 ? 0 : Int(ends[part &- 1]))..<Int(ends[part])
  }

  @inline(__always)
  func isEmpty(_ part: Int) -> Bool { range(part).isEmpty }

  /// The rows of a part, rising.
  @inline(__always)
  func rows(of part: Int) -> ArraySlice<Int32> { sorted[range(part)] }
}
