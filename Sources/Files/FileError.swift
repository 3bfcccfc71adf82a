/// Why a file cannot be read or written: its bytes, its records, its form of dates.
package enum FileError: Error, Sendable, Equatable {
  /// Where in a file; `column` counts bytes of the line from 1.
  package struct Place: Sendable, Equatable {
    package var file: String
    package var line: Int
    package var column: Int?

    package init(file: String, line: Int, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }
  }

  /// What stands in the way of reading or writing a path.
  package enum Trouble: Sendable, Equatable {
    /// What the system says: `Permission denied`.
    case system(String)
    case isFolder
    case isNoFile
  }

  /// What is wrong with compressed data.
  package enum CompressionFault: Sendable, Equatable {
    case otherBytesFollow
    case endsEarly
    case wrongChecksum
    /// More than is allowed, or than there is; `bytes` where the data say how much.
    case needsMemory(bytes: Int?)
    /// What the library says.
    case message(String)
  }

  /// What is wrong with a pattern of dates.
  package enum PatternFault: Sendable, Equatable {
    /// A letter after `%` that stands for nothing.
    case unknownLetter(String)
    case yearMissing
    case monthMissing
    case dayMissing
  }

  // Files.
  case missingFile(String)
  case unreadableFile(String, Trouble)
  case unwritableFile(String, Trouble)
  /// `offset` counts bytes of the file as it lies on the disk, before or at the fault.
  case damagedCompression(String, Compression, offset: Int, CompressionFault)
  /// Compressed text, or a pipe, of which all is needed in memory and that has more bytes.
  case expandsTooFar(String, limitInBytes: Int)
  case utf16(file: String)
  /// UTF-16 that ends within a character.
  case cutUTF16(file: String, bytes: Int)
  /// `column` is the column's name, or its number from 1 where it has none.
  case notUTF8(Place, column: String)

  // Programs that read databases.
  case source(SourceError)
  case workbook(String, WorkbookFault)

  // Records.
  case unclosedQuote(Place)
  case textAfterQuote(Place)
  case nulByte(Place)
  case fieldTooLong(Place, isQuoted: Bool)
  case tooManyColumns(Place)

  // Times.
  case malformedDateFormat(String, PatternFault)
  case unknownTimeZone(String)
}
