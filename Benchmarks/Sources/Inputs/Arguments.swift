internal import Foundation

/// The positional arguments of a benchmark program.
public struct Arguments: Sendable {
  private let usage: String
  private let values: [String]

  /// Takes the command line.
  ///
  /// - Parameter usage: the program's name and the names of its arguments.
  public init(usage: String) {
    self.usage = usage
    values = Array(CommandLine.arguments.dropFirst())
  }

  /// A required argument.
  public func text(_ index: Int) throws -> String {
    guard index < values.count else { throw InputError("usage: \(usage)") }
    return values[index]
  }

  /// A number that may be left out.
  public func number(_ index: Int, default standard: Double) throws -> Double {
    guard index < values.count else { return standard }
    guard let number = Double(values[index]) else {
      throw InputError("found '\(values[index])', expected a number; usage: \(usage)")
    }
    return number
  }

  /// Threads that may be left out, all processors then.
  public func threads(_ index: Int) throws -> Int {
    max(1, Int(try number(index, default: Double(ProcessInfo.processInfo.activeProcessorCount))))
  }
}
