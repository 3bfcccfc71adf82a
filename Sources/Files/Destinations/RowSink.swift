/// Takes rows to a destination, which has all of them or is as it was.
///
/// Used by one thread at a time.
package final class RowSink {
  private enum Target {
    case program(SourceProcess, after: String, draft: AtomicFile?)
    case workbook(WorkbookWriter)
  }

  private let target: Target
  private let destination: RowDestination
  private let columns: [RowColumn]
  private let needsBits: Bool

  /// Starts what writes them.
  ///
  /// - Parameters:
  ///   - destination: where they go.
  ///   - columns: of the rows, in order.
  /// - Throws: where its program cannot be started, or its place cannot be written to.
  package init(_ destination: RowDestination, columns: [RowColumn]) throws(OutputError) {
    (self.destination, self.columns) = (destination, columns)
    if case .workbook(let path) = destination.place {
      (target, needsBits) = (.workbook(try WorkbookWriter(path: path, columns: columns)), false)
      return
    }
    let pipe: RowPipe
    do { pipe = try RowPipe() } catch {
      throw .cannotWrite(path: destination.name, reason: systemReason(error.number))
    }
    let script: DestinationScript
    var draft: AtomicFile?
    switch destination.place {
    case .workbook: preconditionFailure("a workbook is written without a program")
    case .parquet(let path):
      let file = try AtomicFile(path: path)
      draft = file
      script = DestinationScript(parquet: file.draftPath, columns: columns, from: pipe.path)
      needsBits = false
    case .table(let engine, let database, let name, let keeping):
      let hasDate = columns.contains { $0.name == RowDestination.dateColumn }
      if keeping == .otherDates, !hasDate { throw .engine(.noDates(destination.name)) }
      let commented = try Self.commented(engine, database, name, destination.name)
      script = DestinationScript(
        engine, database: database, table: name, keeping, columns: columns, commented: commented,
        from: pipe.path)
      needsBits = engine == .sqlite
    }
    do throws(SourceError) {
      let process = try SourceProcess(
        takingRowsFor: destination.name, destination.engine ?? .duckDB,
        arguments: script.arguments, pipe: pipe)
      target = .program(process, after: script.after, draft: draft)
      try process.write(Array(script.before.utf8), to: .script)
      try process.awaitReader()
    } catch { throw .engine(error) }
  }

  /// Columns of the table whose comments are not ours to replace.
  private static func commented(
    _ engine: SourceEngine, _ database: String, _ table: String, _ name: String
  ) throws(OutputError) -> Set<String> {
    guard engine == .duckDB else { return [] }
    do {
      return try DestinationScript.commentedColumns(database: database, table: table, name)
    } catch {
      if case .source(let fault) = error { throw .engine(fault.ofWriting) }
      throw .cannotWrite(path: name, reason: "it cannot be read")
    }
  }

  /// Takes whole rows of CSV in the format `RowFormat.typed`, the header first.
  package func write(_ rows: [UInt8]) throws(OutputError) {
    switch target {
    case .workbook(let writer): try writer.write(rows)
    case .program(let process, _, _):
      let rows = needsBits ? try withBits(rows) : rows
      do { try process.write(rows, to: .rows) } catch { throw .engine(error) }
    }
  }

  /// Makes the rows count.
  package func finish() throws(OutputError) {
    switch target {
    case .workbook(let writer): try writer.finish()
    case .program(let process, let after, let draft):
      do {
        try process.finishWriting(saying: Array(after.utf8))
      } catch { throw .engine(error) }
      try draft?.finish()
    }
  }

  private var isPastHeader = false

  /// The rows with each number as a product of a whole number and a power of two.
  private func withBits(_ rows: [UInt8]) throws(OutputError) -> [UInt8] {
    var writer = RowWriter(columns: columns.map(\.name), format: .typed)
    if isPastHeader { _ = writer.takeBytes() }
    try forEachRow(of: rows, path: destination.name) { cells throws(OutputError) in
      guard isPastHeader else {
        isPastHeader = true
        return
      }
      for (cell, column) in zip(cells, columns) {
        guard column.type == .number, let number = Double(cell) else {
          writer.append(text: cell.isEmpty ? nil : cell)
          continue
        }
        writer.append(text: bits(of: number))
      }
      writer.endRow()
    }
    return writer.takeBytes()
  }
}

/// `mantissa:exponent` of the number mantissa · 2^exponent.
private func bits(of number: Double) -> String {
  if number == 0 { return "0:0" }
  let exponent = max(Int(number.exponent), -1_022) - 52
  let mantissa = number.significandBitPattern | (number.isNormal ? 1 << 52 : 0)
  return "\(number.sign == .minus ? "-" : "")\(mantissa):\(exponent)"
}
