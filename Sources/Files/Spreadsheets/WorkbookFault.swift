/// What is wrong with a workbook.
package enum WorkbookFault: Sendable, Equatable {
  /// It is no file that can be read at any place.
  case noFile
  /// A workbook of before 2007, or one with a password.
  case oldForm
  /// It is no ZIP archive.
  case noArchive
  case damaged(String)
  case tooLarge(String, most: Int)
  case malformed(part: String, line: Int, reason: String)
  case noSheet(String?, [String])
  /// The library that reads XML is not installed.
  case noExpat
}
