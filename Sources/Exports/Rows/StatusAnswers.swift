internal import Intake

/// Answers to questions about statuses that are right for all files of a run.
enum StatusAnswers {
  /// Adds to each answer what the other files count: an answer holds for all files that have the column.
  static func join(_ files: inout [OrderExport]) {
    guard files.count > 1 else { return }
    var counted: [String: [String]] = [:]
    for file in files {
      for (column, values) in tables(file.rows) {
        for value in values where value.group == "counted" && !value.value.isEmpty {
          let known = counted[foldedName(column)] ?? []
          if !known.contains(where: { foldedValue($0) == foldedValue(value.value) }) {
            counted[foldedName(column), default: []].append(value.value)
          }
        }
      }
    }
    for place in files.indices {
      for index in files[place].rows.questions.indices {
        var question = files[place].rows.questions[index]
        guard case .statuses(let column, _) = question.subject,
          let values = counted[foldedName(column)]
        else { continue }
        question.use = question.use.map { joined($0, column, values) }
        question.choose = question.choose.map { joined($0, column, values) }
        files[place].rows.questions[index] = question
      }
    }
  }

  private static func tables(
    _ rows: ExportRows
  ) -> [(column: String, values: [ReadingQuestion.Value])] {
    rows.statuses
      + rows.questions.compactMap { question in
        guard case .statuses(let column, let values) = question.subject else { return nil }
        return (column, values)
      }
  }

  private static func joined(
    _ answer: ReadingQuestion.Answer, _ column: String, _ counted: [String]
  ) -> ReadingQuestion.Answer {
    guard answer.option == .countStatus, let text = answer.value, text.hasPrefix("\(column)=")
    else { return answer }
    let own = text.dropFirst(column.count + 1).split(separator: ",").map(String.init)
    let known = Set(counted.map { foldedValue($0) })
    let rest = own.filter { !known.contains(foldedValue($0)) }
    return .init(.countStatus, "\(column)=\((counted + rest).joined(separator: ","))")
  }
}

/// Values of a status column that the user counts and that no row has.
package struct MissedStatus: Sendable, Equatable {
  /// As the files write it.
  package let column: String
  package let values: [String]
  /// Values that rows have, the most frequent first.
  package let found: [String]
  /// Whether no row has any of the values that the user counts.
  package let isAll: Bool
}

extension StatusAnswers {
  /// Values that are shown of a column.
  private static let mostShown = 20

  /// Throws where a column of which values are to count is in no file.
  static func requireColumns(
    in sheets: [Sheet], _ options: ReadOptions
  ) throws(IngestionError) {
    for column in options.countStatus.keys.sorted()
    where !sheets.contains(where: { $0.header.contains { foldedName($0) == column } }) {
      var columns: [String] = []
      for name in sheets.flatMap(\.header) where !columns.contains(name) { columns.append(name) }
      throw .noStatusColumn(files: sheets.map(\.file), column: column, columns: columns)
    }
  }

  /// What the user counts in vain, by column.
  static func missed(in files: [ExportRows], _ options: ReadOptions) -> [MissedStatus] {
    options.countStatus.sorted { $0.key < $1.key }.compactMap { key, wanted in
      var (name, seen): (String, Set<String>) = (key, [])
      var rows: [String: Int] = [:]
      for file in files {
        guard let place = file.sheet.header.firstIndex(where: { foldedName($0) == key }),
          let column = file.sheet.column(place)
        else { continue }
        name = file.sheet.header[place]
        let prefix = file.bound.status.first { $0.column == place }?.table.prefix ?? ""
        var counts = [Int](repeating: 0, count: column.codeCount)
        for code in column.codes { counts[Int(code)] += 1 }
        for code in counts.indices where counts[code] > 0 {
          let text = String(decoding: column.bytes(of: Int32(code)), as: UTF8.self)
          seen.insert(foldedValue(text, prefix: prefix))
          if !text.isEmpty { rows[text, default: 0] += counts[code] }
        }
      }
      let missing = wanted.subtracting(seen).sorted()
      guard !missing.isEmpty else { return nil }
      let found = rows.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      return MissedStatus(
        column: name, values: missing, found: found.prefix(mostShown).map(\.key),
        isAll: missing.count == wanted.count)
    }
  }
}
