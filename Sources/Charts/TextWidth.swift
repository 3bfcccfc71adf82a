/// How wide a text will be, judged without a font.
package enum TextWidth {
  /// Units of a text at a size in units, a little too wide rather than too narrow.
  package static func of(_ text: some StringProtocol, size: Double) -> Double {
    text.unicodeScalars.reduce(0) { $0 + share(of: $1) } * size
  }

  /// The longest beginning of a text that fits, with an ellipsis where something is cut off.
  package static func cut(_ text: String, to room: Double, size: Double) -> String {
    // No text of a picture is longer; measured only so far, whatever was given.
    let most = text.prefix(200)
    if most.endIndex == text.endIndex, of(most, size: size) <= room { return text }
    var used = share(of: "…") * size
    var kept = ""
    for character in most {
      used += of(String(character), size: size)
      if used > room { break }
      kept.append(character)
    }
    return kept.isEmpty ? "…" : kept + "…"
  }

  /// A text that fits, with an ellipsis in its middle where something is left out: names that begin alike
  /// often differ at their ends.
  package static func squeezed(_ text: String, to room: Double, size: Double) -> String {
    let characters = Array(text.prefix(200))
    if characters.count == text.count, of(text, size: size) <= room { return text }
    // Of a longer text its last letters, too.
    let ends = Array(text.suffix(100))
    for kept in stride(from: min(characters.count, 2 * ends.count), to: 1, by: -1) {
      let shown =
        String(characters.prefix((kept + 1) / 2)) + "…" + String(ends.suffix(kept / 2))
      if of(shown, size: size) <= room { return shown }
    }
    return cut(text, to: room, size: size)
  }

  private static func share(of scalar: Unicode.Scalar) -> Double {
    switch scalar.value {
    // Letters that stand on the one before.
    case 0x300...0x36F, 0x200B...0x200D, 0xFE00...0xFE0F: 0
    // East Asian letters and pictures are as wide as they are high.
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60,
      0x1F000...0x1FAFF:
      1.05
    case 0x69, 0x6A, 0x6C, 0x2E, 0x2C, 0x3A, 0x27, 0x7C, 0x49, 0x66, 0x74, 0x20, 0x28, 0x29: 0.36
    case 0x6D, 0x77, 0x4D, 0x57, 0x40, 0x25: 0.95
    case 0x41...0x5A: 0.72
    default: 0.6
    }
  }
}

/// Moves labels apart that would cover each other.
///
/// - Parameters:
///   - wanted: where each wants its middle, in any order.
///   - distance: the least between two middles.
///   - range: where middles may be; where it is too short for all, they stand evenly over it.
/// - Returns: a place for each, in the order given, in the order of what they wanted. The sum of squared
///   moves is least (pool adjacent violators, Barlow et al. 1972).
package func spread(_ wanted: [Double], distance: Double, in range: ClosedRange<Double>) -> [Double]
{
  guard wanted.count > 1 else {
    return wanted.map { min(max($0, range.lowerBound), range.upperBound) }
  }
  let length = range.upperBound - range.lowerBound
  let distance = min(distance, length / Double(wanted.count - 1))
  let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
  // With i · distance taken off, keeping apart is rising.
  var pools: [(mean: Double, count: Int)] = []
  for (place, index) in order.enumerated() {
    var pool = (mean: wanted[index] - Double(place) * distance, count: 1)
    while let last = pools.last, last.mean >= pool.mean {
      pools.removeLast()
      let count = last.count + pool.count
      pool.mean =
        (last.mean * Double(last.count) + pool.mean * Double(pool.count)) / Double(count)
      pool.count = count
    }
    pools.append(pool)
  }
  let most = range.upperBound - Double(wanted.count - 1) * distance
  let rising = pools.flatMap { pool in
    [Double](repeating: min(max(pool.mean, range.lowerBound), most), count: pool.count)
  }
  var places = wanted
  for (place, index) in order.enumerated() {
    places[index] = rising[place] + Double(place) * distance
  }
  return places
}
