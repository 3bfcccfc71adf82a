internal import Expressions
internal import Files
internal import Intake

/// Looks for the header of a file, and the profile that fits it.
struct HeaderSearch {
  let kind: ColumnRole.FileKind
  let choice: ProfileChoice
  /// What the user says of columns.
  let choices: ColumnChoices
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

  /// Names of all that fit with as many aliases as the best, where there are several.
  func ties(header: [String]) -> [String] {
    guard let best = best(header: header), best.0.refuse == nil else { return [] }
    let folded = header.map(foldedName)
    let names = choice.profiles(kind, isJSON: isJSON)
      .filter { $0.refuse == nil && $0.fit(folded)?.count == best.1.count }.map(\.name)
    return names.count > 1 ? names : []
  }

  /// The record that the user's choices of columns name; else the one that fits a profile, or has
  /// common names of columns; else the first of those that have as many cells as most.
  ///
  /// - Throws: where there is no record at all.
  func header(in text: WholeText, delimiter given: Delimiter?) throws(IngestionError) -> Header {
    let head = Self.head(text.bytes)
    let candidates: [Delimiter]
    if let only = text.fixedDelimiter ?? given ?? text.delimiter {
      candidates = [only]
    } else {
      candidates = ",;\t|".utf8.map { .character($0) }
    }
    // Of two delimiters that say as much, the one that cuts more records alike.
    let cuts = candidates.map { Cut(delimiter: $0, records: Self.records(head, text.name, $0)) }
      .enumerated().sorted { ($1.element.share, $0.offset) < ($0.element.share, $1.offset) }
      .map(\.element)
    var chosen: (Header, count: Int)?
    var best: Header?
    var general: (Header, score: Int)?
    for cut in cuts {
      for (place, record) in cut.records.enumerated() where record.count > 1 {
        var header = Header(names: record, record: place, delimiter: cut.delimiter)
        header.match = self.best(header: record)
        let count = chosenCount(record)
        if count > chosen?.count ?? 0 { chosen = (header, count) }
        if let match = header.match, match.1.count > best?.match?.1.count ?? 0 { best = header }
        let score = GeneralProfile.score(header: record, kind: kind)
        if score > general?.score ?? 0 { general = (header, score) }
      }
    }
    if let found = chosen?.0 ?? best ?? general?.0 { return found }
    guard let cut = cuts.first, let place = cut.first else {
      var reader = try text.reader(given)
      guard try reader.nextRecord() else { throw .noRows(files: [text.name]) }
      return Header(
        names: reader.fields.indices.map { reader.text($0) }, record: 0,
        delimiter: reader.delimiter)
    }
    return Header(names: cut.records[place], record: place, delimiter: cut.delimiter)
  }

  /// How many of the user's choices of columns name cells of a record.
  private func chosenCount(_ record: [String]) -> Int {
    let folded = Set(record.map(foldedName))
    return choices.texts.count { role, text in
      if role.fileKind != kind || text.isEmpty { return false }
      if record.contains(text) { return true }
      let names = ((try? Expression(parsing: text))?.columns ?? []).filter { !$0.hasPrefix("$") }
      return !names.isEmpty && names.allSatisfy { folded.contains(foldedName($0)) }
    }
  }

  /// The first records as one delimiter cuts them.
  private struct Cut {
    let delimiter: Delimiter
    let records: [[String]]
    /// The part of the records that have the commonest number of cells above one.
    let share: Double
    /// The first of these.
    let first: Int?

    init(delimiter: Delimiter, records: [[String]]) {
      (self.delimiter, self.records) = (delimiter, records)
      var counts: [Int: Int] = [:]
      for record in records where record.count > 1 { counts[record.count, default: 0] += 1 }
      let commonest = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
      share = commonest.map { Double($0.value) / Double(records.count) } ?? 0
      first = commonest.flatMap { most in records.firstIndex { $0.count == most.key } }
    }
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
