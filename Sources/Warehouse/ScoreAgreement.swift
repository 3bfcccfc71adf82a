/// How the scores of an engine agree with our own, column by column.
///
/// Numbers agree where they differ by at most a share of the larger of them, or by next to nothing; other
/// cells where they are the same text. A column that the engine leaves empty for everybody is not compared.
package struct ScoreAgreement: Sendable, Encodable {
  /// A cell in which they part.
  package struct Difference: Sendable, Encodable {
    package fileprivate(set) var customer: String
    package fileprivate(set) var ours: String
    package fileprivate(set) var theirs: String
  }

  /// One column.
  package struct Column: Sendable, Encodable {
    package let name: String
    /// Whether its cells are texts.
    package let isText: Bool
    /// Cells in which they part.
    package fileprivate(set) var differing = 0
    /// The largest difference of numbers that agree, as a share of the larger.
    package fileprivate(set) var largest = 0.0
    /// Cells that are other than ours where a hair decides: ranks of equal probabilities.
    package fileprivate(set) var ties = 0
    /// Cells that they fill, and those that we fill.
    package fileprivate(set) var theirs = 0
    package fileprivate(set) var ours = 0
    /// The first cells in which they part.
    package fileprivate(set) var examples: [Difference] = []
    /// Cells of texts that hold `NULL` where ours are empty.
    package fileprivate(set) var nullTexts = 0
    /// What numbers may differ by, as a share of the larger.
    package let tolerance: Double

    /// Whether the engine left it empty for everybody though we know it.
    package var isLeftEmpty: Bool { theirs == 0 && ours > 0 }
    package var agrees: Bool { differing == 0 || isLeftEmpty }

    enum CodingKeys: String, CodingKey {
      case name, differing, largest, ties, theirs, ours, examples, tolerance
    }
  }

  /// Of the larger of two numbers.
  package static let tolerance = 1e-9
  /// Of columns that rest on expected orders: sums over few nodes, then differences of what they give.
  package static let toleranceOfForecasts = 1e-6
  /// What differences of numbers near 0 may be, of the share that others may differ by.
  private static let nothing = 1e-3
  private static let mostExamples = 3

  package private(set) var columns: [Column]
  /// Customers of both, of ours alone, and of theirs alone.
  package private(set) var customers = 0
  package private(set) var missing = 0
  package let unknown: Int
  /// The first ids of each.
  package private(set) var missingIDs: [String] = []
  package private(set) var unknownIDs: [String]

  enum CodingKeys: String, CodingKey {
    case columns, customers, missing, unknown
    case missingIDs = "missing_ids"
    case unknownIDs = "unknown_ids"
  }

  /// The same with its ids, and the cells that are no numbers, as they are to be shown.
  package func showing(
    ids: (String) -> String, texts: (String) -> String
  ) -> ScoreAgreement {
    var shown = self
    shown.missingIDs = missingIDs.map(ids)
    shown.unknownIDs = unknownIDs.map(ids)
    for column in columns.indices {
      for example in columns[column].examples.indices {
        let own = columns[column].examples[example]
        shown.columns[column].examples[example].customer = ids(own.customer)
        // In a row that is shifted by a column somebody's name stands where a number should.
        func shownCell(_ cell: String) -> String { Double(cell) == nil ? texts(cell) : cell }
        shown.columns[column].examples[example].ours = shownCell(own.ours)
        shown.columns[column].examples[example].theirs = shownCell(own.theirs)
      }
    }
    return shown
  }

  /// - Parameters:
  ///   - columns: names, in order, and whether their cells are texts.
  ///   - forecasts: those that rest on expected orders.
  ///   - unknown: customers of theirs whom we do not score.
  package init(
    columns: [(name: String, isText: Bool)], forecasts: Set<String> = [], unknown: [String]
  ) {
    self.columns = columns.map { column in
      let tolerance = forecasts.contains(column.name) ? Self.toleranceOfForecasts : Self.tolerance
      return Column(name: column.name, isText: column.isText, tolerance: tolerance)
    }
    self.unknown = unknown.count
    unknownIDs = Array(unknown.prefix(Self.mostExamples))
  }

  /// Whether all that can be compared agrees.
  package var agrees: Bool { missing == 0 && unknown == 0 && columns.allSatisfy(\.agrees) }

  /// Whether the engine has a column that can be compared.
  package var comparesColumns: Bool { columns.contains { $0.theirs > 0 } }

  /// Columns with a difference.
  package var differing: [Column] { columns.filter { !$0.agrees } }

  /// Counts a customer whom they lack.
  package mutating func addMissing(_ id: String) {
    missing += 1
    if missingIDs.count < Self.mostExamples { missingIDs.append(id) }
  }

  /// Counts a customer whom both have.
  package mutating func addCustomer() { customers += 1 }

  /// Compares one cell.
  ///
  /// - Parameters:
  ///   - column: its place.
  ///   - customer: whose.
  ///   - ours: as we write it; empty where unknown.
  ///   - theirs: as their file has it; `NULL` is empty in a column whose cells are no texts.
  ///   - isTie: whether another value than ours is as good, asked where they part.
  package mutating func compare(
    _ column: Int, of customer: String, ours: String, theirs: String,
    isTie: (String) -> Bool = { _ in false }
  ) {
    let isNull = theirs.count == 4 && theirs.uppercased() == "NULL"
    let theirs = isNull && !columns[column].isText ? "" : theirs
    if !ours.isEmpty { columns[column].ours += 1 }
    if !theirs.isEmpty { columns[column].theirs += 1 }
    if ours == theirs { return }
    if let a = Double(ours), let b = Double(theirs), a.isFinite, b.isFinite {
      let (difference, larger) = (abs(a - b), max(abs(a), abs(b)))
      let tolerance = columns[column].tolerance
      if difference <= tolerance * larger || difference <= tolerance * Self.nothing {
        // Below, the share says nothing.
        if larger > Self.nothing {
          columns[column].largest = max(columns[column].largest, difference / larger)
        }
        return
      }
    }
    // A text that a spreadsheet would run has an apostrophe before it in our rows alone.
    if ours.hasPrefix("'"), ours.dropFirst() == theirs { return }
    if isTie(theirs) {
      columns[column].ties += 1
      return
    }
    columns[column].differing += 1
    if isNull, ours.isEmpty { columns[column].nullTexts += 1 }
    if columns[column].examples.count < Self.mostExamples {
      columns[column].examples.append(
        Difference(customer: customer, ours: ours, theirs: theirs))
    }
  }

  /// Whether two numbers are as good as one.
  package static func areEqual(
    _ a: Double, _ b: Double, within tolerance: Double = Self.tolerance
  ) -> Bool {
    abs(a - b) <= tolerance * (max(abs(a), abs(b)) + nothing)
  }
}
