import Files
import FoundationEssentials
import Interventions
import Reporting
import Scoring
import Yams

/// The section `plan:` of a configuration: offers and limits, with the lines that they came from.
struct PlanFile {
  let path: String
  let terms: PlanTerms
  /// Of every key that was read.
  private let lines: [PlanPlace: Int]

  /// A configuration is a page of text.
  private static let largestFile = 1 << 20

  /// Reads a file with a section `plan:`.
  ///
  /// - Throws: all that is wrong with the section, with file and line.
  init(path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else {
      throw MissingPlan(description: "\(path): found no such file, expected one with `plan:`")
    }
    guard isRegularFile(path) else {
      throw MissingPlan(
        description: "\(path): found a folder, a pipe or a device, expected a file with `plan:`")
    }
    guard let data = bytes(ofFile: path, atMost: Self.largestFile) else {
      throw RuleFileError(path: path, faults: [(1, "expected a configuration of at most 1 MiB")])
    }
    try self.init(yaml: String(decoding: data, as: UTF8.self), path: path)
  }

  /// Reads the text of such a file.
  init(yaml: String, path: String) throws {
    if let line = RuleFile.firstAlias(in: yaml) {
      throw RuleFileError(path: path, faults: [(line, RuleFile.aliasSentence)])
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: yaml)
    } catch let error as YamlError {
      throw RuleFileError(path: path, faults: [(error.line, "found no YAML: \(error.problem)")])
    }
    guard case .mapping(let top)? = root, let section = top["plan"] else {
      throw RuleFileError(
        path: path, faults: [(1, "found no `plan:`, expected it with `offers:` below it")])
    }
    var reader = PlanFileReader(simple: top["predict"])
    let terms = reader.terms(section)
    guard let terms, reader.faults.isEmpty else {
      throw RuleFileError(path: path, faults: reader.faults)
    }
    self.path = path
    self.terms = terms
    lines = reader.lines
  }

  /// The line of a place; that of the offer, or of the section, where the key does not stand there.
  private func line(of place: PlanPlace) -> Int? {
    if let line = lines[place] { return line }
    switch place {
    case .offer(let number, _): return lines[.offer(number, key: "name")]
    case .trigger(let number, _): return lines[.trigger(number, key: "trigger")]
    case .plan: break
    }
    return lines[.plan(key: "plan")]
  }

  /// An error of planning, with file and line where it is one of the terms.
  func located(_ error: PlanningError) -> any Error {
    switch error {
    case .noColumn(let place, _, _, _), .emptyColumn(let place, _, _):
      RuleFileError(path: path, faults: [(line(of: place), error.sentence.onCommandLine)])
    case .noUpliftFile(let offer, _):
      RuleFileError(
        path: path,
        faults: [(line(of: .offer(offer, key: "save_rate")), error.sentence.onCommandLine)])
    case .nobodyEligible(let offer, _):
      RuleFileError(
        path: path,
        faults: [(line(of: .offer(offer, key: "where")), error.sentence.onCommandLine)])
    case .conditions(let faults):
      RuleFileError(
        path: path,
        faults: faults.map { fault in
          (
            line(of: .offer(fault.offer, key: "where")),
            "offer '\(terms.offers[fault.offer].name)', where: \(fault.sentence)"
          )
        })
    case .scores, .customers, .otherAssumptions, .noDate, .noSalt, .uplift, .campaign: error
    }
  }
}

extension PlanFile {
  /// Why there is nothing to look for.
  var withoutTriggers: RuleFileError {
    RuleFileError(
      path: path,
      faults: [
        (
          lines[.plan(key: "plan")],
          "found no `triggers:` under `plan:`, expected some: - {trigger: birthday, offer: …}"
        )
      ])
  }

  /// An error of triggers, with file and line.
  func located(_ error: TriggerError) -> RuleFileError {
    switch error {
    case .conditions(let faults):
      RuleFileError(
        path: path,
        faults: faults.map { fault in
          (
            line(of: .trigger(fault.trigger, key: "where")),
            "trigger '\(terms.triggers[fault.trigger].name)', where: \(fault.sentence)"
          )
        })
    case .noColumn(let trigger, _, _):
      RuleFileError(
        path: path,
        faults: [(line(of: .trigger(trigger, key: "offer")), error.sentence.onCommandLine)])
    }
  }
}

/// No file where offers should be.
struct MissingPlan: ReportedFailure {
  let description: String
  var exitCode: Int32 { ExitStatus.missingInput }
}

extension PlanningError: ReportedFailure {
  var exitCode: Int32 {
    switch self {
    case .scores(let error): error.exitCode
    case .customers(let error): error.exitCode
    case .noSalt, .noDate: ExitStatus.usage
    case .uplift(.sheet(let error)): error.exitCode
    case .campaign(.noFile): ExitStatus.missingInput
    case .campaign(.rows(let error)): error.exitCode
    case .uplift, .campaign, .noUpliftFile, .noColumn, .conditions, .nobodyEligible, .emptyColumn,
      .otherAssumptions:
      ExitStatus.badData
    }
  }
}
