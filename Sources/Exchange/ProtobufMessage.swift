/// A message in the binary form of protocol buffers: fields by number, in the order in which they are added.
///
/// Of the form, what ONNX needs: whole numbers as varints, and bytes with their length.
struct ProtobufMessage {
  private(set) var bytes: [UInt8] = []

  mutating func add(_ field: Int, _ value: Int) {
    write(UInt64(field << 3))
    write(UInt64(bitPattern: Int64(value)))
  }

  mutating func add(_ field: Int, _ value: [UInt8]) {
    write(UInt64(field << 3 | 2))
    write(UInt64(value.count))
    bytes += value
  }

  mutating func add(_ field: Int, _ text: String) { add(field, Array(text.utf8)) }

  mutating func add(_ field: Int, _ message: ProtobufMessage) { add(field, message.bytes) }

  private mutating func write(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
