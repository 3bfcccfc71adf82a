internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Snapshots
internal import Training

/// D² out of time of several partitions, alone and within each other, beside the references.
struct PartitionEvaluation {
  private let names: [String]
  private let referenceNames: [String]
  private let table: DevianceTable
  /// Place in the table of each partition; nil where its groups at past dates are not known.
  private let places: [Int?]
  private let referencePlaces: [Int]
  /// Place of each partition within another, by (inner, outer).
  private let nested: [[Int?]]

  init(
    of partitions: [Partition], references: [(name: String, groups: DatedGroups)],
    by worth: PartitionPredictiveness, replicates: BootstrapReplicates, workers: Workers
  ) {
    var forecasts = [worth.baselineDeviances()]
    func place(_ deviances: PartitionPredictiveness.Deviances) -> Int {
      forecasts.append(deviances)
      return forecasts.count - 1
    }
    names = partitions.map(\.name)
    referenceNames = references.map(\.name)
    places = partitions.map { $0.dated.map { place(worth.deviances(of: $0)) } }
    referencePlaces = references.map { place(worth.deviances(of: $0.groups)) }
    nested = partitions.indices.map { inner in
      partitions.indices.map { outer -> Int? in
        guard inner != outer, let within = partitions[outer].dated,
          let groups = partitions[inner].dated
        else { return nil }
        return place(worth.deviances(of: groups, within: within))
      }
    }
    table = DevianceTable(forecasts, replicates: replicates, workers: workers)
  }

  /// Worth of partitions and references by name.
  var worth: [String: DevianceExplained] {
    var worth: [String: DevianceExplained] = [:]
    for (name, place) in zip(names, places) { worth[name] = place.map { table.gain(of: $0) } }
    for (name, place) in zip(referenceNames, referencePlaces) {
      worth[name] = table.gain(of: place)
    }
    return worth
  }

  /// Worth of one partition minus that of another.
  func difference(_ first: Int, _ second: Int) -> DevianceExplained? {
    guard let one = places[first], let other = places[second] else { return nil }
    return table.gain(of: one, over: other)
  }

  /// What a partition adds within the groups of another: worth of their cross product over the
  /// other alone.
  func gain(of inner: Int, within outer: Int) -> DevianceExplained? {
    guard let cross = nested[inner][outer], let alone = places[outer] else { return nil }
    return table.gain(of: cross, over: alone)
  }

  /// Which of two partitions explains more.
  func verdict(_ first: Int, _ second: Int) -> Verdict {
    guard let difference = difference(first, second) else {
      let undated = [first, second].filter { places[$0] == nil }.map { names[$0] }
      return .notEvaluated(undated: undated)
    }
    return Verdict(
      PairedDifference(first: names[first], second: names[second], explained: difference),
      remarks: remarks(on: [first, second]))
  }

  /// Which of more than two partitions explains most.
  var overallVerdict: Verdict {
    let dated = names.indices.filter { places[$0] != nil }
    let undated = names.indices.filter { places[$0] == nil }.map { names[$0] }
    guard dated.count > 1 else { return .notEvaluated(undated: undated) }
    return .standings(
      Measure.allCases.map { standing(of: dated, $0) }, remarks(on: dated), undated: undated)
  }

  private func standing(of partitions: [Int], _ measure: Measure) -> Standing {
    let points = partitions.map { index in
      places[index].map { measure.point(table.gain(of: $0)) } ?? 0
    }
    let best = points.indices.reduce(0) { points[$1] > points[$0] ? $1 : $0 }
    var standing = Standing(measure: measure, leader: names[partitions[best]])
    for (index, partition) in partitions.enumerated() where index != best {
      let isTie =
        difference(partitions[best], partition).map { measure.sign($0) < 1 } ?? true
      if isTie {
        standing.tied.append(names[partition])
      } else {
        standing.behind.append(names[partition])
      }
    }
    return standing
  }

  private func remarks(on partitions: [Int]) -> VerdictRemarks {
    let partitions = partitions.compactMap { places[$0] }
    /// References whose paired intervals put them ahead of all the partitions.
    func ahead(_ measure: Measure) -> [String] {
      zip(referenceNames, referencePlaces).compactMap { name, reference in
        partitions.allSatisfy { measure.sign(table.gain(of: reference, over: $0)) > 0 } ? name : nil
      }
    }
    func tellNothing(_ measure: Measure) -> Bool {
      partitions.allSatisfy { measure.sign(table.gain(of: $0)) < 1 }
    }
    var remarks = VerdictRemarks()
    remarks.aheadOfChurn = ahead(.churn)
    remarks.aheadOfSpend = ahead(.spend)
    remarks.nothingOfChurn = tellNothing(.churn)
    remarks.nothingOfSpend = tellNothing(.spend)
    remarks.partitions = partitions.count
    return remarks
  }
}
