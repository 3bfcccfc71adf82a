internal import Dense
internal import Features
internal import Files
package import Ingestion
internal import Intake
internal import Interventions
internal import Learning
internal import Lifetime
package import Models
internal import Segments
internal import Snapshots
internal import Units

extension Model {
  /// Scores every customer of a feature file and ranks them.
  ///
  /// The file is read in blocks, and of each only what was asked for is kept. Without the features
  /// that values are made of, the rank follows churn probability, then id.
  /// - Parameters:
  ///   - file: an open feature file.
  ///   - parts: what is wanted of a score row.
  ///   - parameters: economics; the as-of date is only passed on.
  /// - Returns: the scores.
  /// - Throws: where the model has no churn section, the file lacks features of it, or a row cannot
  ///   be used.
  package func scores(
    of file: inout FeatureFile, parts: ScoreParts, parameters: PredictionParameters
  ) throws -> FeatureScores {
    guard let churn else { throw withoutChurn(for: .predict) }
    let scoring = try FeatureScoring(
      model: self, churn: churn, names: Set(file.names), parts: parts, parameters: parameters)
    let known = Set(catalogue.names)
    let ignored = file.names.filter { $0 != FeatureFile.idColumn && !known.contains($0) }
    let (ids, blocks) = try file.read(
      scoring.columns, notAbove: [("frequency", "recency"), ("recency", "tenure")],
      workers: parameters.workers, anew: scoring.forgetRows
    ) {
      scoring.scores(of: $0)
    }
    let rows = FeatureScorePart(joining: blocks)
    let order = TextOrder(ids, workers: parameters.workers)
    let ranking: [Int]
    if let lists = rows.decisions?.map(\.list), let gains = rows.cells[.expectedGain]?.doubles {
      ranking = rankedCustomers(
        lists: lists, expectedGains: gains, churnProbabilities: rows.churnProbability,
        workers: parameters.workers, ties: order.precedes)
    } else {
      ranking = rankedRows(
        Array(0..<ids.count), descending: rows.churnProbability,
        workers: parameters.workers, ties: order.precedes)
    }
    var table = ScoreTable(
      layout: ScoreColumn.customers, ids: ids, ranking: ranking, modelDigest: shortDigest
    ) { [reasons = rows.reasons] row, _ in
      reasons?[row].map { .risk($0) } ?? []
    }
    rows.fill(&table, scale: max(rows.moneyScale, scoring.modelMoneyScale), parameters)
    table[.horizonDays] = .one(.count(data.horizonInDays))
    table.tellOneStory(
      ScoreTable.StoryInputs(
        decisions: rows.decisions, daysToDue: rows.daysToDue, horizonInDays: data.horizonInDays,
        rules: scoring.rules))
    return FeatureScores(
      table: table, lists: rows.decisions?.map(\.list), asOf: parameters.asOf,
      horizonInDays: data.horizonInDays, valueHorizonInDays: scoring.valueHorizonInDays,
      modelDigest: shortDigest, notices: scoring.notices(ignored: ignored))
  }
}

/// Scores rows of features: which columns are needed, and what is made of them.
private struct FeatureScoring: Sendable {
  let columns: [FeatureColumn]
  /// Nil where the model or the file does not hold what it takes.
  let value: ValueModel?
  /// Nil without values.
  let valueHorizonInDays: Int?
  let modelMoneyScale: Int
  private let model: Model
  private let churn: ChurnModel
  private let parts: ScoreParts
  private let parameters: PredictionParameters
  private let names: [String]
  /// The same and the outlook on orders, where the churn model has one.
  private let churnNames: [String]
  private let positions: [String: Int]
  private let program: ContributionProgram
  private let ranksByValue: Bool
  private let clusters: ClusterModel?
  private let scores: (model: ScoreModel, window: ScoreWindow)?
  /// Nil where the rules look at more than the file has.
  private let segments: FeatureSegments?
  private let rhythm: FeatureRhythm
  private let tellsLapse: Bool
  private let tellsStage: Bool
  /// What no file of features tells.
  private let untold: [FeatureFileNotice.Unavailable]
  private let missing: [String]
  /// Nil where the model does not say what its training rows looked like.
  private let tally: PopulationTally?

