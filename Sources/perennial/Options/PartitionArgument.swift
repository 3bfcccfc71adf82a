import ArgumentParser
import Comparison
import Dense
import Expressions
import Files
import Histories
import Ingestion
import Intake
import Segmentation
import Units

/// A column of groups on the command line: `country`, `crm.csv:segment` or `crm=crm.csv:segment`.
struct PartitionArgument: ExpressibleByArgument {
  /// As results call it.
  let name: String
  /// Nil for a column of the customers files.
  let file: String?
  let column: String

  init?(argument: String) {
    var rest = argument[...]
    var given: String?
    if let equals = rest.firstIndex(of: "="), equals != rest.startIndex {
      given = String(rest[..<equals])
      rest = rest[rest.index(after: equals)...]
    }
    if let colon = rest.lastIndex(of: ":") {
      file = String(rest[..<colon])
      column = String(rest[rest.index(after: colon)...])
    } else {
      file = nil
      column = String(rest)
    }
    name = given ?? column
    guard !column.isEmpty, file != "", !name.isEmpty else { return nil }
  }
}

/// Columns of groups that take part in a comparison.
struct PartitionOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .shown(
      """
      A column of your own groups: FILE:COLUMN, or COLUMN of the customer files; NAME=… renames it. \
      A column valid_from in the file dates each row. May be repeated.
      """, "column"))
  var partition: [PartitionArgument] = []
  @Option(
    name: .long,
    help: .shown(
      "A --partition without valid_from whose groups never change. May be repeated.", "name"))
  var `static`: [String] = []

  /// Names that results use for something else.
  func validate() throws {
    var names = PartitionComparison.takenNames
    for name in partition.map(\.name) where !names.insert(name).inserted {
      throw ValidationError(
        "--partition \(name): the name is taken; pass --partition NAME=\(name)")
    }
    for name in `static` where !partition.contains(where: { $0.name == name }) {
      throw ValidationError(
        "--static \(name): expected the name of a --partition"
          + suggestion(for: name, among: partition.map(\.name)))
    }
  }

  /// Reads the columns.
  func partitions(
    of loaded: LoadedHistories, by job: some LogJob, in session: Session
  ) throws -> [GivenPartition] {
    try partition.map { argument in
      GivenPartition(
        name: argument.name,
        column: try argument.read(
          loaded, by: job, in: session, option: "--partition"),
        isStatic: `static`.contains(argument.name))
    }
  }
}

extension PartitionArgument {
  /// Reads the column.
  func read(
    _ loaded: LoadedHistories, by job: some LogJob, in session: Session, option: String
  ) throws -> GroupColumn {
    guard let file else { return try customerColumn(of: loaded, option: option) }
    let groups = try GroupColumn(
      path: file, column: column, customers: loaded.store.customers,
      options: job.input.readOptions(workers: job.options.workers))
    if groups.withoutHistory > 0 {
      session.note(
        "\(grouped(groups.withoutHistory)) customers of \(groups.source) have no history", .data)
    }
    return groups
  }

  private func customerColumn(of loaded: LoadedHistories, option: String) throws -> GroupColumn {
    guard let columns = loaded.customerColumns else {
      throw UsageError(
        description: """
          \(option) \(column): found no customers file that could have the column, expected \
          --customers FILE or \(option) FILE:\(column)
          """)
    }
    guard let index = columns.names.firstIndex(of: column) else {
      throw IngestionError.noSuchColumn(
        file: nil, column: column, columns: columns.names)
    }
    return try GroupColumn(index, of: columns)
  }
}
