internal import Comparison
internal import Files
internal import Models
internal import Snapshots
internal import Training
internal import Units

extension ChurnNotebook.EvaluatedGroup {
  init(_ group: CustomerGroup, _ figures: GroupEvaluation) {
    self.init(
      name: group.rawValue, customers: figures.customers, modelAUC: figures.model.auc.value,
      recencyAUC: figures.recency.auc.value, frequencyAUC: figures.frequency.auc.value,
      recencyFrequencyAUC: figures.recencyFrequency?.auc.value,
      // Fewer customers leave bins empty.
      calibration: figures.customers < 10 ? nil : ChurnNotebook.Calibration(figures))
  }
}

extension ChurnNotebook.Calibration {
  fileprivate init(_ figures: GroupEvaluation) {
    self.init(
      logLoss: figures.model.logLoss.value, brier: figures.model.brier.value,
      ece: figures.model.ece.value, lift10: figures.model.lift10.value,
      bins: figures.reliability.map {
        ChurnNotebook.Bin(
          customers: $0.customers, expected: $0.meanProbability, actual: $0.observedRate)
      })
  }
}

extension ChurnNotebook.Value {
  /// Nil where the evaluation is of an earlier version, or says nothing of all customers.
  init?(_ value: ValueEvaluation) {
    guard let all = value.groups["all"], let tenths = value.calibration else { return nil }
    self.init(
      asOf: value.asOf, days: value.horizonInDays,
      figures: [
        .init("expected", all.expected), .init("actual", all.actual),
        .init("difference_error", all.differenceError), .init("mae", all.mae),
        .init("rmse", all.rmse), .init("deviance", all.deviance), .init("gini", all.gini),
      ],
      tenths: tenths.map {
        .init(customers: $0.customers, expected: $0.expected, actual: $0.actual)
      })
  }
}

/// Everyone's groups at the dates that partitions are learned and evaluated at.
enum PartitionRows {
  /// A row of one partition is of one of its groups.
  private static func column(_ name: String) -> String {
    name == "clusters" ? "cluster" : name == "segments" ? "segment" : name
  }

  static func worth(of compared: ComparedPartitions) -> [ChurnNotebook.Worth] {
    compared.outcomes.names.compactMap { name in
      compared.comparison.worth[name].map {
        ChurnNotebook.Worth(column: column(name), churn: $0.churn, spend: $0.spend)
      }
    }
  }

  /// `date` (`learned` or `holdout`), the customer, what they did, and a column a partition, its
  /// groups numbered from 1.
  static func csv(of compared: ComparedPartitions, id: (Int) -> String) -> [UInt8] {
    let outcomes = compared.outcomes
    var writer = RowWriter(
      columns: ["date", "customer_id", "churned", "spend"] + outcomes.names.map(column),
      format: .csv)
    for (name, side) in [("learned", outcomes.learned), ("holdout", outcomes.holdout)] {
      for row in side.customers.indices {
        writer.append(text: name)
        writer.append(text: id(side.customers[row]))
        writer.append(integer: side.churned[row] == 1 ? 1 : 0)
        writer.append(number: side.spend[row])
        for groups in side.groups { writer.append(integer: groups[row] + 1) }
        writer.endRow()
      }
    }
    return writer.takeBytes()
  }
}
