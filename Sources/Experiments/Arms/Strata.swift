package import Files

/// Groups of customers that are alike before the experiment: by thirds, or so, of numbers and by the
/// texts of categories.
package struct Strata: Sendable, Equatable {
  /// How a column of numbers was cut; its parts hold values up to each cut-off, and from the last on.
  package struct Cut: Sendable, Equatable, Encodable {
    package let column: String
    package let cutOffs: [Double]

    enum CodingKeys: String, CodingKey {
      case column
      case cutOffs = "cut_offs"
    }
  }

  package let cuts: [Cut]
  /// Those that have a customer, in the order of their parts.
  package let names: [String]
  /// Place of each customer's stratum in `names`.
  package let ofCustomer: [Int]

  /// Texts of a column that are strata of their own, at most; the others are one together.
  package static let mostLevels = 20

  /// Groups customers.
  ///
  /// - Parameters:
  ///   - columns: by which they are grouped; without any all are one stratum, `all`.
  ///   - customers: how many there are.
  ///   - parts: into how many parts of about equal size numbers are cut, at least 2.
  package init(of columns: [TypedColumn], customers: Int, parts: Int) {
    var cuts: [Cut] = []
    let labels = columns.map { column -> [(rank: Int, text: String)] in
      switch column.cells {
      case .numbers(let values):
        let cut = Cut(column: column.name, cutOffs: Self.cutOffs(values, parts: parts))
        cuts.append(cut)
        let count = cut.cutOffs.count + 1
        return values.map { value in
          guard !value.isNaN else { return (count, "\(column.name)=unknown") }
          let part = cut.cutOffs.count { $0 < value }
          return (part, "\(column.name)=\(part + 1)/\(count)")
        }
      case .categories(let codes, let levels):
        let own = Self.commonest(codes, levels: levels.count)
        return codes.map { code in
          if code < 0 { return (levels.count + 1, "\(column.name)=unknown") }
          return own.contains(code)
            ? (Int(code), "\(column.name)=\(levels[Int(code)])")
            : (levels.count, "\(column.name)=others")
        }
      }
    }
    let keys = (0..<customers).map { customer in labels.map { $0[customer].rank } }
    let present = Set(keys).sorted { $0.lexicographicallyPrecedes($1) }
    let places = Dictionary(uniqueKeysWithValues: zip(present, present.indices))
    var names = [String](repeating: "all", count: present.count)
    for (customer, key) in keys.enumerated() where !labels.isEmpty {
      names[places[key] ?? 0] = labels.map { $0[customer].text }.joined(separator: " ")
    }
    self.cuts = cuts
    self.names = names
    ofCustomer = keys.map { places[$0] ?? 0 }
  }

  /// Values at the ends of parts of about equal size, rising, each once, the largest value left out.
  private static func cutOffs(_ values: [Double], parts: Int) -> [Double] {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard let last = sorted.last else { return [] }
    var cutOffs: [Double] = []
    for part in 1..<max(2, parts) {
      let value = sorted[max(0, sorted.count * part - 1) / parts]
      if value < last, value != cutOffs.last { cutOffs.append(value) }
    }
    return cutOffs
  }

  private static func commonest(_ codes: [Int32], levels: Int) -> Set<Int32> {
    var counts = [Int](repeating: 0, count: levels)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    return Set(
      counts.indices.sorted { (counts[$0], $1) > (counts[$1], $0) }.prefix(mostLevels)
        .map { Int32($0) })
  }
}