  /// - Throws: where the file lacks features of the churn model, or the rule set is unknown.
  init(
    model: Model, churn: ChurnModel, names available: Set<String>, parts: ScoreParts,
    parameters: PredictionParameters
  ) throws {
    self.model = model
    self.churn = churn
    self.parts = parts
    var parameters = parameters
    // Rows are scored in parallel already.
    parameters.workers = 1
    self.parameters = parameters
    var wanted = churn.design.features.map(\.name).filter { $0 != OrderOutlook.feature }
    if churn.outlook != nil { wanted += OrderOutlook.sources }
    var missing: [String] = []
    var untold: [FeatureFileNotice.Unavailable] = []
    func take(_ names: [String]) -> Bool {
      let absent = names.filter { !available.contains($0) }
      guard absent.isEmpty else {
        missing += absent
        return false
      }
      wanted += names
      return true
    }
    // Only what the model can tell at all is looked for.
    value =
      model.value.flatMap { value in
        guard model.lifetime != nil,
          let features = value.constants.features(of: value.method)
        else { return nil }
        return take(features) ? value : nil
      }
    valueHorizonInDays =
      value == nil ? nil : try model.valueHorizon(wanted: parameters.valueHorizonInDays)
    ranksByValue = value != nil && take([daysSinceLastOrder, ownGap])
    clusters =
      parts.contains(.clusters)
      ? model.clusters.flatMap { take($0.space.features.map(\.name)) ? $0 : nil } : nil
    if parts.contains(.scores), let scores = model.scores,
      let window = ScoreWindow(days: scores.windowInDays),
      take([daysSinceLastOrder, orders, netSpend] + window.required)
    {
      self.scores = (scores, window)
      // Ready features count events; they do not weigh them.
      let tellsEngagement =
        scores.engagementWeights == .counts && (window.engagement.map { take([$0]) } ?? false)
      let segments = FeatureSegments(
        try scores.namingRules(unless: parameters.rules), tellsEngagement: tellsEngagement)
      let lacking = segments.untold(in: model.catalogue)
      if !lacking.isEmpty {
        untold.append(.segments(ruleSet: segments.rules.name, columns: lacking))
      }
      self.segments = lacking.isEmpty && take(segments.features) ? segments : nil
    } else {
      (scores, segments) = (nil, nil)
    }
    rhythm = FeatureRhythm(
      horizonInDays: model.data.horizonInDays, rhythm: model.scores?.rhythm)
    let wantsRhythm = parts.contains(.rhythm) && model.scores != nil
    tellsLapse = wantsRhythm && rhythm.rhythm != nil && take(RhythmColumns.features)
    tellsStage = wantsRhythm && take(FeatureRhythm.stageFeatures)
    if wantsRhythm, rhythm.rhythm == nil { untold.append(.lapse) }
    if tellsStage { untold.append(.rhythmOfOneOrder) }
    if parts.contains(.histories), model.scores != nil {
      untold.append(.histories)
    }
    self.untold = untold
    let shopFacts = [daysSinceLastOrder, orders, meanGap, grossSpend, netSpend]
    // Without them nobody knows whether a model is reliable for a customer.
    let holdout = churn.uninformativeGroups.isEmpty ? [] : [daysSinceLastOrder, orders]
    let facts =
      model.catalogue[orders] == nil
      ? [] : shopFacts.filter { parts.contains(.observed) || holdout.contains($0) }
    for name in facts { _ = take([name]) }
    modelMoneyScale = model.scores?.cutOffs.monetary.scale ?? 0
    self.missing = uniqued(missing)
    names = uniqued(wanted)
    let catalogue = model.catalogue
    columns = names.map { FeatureColumn($0, FeatureForm(catalogue[$0]?.cells ?? .number)) }
    positions = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    churnNames = churn.outlook == nil ? names : names + [OrderOutlook.feature]
    program = ContributionProgram(
      churn, names: churnNames, catalogue: model.catalogue, asOf: parameters.asOf)
    tally = model.population.map { [churnNames] in PopulationTally($0, names: churnNames) }
  }

  func notices(ignored: [String]) -> [FeatureFileNotice] {
    (tally?.drift.notices ?? []).map(FeatureFileNotice.drift)
      + (ignored.isEmpty ? [] : [.ignored(ignored)])
      + (missing.isEmpty
        ? []
        : [.missing(missing, ranksByProbability: !ranksByValue && model.value != nil)])
      + (untold.isEmpty ? [] : [.unavailable(untold)])
  }

  /// Forgets what the tally has counted.
  func forgetRows() { tally?.forget() }

  var rules: RuleSet? { segments?.rules }

