internal import FoundationEssentials

/// JSON with sorted keys, so that equal values are equal bytes.
package func canonicalJSON(_ value: some Encodable) -> [UInt8] {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  do {
    return Array(try encoder.encode(value)) + [UInt8(ascii: "\n")]
  } catch {
    // Only a number that is not finite can fail, and none is stored.
    preconditionFailure("cannot encode: \(error)")
  }
}

/// What a decoding error says, without the decoder's own type names.
func decodingReason(_ error: any Error) -> String {
  func place(_ context: DecodingError.Context) -> String {
    context.codingPath.map(\.stringValue).joined(separator: ".")
  }
  switch error {
  case DecodingError.keyNotFound(let key, let context):
    let path = place(context)
    return "'\(key.stringValue)' is missing\(path.isEmpty ? "" : " in '\(path)'")"
  case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
    return "'\(place(context))' has the wrong type"
  case DecodingError.dataCorrupted(let context):
    let path = place(context)
    return path.isEmpty ? "it is no JSON" : "'\(path)': \(context.debugDescription)"
  default:
    return "it is no JSON"
  }
}
