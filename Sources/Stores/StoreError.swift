package import Files

/// Why a store cannot be read or written.
package enum StoreError: Error, Sendable {
  case missing(String)
  /// The folder or file is none of ours.
  case notAStore(String)
  case otherVersion(String, found: Int, expected: Int)
  /// `bytes` says where in the file, nil for all of it.
  case damaged(store: String, file: String, bytes: Range<Int>?)
  /// Another run writes to the store.
  case locked(String)
  /// Files that no store has are in the folder.
  case inTheWay(store: String, found: String)
  case cannotRead(String, reason: String)
  case cannotWrite(OutputError)
  /// The manifest cannot be put into words.
  case unwritable
}
