import Foundation

/// Runs the built `perennial` in a folder of its own.
public final class CommandRunner: Sendable {
  private let folder: TemporaryFolder
  private let executable: URL

  /// Creates a runner with an empty folder.
  ///
  /// - Throws: where the products hold no `perennial`.
  public init() throws {
    folder = try TemporaryFolder()
    executable = try Self.builtExecutable()
  }

  /// Path of a file in the folder, whether or not it exists.
  public func path(_ name: String) -> String { folder.path(name) }

  /// Writes a file into the folder; commands reach it by its name.
  public func write(_ text: String, to name: String) throws {
    try folder.write(text, to: name)
  }

  /// Writes raw bytes into the folder.
  public func write(_ bytes: [UInt8], to name: String) throws {
    try folder.write(bytes, to: name)
  }

  /// Text of a file in the folder.
  public func text(of name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }

  /// Whether the folder holds a file or folder of that name.
  public func holds(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: path(name))
  }

  /// Names of everything in the folder, sorted.
  public func names(in subfolder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(subfolder)).sorted()
  }

  /// Runs the command and waits for its end.
  ///
  /// - Parameters:
  ///   - arguments: after the command's name.
  ///   - input: what it reads from stdin.
  ///   - seconds: after which it is killed.
  /// - Returns: what it wrote, and how it ended.
  /// - Throws: where it cannot be started.
  public func run(
    _ arguments: [String], input: [UInt8] = [], seconds: Int = 60
  ) throws -> CommandRun {
    try run(executable, arguments, input: input, seconds: seconds)
  }

  /// Runs a shell line in which `$PERENNIAL` is the command.
  public func runShell(_ line: String, seconds: Int = 60) throws -> CommandRun {
    try run(URL(fileURLWithPath: "/bin/sh"), ["-c", line], input: [], seconds: seconds)
  }

  private func run(
    _ program: URL, _ arguments: [String], input: [UInt8], seconds: Int
  ) throws -> CommandRun {
    // Files beside the folder, not pipes: no run can block on a full one, however much it writes.
    let streams = try TemporaryFolder()
    let input = try streams.write(input, to: "in")
    let output = try streams.write("", to: "out")
    let errors = try streams.write("", to: "err")
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    var environment = ProcessInfo.processInfo.environment
    environment["PERENNIAL"] = executable.path
    // A trap that prints a backtrace takes seconds to do so.
    environment["SWIFT_BACKTRACE"] = "enable=no"
    process.environment = environment
    process.standardInput = FileHandle(forReadingAtPath: input)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try process.run()
    let isLate = ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut
    if isLate { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    let end: CommandRun.End =
      if isLate {
        .killed(afterSeconds: seconds)
      } else if process.terminationReason == .uncaughtSignal {
        .signal(process.terminationStatus)
      } else {
        .status(process.terminationStatus)
      }
    return CommandRun(
      folder: folder.url.path, arguments: arguments, end: end,
      output: Array(try Data(contentsOf: URL(fileURLWithPath: output))),
      errors: String(
        decoding: try Data(contentsOf: URL(fileURLWithPath: errors)), as: UTF8.self))
  }

  /// The command that was built with the tests: beside the running test executable.
  private static func builtExecutable() throws -> URL {
    let running = [
      URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(),
      Bundle.main.bundleURL.appendingPathComponent("tests"),
      URL(fileURLWithPath: CommandLine.arguments[0]),
    ]
    let candidates = running.map {
      $0.deletingLastPathComponent().appendingPathComponent("perennial")
    }
    guard
      let found = candidates.first(where: {
        FileManager.default.isExecutableFile(atPath: $0.path)
      })
    else { throw CommandMissing(searched: candidates.map(\.path)) }
    return found
  }
}

/// The tests were built without the command.
struct CommandMissing: Error, CustomStringConvertible {
  let searched: [String]

  var description: String {
    "no built perennial at \(searched.joined(separator: ", ")); `swift build` makes it"
  }
}

/// How one run of the command went.
public struct CommandRun: Sendable {
  public enum End: Sendable, Equatable {
    case status(Int32)
    case signal(Int32)
    case killed(afterSeconds: Int)
  }

  public let folder: String
  public let arguments: [String]
  public let end: End
  /// What went to stdout.
  public let output: [UInt8]
  /// What went to stderr.
  public let errors: String

  public var text: String { String(decoding: output, as: UTF8.self) }
}

extension CommandRun: CustomStringConvertible {
  /// All that is needed to see why a run was not as expected.
  public var description: String {
    """
    in \(folder)
    perennial \(arguments.map { "'\($0)'" }.joined(separator: " "))
    ended: \(end)
    stdout (\(output.count) bytes): \(text.prefix(2_000))
    stderr: \(errors.prefix(4_000))
    """
  }
}
