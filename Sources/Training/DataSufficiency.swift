package import Models
internal import RealModule
internal import Snapshots

/// Whether customers are enough to train a churn model on and to evaluate it, in numbers.
package struct DataSufficiency: Sendable, Equatable {
  /// What the numbers are of.
  package enum Subject: Sendable { case activeCustomers, rows }

  package let subject: Subject
  package let customers: Int
  package let churners: Int

  /// Of the rarer kind: below this a figure such as the area under the curve is not settled.
  package static let enough = HorizonWindow.enough

  package init(subject: Subject, customers: Int, churners: Int) {
    self.subject = subject
    self.customers = customers
    self.churners = churners
  }

  /// The active customers that a model was evaluated on.
  package init?(evaluatedIn evaluation: Evaluation) {
    guard let active = evaluation.group(.active) else { return nil }
    self.init(
      subject: .activeCustomers, customers: active.customers,
      churners: Int((active.baseRate * Double(active.customers)).rounded()))
  }

  /// The rows that a model of a plain table was evaluated on.
  package init?(evaluatedIn evaluation: TableEvaluation) {
    guard let all = evaluation.all else { return nil }
    self.init(
      subject: .rows, customers: all.customers,
      churners: Int((all.baseRate * Double(all.customers)).rounded()))
  }

  package var stayers: Int { customers - churners }
  package var rarer: Int { min(churners, stayers) }
  package var isEnough: Bool { rarer >= Self.enough }

  /// Half the width of a 95 % interval of the AUC, about: its standard error is near 0.29 ÷ √n for n of
  /// the rarer class; nil where there is one class only.
  package var halfWidthOfAUC: Double? {
    rarer > 0 ? min(0.5, 1.96 * 0.29 / Double(rarer).squareRoot()) : nil
  }

  /// Customers that would be enough at these rates; nil where there is one class only.
  package var customersNeeded: Int? {
    rarer > 0
      ? Int((Double(customers) * Double(Self.enough) / Double(rarer)).rounded(.up)) : nil
  }
}
