import Dense
import Exports
import Expressions
import Files
import Foundation
import Ingestion
import Intake
import Interventions
import Models
import Scoring
import Segments
import TestSupport
import Testing
import Units

/// Readers, in this process, on changed inputs.
///
/// An input takes no start of a program, so that very many can be tried; `Tests/Fuzzing` tries commands.
///
/// Whatever the bytes: an error of the reader's own or a result, of which the ledger adds up; the same with one
/// thread and two; no input takes ten seconds of the processor. A crash ends the process, and leaves the input in
/// its temporary folder. `PERENNIAL_FUZZ_BYTES=100000000` tries as many bytes a door, and
/// `PERENNIAL_FUZZ_DOORS=orders,model` those doors alone; the numbers are printed.
@Suite(.serialized) struct DoorFuzzTests {
  enum Door: String, CaseIterable {
    case orders, events, customers, exports, features, previous, model, store, table, contracts
    case expression, condition, target, rules
  }

  private static let environment = ProcessInfo.processInfo.environment
  private static let most = environment["PERENNIAL_FUZZ_BYTES"].flatMap(Int.init) ?? 60_000
  private static let seed = environment["PERENNIAL_FUZZ_SEED"].flatMap(UInt64.init) ?? 24
  /// Texts of conditions have some tens of bytes each: inputs are counted.
  private static var mostTexts: Int { max(500, min(most / 100, 1_000_000)) }

  /// Of this thread, so that tests beside it do not count.
  private static var processorSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static var doors: [Door] {
    let names = environment["PERENNIAL_FUZZ_DOORS"]?.split(separator: ",").map(String.init)
    return Door.allCases.filter { names?.contains($0.rawValue) ?? true }
  }

  @Test(arguments: doors) func holdsWhateverComes(at door: Door) throws {
    let opened = try OpenedDoor(door)
    var mutation = InputMutation(
      seed: Self.seed ^ UInt64(door.rawValue.utf8.reduce(0) { $0 + Int($1) }))
    // What is changed is read as it is.
    mutation.isStill = true
    let unchanged = try opened.tryOne(&mutation)
    #expect(unchanged.isRead && unchanged.fault == nil, "\(door): \(unchanged)")
    mutation.isStill = false
    var (inputs, bytes, read) = (0, 0, 0)
    let isText = [.expression, .condition, .target, .rules].contains(door)
    while isText ? inputs < Self.mostTexts : bytes < Self.most {
      let begun = Self.processorSeconds
      let tried = try opened.tryOne(&mutation)
      let seconds = Self.processorSeconds - begun
      #expect(seconds < 10, "\(door) \(inputs): \(seconds) s")
      if let fault = tried.fault { Issue.record("\(door) \(inputs): \(fault)") }
      inputs += 1
      bytes += tried.bytes
      read += tried.isRead ? 1 : 0
    }
    print("fuzz \(door.rawValue): \(inputs) inputs, \(bytes) bytes, \(read) of them read")
  }
}

/// What came of an input.
private struct Tried {
  var bytes: Int
  var isRead = true
  var fault: String?
  /// What the reader says of it.
  var refusal: String?
}

/// Valid inputs of a door, and how changed ones are read.
private struct OpenedDoor {
  let door: DoorFuzzTests.Door
  private let folder: TemporaryFolder
  private let runner: CommandRunner
  private var valid: [[UInt8]] = []
  private var tokens: [Range<Int>] = []
  private var model: Model?
  private let orders: String

  private static let conditions = [
    "days_since_last_order <= 2 and net_spend >= 0.8",
    "orders >= 3 and not engagement = 4 or rfm in ('555', '554')",
    "days_since_last_order > 2 * 30 and orders = 0", "e_score is missing or f_score in (1, 2, 3)",
  ]
  private static let expressions = [
    "quantity * amount - 0.5", "amount > 0 and kind != 'test'", "$1", "`a b`",
    "date >= '2024-01-01' and ( amount < 10 or not kind in ('a', 'b') )",
  ]
  private static let targets = [
    "orders(category = 'wine', 90d) = 0",
    "spend(90d) < 100 and not events(event = 'unsubscribe') > 0",
    "lines(quantity > 2, 30d) + orders() >= 2 * 3",
  ]

