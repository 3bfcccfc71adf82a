internal import Foundation

/// What a piece of work cost this process.
public struct Cost: Encodable, Sendable {
  public let wallSeconds: Double
  public let cpuSeconds: Double
  /// The most memory that the process has held at any time so far.
  public let peakMebibytes: Double

  /// Does the work once and measures it.
  ///
  /// - Parameter work: what is measured.
  /// - Returns: its value, and its cost.
  /// - Throws: what the work throws.
  public static func of<Value>(_ work: () throws -> Value) rethrows -> (Value, Cost) {
    let (wall, before) = (ContinuousClock.now, Usage())
    let value = try work()
    let (elapsed, after) = (ContinuousClock.now - wall, Usage())
    return (
      value,
      Cost(
        wallSeconds: elapsed / .seconds(1), cpuSeconds: after.cpuSeconds - before.cpuSeconds,
        peakMebibytes: after.peakMebibytes)
    )
  }
}

private struct Usage {
  let cpuSeconds: Double
  let peakMebibytes: Double

  init() {
    var usage = rusage()
    let status = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    precondition(status == 0, "getrusage failed")
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + 1e-6 * Double(time.tv_usec) }
    cpuSeconds = seconds(usage.ru_utime) + seconds(usage.ru_stime)
    peakMebibytes = Double(usage.ru_maxrss) / 1024
  }
}

/// Prints one value as one line of JSON.
public func printLine(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}
