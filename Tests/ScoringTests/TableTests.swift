import Dense
import Features
import Files
import Foundation
import Histories
import Ingestion
import Models
import Reporting
import Scoring
import Snapshots
import TestSupport
import Testing
import Training
import Units

/// Plain tables: learning, evaluation and scoring.
@Suite struct TableTests {
  struct Reference: Decodable {
    let training: String
    let scored: String
    let columns: Int
    let intercept: Double
    let probabilities: [String: Double]
    let stability: [String: Double]
  }

  /// The oracle's table, and a model of it.
  struct Example {
    let reference: Reference
    let trained: TrainedTable

    init() throws {
      reference = try oracle("table.json", as: Reference.self)
      trained = try TableTests.trained(reference.training)
    }
  }

  static let example = Result { try Example() }

  static func table(_ text: String) throws -> PlainTable {
    let folder = try TemporaryFolder()
    try folder.write(text, to: "t.csv")
    return try PlainTable(path: folder.path("t.csv"), delimiter: nil, encoding: .utf8)
  }

  static func trained(
    _ text: String, workers: Workers = .one, replicates: Int = 20, choosesSettings: Bool = false,
    _ change: (inout TableSchema) -> Void = { _ in }
  ) throws -> TrainedTable {
    var roles = TableSchema(label: "churned", id: "id")
    change(&roles)
    var parameters = TableParameters()
    parameters.workers = workers
    parameters.replicates = replicates
    if !choosesSettings {
      // Those of the oracle.
      parameters.l2Strength = 1e-3
      parameters.findsProducts = false
    }
    return try train(
      on: TableRows(learning: table(text), as: roles), as: roles, parameters: parameters
    )
  }

  static func scores(_ text: String, by model: TableModel) throws -> TableScores {
    try model.scores(of: table(text), id: nil, value: nil, cells: CellFormat(), workers: 2)
  }

  /// Encoding, splines, imputation and fit against an implementation in numpy.
  @Test func agreesWithNumPy() throws {
    let example = try Self.example.get()
    let (model, reference) = (example.trained.model, example.reference)
    #expect(model.coefficients.count == reference.columns)
    #expect(abs(model.intercept - reference.intercept) <= 1e-10)
    let scores = try Self.scores(reference.scored, by: model)
    #expect(scores.count == reference.probabilities.count && scores.count == 150)
    for row in 0..<scores.count {
      let expected = try #require(reference.probabilities[scores.ids[row]])
      #expect(abs(scores.churnProbability[row] - expected) <= 1e-10, "\(scores.ids[row])")
    }
  }

  @Test func stabilityIndicesAgreeWithNumPy() throws {
    let example = try Self.example.get()
    let drift = try Self.scores(example.reference.scored, by: example.trained.model).drift
    #expect(drift.features.count == 5 && drift.rows == 150 && drift.referenceRows == 600)
    for shift in drift.features + [drift.scores] {
      let expected = try #require(example.reference.stability[shift.name])
      #expect(abs(shift.index - expected) <= 1e-12, "\(shift.name)")
    }
    #expect(drift.alarming.map(\.name) == ["spend"])
    #expect(drift.notices.count == 2 && drift.notices[0].text.contains("spend (0.62)"))
    // The rows that were learned from have not drifted.
    let same = try Self.scores(example.reference.training, by: example.trained.model).drift
    #expect(same.notices.isEmpty)
    #expect((same.features + [same.scores]).allSatisfy { $0.index == 0 })
    #expect(same.meanScore == same.referenceMeanScore)
  }

