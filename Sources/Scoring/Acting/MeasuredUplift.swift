package import Ingestion

/// The lift of a contact as a study of uplift tells it, by customer.
package struct MeasuredUplift: Sendable, Equatable {
  /// As the user gave it.
  package let file: String
  /// Whether the study found no differences worth acting on, so that all have its average effect.
  package let isAverage: Bool
  private let liftOfCustomer: [String: Double]

  /// The effect to act on, and where there is none the prediction.
  private static let columns = ["effect", "uplift"]
  private static let basis = "effect_of"
  private static let unit = (column: "unit", text: "probability")

  /// Reads what `uplift` writes, or any table of customers and lifts.
  ///
  /// - Parameter path: of a CSV with a column of customer ids and `effect` or `uplift`: points of the chance
  ///   of an order, in [−1, 1].
  /// - Throws: where it cannot be read, lacks a column, or a cell is no such number.
  package init(path: String) throws(MeasuredUpliftError) {
    let sheet: CustomerSheet
    do { sheet = try CustomerSheet(path: path) } catch { throw .sheet(error) }
    guard let column = Self.columns.first(where: sheet.has) else {
      throw .noColumn(file: sheet.file, expected: Self.columns, columns: sheet.names)
    }
    var lifts: [String: Double] = [:]
    lifts.reserveCapacity(sheet.count)
    var wrong: (line: Int, found: String)?
    var averages = 0
    for customer in sheet.customers {
      let text = sheet.text(column, of: customer) ?? ""
      let line = sheet.line(of: customer) ?? 0
      if sheet.has(Self.unit.column) {
        let unit = sheet.text(Self.unit.column, of: customer) ?? ""
        guard unit == Self.unit.text else {
          throw .otherUnit(file: sheet.file, found: unit)
        }
      }
      if let lift = Double(text), lift >= -1, lift <= 1 {
        lifts[customer] = lift
      } else if wrong.map({ line < $0.line }) ?? true {
        wrong = (line, text)
      }
      if sheet.has(Self.basis), sheet.text(Self.basis, of: customer) == "average" { averages += 1 }
    }
    if let wrong {
      throw .badCell(file: sheet.file, line: wrong.line, column: column, found: wrong.found)
    }
    file = sheet.file
    isAverage = averages > 0 && averages == sheet.count
    liftOfCustomer = lifts
  }

  package var count: Int { liftOfCustomer.count }

  /// Nil for who is not in the file.
  func lift(of customer: String) -> Double? { liftOfCustomer[customer] }
}

/// Why a file tells no uplift.
package enum MeasuredUpliftError: Error, Sendable, Equatable {
  case sheet(SheetError)
  case noColumn(file: String, expected: [String], columns: [String])
  case badCell(file: String, line: Int, column: String, found: String)
  /// Effects on something else than whether customers order.
  case otherUnit(file: String, found: String)
  /// Nobody of the score rows is in it.
  case nobodyKnown(file: String, scores: String, customers: Int)
}
