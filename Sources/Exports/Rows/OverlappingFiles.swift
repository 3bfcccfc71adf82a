internal import Expressions
internal import Intake

/// Finds orders that several files have, so that each counts once, as the newest file has it.
enum OverlappingFiles {
  /// Orders that a newer file has otherwise, and their money as each file has it.
  struct Replaced {
    var orders = 0
    var rows = 0
    var before = ExactSum()
    var after = ExactSum()

    mutating func add(_ older: OrderVersions.Version, _ newer: OrderVersions.Version) {
      orders += 1
      rows += older.rows.count
      before = before + older.sum
      after = after + newer.sum
    }
  }

  /// Settles which file's rows count.
  ///
  /// Of files of one profile, an order that stands in several with other rows, amounts or fates counts
  /// as in the file that reaches further, even where that file does not count it; of files that reach
  /// as far, as in the last. Rows without order id are compared one by one.
  static func settle(_ files: inout [OrderExport]) {
    guard files.count > 1 else { return }
    let groups = Dictionary(
      grouping: files.indices.filter { files[$0].rows.bound.order != nil },
      by: { files[$0].rows.profile.name })
    for (_, group) in groups.sorted(by: { $0.value[0] < $1.value[0] }) where group.count > 1 {
      settleOrders(&files, group)
    }
    for later in files.indices.dropFirst() {
      for earlier in 0..<later {
        guard let comparison = RowComparison(files[earlier], files[later]) else { continue }
        leaveOut(comparison.repeatedInLater, of: &files[later], alsoIn: files[earlier].rows.file)
        leaveOut(comparison.repeatedInEarlier, of: &files[earlier], alsoIn: files[later].rows.file)
      }
    }
  }

  private static func settleOrders(_ files: inout [OrderExport], _ group: [Int]) {
    let all = group.map { OrderVersions(files[$0]) }
    var holders: [OrderVersions.Key: [Int]] = [:]
    for (place, versions) in all.enumerated() {
      for key in versions.rows.keys { holders[key, default: []].append(place) }
    }
    var repeated: [Pair: Set<Int>] = [:]
    var replaced: [Pair: Replaced] = [:]
    for (key, places) in holders where places.count > 1 {
      guard let newest = places.max(by: { (all[$0].reach, $0) < (all[$1].reach, $1) }) else {
        continue
      }
      let own = places.map { all[$0].version(key) }
      guard let place = places.firstIndex(of: newest) else { continue }
      let winner = own[place]
      // Of equal versions the first stays.
      let kept = zip(places, own).first { $0.1.marks == winner.marks }?.0 ?? newest
      for (other, version) in zip(places, own) where other != kept {
        let pair = Pair(from: group[other], to: group[kept])
        if version.marks != winner.marks {
          if !all[newest].isSameOrder(winner, version, in: all[other]) { continue }
          // Another category, say, is no other money.
          if version.money != winner.money {
            replaced[pair, default: Replaced()].add(version, winner)
          }
        }
        repeated[pair, default: []].formUnion(version.rows)
      }
    }
    for (pair, rows) in repeated.sorted(by: { $0.key < $1.key }) {
      let file = files[pair.to].rows.file
      leaveOut(rows, of: &files[pair.from], alsoIn: file)
      guard let found = replaced[pair] else { continue }
      files[pair.from].rows.replaced.append(found)
      files[pair.from].rows.remarks.append(
        .replacedOrders(
          found.orders, sum: found.before.text, by: file, newSum: found.after.text))
    }
  }

  private struct Pair: Hashable, Comparable {
    var from: Int
    var to: Int

    static func < (a: Pair, b: Pair) -> Bool { (a.from, a.to) < (b.from, b.to) }
  }

  private static func leaveOut(_ rows: Set<Int>, of file: inout OrderExport, alsoIn other: String) {
    if rows.isEmpty { return }
    file.leaveOut(rows)
    file.rows.remarks.append(.repeatedRows(rows.count, alsoIn: other))
  }
}
