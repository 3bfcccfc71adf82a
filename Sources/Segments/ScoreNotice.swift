package import Units

/// That a score from 1 to 5 says nothing.
package enum ScoreNotice: Finding {
  package enum Score: String, Sendable {
    case recency = "R"
    case frequency = "F"
    case monetary = "M"
    case engagement = "E"
  }

  /// No customer has an order or event in the score window.
  case unknown(Score)
  /// Every customer has the same value.
  case constant(Score)

  package var fact: Fact {
    switch self {
    case .unknown(let score): Fact("score_unknown", ["score": .text(score.rawValue)])
    case .constant(let score): Fact("score_constant", ["score": .text(score.rawValue)])
    }
  }
}

extension RFMCutOffs {
  /// Scores that say nothing because all values tie.
  package var notices: [ScoreNotice] {
    let scores: [(ScoreNotice.Score, ScoreCutOffs?)] = [
      (.recency, recency), (.frequency, frequency), (.monetary, monetary),
      (.engagement, engagement),
    ]
    return scores.compactMap { score, cutOffs in
      guard let cutOffs, cutOffs.allTied else { return nil }
      return cutOffs.values.isEmpty ? .unknown(score) : .constant(score)
    }
  }
}
