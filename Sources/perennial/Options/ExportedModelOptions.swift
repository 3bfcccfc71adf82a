import ArgumentParser
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

  func read() throws -> Model {
    guard let model else {
      throw UsageError(
        description:
          "--model: found none, expected the folder of a model that `perennial train` made")
    }
    return try ModelFolder.read(model)
  }
}

/// Where what is exported is written to, where that is one file.
struct ExportedFileOptions: ParsableArguments {
  @Option(
    name: .long, help: .shown("Write it to this file (default: stdout).", "file"),
    completion: .file())
  var output: String?
}
