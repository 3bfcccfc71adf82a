internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Models
internal import Snapshots
internal import Units

/// Evaluates a model that knew what was known on a day, on the contracts in force then.
struct ContractEvaluator {
  let training: ContractTraining
  let model: ContractModel
  /// Contracts in force on the day.
  let members: [Int]
  let horizon: Int
  private let followed: FollowedLives
  /// Days from the day to the end of each period ahead.
  private let times: [Double]

  private var rows: ContractRows { training.known.rows }
  private var day: Day { training.known.day }
  private var workers: Workers { training.parameters.workers }
  /// Place of the cause among the reasons of the table; nil for any.
  private var cause: Int? { training.askedCause }

  /// Contracts in force, fewer of which tell nothing.
  private static let fewest = 50
  private static let bins = 10

  init(_ training: ContractTraining, _ model: ContractModel, horizon: Int) throws {
    let (rows, day) = (training.known.rows, training.known.day)
    self.training = training
    self.model = model
    self.horizon = horizon
    members = rows.inForce(on: day)
    guard members.count >= Self.fewest else {
      throw ContractTrainingError.noneInForce(day, contracts: members.count)
    }
    // The day itself is the first; whoever is in force on the last is followed beyond it.
    followed = FollowedLives(
      times: members.map { contract in
        Double((rows.ends[contract] ?? rows.lost[contract] ?? rows.asOf) - day + 1)
      },
      causes: members.map { rows.ends[$0] == nil ? nil : rows.causes[$0] })
    times = (1...horizon).map { Double(model.period.day($0, from: day) - day) }
    let ended = followed.states(at: times[horizon - 1], cause: training.askedCause).states
      .count { $0 == .ended }
    guard ended > 0, ended < members.count else {
      throw ContractTrainingError.oneOutcome(
        day, contracts: members.count, ended: ended, periods: horizon, period: model.period.text)
    }
  }

  func run() -> ContractEvaluation {
    let own = model.forecasts(of: members, in: rows, from: day, count: horizon, workers: workers)
    let probabilities = own.map { model.probability($0, within: horizon) }
    let (states, weights) = followed.states(at: times[horizon - 1], cause: cause)
    return ContractEvaluation(
      evaluatedAt: day, period: model.period.text, horizon: horizon, cause: model.cause,
      contracts: members.count, ended: states.count { $0 == .ended },
      lost: states.count { $0 == .lost },
      rate: followed.shareEnded(by: times[horizon - 1], cause: cause),
      model: figures(own, hasInterval: true),
      geometricWithColumns: figures(geometricForecasts(hasColumns: true)),
      geometric: figures(geometricForecasts(hasColumns: false)),
      byAge: figures(ageForecasts()), reliability: bins(probabilities, states, weights))
  }

  private func figures(
    _ forecasts: [ContractForecast], hasInterval: Bool = false
  ) -> ContractFigures {
    let byPeriod = (1...horizon).map { count in
      forecasts.map { model.probability($0, within: count) }
    }
    let last = byPeriod[horizon - 1]
    let end = times[horizon - 1]
    let areas = zip(byPeriod, times).compactMap {
      followed.areaUnderCurve(of: $0, by: $1, cause: cause)
    }
    let briers = zip(byPeriod, times).map { followed.brier(of: $0, by: $1, cause: cause) }
    return ContractFigures(
      auc: followed.areaUnderCurve(of: last, by: end, cause: cause),
      interval: hasInterval
        ? followed.areaInterval(
          of: last, by: end, cause: cause, replicates: training.parameters.replicates,
          seed: training.parameters.seed) : nil,
      meanAUC: areas.isEmpty ? nil : mean(areas),
      concordance: followed.concordance(of: last, cause: cause),
      brier: briers[horizon - 1], integratedBrier: mean(briers), predicted: mean(last))
  }

  /// Ages alone, cause by cause.
  private func ageForecasts() -> [ContractForecast] {
    let hazards = model.baselines.hazards
    return forecasts { _, period, cause in Self.hazard(hazards[cause], period) }
  }

