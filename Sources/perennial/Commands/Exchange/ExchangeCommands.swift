import ArgumentParser
import Exchange
import Files
import Models
import Scoring
import Units

/// A command that writes a model as one file for other programs.
protocol ModelFileExport: Job {
  var exported: ExportedModelOptions { get }
  var form: ExportedFileOptions { get }
  var said: VoiceOptions { get }

  /// The file of a model.
  ///
  /// - Parameters:
  ///   - model: of histories.
  ///   - asOf: the date whose season it holds; nil for the model's.
  /// - Returns: its bytes.
  /// - Throws: where the model predicts neither churn nor a target.
  static func bytes(of model: Model, asOf: Day?) throws -> [UInt8]
}

extension ModelFileExport {
  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: exported.model, written: [("--output", form.output)]) }

  func work(in session: Session) throws {
    try form.write(Self.bytes(of: exported.read(), asOf: exported.asOf?.value), in: session)
  }
}

struct ExportONNXCommand: ModelFileExport {
  static let configuration = CommandConfiguration(
    commandName: "onnx",
    abstract: "Write the model of churn, or of a target, as an ONNX file.",
    discussion: """
      Input `features`, doubles, a row a customer, not-a-number where a value is missing; its columns are \
      named in the metadata `features`, as in the CSV of `perennial features`. Outputs churn_probability \
      (of a target target_probability, with its rule in the metadata `target`), logit, and contributions, \
      what each feature adds to the logit (metadata `contributions`).

        perennial export onnx --model models/shop --output shop.onnx
      """)

  @OptionGroup(title: "Model") var exported: ExportedModelOptions
  @OptionGroup(title: "Output") var form: ExportedFileOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  static func bytes(of model: Model, asOf: Day?) throws -> [UInt8] {
    try ONNXModel(model, asOf: asOf).bytes
  }
}

struct ExportPMMLCommand: ModelFileExport {
  static let configuration = CommandConfiguration(
    commandName: "pmml",
    abstract: "Write the model of churn, or of a target, as PMML 4.4.",
    discussion: """
      A field for each feature that the model uses, as in the CSV of `perennial features`, missing where it \
      is empty there; output churn_probability, of a target target_probability. Every step from a feature to \
      its column is a derived field.

        perennial export pmml --model models/shop --output shop.pmml
      """)

  @OptionGroup(title: "Model") var exported: ExportedModelOptions
  @OptionGroup(title: "Output") var form: ExportedFileOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  static func bytes(of model: Model, asOf: Day?) throws -> [UInt8] {
    try PMMLModel(model, asOf: asOf).bytes
  }
}

struct ExportMLflowCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "mlflow",
    abstract: "Write the model of churn, or of a target, as a folder of MLflow.",
    discussion: """
      A pyfunc over ONNX Runtime with signature, requirements and the model's card: a table with a column \
      for each feature in, churn_probability (of a target target_probability) and logit out.

        perennial export mlflow --model models/shop --output shop-mlflow
        mlflow models serve -m shop-mlflow
      """)

  @OptionGroup(title: "Model") var exported: ExportedModelOptions
  @Option(name: .long, help: .shown("Folder to write.", "dir"), completion: .directory)
  var output: String
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: exported.model, folders: [("--output", output)]) }

  func work(in session: Session) throws {
    try MLflowFolder.check(output)
    let model = try exported.read()
    let folder = try MLflowFolder.folder(
      model, asOf: exported.asOf?.value, card: try ModelFolder.readCard(exported.folder()))
    session.tellNotes()
    try folder.write(to: output)
  }
}

struct ExportPythonCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "python",
    abstract: "Write a file of Python that scores by a model's model.json.",
    discussion: """
      One file that needs Python alone, for models of any shop: features in, the probability of churn, or of \
      the model's target, and what each feature adds to the logit out.

        perennial export python --output perennial_model.py
        python3 perennial_model.py models/shop/model.json features.csv > scores.csv
      """)

  @OptionGroup(title: "Output") var form: ExportedFileOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(written: [("--output", form.output)]) }

  func work(in session: Session) throws {
    try form.write(Array(PythonReader.file), in: session)
  }
}
