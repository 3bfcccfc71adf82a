/// How one row of an order file was understood.
package struct RowExplanation: Sendable, Equatable {
  /// A cell that a part was read from.
  package struct Cell: Sendable, Equatable {
    package var column: String
    package var text: String
    /// Line of the row that filled the cell; nil where it was not blank.
    package var filledFrom: Int?

    package init(column: String, text: String, filledFrom: Int?) {
      (self.column, self.text, self.filledFrom) = (column, text, filledFrom)
    }
  }

  /// What a part is.
  package enum Subject: Sendable, Equatable {
    case role(ColumnRole)
    case refund
    /// A status column, and what its value counts for.
    case status
  }

  package struct Part: Sendable, Equatable {
    package var subject: Subject
    package var cells: [Cell]
    /// The form in which the cells are written: `point`, `comma`, or a pattern of times.
    package var form: String?
    /// What the cells mean; nil where they mean nothing.
    package var value: String?

    package init(subject: Subject, cells: [Cell], form: String? = nil, value: String?) {
      (self.subject, self.cells, self.form, self.value) = (subject, cells, form, value)
    }
  }

  package enum Fate: Sendable, Equatable {
    case used, refund, filtered, refused
    /// The amount of an order of several lines, which stands on another line.
    case usedWithoutMoney
    /// By reason, as the ledger has it.
    case leftOut(String)
  }

  package var file: String
  package var line: Int
  package var parts: [Part]
  package var fate: Fate

  package init(file: String, line: Int, parts: [Part], fate: Fate) {
    (self.file, self.line, self.parts, self.fate) = (file, line, parts, fate)
  }
}
