/// The name closest to a mistyped one, for "Did you mean …?".
///
/// Distance: Damerau–Levenshtein with adjacent exchanges (optimal string alignment), over lower-case
/// scalars. Names further away than a third of their length, at least 1, are no suggestion; names
/// beyond 64 scalars are not compared, so that hostile headers cost nothing.
/// - Parameters:
///   - name: the name as typed.
///   - candidates: the names there are.
/// - Returns: the closest, the first of equals; nil where none is close.
package func nearestName(to name: String, among candidates: [String]) -> String? {
  let limit = 64
  let typed = Array(name.lowercased().unicodeScalars.prefix(limit + 1))
  guard !typed.isEmpty, typed.count <= limit else { return nil }
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars.prefix(limit + 1))
    let allowed = max(1, max(typed.count, other.count) / 3)
    guard other.count <= limit, abs(other.count - typed.count) <= allowed else { continue }
    let distance = alignmentDistance(typed, other)
    guard distance <= allowed, distance < best?.distance ?? .max else { continue }
    best = (candidate, distance)
  }
  return best?.name
}

/// What a sentence about a mistyped name ends with: `. Did you mean 'orders'?`, or nothing.
package func suggestion(for name: String, among candidates: [String]) -> String {
  suggestion(nearestName(to: name, among: candidates))
}

package func suggestion(_ nearest: String?) -> String {
  nearest.map { ". Did you mean '\($0)'?" } ?? ""
}

private func alignmentDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, beforeLast[j - 1] + 1)
      }
      row.append(cost)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
