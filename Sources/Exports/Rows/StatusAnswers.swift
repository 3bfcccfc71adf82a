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
