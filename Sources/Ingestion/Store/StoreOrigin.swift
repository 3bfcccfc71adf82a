internal import Histories
internal import Stores

/// Which state of a store histories were read from, and whose rows were written when.
package struct StoreOrigin: Sendable {
  /// Of each batch a checksum of the store's rows up to it; nil where an earlier version wrote it.
  private let stamps: [UInt64?]
  /// For each customer, in canonical order, the batch that its rows were last written with, from 1.
  private var lastWritten: [Int32]

  init(_ open: OpenStore) {
    let manifest = open.manifest
    stamps = manifest.batches.map(\.stamp)
    let batches = manifest.segments.indices.map { Int32(manifest.batch(ofSegment: $0)) }
    let ofBlock = open.blocks.map { batches[$0.segment] }
    lastWritten = open.places.map { ofBlock[Int($0.part)] }
  }

  /// Takes the customers of the histories in another order.
  ///
  /// - Parameter rank: of each customer its place there.
  mutating func reorder(by rank: [Int32]) {
    var reordered = lastWritten
    for (customer, place) in rank.enumerated() { reordered[Int(place)] = lastWritten[customer] }
    lastWritten = reordered
  }

  /// How many batches the store was made of.
  package var batches: Int { stamps.count }

  /// The checksum of the rows of the first batches; nil where it is not known.
  package func stamp(after batches: Int) -> UInt64? {
    batches > 0 && batches <= stamps.count ? stamps[batches - 1] : nil
  }

  /// Customers of whom a later batch may have had rows, rising: those who had, and some whose rows were
  /// written anew beside theirs.
  package func customersWritten(after batches: Int) -> [Int] {
    lastWritten.indices.filter { Int(lastWritten[$0]) > batches }
  }
}
