package import Files
package import Intake

/// Files of one kind that were read as exports: their rows as plain ones, and what became of others.
package struct ReadExports: Sendable {
  /// Rows that are not, or not one for one, plain rows.
  package struct Counts: Sendable {
    /// Rows of which no plain row was made.
    package var leftOut = 0
    /// Of these, rows that the user's conditions filter out.
    package var filtered = 0
    /// Plain rows that stand beside their row's own.
    package var extras = 0
  }

  /// Exact decimal text.
  package struct Money: Sendable {
    package var gross: String
    package var refunded: String
  }

  /// In the order of the files; empty where something is to be asked first.
  package var plain: [PlainRows] = []
  package let questions: [ReadingQuestion]
  package private(set) var recognition: [Recognition]
  package let rejected: [RejectedRow]
  package let notices: [Notice]
  package let ledger: ExportLedger
  package private(set) var counts = Counts()
  /// Nil where no money given back stands apart from the amounts.
  package private(set) var money: Money?
  /// Statuses that the user counts and that no row has.
  package private(set) var missedStatuses: [MissedStatus] = []
  /// Of the row on the line that the options name, in each file that has one there.
  package private(set) var explanations: [RowExplanation] = []

  private init(_ rows: [ExportRows], plain: [PlainRows], refundsJoined: Int) {
    self.plain = plain
    questions = rows.flatMap(\.questions)
    recognition = rows.flatMap(\.recognition)
    rejected = rows.flatMap(\.rejected)
    notices = rows.flatMap(\.notices)
    ledger = ExportLedger(rows, refundsJoined: refundsJoined)
    counts.extras = plain.reduce(0) { $0 + $1.extras }
    for file in rows {
      counts.leftOut += file.outcomes.count { $0 != .used && $0 != .refund }
      counts.filtered += file.outcomes.count { $0 == .filtered }
    }
  }

  /// Reads order files.
  ///
  /// - Parameters:
  ///   - paths: of the files.
  ///   - options: how they are read.
  ///   - held: inputs that are no files.
  ///   - zone: the shop's clock.
  /// - Throws: where a file cannot be read, or what the user says does not fit it.
  package init(
    orders paths: [String], options: ReadOptions, held: HeldInputs, zone: ZoneClock
  ) throws(IngestionError) {
    var opened: [(export: OpenedExport, options: ReadOptions)] = []
    for path in paths {
      var own = options.own(.orders, path: path)
      own.isOneOfSeveral = paths.count > 1
      let export = try OpenedExport(
        path: path, kind: .orders, options: own, choice: try ProfileChoice(own.profile),
        held: held)
      opened.append((export, own))
    }
    try Self.checkChoices(opened.map(\.export.sheet), options)
    try StatusAnswers.requireColumns(in: opened.map(\.export.sheet), options)
    var files: [OrderExport] = []
    for (export, own) in opened { files.append(try OrderExport(export, own, zone: zone)) }
    StatusAnswers.join(&files)
    opened = []
    let isSettled = files.allSatisfy(\.rows.questions.isEmpty)
    if isSettled { OverlappingFiles.settle(&files) }
    self.init(
      files.map(\.rows), plain: isSettled ? files.map { $0.plainRows() } : [],
      refundsJoined: files.reduce(0) { $0 + $1.refundsJoined })
    missedStatuses = StatusAnswers.missed(in: files.map(\.rows), options)
    if let line = options.explainedLine, isSettled {
      explanations = files.compactMap { $0.explanation(ofLine: line) }
    }
    for file in files where file.refundRows > 0 {
      recognition.append(
        .refunds(file: file.rows.file, rows: file.refundRows, sum: file.refunded.text))
    }
    if files.contains(where: \.hasRefunds) {
      money = Money(
        gross: files.reduce(ExactSum()) { $0 + $1.gross }.text,
        refunded: files.reduce(ExactSum()) { $0 + $1.refunded }.text)
    }
  }

  /// What fits none of several files is a mistake.
  private static func checkChoices(
    _ sheets: [Sheet], _ options: ReadOptions
  ) throws(IngestionError) {
    guard sheets.count > 1, let first = sheets.first else { return }
    var texts = ColumnRole.allCases.filter { $0.fileKind == .orders }
      .compactMap { options.columns.texts[$0] }
    if let filter = options.filter { texts.append(filter) }
    for text in texts {
      let missing = sheets.map { $0.missingColumn(of: text) }
      guard missing.allSatisfy({ $0 != nil }), let column = missing.first ?? nil else { continue }
      throw .noSuchColumn(file: first.file, column: column, columns: first.header)
    }
  }

  /// Reads event files, as order files are read.
  package init(
    events paths: [String], options: ReadOptions, held: HeldInputs, zone: ZoneClock
  ) throws(IngestionError) {
    let choice = try ProfileChoice(options.profile)
    var files: [EventExport] = []
    for path in paths {
      let opened = try OpenedExport(
        path: path, kind: .events, options: options, choice: choice, held: held)
      files.append(try EventExport(opened, options, zone: zone))
    }
    var plain: [PlainRows] = []
    if files.allSatisfy(\.rows.questions.isEmpty) {
      for index in files.indices { plain.append(files[index].plainRows()) }
    }
    self.init(files.map(\.rows), plain: plain, refundsJoined: 0)
  }

  /// How files of one kind are to be read.
  ///
  /// - Parameters:
  ///   - paths: of the files.
  ///   - kind: what they hold.
  ///   - options: how they are read.
  ///   - held: inputs that are no files.
  /// - Returns: as exports where any of them is one, or needs what plain tables do not.
  /// - Throws: where a file cannot be read, or there is no such profile.
  package static func reading(
    _ paths: [String], _ kind: ColumnRole.FileKind, _ options: ReadOptions, held: HeldInputs
  ) throws(IngestionError) -> FileReading {
    if !options.hasHeader || paths.isEmpty { return .plain }
    if options.asksForExports(kind) { return .export }
    let signs = ExportSigns(
      kind: kind, options: options, choice: try ProfileChoice(options.profile), held: held)
    var reading = FileReading.plain
    for path in paths { reading = max(reading, try signs.reading(path)) }
    guard reading != .export, kind == .orders, paths.count > 1 else { return reading }
    // The same orders may be in several files.
    if paths.contains(where: { signs.hasOrders($0) }) { return .export }
    let headers = paths.map { signs.header($0) }
    return headers.contains { $0 != headers[0] } ? .export : reading
  }
}

/// How a file is read; of several files of a kind the one that asks for most care says it for all.
package enum FileReading: Int, Sendable, Comparable {
  /// As it stands, whatever is in it, as where it has no header.
  case plain
  /// As it stands, as its header is one of our own; its ids are written like those of other files.
  case plainByProfile
  /// As it stands, if no cell behind its beginning is one of `ExportCells`.
  case plainSoFar
  case export

  package static func < (a: FileReading, b: FileReading) -> Bool { a.rawValue < b.rawValue }
}