  @Test func doesNotDependOnOrderOrThreads() throws {
    let example = try Self.example.get()
    var lines = example.reference.training.split(separator: "\n")
    lines[1...].reverse()
    let again = try Self.trained(lines.joined(separator: "\n") + "\n", workers: 2)
    #expect(
      try ModelDocument.bytes(of: again.model) == ModelDocument.bytes(of: example.trained.model))
    #expect(again.evaluation == example.trained.evaluation)
  }

  @Test func isReadAsItWasWritten() throws {
    let example = try Self.example.get()
    let folder = try TemporaryFolder()
    try ModelFolder.write(example.trained, to: folder.path("m"))
    let read = try ModelFolder.readTable(folder.path("m"))
    #expect(read == example.trained.model)
    #expect(try ModelFolder.readTableEvaluation(folder.path("m")) == example.trained.evaluation)
    let error = try failure(ModelError.self) { _ = try ModelFolder.read(folder.path("m")) }
    guard case .learnedFromTable? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    // One digit changed is no model any more.
    let path = URL(fileURLWithPath: folder.path("m")).appendingPathComponent("model.json")
    let text = try String(contentsOf: path, encoding: .utf8)
    try text.replacingOccurrences(of: "\"rows\" : 600", with: "\"rows\" : 601")
      .write(to: path, atomically: true, encoding: .utf8)
    #expect(throws: ModelError.self) { try ModelFolder.readTable(folder.path("m")) }
  }

  @Test func contributionsSumToTheLogit() throws {
    let example = try Self.example.get()
    let scores = try Self.scores(example.reference.scored, by: example.trained.model)
    for row in 0..<scores.count {
      let contributions = scores.contributions
      let sum = contributions.families.indices.reduce(contributions.intercept) {
        $0 + contributions.value(ofRow: row, family: $1)
      }
      #expect(sum == contributions.logit(ofRow: row))
      #expect(abs(1 / (1 + exp(-sum)) - scores.churnProbability[row]) <= 1e-15)
    }
  }

  /// A text that training had none of, in a column without rare texts, moves no risk and is told.
  @Test func unseenTextsSayNothing() throws {
    let example = try Self.example.get()
    let header = "id,spend,age,visits,plan,region\n"
    let scores = try Self.scores(
      header + "a,20,45,2,basic,north\nb,20,45,2,basic,west\nc,20,45,2,basic,\n",
      by: example.trained.model)
    let region = try #require(scores.contributions.families.firstIndex(of: "region"))
    let values = (0..<3).map { scores.contributions.value(ofRow: $0, family: region) }
    #expect(values[0] != 0 && abs(values[1]) < 1e-12 && abs(values[2]) < 1e-12)
    #expect(scores.notices.map(\.column) == ["region"] && scores.notices[0].examples == ["west"])
    // Rare texts were pooled, and a new one joins them.
    let pooled = try Self.scores(
      header + "a,20,45,2,trial,north\nb,20,45,2,none of these,north\n", by: example.trained.model)
    #expect(pooled.churnProbability[0] == pooled.churnProbability[1] && pooled.notices.isEmpty)
    #expect(
      pooled.reasons(of: 1, count: 5).contains {
        $0.column == "plan" && $0.cell == .rare("none of these")
      })
  }

  private func leaks(_ model: TableModel) -> [String] {
    model.notices.compactMap { notice in
      if case .leakage(let warning)? = notice.finding { warning.feature } else { nil }
    }
  }

  @Test(arguments: [("5", "3"), ("2025-01-01", ""), ("", "x")])
  func aColumnThatKnowsTheLabelIsFlagged(yes: String, no: String) throws {
    let example = try Self.example.get()
    #expect(leaks(example.trained.model).isEmpty)
    let lines = example.reference.training.split(separator: "\n")
    let leaking = lines.enumerated().map { number, line in
      number == 0 ? "\(line),leak" : "\(line),\(line.hasSuffix("yes") ? yes : no)"
    }
    let trained = try Self.trained(leaking.joined(separator: "\n") + "\n")
    #expect(leaks(trained.model) == ["leak"])
    let honest = try Self.trained(leaking.joined(separator: "\n") + "\n") { $0.ignored = ["leak"] }
    #expect(honest.model.coefficients == example.trained.model.coefficients)
  }

  @Test func labelsAreSpelledInManyWays() throws {
    let example = try Self.example.get()
    for (yes, no, positive) in [
      ("TRUE", "False", nil), ("1", "0", nil), ("1.0", "0.0", nil), ("gone", "here", "gone"),
    ] {
      let text = example.reference.training.replacingOccurrences(of: ",yes\n", with: ",\(yes)\n")
        .replacingOccurrences(of: ",no\n", with: ",\(no)\n")
      let trained = try Self.trained(text) { $0.positive = positive }
      #expect(trained.model.coefficients == example.trained.model.coefficients)
      if positive != nil {
        #expect(throws: TableError.self) { try Self.trained(text) }
      }
    }
  }

  /// Rows from the split on are evaluated by those before: what they hold changes no evaluated model.
  @Test func aSplitOverTimeEvaluatesLaterRows() throws {
    let example = try Self.example.get()
    let lines = example.reference.training.split(separator: "\n")
    func dated(_ text: String) throws -> TableEvaluation {
      try Self.trained(text, choosesSettings: true) { $0.splitColumn = "since" }.evaluation
    }
    let rows = lines.enumerated().map { number, line in
      number == 0
        ? "\(line),since" : "\(line),2025-\(10 + number % 3)-\(10 + number % 19)"
    }
    let evaluation = try dated(rows.joined(separator: "\n") + "\n")
    #expect(evaluation.split == .time && evaluation.folds == nil)
    let all = try #require(evaluation.all)
    #expect((110...140).contains(all.customers) && all.foldAUC.isEmpty)
    let first = try #require(evaluation.splitAt)
    let holdout = rows.dropFirst().filter { ($0.split(separator: ",").last ?? "") >= "\(first)" }
    #expect(holdout.count == all.customers)

    // The evaluated rows' labels the other way round: the same probabilities now rank the other way, as no
    // evaluated model has seen them.
    func flipped(_ isFlipped: (Substring) -> Bool) -> String {
      let changed = rows.enumerated().map { number, line in
        guard number > 0, let date = line.split(separator: ",").last, isFlipped(date) else {
          return line
        }
        return line.contains(",yes,")
          ? line.replacingOccurrences(of: ",yes,", with: ",no,")
          : line.replacingOccurrences(of: ",no,", with: ",yes,")
      }
      return changed.joined(separator: "\n") + "\n"
    }
    let scrambled = try #require(try dated(flipped { $0 >= "\(first)" }).all)
    #expect(scrambled.bestFeatureName == all.bestFeatureName)
    #expect(scrambled.customers == all.customers)
    #expect(abs(scrambled.baseRate + all.baseRate - 1) < 1e-12)
    for (one, other) in [(all.model, scrambled.model), (all.bestFeature, scrambled.bestFeature)] {
      #expect(abs((one.auc.value ?? 0) + (other.auc.value ?? 0) - 1) < 1e-12)
    }
    // Those of a row that was learned from do change it.
    let learned = try #require(try dated(flipped { $0 < "\(first)" }).all)
    #expect(abs((all.model.auc.value ?? 0) - (learned.model.auc.value ?? 0)) > 0.05)
  }

  /// Who leaves follows from two columns together and from neither alone; a third is of chance.
  @Test func findsAProductThatColumnsAloneLack() throws {
    var generator = SeededGenerator(seed: 6)
    let rows = (0..<900).map { number -> String in
      let (plan, calls) = (
        Bool.random(using: &generator), Double.random(in: 0...9, using: &generator)
      )
      let isLikely = plan == (calls > 4.5)
      let churned = Double.random(in: 0..<1, using: &generator) < (isLikely ? 0.8 : 0.1)
      return "c\(number),\(plan ? "flat" : "metered"),\(calls),"
        + "\(Double.random(in: 0..<1, using: &generator)),\(churned ? "yes" : "no")"
    }
    let text = "id,plan,calls,noise,churned\n" + rows.joined(separator: "\n") + "\n"
    let alone = try #require(try Self.trained(text).evaluation.all?.model.auc.value)
    let found = try Self.trained(text, choosesSettings: true)
    // Who knows the chances ranks with .853; columns alone tell nothing.
    #expect(alone < 0.56)
    #expect(found.evaluation.all?.model.auc.value ?? 0 > 0.82)
    let products = found.model.design.columns.filter { $0.kind == .interaction }
    #expect(!products.isEmpty)
    #expect(products.allSatisfy { $0.name.contains("plan") || $0.name.contains("calls") })
    // The same whatever the order of rows and the threads; reasons still add up.
    let again = try Self.trained(
      "id,plan,calls,noise,churned\n" + rows.reversed().joined(separator: "\n") + "\n", workers: 2,
      choosesSettings: true)
    #expect(try ModelDocument.bytes(of: again.model) == ModelDocument.bytes(of: found.model))
    let scores = try Self.scores(text, by: found.model)
    for row in 0..<scores.count {
      let contributions = scores.contributions
      let sum = contributions.families.indices.reduce(contributions.intercept) {
        $0 + contributions.value(ofRow: row, family: $1)
      }
      #expect(abs(1 / (1 + exp(-sum)) - scores.churnProbability[row]) <= 1e-15)
    }
  }

  /// Columns of chance: no product is taken, in any of five draws.
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func takesNoProductsOfChance(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let rows = (0..<600).map { number -> String in
      let values = (0..<6).map { _ in "\(Double.random(in: 0..<1, using: &generator))" }
      return
        "c\(number),\(values.joined(separator: ",")),\(Bool.random(using: &generator) ? "yes" : "no")"
    }
    let text = "id,a,b,c,d,e,f,churned\n" + rows.joined(separator: "\n") + "\n"
    let found = try Self.trained(text, choosesSettings: true)
    #expect(!found.model.design.columns.contains { $0.kind == .interaction })
    // The strongest penalty is right where nothing tells anything.
    #expect(found.model.l2Strength == 0.1)
  }

  @Test func aWeakModelIsCalledWeak() throws {
    var generator = SeededGenerator(seed: 5)
    let rows = (0..<300).map { number in
      "c\(number),\(Double.random(in: 0..<1, using: &generator)),\(Bool.random(using: &generator))"
    }
    let trained = try Self.trained("id,noise,churned\n" + rows.joined(separator: "\n") + "\n")
    #expect(!trained.model.isInformative)
    let scores = try Self.scores("id,noise\na,0.5\n", by: trained.model)
    #expect(!scores.reliable)
  }

  /// Names that would run into each other if columns and texts were joined carelessly.
  @Test func oddNamesStayApart() throws {
    var generator = SeededGenerator(seed: 6)
    let rows = (0..<200).map { number in
      let first = ["b=c", "x"][number % 2]
      let second = ["c", "missing"][number / 2 % 2]
      let label = Bool.random(using: &generator) ? "yes" : "no"
      return "c\(number),\(first),\(second),\(number % 7),\(label)"
    }
    let trained = try Self.trained(
      "id,a,a=b,a:rare,churned\n" + rows.joined(separator: "\n") + "\n")
    let names = trained.model.design.features.map(\.name)
    #expect(Set(names).count == names.count && names.count == 3)
  }

  /// One word in two Unicode forms is one category, and a mark at a text's beginning joins no name.
  @Test func unicodeFormsAreOneCategory() throws {
    var generator = SeededGenerator(seed: 8)
    let rows = (0..<240).map { number in
      let drink = ["caf\u{E9}", "cafe\u{301}", "tea"][number % 3]
      let mark = ["\u{338}y", "\u{301}b", "plain"][number / 3 % 3]
      return "c\(number),\(drink),\(mark),\(number % 5),\(number % 7),"
        + (Bool.random(using: &generator) ? "yes" : "no")
    }
    let header = "id,drink,a,a\u{2260}y,a=\u{301}b,churned\n"
    let trained = try Self.trained(header + rows.joined(separator: "\n") + "\n")
    let drink = try #require(trained.model.columns.first { $0.name == "drink" })
    #expect(drink.levels.map(\.text) == ["cafe\u{301}", "tea"])
    let shares: [Double] = drink.levels.map(\.share)
    #expect(shares == [160.0 / 240, 80.0 / 240] as [Double])
    let names = trained.model.design.features.map(\.name)
    #expect(Set(names).count == names.count && names.count == 5)
    let folder = try TemporaryFolder()
    try ModelFolder.write(trained, to: folder.path("m"))
    let model = try ModelFolder.readTable(folder.path("m"))
    let scored = "x,caf\u{E9},plain,1,2\ny,cafe\u{301},plain,1,2\n"
    let scores = try Self.scores("id,drink,a,a\u{2260}y,a=\u{301}b\n\(scored)", by: model)
    #expect(scores.churnProbability[0] == scores.churnProbability[1])
  }

  /// By expected loss, then by probability, then by id; unknown values last, by probability too.
  @Test func ranksByLossThenProbability() throws {
    let example = try Self.example.get()
    let text = example.reference.scored.split(separator: "\n").enumerated().map { number, line in
      number == 0 ? "\(line),worth" : "\(line),\(["0", "", "10"][number % 3])"
    }.joined(separator: "\n")
    let scores = try example.trained.model.scores(
      of: Self.table(text + "\n"), id: nil, value: "worth", cells: CellFormat(), workers: 2)
    let losses = try #require(scores.expectedLoss)
    let order = (0..<scores.count).sorted { first, second in
      let (one, other) = (losses[first], losses[second])
      if one.isNaN != other.isNaN { return other.isNaN }
      if !one.isNaN, one != other { return one > other }
      let (p, q) = (scores.churnProbability[first], scores.churnProbability[second])
      return p == q ? first < second : p > q
    }
    #expect(scores.ranking == order)
  }

  /// A header's text is text in the card, whatever it looks like.
  @Test func theCardHoldsNoMarkupOfTheTable() throws {
    var generator = SeededGenerator(seed: 9)
    let rows = (0..<100).map { number in
      "c\(number),\(Double.random(in: 0..<1, using: &generator)),\(number % 2 == 0 ? "yes" : "no")"
    }
    let trained = try Self.trained(
      "id,\"<b>a|b`\nc\",churned\n" + rows.joined(separator: "\n") + "\n")
    let card = TableCard.text(of: trained.model, evaluation: trained.evaluation)
    #expect(card.contains(#"\<b\>a\|b\` c"#))
    #expect(!card.contains("\n<b>"))
    #expect(!card.contains(" <b>"))
  }

  /// Parts that make no number of some row, though somebody signed them.
  @Test func constantsWithoutBoundsAreRefused() throws {
    var model = try Self.example.get().trained.model
    func isRefused() -> Bool {
      (try? ModelDocument.stored(from: ModelDocument.bytes(of: model), path: "m")) == nil
    }
    #expect(!isRefused())
    model.coefficients = model.coefficients.map { _ in 1e308 }
    #expect(isRefused())
  }

  @Test func aSkewedNumberGoesThroughTheLogarithm() throws {
    let features = try Self.example.get().trained.model.design.features
    #expect(features.first { $0.name == "spend" }?.transform == .log1p)
    #expect(features.first { $0.name == "age" }?.transform == .identity)
  }
}