  init(_ door: DoorFuzzTests.Door) throws {
    self.door = door
    folder = try TemporaryFolder()
    runner = try CommandRunner()
    let log = DoorFuzzInputs.log()
    orders = try folder.write(log.orders, to: "valid-orders.csv")
    try runner.write(Array(log.orders.utf8), to: "orders.csv")
    try runner.write(Array(log.events.utf8), to: "events.csv")
    switch door {
    case .orders: valid = [Array(log.orders.utf8)]
    case .events: valid = [Array(log.events.utf8)]
    case .customers: valid = [Array(log.customers.utf8)]
    case .exports:
      let formats = Logs.repository.appendingPathComponent("Tests/Golden/formats")
      for name in ["shopify-orders/orders", "etsy-order-items/items", "square-items/items"] {
        let file = formats.appendingPathComponent("\(name).csv")
        valid.append(Array(try Data(contentsOf: file)))
      }
    case .features, .previous, .model:
      try runner.expect([
        "train", "orders.csv", "--events", "events.csv", "--horizon", "60d", "--accept-weak",
        "--model", "m",
      ])
      if door == .previous {
        try runner.expect([
          "predict", "orders.csv", "--events", "events.csv", "--model", "m", "--output", "rows.csv",
        ])
      } else {
        try runner.expect([
          "features", "orders.csv", "--events", "events.csv", "--output", "rows.csv",
        ])
      }
      let name = door == .model ? "m/model.json" : "rows.csv"
      valid = [Array(try runner.text(of: name).utf8)]
      if door == .model {
        let rows = try runner.text(of: "rows.csv").split(separator: "\n").prefix(6)
        valid.append(Array(rows.joined(separator: "\n").utf8))
      }
      model = try ModelFolder.read(runner.path("m"))
    case .store:
      try runner.expect(["store", "build", "s", "orders.csv", "--events", "events.csv"])
      valid = try ["manifest", "rows-1"].map {
        Array(try Data(contentsOf: URL(fileURLWithPath: runner.path("s/\($0)"))))
      }
    case .table: valid = [Array(DoorFuzzInputs.table().utf8)]
    case .contracts: valid = [Array(DoorFuzzInputs.contracts().utf8)]
    case .expression, .condition, .target, .rules: break
    }
    if door == .model || door == .store { tokens = InputMutation.tokens(of: valid[0]) }
  }

  func tryOne(_ mutation: inout InputMutation) throws -> Tried {
    switch door {
    case .orders, .events, .customers, .exports: return try tryLog(&mutation)
    case .features, .previous, .table, .contracts: return try tryRows(&mutation)
    case .model: return tryModel(&mutation)
    case .store: return try tryStore(&mutation)
    case .expression, .condition, .target, .rules: return tryText(&mutation)
    }
  }

  // MARK: Logs

  private func tryLog(_ mutation: inout InputMutation) throws -> Tried {
    let bytes = mutation.text(valid[mutation.below(valid.count)])
    let path = try folder.write(bytes, to: "input")
    var options = ReadOptions(today: Day(number: 20_200))
    options.allowFutureDates = true
    options.maxRefused = 1
    options.bufferSize = mutation.below(2) == 0 ? 1 << 19 : 64
    if !mutation.isStill {
      options.decimalComma = mutation.below(8) == 0
      options.dropDuplicates = mutation.below(8) == 0
      options.hasHeader = mutation.below(16) > 0
    }
    if !options.hasHeader {
      options.columns = try ColumnChoices(parsing: "customer=1,time=2,amount=3")
    }
    let first = load(path, options)
    var tried = Tried(
      bytes: bytes.count, isRead: first.ledger != nil, fault: first.fault, refusal: first.refusal)
    if mutation.below(10) == 0 {
      options.workers = Workers(2)
      let second = load(path, options)
      if second.ledger != first.ledger { tried.fault = "one thread gives another ledger than two" }
    }
    return tried
  }

