internal import Files
internal import FoundationEssentials

/// The text form of a model: a versioned document with optional sections and a digest of itself.
///
/// A reader accepts every document of its major version; it refuses sections that it does not know,
/// because leaving one out would change what the model says.
package enum ModelDocument {
  package static let format = "perennial-model"
  package static let majorVersion = 1
  package static let minorVersion = 0

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
    let table: TableModel?

    enum CodingKeys: String, CodingKey, CaseIterable {
      case churn, lifetime, value, clusters, scores, population, prospects, table
    }
  }

  private struct SectionNames: Decodable {
    let sections: [String: Ignored]

    struct Ignored: Decodable {
      init(from decoder: any Decoder) throws {}
    }
  }

  /// The bytes of `model.json`.
  package static func bytes(of model: Model) -> [UInt8] { signed(unsignedBytes(of: model)) }

  /// The bytes of `model.json` for a model of a plain table.
  package static func bytes(of table: TableModel) -> [UInt8] { signed(unsignedBytes(of: table)) }

  /// The digest of a model: SHA-256 of its document with the digest's own field empty.
  package static func digest(of model: Model) -> String {
    SHA256.hexDigits(of: unsignedBytes(of: model))
  }

  package static func digest(of table: TableModel) -> String {
    SHA256.hexDigits(of: unsignedBytes(of: table))
  }

  private static func signed(_ unsigned: [UInt8]) -> [UInt8] {
    let text = String(decoding: unsigned, as: UTF8.self)
    // The digest's field is the first "digest" of the sorted document: `data` has other keys.
    guard let field = text.firstRange(of: emptyDigest) else {
      preconditionFailure("the document has no digest field")
    }
    let signed = "\"digest\" : \"\(SHA256.hexDigits(of: unsigned))\""
    return Array(text.replacingCharacters(in: field, with: signed).utf8)
  }

  /// Reads a document and checks that not one byte of it has changed.
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
    try checkDigest(header.digest, bytes, path: path)
    do {
      let contents = try decoder.decode(Contents.self, from: data)
      let sections = contents.sections
      if var table = sections.table {
        try table.validate()
        table.digest = header.digest
        return .table(table)
      }
      guard let data = contents.data else { throw ModelFault(reason: "'data' is missing") }
      var model = Model(
        data: data, churn: sections.churn, lifetime: sections.lifetime,
        value: sections.value, clusters: sections.clusters, scores: sections.scores,
        digest: header.digest)
      model.population = sections.population
      model.prospects = sections.prospects
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
    guard case .histories(let model) = try stored(from: bytes, path: path) else {
      throw .learnedFromTable(path: path)
    }
    return model
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

  private static let emptyDigest = "\"digest\" : \"\""

  private static func unsignedBytes(of model: Model) -> [UInt8] {
    unsignedBytes(
      data: model.data,
      Sections(
        churn: model.churn, lifetime: model.lifetime, value: model.value,
        clusters: model.clusters, scores: model.scores, population: model.population,
        prospects: model.prospects, table: nil))
  }

  private static func unsignedBytes(of table: TableModel) -> [UInt8] {
    unsignedBytes(
      data: nil,
      Sections(
        churn: nil, lifetime: nil, value: nil, clusters: nil, scores: nil, population: nil,
        prospects: nil, table: table))
  }

  private static func unsignedBytes(data: TrainingData?, _ sections: Sections) -> [UInt8] {
    canonicalJSON(
      Contents(
        format: format, version: "\(majorVersion).\(minorVersion)", digest: "", data: data,
        sections: sections))
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

  /// Hashes the bytes as they are, so that a model of today is checked the same for ever, however a
  /// later program would write it.
  private static func checkDigest(
    _ digest: String, _ bytes: [UInt8], path: String
  ) throws(ModelError) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let field = text.firstRange(of: "\"digest\" : \"\(digest)\"") else {
      throw .damaged(path: path, reason: "its digest cannot be found")
    }
    let unsigned = text.replacingCharacters(in: field, with: emptyDigest)
    guard SHA256.hexDigits(of: unsigned.utf8) == digest else {
      throw .damaged(path: path, reason: "its contents do not match its own digest")
    }
  }
}

extension String {
  fileprivate func replacingCharacters(
    in range: Range<String.Index>, with text: String
  ) -> String {
    self[..<range.lowerBound] + text + self[range.upperBound...]
  }
}
