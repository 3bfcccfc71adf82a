internal import Dense
internal import Features
internal import Learning
internal import Lifetime
internal import Models
internal import Snapshots
internal import Units

extension ChurnEvaluator {
  private static let shownDependences = 6

  /// What the evaluated fit rests on, seen on the evaluated customers.
  func explanation(of fit: ChurnModel, _ progress: Progress = .untold) -> Explanation {
    let (exchanging, telling) = progress.begin("what the model rests on").split(at: 0.7)
    let picked = explainedRows(holdout.count)
    // The outlook is exchanged as the column that it is, not made anew of what it is made of.
    let sample = fit.completed(holdout.features.sample(picked), workers: training.workers)
    let labels = picked.map { holdout.churned[$0] }
    func probabilities(_ values: Matrix) -> [Double] {
      fit.probabilities(
        ofCompleted: values, names: sample.names, workers: training.workers)
    }
    // The outlook on orders moves with what it is made of.
    let used = Set(
      fit.design.features.map(\.name) + (fit.outlook == nil ? [] : OrderOutlook.sources))
    let columns = sample.names.indices.filter { used.contains(sample.names[$0]) }
    let members = Dictionary(grouping: columns) {
      FeatureCatalogue.current.family(of: sample.names[$0])
    }
    let families = ReasonFamily.allCases.filter { members[$0] != nil }
    let part = HoldoutSample(labels: labels, probabilities: probabilities(sample.values)) {
      family, order in
      var values = sample.values
      for column in members[families[family]] ?? [] {
        for row in order.indices { values[row, column] = sample.values[order[row], column] }
      }
      return probabilities(values)
    }
    let importance = Explanation.Importance.all(
      of: families.map(\.rawValue), in: [part], seed: seed, exchanging)
    let shown = importance.prefix(Self.shownDependences)
      .compactMap { ReasonFamily(rawValue: $0.family) }
      .compactMap { self.telling(of: $0, fit, names: (members[$0] ?? []).map { sample.names[$0] }) }
    return Explanation(
      rows: picked.count, importance: importance,
      dependence: shown.enumerated().compactMap { number, name in
        defer { telling.reach(number + 1, of: shown.count) }
        guard let column = sample.names.firstIndex(of: name) else { return nil }
        return Explanation.Dependence(
          feature: name,
          points: decileValues(sample.values.column(column)).map { value in
            var values = sample.values
            for row in 0..<values.rows { values[row, column] = value }
            let mean = probabilities(values).reduce(0, +) / Double(values.rows)
            return Explanation.Dependence.Point(value: "\(value)", meanProbability: mean)
          })
      })
  }

  /// The feature to show a family by: its leading one, or that of the largest coefficients.
  private func telling(of family: ReasonFamily, _ fit: ChurnModel, names: [String]) -> String? {
    if let lead = FeatureCatalogue.current.leads(of: family).first(where: names.contains) {
      return lead
    }
    func weight(_ name: String) -> Double {
      zip(fit.design.columns, fit.coefficients).reduce(0) {
        $0 + ($1.0.feature == name ? abs($1.1) : 0)
      }
    }
    let weights = names.map(weight)
    return names.indices.max { (weights[$0], $1) < (weights[$1], $0) }.map { names[$0] }
  }
}

extension ChurnModel {
  /// Probabilities of rows that have the outlook's column already, if the model has one.
  fileprivate func probabilities(
    ofCompleted values: Matrix, names: [String], workers: Workers
  ) -> [Double] {
    design.linearPredictor(
      of: values, names: names, intercept: intercept, coefficients: coefficients,
      workers: workers
    ).map(logistic)
  }
}

/// Least, deciles and greatest of the numbers that are there, each once.
func decileValues(_ numbers: [Double]) -> [Double] {
  let present = numbers.filter { !$0.isNaN }
  guard !present.isEmpty else { return [] }
  let sample = SortedSample(present)
  var values: [Double] = []
  for tenth in 0...10 {
    let value = sample.quantile(Double(tenth) / 10)
    if value != values.last { values.append(value) }
  }
  return values
}

extension FeatureMatrix {
  /// Some of the rows.
  fileprivate func sample(_ picked: [Int]) -> FeatureMatrix {
    FeatureMatrix(
      asOf: asOf, customers: picked.map { customers[$0] }, names: names,
      values: sampled(picked, of: values))
  }
}

extension PopulationReference {
  private static let mostRows = 20_000

  /// Describes the rows of some snapshots that a model is for: evenly spaced ones where they
  /// are more than 20,000, enough for tenths.
  init(of snapshots: [Snapshot], model: ChurnModel, workers: Workers) {
    let all = snapshots.reduce(0) { $0 + $1.count }
    let step = spacing(of: all, atMost: Self.mostRows)
    let samples = snapshots.map { snapshot in
      model.completed(
        snapshot.features.sample(Array(stride(from: 0, to: snapshot.count, by: step))),
        workers: workers)
    }
    self.init(
      features: model.design.features.map(\.name), of: samples.map(\.values),
      columns: samples.first?.names ?? [],
      scores: samples.flatMap {
        model.probabilities(ofCompleted: $0.values, names: $0.names, workers: workers)
      },
      workers: workers)
  }
}
