import Files
import Foundation
import Models
import Reporting
import Scoring
import TestSupport
import Testing
import Training

/// What may stand where a model is to be written, and what is left of it.
@Suite struct ModelFolderTests {
  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    let path = folder.path("new/shop")
    try ModelFolder.write(example.trained, to: path)
    #expect(try names(path) == ["card.json", "card.md", "evaluation.json", "model.json"])
    #expect(try names(folder.path("new")) == ["shop"])

    let model = try ModelFolder.read(path)
    #expect(try ModelDocument.bytes(of: model) == ModelDocument.bytes(of: example.model))
    #expect(model.digest == example.model.digest)
    #expect(try ModelFolder.readEvaluation(path) == example.trained.evaluation)
    #expect(try ModelFolder.readCard(path).contains(example.model.shortDigest))

    let parameters = try predictionParameters()
    let before = try example.model.scores(of: example.store, parameters: parameters)
    let after = try model.scores(of: example.store, parameters: parameters)
    #expect(bits(before.churnProbability) == bits(after.churnProbability))
    #expect(bits(before.valueIfKept) == bits(after.valueIfKept))
    #expect(bits(before.valueIfNot) == bits(after.valueIfNot))
    #expect(before.scores == after.scores && before.cluster == after.cluster)
    #expect(before.ranking == after.ranking)
  }

  /// No path, folder name or clock: two folders hold the same bytes.
  @Test func theBytesDoNotSayWhereTheyLie() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    for name in ["one", "two/deep"] {
      try ModelFolder.write(example.trained, to: folder.path(name))
    }
    for file in ["model.json", "evaluation.json", "card.md"] {
      #expect(try text(folder.path("one/\(file)")) == text(folder.path("two/deep/\(file)")))
    }
  }

  @Test func anExistingModelIsReplacedWhole() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    let path = folder.path("shop")
    try ModelFolder.write(example.trained, to: path)
    var parameters = quickParameters(90)
    parameters.seed = 2
    let other = try train(on: example.store, parameters: parameters)
    try ModelFolder.write(other, to: path + "/")
    #expect(try names(path) == ["card.json", "card.md", "evaluation.json", "model.json"])
    #expect(try ModelFolder.read(path).digest == other.model.digest)
    #expect(other.model.digest != example.model.digest)
    #expect(try ModelFolder.readEvaluation(path) == other.evaluation)
    #expect(try names(folder.path(".")) == ["shop"])
  }

  @Test func aDamagedModelOfOursIsReplaced() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    let path = folder.path("shop")
    try ModelFolder.write(example.trained, to: path)
    let half = String(
      decoding: try ModelDocument.bytes(of: example.model).dropLast(99), as: UTF8.self)
    try folder.write(half, to: "shop/model.json")
    #expect(throws: ModelError.self) { try ModelFolder.read(path) }
    try ModelFolder.write(example.trained, to: path)
    #expect(try ModelFolder.read(path).digest == example.model.digest)
  }

  @Test func anEmptyFolderIsFilled() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    try ModelFolder.write(example.trained, to: folder.path("."))
    #expect(try ModelFolder.read(folder.path(".")).digest == example.model.digest)
  }

  enum InTheWay: CaseIterable {
    case folderWithOtherFiles, file, foreignModel, folderCalledModel, noteBesideOurModel
  }

  /// Refused before and at writing, and not touched.
  @Test(arguments: InTheWay.allCases)
  func otherThingsInTheWay(what: InTheWay) throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    let path = folder.path("shop")
    func make(_ name: String) throws {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
    }
    let kept: String
    switch what {
    case .folderWithOtherFiles:
      kept = "shop/notes.txt"
      try make("shop")
    case .file:
      kept = "shop"
    case .foreignModel:
      kept = "shop/model.json"
      try make("shop")
    case .folderCalledModel:
      kept = "shop/model.json/a.txt"
      try make("shop/model.json")
    case .noteBesideOurModel:
      kept = "shop/notes.txt"
      try ModelFolder.write(example.trained, to: path)
    }
    try folder.write("{\"format\": \"another program's\"}", to: kept)
    for attempt in [
      { try ModelFolder.checkReplaceable(path) },
      { try ModelFolder.write(example.trained, to: path) },
    ] {
      let error = try failure(OutputError.self, attempt)
      guard case .inTheWay(let found, _)? = error, found.hasPrefix(path) else {
        Issue.record("\(what): \(String(describing: error))")
        continue
      }
    }
    #expect(try text(folder.path(kept)) == "{\"format\": \"another program's\"}")
    #expect(try names(folder.path(".")) == ["shop"])
  }

  /// A file where the parent folder should be; works for root too, whom permissions do not stop.
  @Test func aParentThatCannotBeWritten() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    try folder.write("a file", to: "file")
    for path in [folder.path("file/shop"), folder.path("file/deep/shop"), "/proc/shop"] {
      let error = try failure(OutputError.self) {
        try ModelFolder.write(example.trained, to: path)
      }
      guard case .cannotWrite(path, _)? = error else {
        Issue.record("\(path): \(String(describing: error))")
        continue
      }
    }
    #expect(try text(folder.path("file")) == "a file")
    #expect(try names(folder.path(".")) == ["file"])
  }

  @Test func aFolderWithoutModel() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("nowhere"), folder.path(".")] {
      let error = try failure(ModelError.self) { _ = try ModelFolder.read(path) }
      guard case .missing(path)? = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(error?.description.contains("perennial train") == true)
    }
  }

  @Test func anEvaluationThatIsDamaged() throws {
    let example = try TrainedShop.example.get()
    let folder = try TemporaryFolder()
    try ModelFolder.write(example.trained, to: folder.path("shop"))
    for text in ["", "{}", "[1]", "{\"as_of\": \"2020-13-01\"}"] {
      try folder.write(text, to: "shop/evaluation.json")
      let error = try failure(ModelError.self) {
        _ = try ModelFolder.readEvaluation(folder.path("shop"))
      }
      guard case .damaged? = error else {
        Issue.record("\(text): \(String(describing: error))")
        continue
      }
    }
  }
}
