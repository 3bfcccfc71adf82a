internal import Dense
internal import Features
internal import Files
internal import Ingestion
internal import Learning
internal import Lifetime
internal import Models
internal import Snapshots
internal import Units

/// Fits models to some of the rows of a table.
struct TableTraining: Sendable {
  let rows: TableRows
  let parameters: TableParameters

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
  func fitted(
    to members: [Int], as roles: TableSchema, _ progress: Progress = .untold
  ) throws -> TableModel {
    let (choosing, fitting) = progress.split(at: 0.9)
    let typed = rows.columns.map { $0.at(members) }
    let labels = rows.labels(at: members)
    let settings = try settings(for: members, choosing)
    let table = try TableDesign(
      learnedFrom: typed, rows: members.count, steps: settings.steps,
      interactions: settings.products,
      workers: parameters.workers)
    let (columns, design) = (table.columns, table.design)
    var penalty = Penalty(strength: settings.l2Strength, l1Share: parameters.l1Share ?? 0)
    penalty.bounds = table.bounds
    let fit: ColumnFit
    do {
      fit = try ColumnFit(
        table.matrix, labels: labels, groups: nil, penalty: penalty,
        workers: parameters.workers, fitting)
    } catch {
      throw TableTrainingError.fit(error)
    }
    return TableModel(
      label: roles.label, positive: roles.positive, id: roles.id, columns: columns, design: design,
      intercept: fit.predictor.intercept, coefficients: fit.predictor.coefficients,
      standardErrors: fit.standardErrors
        ?? [Double](repeating: 0, count: design.columns.count + 1),
      l2Strength: settings.l2Strength, l1Share: parameters.l1Share, rows: members.count,
      churners: labels.count { $0 == 1 }, iterations: fit.convergence.iterations,
      gradientNorm: fit.convergence.gradientNorm, seed: parameters.seed,
      rowsSHA256: "", isInformative: false, population: .empty,
      notices: (rows.notices.map(TableNotice.unused) + columns.unused(typed, by: design)
        + columns.withoutEffect(design, fit.predictor.coefficients)).map(Recorded.found))
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

extension TypedColumn {
  /// Why a column of categories is not used of which no text stands alone; nil of another.
  func whyRare(_ column: TableColumn) -> UnusedColumn? {
    guard column.kind == .category, column.levels.isEmpty, column.rareShare > 0,
      case .categories(let codes, let levels) = cells
    else { return nil }
    let seen = codes.filter { $0 >= 0 }
    guard let first = seen.first else { return nil }
    return UnusedColumn(
      name: column.name,
      reason: .rareTexts(
        texts: Set(seen).count, arePercents: isPercent(levels[Int(first)]),
        fewestRows: TableColumn.fewestRows))
  }
}

/// Whether a text is a number with the sign of a percent behind it.
private func isPercent(_ text: String) -> Bool {
  guard text.hasSuffix("%") else { return false }
  let number = text.dropLast().replacing(",", with: ".")
  return isPlainNumber(Array(number.utf8).filter { $0 != UInt8(ascii: " ") })
}

extension [TableColumn] {
  /// Columns that training could make nothing of.
  fileprivate func unused(_ typed: [TypedColumn], by design: FittedDesign) -> [TableNotice] {
    let used = Set(design.columns.map(\.feature))
    return zip(self, typed).filter { $0.0.features.allSatisfy { !used.contains($0) } }
      .map { $1.whyRare($0).map(TableNotice.unused) ?? .withoutInformation($0.name) }
  }

  /// Columns whose direction leaves them no effect: the rows speak for the other one, or for none.
  fileprivate func withoutEffect(
    _ design: FittedDesign, _ coefficients: [Double]
  ) -> [TableNotice] {
    compactMap { column in
      guard let direction = column.direction else { return nil }
      let own = Set(column.features)
      let bound = design.columns.indices.filter {
        design.columns[$0].kind != .missing && own.contains(design.columns[$0].feature)
      }
      guard !bound.isEmpty, bound.allSatisfy({ coefficients[$0] == 0 }) else { return nil }
      return .directionWithoutEffect(column: column.name, direction)
    }
  }
}
