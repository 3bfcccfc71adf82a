/// A running SHA-256 (FIPS 180-4) over binary values, for naming data and models by their content.
///
/// Integers are fed in little-endian order and texts with their length before them, so that no two
/// sequences of values share a byte stream.
public struct SHA256: Sendable {
  private var state: [8 of UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  /// The block being filled: four bytes a word, the first highest.
  private var block: [16 of UInt32] = .init(repeating: 0)
  /// Bytes of `block` not yet compressed, fewer than 64.
  private var filled = 0
  private var byteCount: UInt64 = 0

  public init() {}

  /// Feeds raw bytes.
  public mutating func update(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { append(byte) }
  }

  /// Feeds a whole number.
  public mutating func update(_ value: Int64) {
    if filled & 3 == 0 {
      append(word: UInt32(truncatingIfNeeded: value).byteSwapped)
      append(word: UInt32(truncatingIfNeeded: value >> 32).byteSwapped)
      return
    }
    var rest = value
    for _ in 0..<8 {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Feeds a number by its bits.
  public mutating func update(_ value: Double) {
    update(Int64(bitPattern: value.bitPattern))
  }

  /// Feeds a text: its length in UTF-8 bytes, then the bytes.
  public mutating func update(_ text: String) {
    update(Int64(text.utf8.count))
    update(text.utf8)
  }

  /// The 32 bytes of all that was fed.
  public consuming func digest() -> [UInt8] {
    let bitCount = byteCount &* 8
    update(CollectionOfOne(0x80))
    while filled != 56 { update(CollectionOfOne(0)) }
    for shift in stride(from: 56, through: 0, by: -8) {
      update(CollectionOfOne(UInt8(truncatingIfNeeded: bitCount >> UInt64(shift))))
    }
    return state.indices.flatMap { index in
      let word = state[index]
      return stride(from: UInt32(24), through: 0, by: -8).map {
        UInt8(truncatingIfNeeded: word >> $0)
      }
    }
  }

  /// The 64 hex digits of all that was fed.
  public consuming func hexDigits() -> String {
    let digits = Array("0123456789abcdef".utf8)
    let bytes = digest().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The 64 hex digits of one run of bytes.
  public static func hexDigits(of bytes: some Sequence<UInt8>) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.hexDigits()
  }

  @inline(__always)
  private mutating func append(_ byte: UInt8) {
    // Of the word before, all bytes are shifted out by the fourth.
    block[filled >> 2] = block[filled >> 2] << 8 | UInt32(byte)
    count(1)
  }

  /// Appends four bytes, the first highest, behind a multiple of four.
  @inline(__always)
  private mutating func append(word: UInt32) {
    block[filled >> 2] = word
    count(4)
  }

  @inline(__always)
  private mutating func count(_ bytes: Int) {
    filled &+= bytes
    byteCount &+= UInt64(bytes)
    if filled == 64 {
      compress()
      filled = 0
    }
  }

  private mutating func compress() {
    // The schedule's words, of which the last sixteen are looked at.
    var words = block
    let constants = roundConstants.span
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for round in 0..<64 {
      let word = round & 15
      if round >= 16 {
        let (w15, w2) = (words[(round &+ 1) & 15], words[(round &+ 14) & 15])
        let s0 = rotated(w15, 7) ^ rotated(w15, 18) ^ w15 &>> 3
        let s1 = rotated(w2, 17) ^ rotated(w2, 19) ^ w2 &>> 10
        words[word] = words[word] &+ s0 &+ words[(round &+ 9) & 15] &+ s1
      }
      let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
      let t1 = h &+ s1 &+ (g ^ e & (f ^ g)) &+ constants[round] &+ words[word]
      let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
      let t2 = s0 &+ (a & b | c & (a | b))
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }
}

@inline(__always)
private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  word &>> count | word &<< (32 &- count)
}

/// The first 32 bits of the fractions of the cube roots of the first 64 primes.
private let roundConstants: [UInt32] = [
  0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
  0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
  0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
  0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
  0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
  0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
  0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
  0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
  0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
  0xc671_78f2,
]
