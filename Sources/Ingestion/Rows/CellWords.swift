/// Whether a cell says no: `0`, `false`, `no`, `n`, `f`, `none`, `null`, `nan`, or nothing at all.
func saysNo(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
  if range.isEmpty { return true }
  if range.count == 1 {
    switch bytes[range.lowerBound] {
    case UInt8(ascii: "0"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "f"),
      UInt8(ascii: "F"), UInt8(ascii: "-"):
      return true
    default: return false
    }
  }
  if range.count > 5 { return false }
  if range.allSatisfy({ bytes[$0] == UInt8(ascii: "0") || bytes[$0] == UInt8(ascii: ".") }) {
    return true
  }
  // What is left as a number is none of the words.
  if range.allSatisfy({ bytes[$0] < UInt8(ascii: "A") }) { return false }
  let word = String(decoding: range.map { bytes[$0] }, as: UTF8.self).lowercased()
  return ["no", "false", "none", "null", "nan"].contains(word)
}
