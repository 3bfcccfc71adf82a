package import Files
package import Histories
internal import Intake
package import Units

/// Rows of customers at several dates, with their features and outcomes: what a query of
/// `export sql --training` gives.
package struct SnapshotFile: Sendable {
  /// The customers of one date, rising by `customers`, one element a customer.
  package struct Snapshot: Sendable {
    package let asOf: Day
    /// Places among the file's customers.
    package fileprivate(set) var customers: [Int] = []
    /// Rows × the file's features; not-a-number where missing.
    package fileprivate(set) var features: [Double] = []
    /// Orders begun within the horizon; nil where it is not over.
    package fileprivate(set) var ordersInHorizon: [Int?] = []
    /// Money in millionths.
    package fileprivate(set) var gross: [Int64] = []
    package fileprivate(set) var net: [Int64] = []
    package fileprivate(set) var ordersInWindow: [Int] = []
    package fileprivate(set) var netInWindow: [Int64] = []
  }

  /// As the user gave it.
  package let path: String
  /// Ids in UTF-8 byte order.
  package let customers: TextColumn
  /// Features of the file, in the order that they were asked for.
  package let features: [String]
  /// Columns of the file that are neither features nor what is needed beside them.
  package let unknownColumns: [String]
  package let horizonInDays: Int
  /// Days of the score window, nil for the whole history.
  package let windowInDays: Int?
  package let refundPolicy: RefundPolicy
  package let firstOrderDay: Day
  /// By date, rising; at least one.
  package let snapshots: [Snapshot]

  /// Reads a file: CSV, Parquet or an address of a table; `-` is standard input.
  ///
  /// - Parameters:
  ///   - path: of the file.
  ///   - known: features that are taken where it has them.
  ///   - counted: features that it must have, each a whole number of 1 or more; the first is the days since the last
  ///     order.
  ///   - latest: the latest date that rows may be of; nil for any.
  /// - Throws: where it cannot be read, lacks a column, or a cell holds what it cannot.
  /// - Complexity: O(bytes); memory for eight bytes a number.
  package init(
    path: String, known: [String], counted: [String], latest: Day? = nil
  ) throws(SheetError) {
    var reader: RecordReader
    do {
      reader = try RecordReader(path: path, delimiter: nil, encoding: .utf8)
      guard try reader.next() else { throw SheetError.unreadable(.noRows(files: [path])) }
    } catch let error as SheetError {
      throw error
    } catch let error as FileError {
      throw .unreadable(.file(error))
    } catch {
      preconditionFailure("the reader throws errors of files")
    }
    var rows = try SnapshotRows(
      header: reader, path: path, known: known, counted: counted, latest: latest)
    while try Self.advance(&reader) { try rows.append(reader) }
    let (sorted, rank) = rows.ids.texts.sortedByBytes()
    guard let terms = rows.terms else { throw .unreadable(.noRows(files: [path])) }
    self.path = path
    customers = sorted
    features = rows.features
    unknownColumns = rows.unknown
    horizonInDays = terms.horizonInDays
    windowInDays = terms.windowInDays
    refundPolicy = terms.refundPolicy
    firstOrderDay = terms.firstOrderDay
    snapshots = try rows.snapshots(rank: rank)
  }

  private static func advance(_ reader: inout RecordReader) throws(SheetError) -> Bool {
    do { return try reader.next() } catch { throw .unreadable(.file(error)) }
  }
}

/// What every row of a file must say alike.
private struct SnapshotTerms: Equatable {
  let horizonInDays: Int
  let windowInDays: Int?
  let refundPolicy: RefundPolicy
  let firstOrderDay: Day
}

/// Gathers rows as they stand in the file.
private struct SnapshotRows {
  private enum Column: String, CaseIterable {
    case customer = "customer_id"
    case asOf = "as_of"
    case horizon = "horizon_days"
    case firstOrderDay = "first_order_day"
    case came = "orders_in_horizon"
    case refunds = "refund_policy"
    case gross = "gross_millionths"
    case net = "net_millionths"
    case window = "window_days"
    case ordersInWindow = "orders_in_window"
    case netInWindow = "net_millionths_in_window"
  }

