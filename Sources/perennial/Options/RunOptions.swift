import ArgumentParser
import Glibc

/// Options of every long-running command.
struct RunOptions: ParsableArguments {
  @Option(name: .long, help: "Seed of everything random (default: 1; with a model, the model's).")
  var seed: UInt64?
  @Option(name: .long, help: "Worker threads (default: one a core); results do not depend on it.")
  var threads: Int?
  @Flag(name: .long, help: "Say nothing on stderr but errors.")
  var quiet = false

  var threadCount: Int { threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  func validate() throws {
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024")
    }
  }

  /// Tells a step on stderr, where somebody sits in front of it.
  func progress(_ step: String) {
    if !quiet, isatty(STDERR_FILENO) == 1 { report("… \(step)") }
  }

  /// Tells a finding on stderr.
  func tell(_ line: String) {
    if !quiet { report(line) }
  }
}
