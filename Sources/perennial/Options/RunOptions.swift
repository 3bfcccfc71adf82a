import ArgumentParser
import Dense
import Glibc
import Reporting

/// How much a command says.
struct VoiceOptions: ParsableArguments {
  @Flag(name: .long, help: .shown("Print every note (default: the five most important)."))
  var verbose = false
  @Flag(name: .long, help: .shown("Print only errors."))
  var quiet = false
  @Flag(
    name: .long, help: .more("Show ids in notes, errors and reports by their form alone: 'A9999'."))
  var mask = false

  var voice: Voice { quiet ? .quiet : verbose ? .verbose : .usual }

  func validate() throws {
    if quiet, verbose { throw ValidationError("--quiet: expected no --verbose beside it") }
  }
}

extension Disclosure {
  /// What the switches of a run say, which hold before anything else is known of it.
  init(_ arguments: [String]) {
    let options = arguments.prefix { $0 != "--" }
    self =
      options.contains("--mask") ? .masked : options.contains("--verbose") ? .whole : .usual
  }
}

/// Options of every long-running command.
struct RunOptions: ParsableArguments {
  @OptionGroup var said: VoiceOptions
  @Option(name: .long, help: .more("Random seed (default: 1, or the model's seed).", "number"))
  var seed: UInt64?
  @Option(
    name: .long,
    help: .more("Number of threads (default: all cores). Does not affect results.", "number"))
  var threads: Int?

  var workers: Workers { Workers(threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  func validate() throws {
    if let threads, !(1...1_024).contains(threads) {
      throw ValidationError("--threads \(threads): expected 1 to 1024")
    }
  }
}
