package import Files
internal import FoundationEssentials

/// The folder `models/<name>/`: `model.json`, `evaluation.json`, `card.md` and `card.json`.
package enum ModelFolder {
  package static let modelFile = "model.json"
  package static let evaluationFile = "evaluation.json"
  package static let cardFile = "card.md"
  package static let cardDocumentFile = "card.json"
  package static let files = [modelFile, evaluationFile, cardFile, cardDocumentFile]
  private static let kind = FolderContents(
    marker: modelFile, others: [evaluationFile, cardFile, cardDocumentFile], readers: .anyone)
  /// Larger files are refused unread: no model comes near it.
  private static let largestModel = 256 << 20

  /// Reads and checks a model.
  ///
  /// - Parameter path: the folder.
  /// - Returns: the model.
  /// - Throws: where the folder is missing, foreign, damaged or newer than this program.
  package static func read(_ path: String) throws(ModelError) -> Model {
    try ModelDocument.model(from: bytes(of: modelFile, in: path), path: "\(path)/\(modelFile)")
  }

  /// Reads and checks a model of whichever kind.
  package static func readStored(_ path: String) throws(ModelError) -> StoredModel {
    try ModelDocument.stored(from: bytes(of: modelFile, in: path), path: "\(path)/\(modelFile)")
  }

  /// Reads and checks a model of a plain table.
  package static func readTable(_ path: String) throws(ModelError) -> TableModel {
    switch try readStored(path) {
    case .table(let table): return table
    case .histories: throw .learnedFromHistories(path: "\(path)/\(modelFile)")
    case .contracts: throw .learnedFromContracts(path: "\(path)/\(modelFile)")
    }
  }

  /// Reads and checks a model of contracts.
  package static func readContracts(_ path: String) throws(ModelError) -> ContractModel {
    guard case .contracts(let contracts) = try readStored(path) else {
      throw .notOfContracts(path: "\(path)/\(modelFile)")
    }
    return contracts
  }

  /// Reads the evaluation that was made when the model was trained.
  package static func readEvaluation(_ path: String) throws(ModelError) -> Evaluation {
    try evaluation(path)
  }

  /// Reads the evaluation of a model of a plain table.
  package static func readTableEvaluation(_ path: String) throws(ModelError) -> TableEvaluation {
    try evaluation(path)
  }

  private static func evaluation<Kind: Decodable>(_ path: String) throws(ModelError) -> Kind {
    let data = try bytes(of: evaluationFile, in: path)
    do {
      return try JSONDecoder().decode(Kind.self, from: Data(data))
    } catch {
      throw .damaged(path: "\(path)/\(evaluationFile)", reason: decodingReason(error))
    }
  }

  /// The text of the model's card.
  package static func readCard(_ path: String) throws(ModelError) -> String {
    String(decoding: try bytes(of: cardFile, in: path), as: UTF8.self)
  }

  /// Writes the four files; the folder appears whole or not at all.
  ///
  /// - Parameters:
  ///   - model: the bytes of `model.json`.
  ///   - evaluation: the bytes of `evaluation.json`.
  ///   - card: the text of the card.
  ///   - cardDocument: the bytes of `card.json`.
  ///   - path: the folder.
  /// - Throws: where something else is in the way, or it cannot be written.
  package static func write(
    model: [UInt8], evaluation: [UInt8], card: String, cardDocument: [UInt8], to path: String
  ) throws(OutputError) {
    let folder = AtomicFolder(
      files: [
        (modelFile, model), (evaluationFile, evaluation),
        // It quotes names of the log, which must not steer the terminal of whoever reads it.
        (cardFile, Array(visibleText(card, keepingLines: true).utf8)),
        (cardDocumentFile, cardDocument),
      ],
      kind: kind)
    try checkReplaceable(path)
    try folder.write(to: path)
  }

  /// Refuses a path that holds anything but nothing, an empty folder or a Perennial model.
  package static func checkReplaceable(_ path: String) throws(OutputError) {
    try kind.check(path)
    let file = URL(filePath: path).appending(path: modelFile)
    guard FileManager.default.fileExists(atPath: file.path) else { return }
    // A damaged model of ours may be replaced; another program's model.json may not, nor may what
    // cannot be read or is larger than any.
    let content = Files.bytes(ofFile: file.path, atMost: largestModel)
    guard let content, content.contains("\"\(ModelDocument.format)\"".utf8) else {
      throw .inTheWay(path: path, expected: .modelFolder(file: modelFile))
    }
  }

  private static func bytes(of name: String, in path: String) throws(ModelError) -> [UInt8] {
    let file = URL(filePath: path).appending(path: name)
    guard FileManager.default.fileExists(atPath: file.path) else { throw .missing(path: path) }
    do {
      let size = try FileManager.default.attributesOfItem(atPath: file.path)[.size] as? Int ?? 0
      guard size <= largestModel else {
        throw ModelError.foreign(path: "\(path)/\(name)")
      }
      return Array(try Data(contentsOf: file))
    } catch let error as ModelError {
      throw error
    } catch {
      throw .unreadable(path: "\(path)/\(name)", reason: systemReason(error))
    }
  }
}
