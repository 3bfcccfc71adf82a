internal import Expressions
internal import Files
internal import Intake

/// A file read whole, with the profile that it is read by.
struct OpenedExport {
  let sheet: Sheet
  let profile: Profile
  /// Column of each alias that the file has.
  let found: [String: Int]
  /// Records above the header.
  let notesAbove: Int
  /// Names of the profiles that fit as well as the one that is taken; empty where none does.
  let ties: [String]
  /// What was done to the text, for the user.
  let remarks: [Recognition.Remark]

  /// Bytes at the beginning of a file in which its header is looked for.
  static let headLength = 64 << 10
  /// Records among which the header is looked for.
  static let headRecords = 30

  init(
    path: String, kind: ColumnRole.FileKind, options: ReadOptions, choice: ProfileChoice,
    held: HeldInputs
  ) throws(IngestionError) {
    if let own = try Self.read(blocksOf: path, kind, options, choice, held) {
      self = own
      return
    }
    let text = try WholeText.loaded(path: path, encoding: options.encoding, held: held)
    let remarks = text.remarks.map(Recognition.Remark.init)
    if JSONSheet.begins(text.bytes) {
      self.init(json: try JSONSheet(text: text), kind, options, choice, text.name, remarks)
      return
    }
    let own = Recognised(
      try Recognised.search(kind, options, choice).header(in: text, delimiter: options.delimiter),
      kind, options, choice)
    var reader = try text.reader(own.header.delimiter)
    for _ in 0...own.header.record where !(try reader.nextRecord()) {
      throw .noRows(files: [text.name])
    }
    var rows = SheetReader(reader, header: own.header.names, kept: own.kept)
    try rows.readAll()
    self.init(
      own, text.name, SheetRows(rows), remarks, options)
  }

  private init(
    json: JSONSheet, _ kind: ColumnRole.FileKind, _ options: ReadOptions, _ choice: ProfileChoice,
    _ file: String, _ remarks: [Recognition.Remark]
  ) {
    let search = HeaderSearch(
      kind: kind, choice: choice, choices: options.columns, isJSON: true)
    ties = search.ties(header: json.header)
    sheet = Sheet(
      file: file, header: json.header, rows: json.rows,
      notesFills: options.explainedLine != nil)
    (profile, found) =
      search.best(header: json.header)
      ?? GeneralProfile.profile(
        header: json.header, kind: kind, choices: options.choices(for: json.header))
    notesAbove = 0
    self.remarks = remarks + [.jsonLines]
  }

  private init(
    _ own: Recognised, _ file: String, _ rows: SheetRows, _ remarks: [Recognition.Remark],
    _ options: ReadOptions
  ) {
    sheet = Sheet(
      file: file, header: own.header.names, rows: rows, notesFills: options.explainedLine != nil)
    (profile, found) = own.match
    ties = own.ties
    notesAbove = own.header.record
    self.remarks =
      remarks + (own.header.record > 0 ? [.linesAboveHeader(own.header.record)] : [])
      + own.columnsOfOneName
  }

  /// Reads a file in blocks, without its text as a whole; nil where that cannot be.
  private static func read(
    blocksOf path: String, _ kind: ColumnRole.FileKind, _ options: ReadOptions,
    _ choice: ProfileChoice, _ held: HeldInputs
  ) throws(IngestionError) -> OpenedExport? {
    guard held.isFile(path) else { return nil }
    let head = try WholeText.loaded(
      path: path, encoding: options.encoding, limit: headLength + 1)
    guard head.remarks.isEmpty, !JSONSheet.begins(head.bytes) else { return nil }
    guard
      let header = try? Recognised.search(kind, options, choice)
        .header(in: head, delimiter: options.delimiter)
    else { return nil }
    let own = Recognised(header, kind, options, choice)
    guard
      let rows = SheetRows(
        blocksOf: path, header: own.header.names, record: own.header.record,
        delimiter: own.header.delimiter, kept: own.kept, options: options)
    else { return nil }
    return OpenedExport(own, head.name, rows, [], options)
  }
}

/// The header of a file with the profile that fits it.
private struct Recognised {
  let header: HeaderSearch.Header
  let match: (Profile, [String: Int])
  let ties: [String]
  let kept: Set<Int>

  static func search(
    _ kind: ColumnRole.FileKind, _ options: ReadOptions, _ choice: ProfileChoice
  ) -> HeaderSearch {
    HeaderSearch(kind: kind, choice: choice, choices: options.columns, isJSON: false)
  }

