internal import Units
package import Warehouse

extension ScoreAgreement {
  /// The agreement with persons shown as the user wants them.
  package var shown: ScoreAgreement { showing(ids: shownID, texts: shownCell) }
}

/// How an engine's scores agree with ours.
package enum AgreementReport {
  package static func text(of agreement: ScoreAgreement) -> String {
    var lines = [
      "customers: \(grouped(agreement.customers)) in both, \(grouped(agreement.missing)) missing, "
        + "\(grouped(agreement.unknown)) unknown"
    ]
    if !agreement.missingIDs.isEmpty {
      lines.append(
        "missing, among others: \(agreement.missingIDs.joined(separator: ", "))")
    }
    if !agreement.unknownIDs.isEmpty {
      lines.append(
        "unknown, among others: \(agreement.unknownIDs.joined(separator: ", "))")
    }
    let compared = agreement.columns.filter { !$0.isLeftEmpty && $0.theirs > 0 }
    let empty = agreement.columns.filter(\.isLeftEmpty)
    func largest(_ columns: [ScoreAgreement.Column]) -> String {
      brief(columns.map(\.largest).max() ?? 0)
    }
    let exact = compared.filter { $0.tolerance <= ScoreAgreement.tolerance }
    lines.append(
      "columns: \(compared.count) compared, \(compared.count(where: \.agrees)) agree; the largest "
        + "difference of numbers that agree is \(largest(exact)) of the larger")
    let forecasts = compared.filter { $0.tolerance > ScoreAgreement.tolerance }
    if let allowed = forecasts.map(\.tolerance).max() {
      lines.append(
        "of them \(forecasts.count) rest on expected orders and may differ by \(brief(allowed)): they do by "
          + "\(largest(forecasts)) at most")
    }
    for column in compared where column.ties > 0 {
      let what = column.name == "rank" ? "gain" : "probability"
      lines.append("\(column.name): \(grouped(column.ties)) of equal \(what) in another order")
    }
    if !empty.isEmpty {
      lines.append("left empty: \(empty.map(\.name).joined(separator: ", "))")
    }
    for column in agreement.differing {
      lines.append("\(column.name): \(grouped(column.differing)) cells differ")
      if column.nullTexts > 0 {
        lines.append(
          "  \(grouped(column.nullTexts)) of them hold the text 'NULL' where ours are empty: let the engine write "
            + "nothing for NULL, as duckdb does by -nullvalue ''")
      }
      for example in column.examples {
        lines.append(
          "  \(example.customer): ours \(told(example.ours)), theirs \(told(example.theirs))"
        )
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func told(_ cell: String) -> String { cell.isEmpty ? "nothing" : "'\(cell)'" }

  /// Two digits are enough.
  private static func brief(_ share: Double) -> String {
    guard share > 0 else { return "0" }
    var (digits, power) = (share, 0)
    while digits < 1 {
      digits *= 10
      power -= 1
    }
    return "\(Int(digits.rounded()))e\(power)"
  }
}
