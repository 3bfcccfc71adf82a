internal import Dense
internal import Expressions
internal import Files
internal import Histories
internal import Intake

/// Rows of one kind, as one worker reads them out of a block.
protocol BlockRows: Sendable {
  /// Where rows go from here.
  associatedtype Part: PartRows where Part.Block == Self

  var count: Int { get }

  /// Digits after the point in amounts.
  var moneyScale: Int { get }

  /// Reads the row that the file stands at; gives back why it is refused, nil where it is used.
  mutating func append(
    rowOf file: inout LogFile, customers: CustomerParts, settings: RowSettings
  ) throws(IngestionError) -> RejectedRow?

  /// Where the columns of one file stand.
  associatedtype Fields: Sendable

  static func fields(of file: LogFile) -> Fields

  /// Reads a plain row but for its customer; nil, and nothing changed, where `append(rowOf:…)` must.
  ///
  /// - Returns: where the customer's id stands.
  mutating func append(
    _ row: PlainRow, of text: borrowing PlainText, _ fields: Fields,
    cells: inout PlainCellReader
  ) -> Range<Int>?

  /// The rows' customers, as far as they are numbered.
  var customers: [CustomerPlace] { get set }

  /// Forgets the rows, but not the names of codes.
  mutating func removeAll()

  /// Brings the rows of all workers to one form; false where they do not go together.
  static func unify(_ workers: inout [WorkerRows<Self>]) -> Bool
}

/// Rows of one part of the customers, as one worker collects them out of blocks.
protocol PartRows: Sendable {
  associatedtype Block: BlockRows

  init()

  /// The rows' customers by their numbers within the part.
  var numbers: [Int32] { get }

  /// How many rows there were behind each block; blocks at the end that added none may be missing.
  var ends: [Int32] { get set }

  /// Makes room for so many rows; memory is not touched before it is used.
  mutating func reserve(_ rows: Int, like block: Block)

  /// Appends rows of a block.
  ///
  /// - Parameters:
  ///   - block: the block.
  ///   - numbers: the customers of its rows.
  ///   - rows: which rows.
  mutating func append(_ block: Block, _ numbers: [Int32], at rows: ArraySlice<Int32>)

  /// Brings the rows to the form of a block's, where it has changed since the last.
  mutating func rescale(from scale: Int, to finer: Int) throws(IngestionError)
}