  func scores(of rows: FeatureFileRows) -> FeatureScorePart {
    var result = FeatureScorePart()
    let churnValues = churnValues(of: rows)
    if parts.contains(.reasons) {
      let contributions = program.families(ofRows: 0..<rows.count, in: churnValues)
      result.churnProbability = contributions.probabilities(ofRows: rows.count)
      result.reasons = reasons(churnValues, contributions)
    } else {
      result.churnProbability = program.probabilities(ofRows: 0..<rows.count, in: churnValues)
    }
    tally?.add(churnValues, scores: result.churnProbability)
    observe(rows, &result)
    if let value { evaluate(rows, value, &result) }
    let values = Matrix(rows: rows.count, columns: rows.width, storage: rows.values)
    result.cells[.cluster] = clusters.map {
      .counts($0.assignments(of: values, names: names, workers: 1))
    }
    if let scores { score(rows, scores.model, scores.window, &result) }
    if let gaps = column(ownGap, of: rows), let silence = column(daysSinceLastOrder, of: rows) {
      result.daysToDue = zip(gaps, silence).map { $0 - $1 }
    }
    if tellsLapse { result.cells[.lapse] = rhythm.lapse { column($0, of: rows) } }
    if tellsStage { result.cells[.lifecycle] = rhythm.stage { column($0, of: rows) } }
    return result
  }

  private func column(_ name: String, of rows: FeatureFileRows) -> [Double]? {
    guard let position = positions[name] else { return nil }
    return (0..<rows.count).map { rows.values[$0 * rows.width + position] }
  }

  private func counts(_ name: String, of rows: FeatureFileRows) -> [Int]? {
    column(name, of: rows)?.map { $0.isNaN ? 0 : Int($0) }
  }

  /// Rows of `churnNames`.
  private func churnValues(of rows: FeatureFileRows) -> [Double] {
    guard let outlook = churn.outlook else { return rows.values }
    let values = Matrix(rows: rows.count, columns: rows.width, storage: rows.values)
    let probabilities = outlook.probabilities(of: values, names: names, workers: 1)
    var completed: [Double] = []
    completed.reserveCapacity(rows.count * churnNames.count)
    for (row, probability) in probabilities.enumerated() {
      completed += rows.values[row * rows.width..<(row + 1) * rows.width]
      completed.append(probability)
    }
    return completed
  }

  /// The strongest reasons of each row of `churnNames`.
  private func reasons(
    _ values: [Double], _ contributions: FamilyContributions
  ) -> [[Reason]] {
    let width = churnNames.count
    return (0..<values.count / width).map { row in
      contributions.reasons(ofRow: row, count: ScoreTable.reasonsShown) {
        values[row * width + $0]
      }
    }
  }

  private func observe(_ rows: FeatureFileRows, _ result: inout FeatureScorePart) {
    let days = counts(daysSinceLastOrder, of: rows)
    let orderCounts = counts(orders, of: rows)
    if churn.uninformativeGroups.isEmpty {
      result.cells[.reliable] = .flags([Bool](repeating: true, count: rows.count))
    } else if let days, let orderCounts {
      result.cells[.reliable] = .flags(
        churn.reliability(
          daysSinceLastOrder: days, orders: orderCounts, horizonInDays: model.data.horizonInDays))
    }
    guard parts.contains(.observed) else { return }
    result.cells[.daysSinceLastOrder] = days.map { .counts($0) }
    result.orders = orderCounts
    result.cells[.averageDaysBetweenOrders] = column(meanGap, of: rows).map { .numbers($0) }
    result.grossSpend = column(grossSpend, of: rows)
    result.netSpend = column(netSpend, of: rows)
    for value in (result.grossSpend ?? []) + (result.netSpend ?? []) {
      result.moneyScale = moneyScale(of: value, atLeast: result.moneyScale)
    }
  }

