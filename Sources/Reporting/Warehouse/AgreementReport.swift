internal import Units
package import Warehouse

extension ScoreAgreement {
  /// The agreement with persons shown as the user wants them.
  package var shown: ScoreAgreement { showing(ids: shownID, texts: shownCell) }
}

/// How an engine's scores agree with ours.
package enum AgreementReport {
  package static func text(of agreement: ScoreAgreement) -> String {
    let lines =
      customers(agreement) + columns(agreement) + agreement.differing.flatMap(differences)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func customers(_ agreement: ScoreAgreement) -> [String] {
    var lines = [
      "customers: \(grouped(agreement.customers)) in both, \(grouped(agreement.missing)) missing, "
        + "\(grouped(agreement.unknown)) unknown"
    ]
    if !agreement.missingIDs.isEmpty {
      lines.append("missing, among others: \(agreement.missingIDs.joined(separator: ", "))")
    }
    if !agreement.unknownIDs.isEmpty {
      lines.append("unknown, among others: \(agreement.unknownIDs.joined(separator: ", "))")
    }
    return lines
  }

  private static func columns(_ agreement: ScoreAgreement) -> [String] {
    let compared = agreement.columns.filter { !$0.isLeftEmpty && $0.theirs > 0 }
    let empty = agreement.columns.filter(\.isLeftEmpty)
    func largest(_ columns: [ScoreAgreement.Column]) -> String {
      brief(columns.map(\.largest).max() ?? 0)
    }
    let exact = compared.filter { $0.tolerance <= ScoreAgreement.tolerance }
    var lines = [
      "columns: \(compared.count) compared, \(compared.count(where: \.agrees)) agree; the largest "
        + "difference of numbers that agree is \(largest(exact)) of the larger"
    ]
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
    return lines
  }

  private static func differences(_ column: ScoreAgreement.Column) -> [String] {
    let cells = counted(column.differing, "cell")
    var lines = ["\(column.name): \(cells) \(column.differing == 1 ? "differs" : "differ")"]
    if column.nullTexts > 0 {
      lines.append(
        "  \(grouped(column.nullTexts)) of them hold the text 'NULL' where ours are empty: let the engine write "
          + "nothing for NULL, as duckdb does by -nullvalue ''")
    }
    lines += column.examples.map {
      "  \($0.customer): ours \(told($0.ours)), theirs \(told($0.theirs))"
    }
    return lines
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