  private func load(
    _ path: String, _ options: ReadOptions
  ) -> (ledger: [UInt8]?, fault: String?, refusal: String?) {
    do {
      let loaded =
        switch door {
        case .events: try loadHistories(orders: [orders], events: [path], options: options)
        case .customers: try loadHistories(orders: [orders], customers: [path], options: options)
        default: try loadHistories(orders: [path], options: options)
        }
      let ledger = loaded.ledger
      let left = ledger.exports?.leftOut.values.reduce(0) { $0 + $1.rows } ?? 0
      let sum = ledger.rowsUsed + ledger.rowsFiltered + ledger.rowsRefused + left
      return (
        try? canonicalJSON(ledger),
        ledger.rowsRead == sum ? nil : "\(ledger.rowsRead) rows are \(sum)", nil
      )
    } catch { return (nil, error.sentenceFault, "\(error)") }
  }

  private static func parameters() throws -> PredictionParameters {
    PredictionParameters(
      economics: try Economics(saveRate: SaveRate(0.1), contactCost: 0),
      discounting: try Discounting(annualRate: 0.1))
  }

  // MARK: Rows

  private func tryRows(_ mutation: inout InputMutation) throws -> Tried {
    let bytes = mutation.text(valid[0])
    let path = try folder.write(bytes, to: "input")
    do {
      switch door {
      case .features:
        var file = try FeatureFile(path: path)
        _ = try model?.scores(
          of: &file, parts: ScoreParts(of: ScoreColumn.customers),
          parameters: try Self.parameters())
      case .previous: _ = try PreviousScores(path: path, keepsAll: mutation.below(2) == 0)
      case .table:
        var roles = TableSchema(label: "churned", id: "id")
        roles.cells.maxRefused = 0.5
        _ = try TableRows(
          learning: try PlainTable(path: path, delimiter: nil, encoding: .utf8), as: roles)
      default:
        var roles = ContractSchema(id: "id", start: "began", today: Day(number: 20_200))
        roles.end = "ended"
        roles.cells.maxRefused = 0.5
        if mutation.below(2) == 0 { roles.validFrom = "began" }
        _ = try ContractRows(try PlainTable(path: path, delimiter: nil, encoding: .utf8), as: roles)
      }
      return Tried(bytes: bytes.count)
    } catch {
      return Tried(
        bytes: bytes.count, isRead: false, fault: error.sentenceFault, refusal: "\(error)")
    }
  }

  // MARK: Models and stores

