/// Gives bytes as a file does, in order.
protocol ByteProducer: AnyObject {
  /// Fills `buffer` from `start` on; fewer bytes than there is room for only at the end.
  func read(into buffer: inout [UInt8], from start: Int) throws(FileError) -> Int
}
