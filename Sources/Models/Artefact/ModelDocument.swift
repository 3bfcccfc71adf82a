internal import Files
internal import FoundationEssentials

/// The text form of a model: a versioned document with optional sections and a digest of itself.
///
/// A reader accepts every document of its major version and of those before; it refuses sections that
/// it does not know, because leaving one out would change what the model predicts.
///
/// Version 2 holds codes and values where version 1 held sentences, and its digest is of the content,
/// whatever its spacing.
package enum ModelDocument {
  package static let format = "perennial-model"
  package static let majorVersion = 2
  package static let minorVersion = 1

  private struct Header: Decodable {
    let format: String
    let version: String
    let digest: String
  }

  private struct Contents: Codable {
    let format: String
    let version: String
    let digest: String
    /// Absent where the model is of a plain table.
    let data: TrainingData?
    let sections: Sections
  }

  private struct Sections: Codable {
    let churn: ChurnModel?
    let lifetime: LifetimeModel?
    let value: ValueModel?
    let clusters: ClusterModel?
    let scores: ScoreModel?
    let population: PopulationReference?
    let prospects: ProspectModel?
    let target: TargetModel?
    let table: TableModel?
    let contracts: ContractModel?

    init(of model: Model) {
      churn = model.churn
      lifetime = model.lifetime
      value = model.value
      clusters = model.clusters
      scores = model.scores
      population = model.population
      prospects = model.prospects
      target = model.target
      table = nil
      contracts = nil
    }

    init(of table: TableModel) {
      (churn, lifetime, value, clusters) = (nil, nil, nil, nil)
      (scores, population, prospects, target) = (nil, nil, nil, nil)
      self.table = table
      contracts = nil
    }

    init(of contracts: ContractModel) {
      (churn, lifetime, value, clusters) = (nil, nil, nil, nil)
      (scores, population, prospects, table) = (nil, nil, nil, nil)
      target = nil
      self.contracts = contracts
    }

    enum CodingKeys: String, CodingKey, CaseIterable {
      case churn, lifetime, value, clusters, scores, population, prospects, target, table, contracts
    }
  }

  private struct SectionNames: Decodable {
    let sections: [String: Ignored]

    struct Ignored: Decodable {
      init(from decoder: any Decoder) throws {}
    }
  }

  /// The bytes of `model.json`.
  ///
  /// - Throws: where a number of the model is not finite.
  package static func bytes(of model: Model) throws(UndefinedFigure) -> [UInt8] {
    try bytes(data: model.data, Sections(of: model))
  }

  /// The bytes of `model.json` for a model of a labelled table.
  package static func bytes(of table: TableModel) throws(UndefinedFigure) -> [UInt8] {
    try bytes(data: nil, Sections(of: table))
  }

  /// The bytes of `model.json` for a model of contracts.
  package static func bytes(of contracts: ContractModel) throws(UndefinedFigure) -> [UInt8] {
    try bytes(data: nil, Sections(of: contracts))
  }

  package static func digest(of contracts: ContractModel) throws(UndefinedFigure) -> String {
    try digest(data: nil, Sections(of: contracts))
  }

  /// The digest of a model: SHA-256 of what its document says, without the digest itself.
  ///
  /// - Throws: where a number of the model is not finite.
  package static func digest(of model: Model) throws(UndefinedFigure) -> String {
    try digest(data: model.data, Sections(of: model))
  }

  package static func digest(of table: TableModel) throws(UndefinedFigure) -> String {
    try digest(data: nil, Sections(of: table))
  }

  private static func digest(
    data: TrainingData?, _ sections: Sections
  ) throws(UndefinedFigure) -> String {
    let document = try document(data: data, sections, digest: "")
    guard let digest = contentDigest(of: document) else {
      preconditionFailure("a document of ours that is no JSON")
    }
    return digest
  }

  private static func bytes(
    data: TrainingData?, _ sections: Sections
  ) throws(UndefinedFigure) -> [UInt8] {
    try document(data: data, sections, digest: digest(data: data, sections))
  }

  private static func document(
    data: TrainingData?, _ sections: Sections, digest: String
  ) throws(UndefinedFigure) -> [UInt8] {
    try canonicalJSON(
      Contents(
        format: format, version: "\(majorVersion).\(minorVersion)", digest: digest, data: data,
        sections: sections))
  }

  /// The digest of what a document says, whatever digest it names; nil where the bytes are no JSON object, or name a
  /// member twice.
  package static func contentDigest(of document: [UInt8]) -> String? {
    (try? CanonicalContent.bytes(of: document, without: "digest")).map {
      SHA256.hexDigits(of: $0)
    }
  }

  /// Reads a document and checks that nothing it says has changed.
  ///
  /// - Parameters:
  ///   - bytes: the file's contents.
  ///   - path: the file's name, for errors.
  /// - Returns: the model.
  /// - Throws: what is wrong with the file.
  package static func stored(
    from bytes: [UInt8], path: String
  ) throws(ModelError) -> StoredModel {
    let data = Data(bytes)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: data)
    } catch DecodingError.dataCorrupted {
      throw .damaged(path: path, reason: "it ends early or is no JSON")
    } catch {
      throw .foreign(path: path)
    }
    guard header.format == format else { throw .foreign(path: path) }
    let major = header.version.split(separator: ".").first.flatMap { Int($0) }
    guard let major, major <= majorVersion else {
      throw .newerVersion(
        path: path, found: header.version, supported: "\(majorVersion).\(minorVersion)")
    }
    try checkSections(data, path: path)
    try checkDigest(header.digest, bytes, majorVersion: major, path: path)
    do {
      let contents = try decoder.decode(Contents.self, from: data)
      let sections = contents.sections
      if var table = sections.table {
        try table.validate()
        table.digest = header.digest
        return .table(table)
      }
      if var contracts = sections.contracts {
        try contracts.validate()
        contracts.digest = header.digest
        return .contracts(contracts)
      }
      guard let data = contents.data else { throw ModelFault(reason: "'data' is missing") }
      var model = Model(
        data: data, churn: sections.churn, lifetime: sections.lifetime,
        value: sections.value, clusters: sections.clusters, scores: sections.scores,
        digest: header.digest)
      model.population = sections.population
      model.prospects = sections.prospects
      model.target = sections.target
      try model.validate()
      return .histories(model)
    } catch let fault as ModelFault {
      throw .damaged(path: path, reason: fault.reason)
    } catch {
      throw .damaged(path: path, reason: decodingReason(error))
    }
  }

  /// Reads the document of a model that was learned from histories.
  package static func model(
    from bytes: [UInt8], path: String
  ) throws(ModelError) -> Model {
    switch try stored(from: bytes, path: path) {
    case .histories(let model): return model
    case .table: throw .learnedFromTable(path: path)
    case .contracts: throw .learnedFromContracts(path: path)
    }
  }

  /// Reads keys as the first models spelled them, too: a model loads for ever.
  private static var decoder: JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      let key = path[path.count - 1]
      return formerKeys[key.stringValue].map(Key.init(stringValue:)) ?? key
    }
    return decoder
  }

  private static let formerKeys = [
    "standardDeviation": "standard_deviation", "sameAs": "same_as", "observedMean": "observed_mean",
    "allTied": "all_tied", "areGiven": "given", "horizonInDays": "horizon_days",
  ]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  private static func checkSections(_ data: Data, path: String) throws(ModelError) {
    let names: SectionNames
    do {
      names = try JSONDecoder().decode(SectionNames.self, from: data)
    } catch {
      throw .damaged(path: path, reason: decodingReason(error))
    }
    let known = Set(Sections.CodingKeys.allCases.map(\.rawValue))
    if let unknown = names.sections.keys.sorted().first(where: { !known.contains($0) }) {
      throw .unknownSection(path: path, section: unknown)
    }
  }

  /// Checks a digest by the rule of the document's version.
  private static func checkDigest(
    _ digest: String, _ bytes: [UInt8], majorVersion: Int, path: String
  ) throws(ModelError) {
    guard majorVersion > 1 else {
      return try checkTextDigest(digest, bytes, path: path)
    }
    guard contentDigest(of: bytes) == digest else {
      throw .damaged(path: path, reason: mismatch)
    }
  }

  /// The rule of the first major version: SHA-256 of the bytes as they are, the digest's own field
  /// empty.
  private static func checkTextDigest(
    _ digest: String, _ bytes: [UInt8], path: String
  ) throws(ModelError) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let field = text.firstRange(of: "\"digest\" : \"\(digest)\"") else {
      throw .damaged(path: path, reason: "its digest cannot be found")
    }
    let unsigned = text[..<field.lowerBound] + "\"digest\" : \"\"" + text[field.upperBound...]
    guard SHA256.hexDigits(of: unsigned.utf8) == digest else {
      throw .damaged(path: path, reason: mismatch)
    }
  }

  private static let mismatch = "its contents do not match its own digest"
}
