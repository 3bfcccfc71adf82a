// Bytes that readers and writers look for, by name.

let quote = UInt8(ascii: "\"")
let comma = UInt8(ascii: ",")
let colon = UInt8(ascii: ":")
let point = UInt8(ascii: ".")
let space = UInt8(ascii: " ")
let openBrace = UInt8(ascii: "{")
let closeBrace = UInt8(ascii: "}")
/// Also the hyphen between the parts of a date.
let minus = UInt8(ascii: "-")
let zero = UInt8(ascii: "0")
let tab = UInt8(ascii: "\t")
package let lineFeed = UInt8(ascii: "\n")
let carriageReturn = UInt8(ascii: "\r")

/// Whether a byte is an ASCII letter or digit.
func isAlphanumeric(_ byte: UInt8) -> Bool {
  switch byte {
  case zero...zero + 9, UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "a")...UInt8(ascii: "z"):
    true
  default: false
  }
}

/// Whether a byte may be part of a word: an ASCII letter or digit, or part of a character beyond ASCII.
package func isWordByte(_ byte: UInt8) -> Bool { byte >= 0x80 || isAlphanumeric(byte) }