  /// Shifted-beta-geometric hazards of the cause; of others those of the age alone.
  private func geometricForecasts(hasColumns: Bool) -> [ContractForecast] {
    let hazards = model.baselines.hazards
    let own = hasColumns ? geometricParameters() : nil
    let shared = (alpha: model.baselines.alpha, beta: model.baselines.beta)
    let ofAny = hazards.count
    return forecasts { member, period, cause in
      let parameters = own?[member] ?? shared
      let hazard = FittedShiftedBetaGeometric.hazard(
        inPeriod: period, alpha: parameters.alpha, beta: parameters.beta)
      guard let place = model.causePlace else {
        // Of any cause: each has its share.
        let sum = (0..<ofAny).reduce(0) { $0 + Self.hazard(hazards[$1], period) }
        return sum > 0
          ? hazard * Self.hazard(hazards[cause], period) / sum : hazard / Double(ofAny)
      }
      return cause == place ? hazard : Self.hazard(hazards[cause], period)
    }
  }

  /// α and β of each contract in force, by a beta-logistic regression on what the model has of columns.
  private func geometricParameters() -> [(alpha: Double, beta: Double)]? {
    guard !model.columns.isEmpty else { return nil }
    let known = training.known
    let places = evenlySpacedRows(of: known.lives.count, atMost: 10_000)
    let lives = places.map { known.lives[$0] }.filter { life in
      // Another end cuts off before its period.
      life.exit - (isOtherEnd(life) ? 1 : 0) > life.entry
    }
    let rowsOf = lives.map { rows.versions[$0.contract].lowerBound }
    let typed = rows.columns.map { $0.at(rowsOf) }
    guard
      let table = try? TableDesign(
        learnedFrom: typed, rows: rowsOf.count, atMost: 200, workers: workers)
    else { return nil }
    let fit = ShiftedBetaGeometric(l2Strength: 10, maximumIterations: 30).fitted(
      to: CensoredLives(
        entries: lives.map(\.entry), exits: lives.map { $0.exit - (isOtherEnd($0) ? 1 : 0) },
        ended: lives.map { $0.cause != nil && !isOtherEnd($0) }),
      columns: table.matrix)
    let encoding = TableEncoding(columns: table.columns)
    let now = members.map { rows.row(of: $0, on: day - 1) }
    let x = table.design.design(
      of: encoding.matrix(of: rows.columns.map { $0.at(now) }, rows: now.count),
      names: encoding.names, workers: workers)
    return fit.parameters(for: x, workers: workers)
  }

  private func isOtherEnd(_ life: KnownContracts.Life) -> Bool {
    life.cause.map { own in cause.map { $0 != own } ?? false } ?? false
  }

  private func forecasts(
    hazard: @Sendable (_ member: Int, _ period: Int, _ cause: Int) -> Double
  ) -> [ContractForecast] {
    let course = model.course
    return members.indices.map { member in
      course.forecast(
        of: rows.starts[members[member]], phase: rows.phases[members[member]], from: day,
        count: horizon, causes: model.causes.count
      ) { hazard(member, $0, $1) }
    }
  }

  /// Beyond the last age seen the mean of the last year's periods.
  private static func hazard(_ hazards: [Double], _ period: Int) -> Double {
    period < hazards.count ? hazards[period] : mean(Array(hazards.suffix(min(12, hazards.count))))
  }

  private func bins(
    _ probabilities: [Double], _ states: [FollowedLives.State], _ weights: [Double]
  ) -> [ContractEvaluation.Bin] {
    let order = probabilities.indices.sorted { (probabilities[$0], $0) < (probabilities[$1], $1) }
    return (0..<Self.bins).compactMap { bin in
      let own = order[order.count * bin / Self.bins..<order.count * (bin + 1) / Self.bins]
      let weight = own.reduce(0) { $0 + weights[$1] }
      guard weight > 0 else { return nil }
      return ContractEvaluation.Bin(
        contracts: own.count, predicted: mean(own.map { probabilities[$0] }),
        observed: own.reduce(0) { $0 + (states[$1] == .ended ? weights[$1] : 0) } / weight)
    }
  }
}
