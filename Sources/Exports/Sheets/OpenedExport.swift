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
  /// What was done to the text, for the user.
  let remarks: [Recognition.Remark]

  /// Bytes at the beginning of a file in which its header is looked for.
  static let headLength = 64 << 10
  /// Records among which the header is looked for.
  static let headRecords = 30

  init(
    path: String, kind: ColumnRole.FileKind, options: ReadOptions, choice: ProfileChoice,
    head: [UInt8] = []
  ) throws(IngestionError) {
    let text = try WholeText.loaded(path: path, encoding: options.encoding, head: head)
    var remarks = text.remarks.map(Recognition.Remark.init)
    if let first = text.bytes.first(where: { !isBlank($0) && !isLineEnd($0) }),
      first == UInt8(ascii: "{")
    {
      let json = try JSONSheet(text: text)
      let search = HeaderSearch(kind: kind, choice: choice, isJSON: true)
      let match = search.best(header: json.header)
      sheet = json.sheet
      (profile, found) =
        match ?? GeneralProfile.profile(header: json.header, kind: kind, choices: options.columns)
      notesAbove = 0
      remarks.append(.jsonLines)
      self.remarks = remarks
      return
    }
    let search = HeaderSearch(kind: kind, choice: choice, isJSON: false)
    let header = try search.header(in: text, delimiter: options.delimiter)
    var reader = try text.reader(header.delimiter)
    for _ in 0...header.record where !(try reader.nextRecord()) {
      throw .noRows(files: [text.name])
    }
    let match =
      header.match
      ?? GeneralProfile.profile(header: header.names, kind: kind, choices: options.columns)
    let kept = Self.kept(header.names, match, choices: options, kind: kind)
    let sheet = Sheet(file: text.name, header: header.names, kept: kept)
    while try reader.nextRecord() { try sheet.append(reader) }
    self.sheet = sheet
    (profile, found) = match
    notesAbove = header.record
    if header.record > 0 { remarks.append(.linesAboveHeader(header.record)) }
    self.remarks = remarks
  }

  /// Columns to keep: all of a file without profile, else those that are read as something.
  private static func kept(
    _ header: [String], _ match: (Profile, [String: Int]), choices: ReadOptions,
    kind: ColumnRole.FileKind
  ) -> Set<Int> {
    if match.0.isGeneral || kind == .customers { return Set(header.indices) }
    var kept = Set(match.1.values)
    let texts = Array(choices.columns.texts.values) + [choices.filter].compactMap(\.self)
    for text in texts {
      for name in (try? Expression(parsing: text))?.columns ?? [] {
        if let index = header.firstIndex(of: name) { kept.insert(index) }
      }
      if let index = header.firstIndex(of: text) { kept.insert(index) }
    }
    // Another column of dates may tell which part is the day.
    for (index, name) in header.enumerated() where plainName(name).contains("date") {
      kept.insert(index)
    }
    return kept
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

/// Looks for the header of a file, and the profile that fits it.
struct HeaderSearch {
  let kind: ColumnRole.FileKind
  let choice: ProfileChoice
  let isJSON: Bool

  struct Header {
    var names: [String]
    /// Place among the records, from 0.
    var record: Int
    var delimiter: Delimiter
    var match: (Profile, [String: Int])?
  }

  /// The profile that fits a header with the most aliases; nil where none does.
  func best(header: [String]) -> (Profile, [String: Int])? {
    let folded = header.map(foldedName)
    var best: (Profile, [String: Int])?
    for profile in choice.profiles(kind, isJSON: isJSON) {
      guard let found = profile.fit(folded) else { continue }
      // What cannot be read gives way to what can.
      let better = best.map { known in
        known.0.refuse != nil && profile.refuse == nil && found.count >= known.1.count
          || found.count > known.1.count
      }
      if better ?? true { best = (profile, found) }
    }
    return best
  }

  /// - Throws: where there is no record at all.
  func header(in text: WholeText, delimiter given: Delimiter?) throws(IngestionError) -> Header {
    let head = Self.head(text.bytes)
    let candidates: [Delimiter]
    if let only = given ?? text.delimiter {
      candidates = [only]
    } else {
      candidates = ",;\t|".utf8.map { .character($0) }
    }
    var best: Header?
    var general: (Header, score: Int)?
    var first: Header?
    for delimiter in candidates {
      let records = Self.records(head, text.name, delimiter)
      for (place, record) in records.enumerated() where record.count > 1 {
        let header = Header(names: record, record: place, delimiter: delimiter)
        if first == nil { first = header }
        if let match = self.best(header: record) {
          if match.1.count > best?.match?.1.count ?? 0 {
            best = header
            best?.match = match
          }
        }
        let score = GeneralProfile.score(header: record, kind: kind)
        if score > general?.score ?? 0 { general = (header, score) }
      }
    }
    if let best { return best }
    if let general { return general.0 }
    guard let first else {
      var reader = try text.reader(given)
      guard try reader.nextRecord() else { throw .noRows(files: [text.name]) }
      return Header(
        names: reader.fields.indices.map { reader.text($0) }, record: 0,
        delimiter: reader.delimiter)
    }
    return first
  }

  /// Whole lines at the beginning.
  static func head(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > OpenedExport.headLength else { return bytes }
    let head = bytes.prefix(OpenedExport.headLength)
    return Array(head[...(head.lastIndex { isLineEnd($0) } ?? head.endIndex - 1)])
  }

  /// The first records, as far as they can be read.
  static func records(
    _ head: [UInt8], _ name: String, _ delimiter: Delimiter, limit: Int = OpenedExport.headRecords
  ) -> [[String]] {
    var records: [[String]] = []
    guard var reader = try? RecordReader(name: name, text: head, delimiter: delimiter) else {
      return []
    }
    while records.count < limit, (try? reader.next()) == true {
      records.append(reader.fields.indices.map { reader.text($0) })
    }
    return records
  }
}

extension WholeText {
  /// The text of a file, or of its beginning.
  static func loaded(
    path: String, encoding: TextEncoding, head: [UInt8] = [], limit: Int? = nil
  ) throws(IngestionError) -> WholeText {
    do {
      return try WholeText(path: path, encoding: encoding, head: head, limit: limit)
    } catch { throw .file(error) }
  }

  /// The text's records.
  func reader(_ delimiter: Delimiter?) throws(IngestionError) -> RecordReader {
    do {
      return try RecordReader(name: name, text: bytes, delimiter: delimiter)
    } catch { throw .file(error) }
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
