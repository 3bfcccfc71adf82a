package import Files
internal import Intake
internal import Units

extension FileError: Worded {
  package var sentence: Sentence {
    switch self {
    case .missingFile(let path): "\(path): there is no such file."
    case .unreadableFile(let path, let trouble): "\(path): cannot be read: \(trouble.words)."
    case .unwritableFile(let path, let trouble):
      """
      \(path): cannot be written: \(trouble.words). Check that the folder exists, may be written \
      and has room.
      """
    case .damagedCompression(let file, let form, let offset, let fault):
      """
      \(file): the \(form.rawValue) data \(fault.outcome) near byte \(grouped(offset)): \
      \(fault.words). \
      \(fault.cure(form))
      """
    case .expandsTooFar(let file, let limit):
      """
      \(file): found more than \(grouped(limit >> 20)) MiB of text, expected no more from these \
      compressed data, or from a pipe that is read as a whole. Write the text to a plain file and pass that.
      """
    case .utf16(let file):
      """
      \(file): found a UTF-16 byte order mark, expected UTF-8. Convert it first: \
      iconv -f UTF-16 -t UTF-8.
      """
    case .cutUTF16(let file, let bytes):
      """
      \(file): found UTF-16 of \(grouped(bytes)) bytes, expected two bytes for each unit: the file ends \
      within a character. Export or copy it again.
      """
    case .notUTF8(let place, let column):
      Sentence(
        """
        \(place): column '\(column)': found bytes that are not UTF-8. If the file is \
        Latin-1, say so; else convert it to UTF-8.
        """, use: Cure(.encoding, "latin1"))
    case .source(let error): error.sentence
    case .workbook(let file, let fault): "\(file): \(fault.words)."
    case .unclosedQuote(let place):
      """
      \(place): found a quote that opens a field and is never closed. Close it, or double a quote \
      that is part of the text.
      """
    case .textAfterQuote(let place):
      """
      \(place): found text after a closing quote, expected a delimiter or the end of the line. \
      Double a quote that is part of the text.
      """
    case .nulByte(let place): "\(place): found a NUL byte, expected text. Is this a text file?"
    case .fieldTooLong(let place, isQuoted: true):
      "\(place): found a field longer than 64 KiB. Is its opening quote never closed?"
    case .fieldTooLong(let place, isQuoted: false):
      "\(place): found a field longer than 64 KiB. Is \(option: .delimiter) right?"
    case .tooManyColumns(let place):
      """
      \(place): found more than \(grouped(RecordReader.mostColumns)) columns, or names in JSON lines. \
      Is \(option: .delimiter) right?
      """
    case .malformedDateFormat(let pattern, let fault):
      """
      \(option: .dateFormat, pattern): \(fault.words). Known: %Y %y %m %d %b %H %I %M %S %p %%.
      """
    case .unknownTimeZone(let name):
      """
      \(option: .timeZone, name): no such time zone. Expected an IANA name, such as \
      Europe/Berlin or UTC.
      """
    }
  }
}

extension FileError.Trouble {
  fileprivate var words: String {
    switch self {
    case .system(let reason): reason
    case .isFolder: "it is a folder"
    case .isNoFile: "something else than a file is there"
    }
  }
}

extension WorkbookFault {
  fileprivate var words: String {
    switch self {
    case .noFile: "expected a file of its own: a workbook is not read from a pipe"
    case .oldForm:
      "found a workbook of before 2007, or one with a password, expected .xlsx without one. Save it anew"
    case .noArchive:
      "found no ZIP archive, which a workbook is, expected .xlsx. Save it anew, or as CSV"
    case .damaged(let part):
      "the workbook is damaged: \(visibleText(part)) cannot be read. Fetch or save it again"
    case .tooLarge(let part, let most):
      """
      found \(visibleText(part)) of more than \(grouped(most >> 20)) MiB, expected no more for the size of the \
      file. Save it as CSV
      """
    case .malformed(let part, let line, let reason):
      "\(visibleText(part)), line \(grouped(line)): found no well-formed XML: \(reason). Save it again"
    case .noSheet(let sheet?, let names):
      """
      found no sheet '\(visibleText(sheet))', expected one of \
      \(names.prefix(20).map { "'\(visibleText($0))'" }.joined(separator: ", "))
      """
    case .noSheet(nil, _):
      "found no sheet that is not hidden, expected one, or ?sheet=NAME behind the name"
    case .noExpat:
      "found no library libexpat.so.1, which workbooks are read with. Install it by `apt install libexpat1`"
    }
  }
}

