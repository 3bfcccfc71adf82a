/// What one pass over the ranks of a weighted sample adds up: most figures of a forecast follow from it.
struct RankSums {
  /// Twice the pairs of a yes and a no in right order, so that ties add whole numbers: exact.
  private let twicePairs: Int
  /// Σ over the yeses of the share of yeses among what ranks as high or higher.
  private let precision: Double
  private let loss: Double
  private let squaredError: Double
  /// Ten of equal count.
  let bins: [ReliabilityBin]
  private let positives: Int
  private let negatives: Int

  init(_ ranked: RankedOutcomes, of sample: WeightedRanks) {
    (positives, negatives) = (sample.positives, sample.negatives)
    let weights = sample.weights.span
    let outcomes = ranked.outcomes.span
    let probabilities = ranked.probabilities.span
    let losses = ranked.losses.span
    var filling = BinFilling(total: sample.total)
    var (twicePairs, precision, loss, squaredError) = (0, 0.0, 0.0, 0.0)
    var (positivesAbove, allAbove, negativesBelow) = (sample.positives, sample.total, 0)
    var (blockLoss, blockError, blockEnd) = (0.0, 0.0, Self.ranksPerBlock)
    var rank = 0
    for end in ranked.tieEnds {
      var (positives, all) = (0, 0)
      while rank < end {
        let (weight, probability, isYes) = (
          Int(weights[rank]), probabilities[rank], outcomes[rank]
        )
        all += weight
        positives += isYes ? weight : 0
        blockLoss += Double(weight) * losses[rank]
        let error = probability - (isYes ? 1 : 0)
        blockError += Double(weight) * (error * error)
        filling.add(weight, probability, isYes)
        rank += 1
        if rank == blockEnd {
          loss += blockLoss
          squaredError += blockError
          (blockLoss, blockError, blockEnd) = (0, 0, blockEnd + Self.ranksPerBlock)
        }
      }
      let negatives = all - positives
      twicePairs += positives * (2 * negativesBelow + negatives)
      negativesBelow += negatives
      // Of no yes it is 0 of whatever is above; a branch would be guessed wrong half the time.
      precision += Double(positives) * (Double(positivesAbove) / Double(max(1, allAbove)))
      positivesAbove -= positives
      allAbove -= all
    }
    (self.twicePairs, self.precision) = (twicePairs, precision)
    (self.loss, self.squaredError) = (loss + blockLoss, squaredError + blockError)
    bins = filling.finished()
  }

  /// Figures are added in blocks of so many ranks: rounding errors then grow with the length and the number of
  /// blocks, not with their product.
  static let ranksPerBlock = 512

  private var total: Double { Double(positives + negatives) }

  /// The area under the receiver operating curve; nil where there is one class only.
  var auc: Double? {
    guard positives > 0, negatives > 0 else { return nil }
    return Double(twicePairs) / 2 / (Double(positives) * Double(negatives))
  }

  /// Nil where there is no yes.
  var averagePrecision: Double? { positives > 0 ? precision / Double(positives) : nil }

  var logLoss: Double { loss / total }

  var brier: Double { squaredError / total }

  var expectedCalibrationError: Double {
    bins.reduce(0) { $0 + abs($1.expected - Double($1.observed)) } / total
  }
}

/// Fills ten bins of equal count, the lowest ranks first.
private struct BinFilling {
  private let total: Int
  private var bins: [ReliabilityBin] = []
  private var open = ReliabilityBin()
  private var seen = 0
  /// Of the open bin.
  private var end: Int

  init(total: Int) {
    self.total = total
    end = total / 10
  }

  @inline(__always)
  mutating func add(_ weight: Int, _ probability: Double, _ isYes: Bool) {
    if weight <= end - seen {
      take(weight, probability, isYes)
    } else {
      split(weight, probability, isYes)
    }
  }

  @inline(__always)
  private mutating func take(_ count: Int, _ probability: Double, _ isYes: Bool) {
    open.count += count
    open.expected += Double(count) * probability
    open.observed += isYes ? count : 0
    seen += count
  }

  /// Repetitions of one observation may fall on both sides of a border.
  private mutating func split(_ weight: Int, _ probability: Double, _ isYes: Bool) {
    var left = weight
    while left > 0 {
      while seen == end { close() }
      let taken = min(left, end - seen)
      take(taken, probability, isYes)
      left -= taken
    }
  }

  private mutating func close() {
    bins.append(open)
    open = ReliabilityBin()
    end = (bins.count + 1) * total / 10
  }

  consuming func finished() -> [ReliabilityBin] {
    bins.append(open)
    return bins + [ReliabilityBin](repeating: ReliabilityBin(), count: 10 - bins.count)
  }
}
