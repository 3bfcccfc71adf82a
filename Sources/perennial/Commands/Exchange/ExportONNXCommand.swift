import ArgumentParser
import Exchange
import Files
import Models
import Scoring

struct ExportONNXCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "onnx",
    abstract: "Write the churn model as an ONNX file.",
    discussion: """
      Input `features`, doubles, a row a customer, not-a-number where a value is missing; its columns are \
      named in the metadata `features`, as in the CSV of `perennial features`. Outputs churn_probability, \
      logit, and contributions, what each feature adds to the logit (metadata `contributions`).

        perennial export onnx --model models/shop --output shop.onnx
      """)

  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown("Date whose season counts (default: the date of the model).", "date"))
  var asOf: DayArgument?
  @Option(
    name: .long, help: .shown("Write the file here (default: stdout).", "file"),
    completion: .file())
  var output: String?
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: model, written: [("--output", output)]) }

  func work(in session: Session) throws {
    let exported = try ONNXChurnModel(try ModelFolder.read(model), asOf: asOf?.value)
    try session.write(to: output) { output throws(OutputError) in
      try output.write(exported.bytes)
    }
  }
}

struct ExportPythonCommand: Job {
  static let configuration = CommandConfiguration(
    commandName: "python",
    abstract: "Write a file of Python that scores by a model's model.json.",
    discussion: """
      One file that needs Python alone, for models of any shop: features in, the probability of churn and \
      what each feature adds to the logit out.

        perennial export python --output perennial_model.py
        python3 perennial_model.py models/shop/model.json features.csv > scores.csv
      """)

  @Option(
    name: .long, help: .shown("Write the file here (default: stdout).", "file"),
    completion: .file())
  var output: String?
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(written: [("--output", output)]) }

  func work(in session: Session) throws {
    try session.write(to: output) { output throws(OutputError) in
      try output.write(Array(PythonReader.file))
    }
  }
}
