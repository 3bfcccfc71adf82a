import ArgumentParser
import Features
import Files
import FoundationEssentials
import Ingestion
import Reporting
import Stores
import Units

struct StoreForgetCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "forget",
    abstract: "Take customers out of a store, and say what else still rests on them.",
    discussion: """
      The store is written anew without their rows, whole or not at all, as if they had never been in \
      its files. Models, scores, plans and other files are not changed: name them to learn which hold \
      one of the customers or were learned from the store as it was. Files that bring the customers \
      again bring them back.

        perennial store forget shop.store --ids leavers.csv --models models/shop --files runs plans
      """)

  @Argument(help: .shown("Folder of the store.", "store"), completion: .directory)
  var store: String
  @Option(
    name: .long, help: .shown("CSV with a column of the customers' ids.", "file"),
    completion: .file())
  var ids: String
  @Option(name: .long, help: .shown("Column of customer ids (default: recognised).", "column"))
  var id: String?
  @OptionGroup var named: PseudonymOptions
  @Flag(
    name: .long,
    help: .shown("Ids that differ from a customer's by their spelling alone are somebody else's."))
  var exact = false
  @Option(
    name: .long, parsing: .upToNextOption,
    help: .shown("Folders of models to look at (default: none).", "dirs"), completion: .directory)
  var models: [String] = []
  @Option(
    name: .customLong("files"), parsing: .upToNextOption,
    help: .shown("Files and folders to look through (default: none).", "files"), completion: .file()
  )
  var others: [String] = []
  @OptionGroup(title: "Output") var report: ReportOptions
  @OptionGroup(title: "Run") var options: RunOptions

  var voice: Voice { options.said.voice }

  var files: FileUse {
    FileUse(
      read: [ids, named.pseudonymise], written: [("--output", report.output)], stores: [store])
  }

  func work(in session: Session) throws {
    let pseudonyms = try named.pseudonyms()
    let wanted = try ForgottenIDs(path: ids, column: id, pseudonyms: pseudonyms)
    for path in models + others where kindOfFile(at: path) == nil {
      throw FileError.missingFile(path)
    }
    let learned = try models.map { path in (path, try LearnedRows(ofModel: path)) }
    let forgotten = try forget(
      wanted, in: store, needsDigest: !models.isEmpty,
      namesCustomer: { EventKind.namesCustomer($0) }, workers: options.workers,
      progress: session.progress("forgetting"))
    let search = IDSearch(wanted.strings, pseudonyms: pseudonyms)
    let finding = StoreForgetting(
      forgotten,
      models: learned.map { path, rows in
        StoreForgetting.RestingModel(
          model: path, asOf: rows.asOf,
          wasLearnedFromStore: forgotten.customersForgotten > 0
            && rows.digest.map { $0 == forgotten.digestBefore } ?? false)
      },
      files: (models + others).flatMap(search.findings))
    try report.write(finding, in: session) { StoreReport.text(of: $0) }
    if !exact { try forgotten.requireAll() }
  }
}

extension NotAllForgotten: ReportedFailure {
  var exitCode: Int32 { ExitStatus.failure }
}

/// From which rows a model was learned, whatever its kind.
private struct LearnedRows {
  let digest: String?
  let asOf: String?

  private struct WrittenModel: Decodable {
    struct Rows: Decodable {
      let rows_sha256: String?
      let as_of: String?
    }

    let data: Rows?
  }

  init(ofModel folder: String) throws {
    let path = "\(folder)/model.json"
    guard kindOfFile(at: path) != nil else { throw FileError.missingFile(path) }
    guard let bytes = bytes(ofFile: path, atMost: 256 << 20),
      let document = try? JSONDecoder().decode(WrittenModel.self, from: Data(bytes))
    else {
      throw UsageError(
        description: "--models \(folder): found no model that can be read, expected a folder that "
          + "`perennial train` has written")
    }
    (digest, asOf) = (document.data?.rows_sha256, document.data?.as_of)
  }
}
