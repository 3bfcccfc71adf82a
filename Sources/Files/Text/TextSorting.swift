package import Dense

extension TextColumn {
  /// The texts in the order of their bytes, and each text's place in it.
  package func sortedByBytes(workers: Workers = .one) -> (texts: TextColumn, rank: [Int32]) {
    let skipped = commonPrefix
    let chunks = Chunks(
      rows: count, rowsPerChunk: max(1 << 12, (count + workers.count - 1) / workers.count))
    var runs = workers.map(chunks.count) {
      sortedKeys(chunks[$0], skipping: skipped)
    }
    while runs.count > 1 {
      let (pairs, before) = ((runs.count + 1) / 2, runs)
      runs = workers.map(pairs) { pair in
        2 * pair + 1 < before.count
          ? merged(before[2 * pair], before[2 * pair + 1]) : before[2 * pair]
      }
    }
    let sorted = runs.first ?? []
    var rank = [Int32](repeating: 0, count: count)
    for (place, key) in sorted.enumerated() { rank[Int(key.index)] = Int32(place) }
    return (texts(sorted, skipping: skipped, workers: workers), rank)
  }

  /// The texts in the order of their keys.
  private func texts(_ keys: [Key], skipping skipped: Int, workers: Workers) -> TextColumn {
    let chunks = Chunks(
      rows: count, rowsPerChunk: max(1 << 12, (count + workers.count - 1) / workers.count))
    let sizes = workers.map(chunks.count) { chunk in
      chunks[chunk].reduce(0) { $0 + skipped + Int(keys[$1].length) }
    }
    let cuts = sizes.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let sorted: [UInt8] = arrayOfSlices(cuts: cuts) { chunk, target in
      let all = bytes.span
      var next = 0
      for key in keys[chunks[chunk]] {
        let start = offsets[Int(key.index)]
        // What is in the key needs no look at a text far away.
        let isShort = key.length <= 8
        for offset in 0..<skipped {
          target[next &+ offset] = all[isShort ? offset : start &+ offset]
        }
        next &+= skipped
        for offset in 0..<Int(key.length) {
          target[next &+ offset] =
            isShort
            ? UInt8(truncatingIfNeeded: key.prefix &>> (56 &- 8 &* UInt64(offset)))
            : all[start &+ skipped &+ offset]
        }
        next &+= Int(key.length)
      }
    }
    let ends: [Int] = arrayOfSlices(cuts: chunks.all.map(\.lowerBound) + [count]) { chunk, target in
      var end = cuts[chunk]
      for (place, key) in keys[chunks[chunk]].enumerated() {
        end += skipped + Int(key.length)
        target[place] = end
      }
    }
    return TextColumn(offsets: [0] + ends, bytes: sorted)
  }

  /// How many bytes all texts begin with alike.
  fileprivate var commonPrefix: Int {
    guard count > 0 else { return 0 }
    var common = offsets[1]
    for index in 1..<count {
      let start = offsets[index]
      common = min(common, offsets[index + 1] - start)
      var offset = 0
      while offset < common, bytes[start + offset] == bytes[offset] { offset += 1 }
      common = offset
      if common == 0 { break }
    }
    return common
  }

  /// A text by eight of its bytes, which decide nearly always and stand beside each other in memory.
  private struct Key: BitwiseCopyable, Sendable {
    /// The bytes behind the common prefix, the first one highest.
    var prefix: UInt64
    var index: Int32
    /// Bytes behind the common prefix.
    var length: Int32
  }

  private func sortedKeys(_ texts: Range<Int>, skipping skipped: Int) -> [Key] {
    let all = bytes.span
    var keys: [Key] = []
    keys.reserveCapacity(texts.count)
    for index in texts {
      let range = offsets[index] + skipped..<offsets[index + 1]
      keys.append(
        Key(
          prefix: all.word(of: range).byteSwapped, index: Int32(index),
          length: Int32(truncatingIfNeeded: range.count)))
    }
    keys = sortedByPrefix(keys)
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].prefix == keys[start].prefix { end += 1 }
      if end - start > 1 {
        keys[start..<end].sort { order(Int($0.index), Int($1.index)) < 0 }
      }
      start = end
    }
    return keys
  }

  /// Sorts by counting, one byte of the prefixes after the other, the last one first; bytes that all
  /// share are passed over.
  private func sortedByPrefix(_ keys: [Key]) -> [Key] {
    let differing = keys.reduce(UInt64(0)) { $0 | ($1.prefix ^ keys[0].prefix) }
    var (source, target) = (keys, keys)
    for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 0xff != 0 {
      var next = [Int](repeating: 0, count: 257)
      for key in source { next[Int(key.prefix >> shift & 0xff) + 1] += 1 }
      for byte in 0..<256 { next[byte + 1] += next[byte] }
      for key in source {
        let byte = Int(key.prefix >> shift & 0xff)
        target[next[byte]] = key
        next[byte] += 1
      }
      swap(&source, &target)
    }
    return source
  }

  private func precedes(_ a: Key, _ b: Key) -> Bool {
    a.prefix != b.prefix ? a.prefix < b.prefix : order(Int(a.index), Int(b.index)) < 0
  }

  private func merged(_ a: [Key], _ b: [Key]) -> [Key] {
    var keys: [Key] = []
    keys.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count, j < b.count {
      if precedes(b[j], a[i]) {
        keys.append(b[j])
        j += 1
      } else {
        keys.append(a[i])
        i += 1
      }
    }
    return keys + a[i...] + b[j...]
  }
}

/// Tells which of two texts comes first in the order of their bytes, for texts compared at random: by
/// eight bytes behind those that all have in common, which decide nearly always.
package struct TextOrder: Sendable {
  private let texts: TextColumn
  /// The first byte highest; empty where the texts rise.
  private let prefixes: [UInt64]

  /// - Complexity: O(texts), eight bytes each.
  package init(_ texts: TextColumn, workers: Workers) {
    self.texts = texts
    guard !texts.isRising else {
      prefixes = []
      return
    }
    let skipped = texts.commonPrefix
    let chunks = Chunks(rows: texts.count, rowsPerChunk: 1 << 16)
    prefixes = workers.map(chunks.count) { chunk in
      let bytes = texts.bytes.span
      return chunks[chunk].map {
        bytes.word(of: texts.offsets[$0] + skipped..<texts.offsets[$0 + 1]).byteSwapped
      }
    }.flatMap(\.self)
  }

  /// Whether text `a` comes before text `b`.
  package func precedes(_ a: Int, _ b: Int) -> Bool {
    if prefixes.isEmpty { return a < b }
    let (first, second) = (prefixes[a], prefixes[b])
    return first != second ? first < second : texts.order(a, b) < 0
  }
}
