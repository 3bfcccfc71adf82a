internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Lifetime
internal import Models
internal import RealModule
internal import Snapshots
internal import Units

/// Fits models to some of the rows of a table.
struct TableTraining: Sendable {
  let rows: TableRows
  let parameters: TableParameters

  private static let mostDesignColumns = 2_000

  /// How rows are kept apart for evaluation.
  func parts(_ roles: TableSchema) throws(TableTrainingError) -> [TablePart] {
    let positives = rows.labels.count { $0 == 1 }
    guard positives > 0, positives < rows.count else {
      throw .oneClass(column: roles.label, allPositive: positives > 0, rows: rows.count)
    }
    if !rows.days.isEmpty { return [try timePart(roles)] }
    let rarer = min(positives, rows.count - positives)
    guard rarer > parameters.folds else {
      throw .tooFewOfAClass(
        column: roles.label, found: rarer, needed: parameters.folds + 1, rows: rows.count)
    }
    let folds = stratifiedFolds(
      labels: rows.labels, count: parameters.folds, seed: parameters.seed)
    return (0..<parameters.folds).map { fold in
      TablePart(
        training: folds.indices.filter { folds[$0] != fold },
        holdout: folds.indices.filter { folds[$0] == fold })
    }
  }

  /// Rows before a day, and from then on: by default the latest fifth.
  private func timePart(_ roles: TableSchema) throws(TableTrainingError) -> TablePart {
    let sorted = rows.days.sorted()
    let day = roles.splitAt ?? sorted[sorted.count * 4 / 5]
    let part = TablePart(
      training: rows.days.indices.filter { rows.days[$0] < day },
      holdout: rows.days.indices.filter { rows.days[$0] >= day })
    for side in [part.training, part.holdout] {
      let positives = rows.labels(at: side).count { $0 == 1 }
      guard positives > 0, positives < side.count else {
        throw .oneClassBySplit(
          day, column: roles.splitColumn ?? "", before: part.training.count,
          after: part.holdout.count)
      }
    }
    return part
  }

  /// A model of some rows, without a word yet on how good it is and what they look like.
  func fitted(to members: [Int], as roles: TableSchema) throws -> TableModel {
    let typed = rows.columns.map { $0.at(members) }
    let labels = rows.labels(at: members)
    let columns = typed.map(TableColumn.init(learnedFrom:))
    let encoding = TableEncoding(columns: columns)
    let recipe = DesignRecipe(
      terms: zip(typed, columns).flatMap { terms(of: $0, $1, rows: members.count) })
    let width = recipe.terms.reduce(0) { $0 + 1 + $1.knots }
    guard width <= Self.mostDesignColumns else {
      let widest = columns.max { $0.features.count < $1.features.count }
      throw TableTrainingError.tooManyColumns(
        found: width, most: Self.mostDesignColumns, widest: widest?.name ?? "")
    }
    let matrix = encoding.matrix(of: typed, rows: members.count)
    let design = recipe.fitted(
      names: encoding.names, values: [matrix], workers: parameters.workers)
    let fit: ColumnFit
    do {
      fit = try ColumnFit(
        design.design(of: matrix, names: encoding.names, workers: parameters.workers),
        labels: labels, groups: nil,
        penalty: Penalty(strength: parameters.l2Strength, l1Share: parameters.l1Share ?? 0),
        workers: parameters.workers)
    } catch {
      throw TableTrainingError.fit(error)
    }
    return TableModel(
      label: roles.label, positive: roles.positive, id: roles.id, columns: columns, design: design,
      intercept: fit.predictor.intercept, coefficients: fit.predictor.coefficients,
      standardErrors: fit.standardErrors
        ?? [Double](repeating: 0, count: design.columns.count + 1),
      l2Strength: parameters.l2Strength, l1Share: parameters.l1Share, rows: members.count,
      churners: labels.count { $0 == 1 }, iterations: fit.convergence.iterations,
      gradientNorm: fit.convergence.gradientNorm, seed: parameters.seed,
      rowsSHA256: "", isInformative: false, population: .empty,
      notices: (rows.notices.map(TableNotice.unused) + unused(columns, design)).map(Recorded.found))
  }

  /// Numbers that are skewed to the right go through log1p where none is below 0; those with many
  /// values get a spline, finer for more rows.
  private func terms(
    of typed: TypedColumn, _ column: TableColumn, rows: Int
  ) -> [DesignRecipe.Term] {
    guard case .numbers(let values) = typed.cells, let name = column.features.first else {
      return column.features.map { DesignRecipe.Term(feature: $0, transform: .identity) }
    }
    let present = values.filter { !$0.isNaN }
    let distinct = Set(present).count
    let isSkewed = present.allSatisfy { $0 >= 0 } && isLessSkewedAsLog(present)
    return [
      DesignRecipe.Term(
        feature: name, transform: isSkewed ? .log1p : .identity,
        knots: distinct < 10 ? 0 : min(4, rows / 200))
    ]
  }

  /// Columns that training could make nothing of.
  private func unused(_ columns: [TableColumn], _ design: FittedDesign) -> [TableNotice] {
    let used = Set(design.columns.map(\.feature))
    return columns.filter { $0.features.allSatisfy { !used.contains($0) } }
      .map { .withoutInformation($0.name) }
  }

  /// Columns that predict the label almost without error.
  var suspicions: [LeakageWarning] {
    LeakageWarning.found(
      count: rows.columns.count, labels: rows.labels, workers: parameters.workers
    ) { rows.columns[$0].at($1).single }
  }
}

/// A fold for each row: rows of each class, in seeded random order, are dealt out in turn.
func stratifiedFolds(labels: [Double], count: Int, seed: UInt64) -> [Int] {
  var folds = [Int](repeating: 0, count: labels.count)
  var next = 0
  for (stream, kind) in [1.0, 0].enumerated() {
    var members = labels.indices.filter { labels[$0] == kind }
    var random = RandomSource(seed: seed, stream: UInt64(stream))
    random.shuffle(&members)
    for member in members {
      folds[member] = next
      next = (next + 1) % count
    }
  }
  return folds
}

/// Whether numbers of 0 or more have a long right tail that log1p takes away without making a longer
/// left one.
private func isLessSkewedAsLog(_ values: [Double]) -> Bool {
  let plain = skewness(values)
  return plain > 0.5 && abs(skewness(values.map { Double.log(onePlus: $0) })) < plain
}

/// Third standardised moment; 0 where all values are alike.
private func skewness(_ values: [Double]) -> Double {
  guard !values.isEmpty else { return 0 }
  let count = Double(values.count)
  let mean = values.reduce(0, +) / count
  let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
  guard variance > 0 else { return 0 }
  let deviation = variance.squareRoot()
  return values.reduce(0) { sum, value in
    let z = (value - mean) / deviation
    return sum + z * z * z
  } / count
}
