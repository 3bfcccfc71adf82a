internal import Foundation

/// Purchase summaries in whole days: a CSV file of repeat orders, recency and tenure, with a header.
public struct SummaryFile: Sendable {
  public private(set) var frequency: [Int] = []
  public private(set) var recencyInDays: [Int] = []
  public private(set) var tenureInDays: [Int] = []

  /// Reads a whole file.
  ///
  /// - Parameter path: of the file.
  /// - Throws: `InputError` naming the first line that is not three whole numbers.
  public init(path: String) throws {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw InputError("\(path): cannot read")
    }
    for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated().dropFirst() {
      let fields = line.split(separator: UInt8(ascii: ",")).compactMap {
        Int(String(decoding: $0, as: UTF8.self))
      }
      guard fields.count == 3 else {
        throw InputError("\(path):\(index + 1): expected three whole numbers")
      }
      frequency.append(fields[0])
      recencyInDays.append(fields[1])
      tenureInDays.append(fields[2])
    }
  }
}
