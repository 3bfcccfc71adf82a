import ArgumentParser
import Files
import Models

/// The model that other programs are to apply, and the date that they apply it at.
struct ExportedModelOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Folder of the model (default: none; needed to score).", "dir"),
    completion: .directory)
  var model: String?
  @Option(
    name: .long,
    help: .shown("Date that it is applied at (default: the date of the model).", "date"))
  var asOf: DayArgument?

  func folder() throws -> String {
    guard let model else {
      throw UsageError(
        description:
          "--model: found none, expected the folder of a model that `perennial train` made")
    }
    return model
  }

  func read() throws -> Model { try ModelFolder.read(folder()) }
}

/// Where what is exported is written to, where that is one file.
struct ExportedFileOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Write it to this file (default: stdout).", "file"),
    completion: .file())
  var output: String?

  func write(_ bytes: [UInt8], in session: Session) throws {
    try session.write(to: output) { output throws(OutputError) in try output.write(bytes) }
  }
}