  private struct Row {
    let customer: Int
    let line: Int
    let ordersInHorizon: Int?
    let gross: Int64
    let net: Int64
    let ordersInWindow: Int
    let netInWindow: Int64
    /// Where its features begin.
    let features: Int
  }

  private let path: String
  private let names: [String]
  private let places: [Column: Int]
  let features: [String]
  let unknown: [String]
  private let featurePlaces: [(place: Int, isCounted: Bool)]
  /// The place of the days since the last order; nil where they are not counted.
  private let silence: Int?
  private let latest: Day?
  private(set) var ids = Interner()
  private(set) var terms: SnapshotTerms?
  private var values: [Double] = []
  private var rows: [Day: [Row]] = [:]
  private let times = TimeReader(format: nil, zone: .utc)

  init(
    header: RecordReader, path: String, known: [String], counted: [String], latest: Day?
  ) throws(SheetError) {
    let names = header.fields.indices.map(header.text)
    var placeOf: [String: Int] = [:]
    for (place, name) in names.enumerated() where placeOf.updateValue(place, forKey: name) != nil {
      throw .unreadable(.repeatedColumn(file: path, column: name))
    }
    for name in Column.allCases.map(\.rawValue) + counted where placeOf[name] == nil {
      throw .noColumn(file: path, column: name, columns: names)
    }
    self.path = path
    self.names = names
    places = Dictionary(
      uniqueKeysWithValues: Column.allCases.map { ($0, placeOf[$0.rawValue] ?? 0) })
    features = known.filter { placeOf[$0] != nil }
    let taken = Set(features + Column.allCases.map(\.rawValue))
    unknown = names.filter { !taken.contains($0) }
    featurePlaces = features.map { (placeOf[$0] ?? 0, counted.contains($0)) }
    silence = counted.first.flatMap { placeOf[$0] }
    self.latest = latest
  }

  mutating func append(_ reader: RecordReader) throws(SheetError) {
    guard reader.fields.count == names.count else {
      throw .otherFields(file: path, line: reader.line, found: "\(reader.fields.count) fields")
    }
    let terms = try readTerms(reader)
    if let first = self.terms, first != terms { throw otherTerms(first, terms, reader) }
    self.terms = terms
    let asOf = try date(reader, after: terms.firstOrderDay)
    let id = reader.trimmed(place(.customer))
    guard !id.isEmpty, String(validating: reader.buffer[id], as: UTF8.self) != nil else {
      throw fault(reader, place(.customer), .id)
    }
    let customer = Int(ids.code(of: reader.buffer.span, id))
    let row = Row(
      customer: customer, line: reader.line,
      ordersInHorizon: try count(reader, .came, mayBeEmpty: true),
      gross: try money(reader, .gross), net: try money(reader, .net),
      ordersInWindow: try count(reader, .ordersInWindow) ?? 0,
      netInWindow: try money(reader, .netInWindow), features: values.count)
    for (place, isCounted) in featurePlaces {
      let value = try number(reader, place)
      if isCounted, !(value >= 1 && value <= Self.most && value == value.rounded()) {
        throw fault(reader, place, .wholeNumber)
      }
      if place == silence, value > Double(asOf - terms.firstOrderDay) {
        throw fault(reader, place, .daysUpTo(asOf - terms.firstOrderDay))
      }
      values.append(value)
    }
    rows[asOf, default: []].append(row)
  }

  /// The rows by date, those of a date in the order of their customers.
  func snapshots(rank: [Int32]) throws(SheetError) -> [SnapshotFile.Snapshot] {
    var snapshots: [SnapshotFile.Snapshot] = []
    for (date, rows) in rows.sorted(by: { $0.key < $1.key }) {
      var snapshot = SnapshotFile.Snapshot(asOf: date)
      for row in rows.sorted(by: { rank[$0.customer] < rank[$1.customer] }) {
        let customer = Int(rank[row.customer])
        if snapshot.customers.last == customer {
          throw .badCell(
            file: path, line: row.line, column: Column.customer.rawValue,
            found: String(decoding: ids.texts.utf8(at: row.customer), as: UTF8.self), .oncePerDate)
        }
        snapshot.customers.append(customer)
        snapshot.features += values[row.features..<row.features + features.count]
        snapshot.ordersInHorizon.append(row.ordersInHorizon)
        snapshot.gross.append(row.gross)
        snapshot.net.append(row.net)
        snapshot.ordersInWindow.append(row.ordersInWindow)
        snapshot.netInWindow.append(row.netInWindow)
      }
      snapshots.append(snapshot)
    }
    return snapshots
  }
}

