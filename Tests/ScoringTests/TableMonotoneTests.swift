import Dense
import Features
import Files
import Foundation
import Ingestion
import Models
import Reporting
import Scoring
import TestSupport
import Testing
import Training
import Units

/// Columns of labelled tables with which the risk may go one way only.
@Suite struct TableMonotoneTests {
  /// Rows with two numbers, a date, a plan and missing cells, whose risk leaps up and down with `level`, turns
  /// round with `other` and `since`, and hangs on products of them.
  private static func text(_ count: Int, seed: UInt64) -> String {
    var generator = SeededGenerator(seed: seed)
    var text = "id,day,level,other,since,free,plan,churned\n"
    for number in 0..<count {
      let level = Double.random(in: 0..<1, using: &generator)
      let other = Double.random(in: -2..<2, using: &generator)
      let age = Int32.random(in: 0..<500, using: &generator)
      let free = Double.random(in: -1..<1, using: &generator)
      let plan = Int.random(in: 0..<3, using: &generator)
      let logit =
        (Int(level * 5) % 2 == 0 ? 1.5 : -2) + other * other * (plan == 1 ? -1 : 0.5)
        + (plan == 2 ? 4 : -1) * free + Double(age % 200) / 100
      let churned = Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-logit))
      let day = Day(number: 20_000 + Int32(number / 10))
      text += "c\(10_000 + number),\(day),\(number % 9 == 0 ? "" : "\(level)"),\(other),"
      text += "\(Day(number: day.number - age)),\(free),p\(plan),\(churned ? "yes" : "no")\n"
    }
    return text
  }

  private static let directions: [(column: String, direction: RiskDirection)] = [
    ("level", .up), ("other", .down), ("since", .up),
  ]

  private static func trained(
    _ text: String, choosesSettings: Bool,
    _ directions: [(column: String, direction: RiskDirection)] = Self.directions
  ) throws -> TrainedTable {
    try TableTests.trained(text, choosesSettings: choosesSettings) { roles in
      roles.splitColumn = "day"
      roles.directions = directions
    }
  }

  /// Values of a column where its effect may turn: its knots and steps, the numbers next to them, its ends and
  /// far beyond them.
  private static func grid(_ column: TableColumn) -> [Double] {
    let places = (column.knots ?? []) + (column.steps ?? [])
    let even = (-60...60).map { Double($0) / 20 } + (0...60).map { Double($0) * 10 }
    return (places + places.map(\.nextUp) + places.map(\.nextDown) + even + [-1e300, 1e300])
      .sorted()
  }

  /// The logits of some values of one column where all other cells are those of one row.
  private static func logits(
    _ model: TableModel, _ rows: TableRows, row: Int, place: Int, _ values: [Double]
  ) -> [Double] {
    let encoding = TableEncoding(columns: model.columns)
    let columns = rows.columns.enumerated().map { index, column in
      let same = column.at([Int](repeating: row, count: values.count))
      return index == place
        ? TypedColumn(name: column.name, cells: .numbers(values), dates: same.dates) : same
    }
    let families = model.program(encoding).families(
      of: encoding.matrix(of: columns, rows: values.count), workers: .one)
    return values.indices.map { value in
      families.families.indices.reduce(families.intercept) {
        $0 + families.value(ofRow: value, family: $1)
      }
    }
  }

  /// Not a bit of a violation anywhere, whatever the rows say, with steps and products or without.
  @Test(arguments: [(1, true), (2, true), (3, false), (4, false), (5, false)] as [(UInt64, Bool)])
  func theRiskGoesOneWay(seed: UInt64, choosesSettings: Bool) throws {
    let text = Self.text(choosesSettings ? 1_500 : 700, seed: seed)
    let model = try Self.trained(text, choosesSettings: choosesSettings).model
    var roles = TableSchema(label: "churned", id: "id")
    roles.splitColumn = "day"
    let rows = try TableRows(learning: TableTests.table(text), as: roles)
    for (name, direction) in Self.directions {
      let place = try #require(model.columns.firstIndex { $0.name == name })
      let column = model.columns[place]
      #expect(column.direction == direction && column.knots?.isEmpty == false)
      for row in stride(from: 0, to: rows.count, by: 97) {
        let logits = Self.logits(model, rows, row: row, place: place, Self.grid(column))
        // Days to what dates are counted to fall as the date rises.
        let rises = (direction == .up) != (column.kind == .date)
        for (one, next) in zip(logits, logits.dropFirst()) {
          #expect(rises ? one <= next : one >= next, "\(name), row \(row)")
        }
      }
    }
    let products = model.design.columns.filter { $0.kind == .interaction }
    let bound = model.columns.signsOfFeatures
    if seed == 1 { #expect(!products.isEmpty) }
    #expect(products.allSatisfy { bound[$0.feature] == nil && bound[$0.other ?? ""] == nil })
  }

  /// Without a direction the same rows break it: the test above can fail.
  @Test func withoutADirectionItTurns() throws {
    let text = Self.text(700, seed: 3)
    let model = try Self.trained(text, choosesSettings: false, []).model
    var roles = TableSchema(label: "churned", id: "id")
    roles.splitColumn = "day"
    let rows = try TableRows(learning: TableTests.table(text), as: roles)
    let place = try #require(model.columns.firstIndex { $0.name == "level" })
    let logits = Self.logits(
      model, rows, row: 5, place: place, (0...50).map { Double($0) / 50 })
    #expect(zip(logits, logits.dropFirst()).contains { $0 > $1 })
    #expect(zip(logits, logits.dropFirst()).contains { $0 < $1 })
  }

  /// The oracle is the condition of a minimum under bounds, worked out from the rows and the model's design.
  @Test func coefficientsAreThoseOfTheBoundMinimum() throws {
    let text = Self.text(700, seed: 6)
    let model = try Self.trained(text, choosesSettings: false).model
    var roles = TableSchema(label: "churned", id: "id")
    roles.splitColumn = "day"
    let rows = try TableRows(learning: TableTests.table(text), as: roles)
    let encoding = TableEncoding(columns: model.columns)
    let x = model.design.design(
      of: encoding.matrix(of: rows.columns, rows: rows.count), names: encoding.names,
      workers: .one)
    var slopes = model.coefficients.map { model.l2Strength * $0 }
    for row in 0..<rows.count {
      let logit = zip(x.row(row), model.coefficients).reduce(model.intercept) { $0 + $1.0 * $1.1 }
      let residual = (1 / (1 + exp(-logit)) - rows.labels[row]) / Double(rows.count)
      for column in slopes.indices { slopes[column] += residual * x[row, column] }
    }
    let signs = model.columns.signsOfFeatures
    var held = 0
    for (column, (slope, coefficient)) in zip(
      model.design.columns, zip(slopes, model.coefficients))
    {
      if column.kind != .missing, let sign = signs[column.feature], coefficient == 0 {
        held += 1
        #expect(sign * slope > -1e-8, "\(column.name)")
      } else {
        #expect(abs(slope) < 1e-8, "\(column.name)")
      }
    }
    #expect(held > 0)
  }

  /// Rows that rise as they are said to: bounds cost nothing against the risk that labels were drawn with,
  /// and save some of what chance bends.
  @Test func aTrueDirectionHelps() throws {
    var generator = SeededGenerator(seed: 12)
    var text = "id,day,a,b,churned\n"
    var risks: [Double] = []
    for number in 0..<900 {
      let values = (0..<2).map { _ in Double.random(in: 0..<1, using: &generator) }
      risks.append(1 / (1 + exp(2 - 3 * max(0, values[0] - 0.4) + values[1])))
      let churned = Double.random(in: 0..<1, using: &generator) < risks[number]
      let day = Day(number: 20_000 + Int32(number))
      text += "c\(10_000 + number),\(day),\(values[0]),\(values[1]),\(churned ? 1 : 0)\n"
    }
    func distance(_ directions: [(column: String, direction: RiskDirection)]) throws -> Double {
      let model = try Self.trained(text, choosesSettings: false, directions).model
      let scores = try TableTests.scores(text, by: model)
      return (0..<scores.count).reduce(0) { sum, row in
        let number = (Int(scores.ids[row].dropFirst()) ?? 0) - 10_000
        let gap = scores.churnProbability[row] - risks[number]
        return sum + gap * gap
      }
    }
    let (bound, free) = (try distance([("a", .up), ("b", .down)]), try distance([]))
    #expect(bound < free, "\(bound), \(free)")
  }

  /// A direction that the rows speak against leaves the column no effect, and that is said.
  @Test func theWrongDirectionHasNoEffect() throws {
    var generator = SeededGenerator(seed: 12)
    var text = "id,day,a,b,churned\n"
    for number in 0..<600 {
      let values = (0..<2).map { _ in Double.random(in: 0..<1, using: &generator) }
      let churned = Double.random(in: 0..<1, using: &generator) < 0.8 - 0.6 * values[0]
      let day = Day(number: 20_000 + Int32(number))
      text += "c\(10_000 + number),\(day),\(values[0]),\(values[1]),\(churned ? 1 : 0)\n"
    }
    let model = try Self.trained(text, choosesSettings: false, [("a", .up)]).model
    #expect(
      model.notices.map(\.finding).contains(.directionWithoutEffect(column: "a", .up)),
      "\(model.notices.map(\.text))")
    #expect(try Self.trained(text, choosesSettings: false, [("a", .down)]).model.notices.isEmpty)
  }

  @Test func whatIsWrongIsNamed() throws {
    let text = Self.text(60, seed: 1)
    func fault(
      _ directions: [(column: String, direction: RiskDirection)],
      _ change: (inout TableSchema) -> Void = { _ in }
    ) throws -> TableError? {
      var roles = TableSchema(label: "churned", id: "id")
      roles.directions = directions
      change(&roles)
      let table = try TableTests.table(text)
      return try failure(TableError.self) { _ = try TableRows(learning: table, as: roles) }
    }
    guard
      case .column(.absent("levle", _, .monotone, _))? =
        try fault([("levle", .up)]),
      case .directionOfText(_, column: "plan", found: _?)? = try fault([("plan", .up)]),
      case .column(.inTwoRoles("churned", first: .label, second: .monotone))? =
        try fault([("churned", .up)]),
      case .column(.inTwoRoles("level", first: .ignore, second: .monotone))? =
        try fault([("level", .up)], { $0.ignored = ["level"] }),
      case .column(.inTwoRoles("level", first: .categories, second: .monotone))? =
        try fault([("level", .up)], { $0.categories = ["level"] })
    else {
      Issue.record("another error")
      return
    }
  }

  /// A model whose coefficients go against a direction is none.
  @Test func isReadAsItWasWrittenAndChecked() throws {
    let trained = try Self.trained(Self.text(700, seed: 7), choosesSettings: false)
    func read(_ change: (inout TableModel) -> Void) throws -> TableModel {
      var model = trained.model
      change(&model)
      model.digest = try ModelDocument.digest(of: model)
      let folder = try TemporaryFolder()
      try ModelFolder.write(trained, to: folder.path("m"))
      try Data(ModelDocument.bytes(of: model)).write(
        to: URL(fileURLWithPath: folder.path("m/model.json")))
      return try ModelFolder.readTable(folder.path("m"))
    }
    #expect(try read { _ in } == trained.model)
    let place = try #require(
      trained.model.design.columns.firstIndex { $0.feature.hasPrefix("level:ramp") })
    #expect(throws: ModelError.self) { try read { $0.coefficients[place] = -0.01 } }
    #expect(throws: ModelError.self) {
      try read { model in
        let column = model.columns[0]
        model.columns[0] = TableColumn(
          name: column.name, kind: column.kind, levels: [], rareShare: 0,
          missingShare: column.missingShare, direction: column.direction,
          knots: column.knots?.reversed())
      }
    }
  }
}
