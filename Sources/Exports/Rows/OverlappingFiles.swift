internal import Intake

/// Finds orders that several files have.
enum OverlappingFiles {
  private struct Key: Hashable {
    var order: String
    var customer: String
  }

  private struct Lines {
    var rows: [Int] = []
    var marks: [UInt64] = []
    var last = Int64.min
  }

  /// Leaves out what a file repeats of another of the same columns.
  static func settle(_ files: inout [OrderExport]) {
    guard files.count > 1 else { return }
    for later in files.indices.dropFirst() {
      for earlier in 0..<later
      where files[earlier].rows.sheet.foldedHeader == files[later].rows.sheet.foldedHeader {
        settle(&files, earlier, later)
      }
    }
  }

  private static func settle(_ files: inout [OrderExport], _ earlier: Int, _ later: Int) {
    let (first, second) = (files[earlier], files[later])
    if first.rows.bound.order == nil {
      var known: [UInt64: Int] = [:]
      for entry in first.entries where !entry.isExtra {
        known[first.rows.sheet.marks[entry.row], default: 0] += 1
      }
      var repeated = Set<Int>()
      for entry in second.entries where !entry.isExtra {
        let mark = second.rows.sheet.marks[entry.row]
        guard let count = known[mark], count > 0 else { continue }
        known[mark] = count - 1
        repeated.insert(entry.row)
      }
      leaveOut(repeated, of: &files[later], alsoIn: first)
      return
    }
    let (a, b) = (orders(first), orders(second))
    let reach = { (lines: [Key: Lines]) in lines.values.map(\.last).max() ?? .min }
    let laterWins = reach(b) >= reach(a)
    var (fromFirst, fromSecond) = (Set<Int>(), Set<Int>())
    for (key, lines) in b {
      guard let others = a[key] else { continue }
      if lines.marks.sorted() == others.marks.sorted() || !laterWins {
        fromSecond.formUnion(lines.rows)
      } else {
        fromFirst.formUnion(others.rows)
      }
    }
    leaveOut(fromFirst, of: &files[earlier], alsoIn: second)
    leaveOut(fromSecond, of: &files[later], alsoIn: first)
  }

  private static func leaveOut(
    _ rows: Set<Int>, of file: inout OrderExport, alsoIn other: OrderExport
  ) {
    if rows.isEmpty { return }
    file.leaveOut(rows)
    file.rows.remarks.append(.repeatedRows(rows.count, alsoIn: other.rows.file))
  }

  private static func orders(_ file: OrderExport) -> [Key: Lines] {
    var found: [Key: Lines] = [:]
    for entry in file.entries where entry.order >= 0 {
      let key = Key(
        order: file.rows.orders.texts[Int(entry.order)],
        customer: file.rows.customers.texts[Int(entry.customer)])
      found[key, default: Lines()].rows.append(entry.row)
      found[key]?.marks.append(file.rows.sheet.marks[entry.row])
      let last = found[key]?.last ?? .min
      found[key]?.last = max(last, entry.wall)
    }
    return found
  }
}