extension FileError.CompressionFault {
  fileprivate var words: String {
    switch self {
    case .otherBytesFollow: "other bytes follow their end"
    case .endsEarly: "they end too early"
    case .wrongChecksum: "their checksum does not fit"
    case .needsMemory(let bytes?):
      "they ask for \(grouped(bytes >> 20)) MiB of memory, and 128 MiB are the most allowed"
    case .needsMemory: "they ask for more memory than is allowed (128 MiB) or free"
    case .message(let text): text
    }
  }

  fileprivate var outcome: String {
    if case .needsMemory = self { "cannot be expanded" } else { "are damaged" }
  }

  fileprivate func cure(_ form: Compression) -> String {
    switch self {
    case .needsMemory: "Expand the file and pass the plain one."
    case .otherBytesFollow, .endsEarly, .wrongChecksum, .message:
      "Fetch the file again, or check it with `\(form.rawValue) -t`."
    }
  }
}

extension FileError.PatternFault {
  fileprivate var words: String {
    switch self {
    case .unknownLetter(let letter): "'%\(letter)' is not known"
    case .yearMissing: "the year is missing"
    case .monthMissing: "the month is missing"
    case .dayMissing: "the day is missing"
    }
  }
}

extension FileError.Place: CustomStringConvertible {
  package var description: String {
    column.map { "\(file):\(line):\($0)" } ?? "\(file):\(line)"
  }
}

extension OutputError: Worded {
  package var sentence: Sentence {
    switch self {
    case .inTheWay(let path, let expected):
      """
      \(path): found something that this program did not write, expected \(expected.words). Remove \
      it or pass another path.
      """
    case .emptyPath: "found an empty path to write to, expected a file or folder."
    case .cannotWrite(let path, let reason):
      "\(path): cannot write: \(reason). Check that the folder exists, may be written and has room."
    case .cannotPrint(let reason):
      "stdout: cannot write: \(reason). Check that it is not closed and leads to where there is room."
    case .engine(let error): error.sentence
    case .noRows(let path):
      """
      \(path): found a table, Parquet file or workbook, which take a command's rows and nothing besides, \
      expected a file of text.
      """
    case .tooManyRows(let path, let most):
      """
      \(path): found more rows than a sheet holds, expected at most \(grouped(most)). Write .parquet or .csv, \
      or fewer rows.
      """
    case .cellTooLong(let path, let row, let column, let most):
      """
      \(path): row \(grouped(row)), column '\(column)': found a text longer than a cell of a sheet may be, \
      expected at most \(grouped(most)) characters. Write .parquet or .csv.
      """
    }
  }
}

extension OutputError.Expectation {
  fileprivate var words: String {
    switch self {
    case .freshPath(let marker): "a new path, an empty folder, or a folder with \(marker)"
    case .notAroundCurrentFolder: "a folder below the current one, or elsewhere"
    case .ownFiles(let marker): "nothing but files written by this program beside \(marker)"
    case .file: "a file or a new path"
    case .modelFolder(let file): "a new path or a folder with a Perennial \(file)"
    }
  }
}

extension IngestionError {
  /// The text for a file that is always read as UTF-8, whatever the encoding of others.
  var sentenceOfUTF8: Sentence {
    guard case .file(.notUTF8(let place, let column)) = self else { return sentence }
    return
      "\(place): column '\(column)': found bytes that are not UTF-8. Convert the file to UTF-8."
  }
}
