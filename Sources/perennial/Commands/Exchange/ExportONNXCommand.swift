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

  @OptionGroup var exported: ExportedModelOptions
  @OptionGroup var place: ExportedFileOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(model: exported.model, written: [("--output", place.output)]) }

  func work(in session: Session) throws {
    let model = try ONNXChurnModel(try exported.read(), asOf: exported.asOf?.value)
    try session.write(to: place.output) { output throws(OutputError) in
      try output.write(model.bytes)
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

  @OptionGroup var place: ExportedFileOptions
  @OptionGroup(title: "Run") var said: VoiceOptions

  var voice: Voice { said.voice }
  var files: FileUse { FileUse(written: [("--output", place.output)]) }

  func work(in session: Session) throws {
    try session.write(to: place.output) { output throws(OutputError) in
      try output.write(Array(PythonReader.file))
    }
  }
}