  private func tryModel(_ mutation: inout InputMutation) -> Tried {
    let changed = mutation.json(valid[0], tokens)
    var bytes = changed
    // With the digest of what it now says, so that it is its fields that are tried.
    if let digest = ModelDocument.contentDigest(of: changed),
      let place = Self.place(of: #""digest" : ""#, in: changed)
    {
      bytes.replaceSubrange(place..<min(place + 64, bytes.count), with: digest.utf8)
    }
    do {
      let stored = try ModelDocument.stored(from: bytes, path: "model.json")
      if case .histories(let model) = stored,
        let place = try? folder.write(valid[1], to: "rows")
      {
        var file = try FeatureFile(path: place)
        _ = try model.scores(
          of: &file, parts: ScoreParts(of: ScoreColumn.customers),
          parameters: try Self.parameters())
      }
      return Tried(bytes: bytes.count)
    } catch {
      return Tried(
        bytes: bytes.count, isRead: false, fault: error.sentenceFault, refusal: "\(error)")
    }
  }

  private static func place(of text: String, in bytes: [UInt8]) -> Int? {
    bytes.firstRange(of: Array(text.utf8))?.upperBound
  }

  private func tryStore(_ mutation: inout InputMutation) throws -> Tried {
    var (manifest, rows) = (valid[0], valid[1])
    let line = manifest.firstIndex(of: lineFeed).map { $0 + 1 } ?? 0
    if !mutation.isStill, mutation.below(2) == 0 {
      manifest = mutation.json(manifest, tokens.filter { $0.lowerBound >= line })
    } else if !mutation.isStill {
      for _ in 0..<(1 + mutation.below(4)) {
        let sign = UInt8(mutation.below(256))
        rows[mutation.below(rows.count)] = pick(
          from: [sign, sign, 0, 1, 0x7f, 0x80, 0xff], using: &mutation.generator)
      }
      manifest = Self.signed(manifest, rows: rows)
    }
    // And the manifest's own checksum.
    if let line = manifest.firstIndex(of: lineFeed) {
      let body = Array(manifest[(line + 1)...])
      manifest = Array("perennial-store 1 \(Self.checksum(body))\n".utf8) + body
    }
    try FileManager.default.createDirectory(
      atPath: folder.path("s"), withIntermediateDirectories: true)
    try folder.write(manifest, to: "s/manifest")
    try folder.write(rows, to: "s/rows-1")
    let bytes = manifest.count + rows.count
    var options = ReadOptions(today: Day(number: 20_200))
    options.workers = Workers(1 + mutation.below(2))
    do {
      _ = try loadHistories(store: folder.path("s"), options: options)
      return Tried(bytes: bytes)
    } catch {
      return Tried(bytes: bytes, isRead: false, fault: error.sentenceFault, refusal: "\(error)")
    }
  }

  private static func checksum(_ bytes: [UInt8]) -> String {
    let digits = String(Checksum.xxh64(bytes.span), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// A manifest with the checksums of rows as they now are.
  private static func signed(_ manifest: [UInt8], rows: [UInt8]) -> [UInt8] {
    guard let line = manifest.firstIndex(of: lineFeed),
      var document = try? JSONSerialization.jsonObject(with: Data(manifest[(line + 1)...]))
        as? [String: Any],
      var segments = document["segments"] as? [[String: Any]], var segment = segments.first,
      var blocks = segment["blocks"] as? [[String: Any]]
    else { return manifest }
    for index in blocks.indices {
      for part in ["ids", "rows", "details"] {
        guard var extent = blocks[index][part] as? [String: Any],
          let start = extent["start"] as? Int,
          let size = extent["size"] as? Int
        else { continue }
        extent["checksum"] = Checksum.xxh64(rows.span, start..<start + size)
        blocks[index][part] = extent
      }
    }
    segment["blocks"] = blocks
    segments[0] = segment
    document["segments"] = segments
    let body = (try? JSONSerialization.data(withJSONObject: document)) ?? Data()
    return Array(manifest[...line]) + body
  }

  // MARK: Conditions

  private func tryText(_ mutation: inout InputMutation) -> Tried {
    func changed(_ texts: [String]) -> String {
      mutation.condition(texts[mutation.below(texts.count)])
    }
    let text: String
    do {
      switch door {
      case .expression:
        text = changed(Self.expressions)
        let header = ["customer_id", "date", "amount", "quantity", "kind", "a b"]
        let expression = try Expression(parsing: text)
        let fits = [ValueType.number, .boolean, .text, .day].contains { type in
          (try? RowExpression(
            expression, header: header, columnCount: header.count, as: type, decimalComma: false,
            parseDay: { _ in nil })) != nil
        }
        if !fits { return Tried(bytes: text.utf8.count, isRead: false, refusal: "no type fits") }
      case .condition:
        text = changed(Self.conditions)
        _ = try Condition(parsing: text, over: .scores)
      case .target:
        text = changed(Self.targets)
        _ = try TargetRule(parsing: text)
      default:
        text = changed(Self.conditions)
        let other = changed(Self.conditions)
        let rules = try RuleSet(
          RuleSetText(
            name: "own",
            segments: [
              SegmentText("A", when: text, priority: 1), SegmentText("B", when: other, priority: 2),
            ], otherwise: SegmentText("Rest")), schema: .scores)
        _ = RuleLint(rules, mostSteps: 10_000)
      }
      return Tried(bytes: text.utf8.count)
    } catch {
      return Tried(bytes: 60, isRead: false, fault: error.sentenceFault, refusal: "\(error)")
    }
  }
}
