import Ingestion
import Testing
import Training
import Units

/// Labels that no model can be learned from.
@Suite struct TableLabelTests {
  /// A label that says one thing of all rows, of nearly all, or of all on one side of the split.
  @Test func aConstantLabelIsNamed() throws {
    func fault(
      _ churned: (Int) -> Bool, _ change: (inout TableSchema) -> Void = { _ in }
    ) throws -> TableTrainingError? {
      let lines = (0..<60).map { number -> String in
        let day = Day(number: 20_000 + Int32(number))
        return "c\(number),\(number % 7),\(day),\(churned(number) ? 1 : 0)"
      }
      let text = "id,a,day,churned\n" + lines.joined(separator: "\n") + "\n"
      return try failure(TableTrainingError.self) { _ = try TableTests.trained(text, change) }
    }
    guard
      case .oneClass(column: "churned", allPositive: true, rows: 60)? = try fault({ _ in true }),
      case .oneClass(column: "churned", allPositive: false, rows: 60)? = try fault({ _ in false }),
      case .tooFewOfAClass(column: "churned", found: 10, needed: 11, rows: 60)? =
        try fault({ $0 < 10 }),
      case .oneClassBySplit(_, column: "day", before: 48, after: 12)? =
        try fault({ $0 < 30 }, { $0.splitColumn = "day" })
    else {
      Issue.record("another error")
      return
    }
  }
}