// MARK: Cells

extension SnapshotRows {
  /// Days and counts beyond are none of a shop.
  private static let most = 1e6
  /// 1900-01-01: days before it are what programs write where they know of none.
  private static let earliest = Day(number: -25_567)
  /// Whole numbers that a floating-point number still tells apart.
  private static let mostMoney = 0x1p53

  private func place(_ column: Column) -> Int { places[column] ?? 0 }

  private func fault(
    _ reader: RecordReader, _ place: Int, _ expected: SheetError.Expectation
  ) -> SheetError {
    .badCell(
      file: path, line: reader.line, column: names[place], found: reader.text(place), expected)
  }

  private func readTerms(_ reader: RecordReader) throws(SheetError) -> SnapshotTerms {
    guard let horizon = try count(reader, .horizon), horizon > 0 else {
      throw fault(reader, place(.horizon), .wholeNumber)
    }
    guard let refunds = RefundPolicy(rawValue: reader.text(place(.refunds))) else {
      throw fault(reader, place(.refunds), .oneOf(RefundPolicy.allCases.map(\.rawValue)))
    }
    return SnapshotTerms(
      horizonInDays: horizon, windowInDays: try count(reader, .window, mayBeEmpty: true),
      refundPolicy: refunds, firstOrderDay: try day(reader, .firstOrderDay))
  }

  /// The date of a row, by which there was an order and which is not to come.
  private func date(_ reader: RecordReader, after first: Day) throws(SheetError) -> Day {
    if first < Self.earliest { throw fault(reader, place(.firstOrderDay), .dayFrom(Self.earliest)) }
    let date = try day(reader, .asOf)
    if date < Self.earliest { throw fault(reader, place(.asOf), .dayFrom(Self.earliest)) }
    if let latest, date > latest { throw fault(reader, place(.asOf), .dayUpTo(latest)) }
    if first >= date { throw fault(reader, place(.firstOrderDay), .dayBefore(date)) }
    return date
  }

  private func otherTerms(
    _ first: SnapshotTerms, _ terms: SnapshotTerms, _ reader: RecordReader
  ) -> SheetError {
    let column: Column =
      if terms.horizonInDays != first.horizonInDays {
        .horizon
      } else if terms.windowInDays != first.windowInDays {
        .window
      } else if terms.refundPolicy != first.refundPolicy {
        .refunds
      } else {
        .firstOrderDay
      }
    return fault(reader, place(column), .asAbove)
  }

  private func number(_ reader: RecordReader, _ place: Int) throws(SheetError) -> Double {
    let range = reader.trimmed(place)
    if range.isEmpty { return .nan }
    if let cell = NumberCell(reader.buffer.span, at: range.lowerBound, limit: range.upperBound),
      cell.end == range.upperBound, cell.value.magnitude <= NumberText.largest
    {
      return cell.value
    }
    guard case .missing = NumberText(reader.buffer[range], decimalComma: false) else {
      throw fault(reader, place, .number)
    }
    return .nan
  }

  private func count(
    _ reader: RecordReader, _ column: Column, mayBeEmpty: Bool = false
  ) throws(SheetError) -> Int? {
    let value = try number(reader, place(column))
    if value.isNaN, mayBeEmpty { return nil }
    guard value >= 0, value <= Self.most, value == value.rounded() else {
      throw fault(reader, place(column), .wholeNumber)
    }
    return Int(value)
  }

  private func money(_ reader: RecordReader, _ column: Column) throws(SheetError) -> Int64 {
    let value = try number(reader, place(column))
    guard value.magnitude <= Self.mostMoney, value == value.rounded() else {
      throw fault(reader, place(column), .wholeNumber)
    }
    return Int64(value)
  }

  private func day(_ reader: RecordReader, _ column: Column) throws(SheetError) -> Day {
    let bytes = Array(reader.buffer[reader.trimmed(place(column))])
    guard let seconds = try? times.seconds(bytes.span) else {
      throw fault(reader, place(column), .date)
    }
    return Instant(seconds: seconds).day
  }
}
