package import Files

extension RecordReader {
  /// Moves to the next record; false at the end.
  package mutating func nextRecord() throws(IngestionError) -> Bool {
    do { return try next() } catch { throw .file(error) }
  }
}
