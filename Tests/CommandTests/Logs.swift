import Foundation
import TestSupport

/// Order logs that the command is run on.
enum Logs {
  static let header = "customer_id,date,amount\n"

  /// A small shop that a model can be learned from: 120 customers, 400 days, seeded.
  ///
  /// - Parameter ids: text of a customer's id, by number.
  /// - Returns: CSV with a header.
  static func shop(ids: (Int) -> String = { "c\($0)" }) -> String {
    var generator = SeededGenerator(seed: 20_260_101)
    var text = header
    for customer in 0..<120 {
      let gap = Int.random(in: 10...90, using: &generator)
      var day = Int.random(in: 0..<300, using: &generator)
      for _ in 0..<Int.random(in: 1...12, using: &generator) where day < 400 {
        let cents = Int.random(in: 500...9_900, using: &generator)
        text += "\(ids(customer)),\(date(day)),\(cents / 100).\(cents % 100 / 10)\n"
        day += Int.random(in: 1...2 * gap, using: &generator)
      }
    }
    return text
  }

  /// The day so many days after 2024-01-01.
  static func date(_ day: Int) -> String {
    let instant = Date(timeIntervalSince1970: 1_704_067_200 + 86_400 * Double(day))
    return instant.formatted(.iso8601.year().month().day())
  }

  /// The 1/10 sample of the CDNOW log, and how to read it.
  static let cdnowSample = [
    repository.appendingPathComponent("datasets/cdnow/CDNOW_sample.txt").path, "--no-header",
    "--delimiter", "space", "--columns", "customer=2,time=3,amount=5",
  ]

  static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