  init(
    _ header: HeaderSearch.Header, _ kind: ColumnRole.FileKind, _ options: ReadOptions,
    _ choice: ProfileChoice
  ) {
    self.header = header
    match =
      header.match
      ?? GeneralProfile.profile(
        header: header.names, kind: kind, choices: options.choices(for: header.names))
    ties = Self.search(kind, options, choice).ties(header: header.names)
    kept = Self.kept(header.names, match, choices: options, kind: kind)
  }

  /// What is told of columns that the profile reads and that share their name with others.
  var columnsOfOneName: [Recognition.Remark] {
    let (profile, found) = match
    if profile.isGeneral { return [] }
    let folded = header.names.map(foldedName)
    return profile.readAliases(found).compactMap { found[$0] }.sorted().compactMap { column in
      let count = folded.count { $0 == folded[column] }
      return count > 1 ? .columnsOfOneName(header.names[column], count: count) : nil
    }
  }

  /// Columns to keep: all of a file without profile, else those that are read as something.
  private static func kept(
    _ header: [String], _ match: (Profile, [String: Int]), choices: ReadOptions,
    kind: ColumnRole.FileKind
  ) -> Set<Int> {
    let (profile, found) = match
    if profile.isGeneral || kind == .customers { return Set(header.indices) }
    var kept = Set(profile.readAliases(found).compactMap { found[$0] })
    let texts = Array(choices.columns.texts.values) + [choices.filter].compactMap(\.self)
    for text in texts { kept.formUnion(columns(of: text, header)) }
    // Another column of dates may tell which part is the day.
    for (index, name) in header.enumerated() where plainName(name).contains("date") {
      kept.insert(index)
    }
    return kept
  }

  /// The columns that an expression of the user reads, by the names that the sheet will know.
  private static func columns(of text: String, _ header: [String]) -> [Int] {
    if let index = header.firstIndex(of: text) { return [index] }
    guard let expression = try? Expression(parsing: text) else { return [] }
    return CellExpression(expression, columnCount: header.count) { name in
      header.firstIndex(of: name)
        ?? header.firstIndex { foldedName($0) == foldedName(name) }
    }.fields
  }
}

/// Which profiles may be taken.
enum ProfileChoice: Sendable {
  case any
  case none
  case one(Profile)

  /// Takes what the user says.
  ///
  /// - Parameter text: `none`, a name, or the path of a profile file; nil for all.
  /// - Throws: where there is no such profile, or its file cannot be read.
  init(_ text: String?) throws(IngestionError) {
    guard let text else {
      self = .any
      return
    }
    if text == "none" {
      self = .none
    } else if let known = BuiltInProfiles.all.first(where: { $0.name == text }) {
      self = .one(known)
    } else if text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml") {
      let file = try WholeText.loaded(path: text, encoding: .utf8, limit: ProfileReader.largest + 1)
      self = .one(
        try ProfileReader.profile(String(decoding: file.bytes, as: UTF8.self), file: text))
    } else {
      throw .unknownProfile(
        text, nearest: nearestName(to: text, among: BuiltInProfiles.all.map(\.name)))
    }
  }

  func profiles(_ kind: ColumnRole.FileKind, isJSON: Bool) -> [Profile] {
    switch self {
    case .any: BuiltInProfiles.all.filter { $0.kind == kind && $0.isJSON == isJSON }
    case .none: []
    case .one(let profile):
      profile.kind == kind
        ? [profile] : BuiltInProfiles.all.filter { $0.kind == kind && $0.isJSON == isJSON }
    }
  }
}

extension WholeText {
  /// The text of a file, or of its beginning.
  static func loaded(
    path: String, encoding: TextEncoding, held: HeldInputs = HeldInputs(), limit: Int? = nil
  ) throws(IngestionError) -> WholeText {
    do {
      return try WholeText(path: path, encoding: encoding, held: held, limit: limit)
    } catch { throw .file(error) }
  }

  /// The text's records.
  func reader(_ delimiter: Delimiter?) throws(IngestionError) -> RecordReader {
    do {
      return try RecordReader(name: name, text: bytes, delimiter: delimiter)
    } catch { throw .file(error) }
  }
}

extension ReadOptions {
  /// The user's choices of columns that are for a file of this header.
  func choices(for header: [String]) -> ColumnChoices {
    guard isOneOfSeveral else { return columns }
    let folded = Set(header.map(foldedName))
    return columns.those { text in
      if header.contains(text) { return true }
      let names = (try? Expression(parsing: text))?.columns ?? []
      return names.allSatisfy { $0.hasPrefix("$") || folded.contains(foldedName($0)) }
    }
  }
}

extension Recognition.Remark {
  init(_ remark: WholeText.Remark) {
    switch remark {
    case .utf16: self = .utf16
    case .delimiterLine: self = .delimiterLine
    }
  }
}
