/// A map from scores to segments: every code belongs to exactly one.
package struct RuleSet: Sendable {
  package let name: String
  /// The names of the segments in the order of their rules, best first, and `Inactive` last.
  package let segments: [String]
  /// Index into `segments` of code (r, f, m), at 25(r − 1) + 5(f − 1) + m − 1.
  private let segmentOfCode: [Int]

  /// The segment of customers with no order in the score window.
  package static let inactive = "Inactive"

  /// Makes a rule set from patterns.
  ///
  /// - Parameters:
  ///   - name: how `--rules` calls it.
  ///   - rules: segments with their patterns, parted by blanks. A pattern is a score, or a choice of
  ///     scores in brackets, for R, F and M; where M is left out, any will do.
  init(name: String, rules: [(segment: String, patterns: String)]) {
    var segmentOfCode = [Int?](repeating: nil, count: 125)
    for (index, rule) in rules.enumerated() {
      for pattern in rule.patterns.split(separator: " ") {
        for code in codes(matching: pattern) {
          precondition(segmentOfCode[code] == nil, "\(name): \(pattern) overlaps another rule")
          segmentOfCode[code] = index
        }
      }
    }
    self.name = name
    self.segments = rules.map(\.segment) + [RuleSet.inactive]
    self.segmentOfCode = segmentOfCode.map { index in
      guard let index else { preconditionFailure("\(name): a code has no segment") }
      return index
    }
  }

  /// The segment of scores 1 … 5, as an index into `segments`; `Inactive` where `f` or `m` is 0.
  package func segmentIndex(r: Int, f: Int, m: Int) -> Int {
    precondition((1...5).contains(r) && (0...5).contains(f) && (0...5).contains(m))
    return f == 0 || m == 0 ? segments.count - 1 : segmentOfCode[25 * r + 5 * f + m - 31]
  }

  /// The name of the segment of scores 1 … 5; `Inactive` where `f` or `m` is 0.
  package func segment(r: Int, f: Int, m: Int) -> String {
    segments[segmentIndex(r: r, f: f, m: m)]
  }

  /// The index into `segments` of every customer.
  package func segmentIndices(of scores: RFMScores) -> [Int] {
    scores.r.indices.map { segmentIndex(r: scores.r[$0], f: scores.f[$0], m: scores.m[$0]) }
  }
}

/// The codes that a pattern such as `5[45]` or `554` stands for.
private func codes(matching pattern: Substring) -> [Int] {
  var choices: [[Int]] = []
  var isOpen = false
  for character in pattern {
    switch (character, character.wholeNumberValue) {
    case ("[", _):
      isOpen = true
      choices.append([])
    case ("]", _): isOpen = false
    case (_, let score?) where (1...5).contains(score):
      if isOpen { choices[choices.count - 1].append(score) } else { choices.append([score]) }
    default: preconditionFailure("\(pattern) is no pattern of scores")
    }
  }
  if choices.count == 2 { choices.append(Array(1...5)) }
  precondition(choices.count == 3, "\(pattern) is no pattern of scores")
  return choices[0].flatMap { r in
    choices[1].flatMap { f in choices[2].map { m in 25 * r + 5 * f + m - 31 } }
  }
}