  private func evaluate(
    _ rows: FeatureFileRows, _ value: ValueModel, _ result: inout FeatureScorePart
  ) {
    guard let horizon = valueHorizonInDays,
      let lifetimes = try? model.lifetimeScores(
        of: customers(rows, churn: result.churnProbability, value),
        horizonInDays: horizon, datesOrders: parts.contains(.values),
        discounting: parameters.discounting, margin: parameters.margin,
        workers: parameters.workers)
    else { preconditionFailure("a value section that was not looked through") }
    let prospects = (0..<rows.count).map {
      parameters.economics.prospect(
        churnProbability: result.churnProbability[$0],
        orderIfCustomer: lifetimes.orderIfAlive[$0], valueIfKept: lifetimes.valueIfKept[$0],
        valueIfNot: lifetimes.valueIfNot[$0])
    }
    result.cells[.predictedCLV] = .numbers(prospects.map(\.predictedCLV))
    result.cells[.clvAtRisk] = .numbers(prospects.map(\.clvAtRisk))
    result.cells[.expectedGain] = .numbers(prospects.map(\.expectedGain))
    let lowGains = model.lowGains(
      prospects, churn: result.churnProbability, lifetimes, parameters.economics)
    result.cells[.expectedGainLow] = lowGains.map { .numbers($0) }
    if parts.contains(.values) {
      result.cells[.silentProbability] = .numbers(prospects.map(\.silentProbability))
      result.cells[.valueIfKept] = .numbers(lifetimes.valueIfKept)
      result.cells[.valueIfNot] = .numbers(lifetimes.valueIfNot)
      result.cells[.probabilityAlive] = .numbers(lifetimes.probabilityAlive)
      result.cells[.predictedNumberOfOrders] = .numbers(lifetimes.expectedOrders)
      result.daysToNextOrder = lifetimes.nextOrder
      let ranges = lifetimes.ranges(of: prospects.map(\.predictedCLV))
      result.cells[.predictedCLVLow] = ranges.map { .numbers($0.map(\.lowerBound)) }
      result.cells[.predictedCLVHigh] = ranges.map { .numbers($0.map(\.upperBound)) }
    }
    guard ranksByValue, let days = counts(daysSinceLastOrder, of: rows),
      let gaps = column(ownGap, of: rows)
    else { return }
    result.decide(
      daysSinceLastOrder: days, ownGaps: gaps, orders: counts(orders, of: rows),
      gains: (expected: prospects.map(\.expectedGain), low: lowGains), by: churn,
      horizonInDays: model.data.horizonInDays,
      evenIfUnreliable: parameters.actsEvenIfUnreliable)
  }

  private func customers(
    _ rows: FeatureFileRows, churn: [Double], _ value: ValueModel
  ) -> ValueCustomers {
    ValueCustomers(
      daysSinceLastOrder: counts(daysSinceLastOrder, of: rows) ?? [],
      orders: counts(orders, of: rows) ?? [],
      features: Matrix(rows: rows.count, columns: rows.width, storage: rows.values), names: names,
      purchases: PurchaseColumns(
        features: PurchaseColumns.features.map { column($0, of: rows) ?? [] }),
      churnProbability: churn, lastPeriod: nil, lastPeriodInDays: value.constants.periodInDays)
  }

  private func score(
    _ rows: FeatureFileRows, _ scores: ScoreModel, _ window: ScoreWindow,
    _ result: inout FeatureScorePart
  ) {
    guard let days = counts(daysSinceLastOrder, of: rows), let all = column(orders, of: rows),
      let allSpend = column(netSpend, of: rows),
      let ordersInWindow = column(window.orders, of: rows),
      let spendInWindow = column(window.spend, of: rows)
    else { return }
    // A log that begins within the window has all of a customer's orders in it, and the features of
    // the window are missing.
    let counted = zip(ordersInWindow, all).map { Int($0.isNaN ? $1 : $0) }
    let spent = zip(spendInWindow, allSpend).map { $0.isNaN ? $1 : $0 }
    let scale = spent.reduce(modelMoneyScale) { moneyScale(of: $1, atLeast: $0) }
    let engaged =
      scores.engagementWeights == .counts
      ? window.engagement.flatMap { column($0, of: rows) } : nil
    let rfm = RFMScores(
      ScoreColumns(
        daysSinceLastOrder: days, orders: counted,
        spend: spent.map { moneyUnits($0, scale: scale) }, moneyScale: scale,
        engagement: engaged?.map { EngagementWeights.units($0.isNaN ? 0 : $0) }),
      by: scores.cutOffs)
    let assignments = segments?.assignments(scores: rfm, engagement: engaged) {
      column($0, of: rows)
    }
    if let assignments, let rules {
      result.cells[.segment] = .segment(assignments, rules)
      result.cells[.segments] = .segments(assignments, rules)
      result.cells[.action] = .action(assignments, rules)
    }
    result.cells[.rScore] = .counts(rfm.r)
    result.cells[.fScore] = .counts(rfm.f)
    result.cells[.mScore] = .counts(rfm.m)
    if let engaged, let scores = rfm.e {
      result.cells[.eScore] = .counts(zip(engaged, scores).map { $0.isNaN ? -1 : $1 })
    }
  }
}

private let daysSinceLastOrder = "days_since_last_order"
private let orders = "orders"
private let ownGap = "own_gap"
private let meanGap = "average_days_between_orders"
private let grossSpend = "gross_spend"
private let netSpend = "net_spend"

/// Each name once, in the order of first appearance.
private func uniqued(_ names: [String]) -> [String] {
  names.indices.filter { !names[..<$0].contains(names[$0]) }.map { names[$0] }
}
