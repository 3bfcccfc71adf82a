internal import Files
internal import Histories
internal import Stores

/// The names of a store: in files by the order in which they came, in memory by that of their bytes.
struct StoreRanks: Sendable {
  let categories: NameRanks
  let channels: NameRanks
  let kinds: NameRanks

  init(_ terms: StoredTerms) {
    categories = NameRanks(terms.categories)
    channels = NameRanks(terms.channels)
    kinds = NameRanks(terms.kinds)
  }
}

/// Names by number, and their places in the order of their bytes.
struct NameRanks: Sendable {
  /// In the order of their bytes.
  let names: [String]
  /// The place of each number's name.
  let rankOfNumber: [Int32]
  /// The number of each place's name.
  let numberOfRank: [Int32]

  init(_ numbered: [String]) {
    let (sorted, rank) = TextColumn(numbered).sortedByBytes()
    names = sorted.strings
    rankOfNumber = rank
    var numbers = [Int32](repeating: 0, count: rank.count)
    for (number, place) in rank.enumerated() { numbers[Int(place)] = Int32(number) }
    numberOfRank = numbers
  }

  /// The places of some of the names.
  func ranks(of names: [String]) -> [Int32] {
    let places = Dictionary(uniqueKeysWithValues: zip(self.names, Int32(0)...))
    return names.map { places[$0, default: 0] }
  }
}

extension [String] {
  /// Appends those names that are not there yet.
  mutating func unite(_ names: [String]) {
    let known = Set(self)
    self += names.filter { !known.contains($0) }
  }
}
