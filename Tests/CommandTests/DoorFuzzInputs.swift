import Expressions
import Foundation
import Ingestion
import Intake
import Models
import Scoring
import Segments
import TestSupport

/// Valid inputs that are changed.
enum DoorFuzzInputs {
  static func log() -> (orders: String, events: String, customers: String) {
    var generator = SeededGenerator(seed: 7)
    func day() -> String {
      let parts = [
        Int.random(in: 2023...2024, using: &generator), Int.random(in: 1...12, using: &generator),
        Int.random(in: 1...28, using: &generator),
      ]
      return String(format: "%04d-%02d-%02d", parts[0], parts[1], parts[2])
    }
    var (orders, events, customers) = (
      "customer_id,date,amount,order_id,category,quantity\n", "customer_id,date,kind,value\n",
      "customer_id,country,accepts_email\n"
    )
    var count = 0
    for customer in 0..<80 {
      for _ in 0..<pick(from: [1, 1, 2, 3, 6, 12], using: &generator) {
        orders +=
          "c\(customer),\(day()),\(pick(from: ["5", "12.5", "99.99", "-5", "0"], using: &generator)),"
        orders += "o\(count / 2),\(pick(from: ["wine", "tea", ""], using: &generator)),2\n"
        count += 1
      }
      for _ in 0..<pick(from: [0, 1, 5], using: &generator) {
        events +=
          "c\(customer),\(day()),\(pick(from: ["email_open", "visit"], using: &generator)),1\n"
      }
      customers += "c\(customer),\(pick(from: ["de", "fr"], using: &generator)),yes\n"
    }
    return (orders, events, customers)
  }

  static func table() -> String {
    var generator = SeededGenerator(seed: 9)
    return "id,churned,age,plan,since\n"
      + (0..<200).map { number in
        let plan = pick(from: ["a", "b", ""], using: &generator)
        let label = pick(from: ["yes", "no"], using: &generator)
        let day = 1 + number % 28
        return
          "t\(number),\(label),\(18 + number % 60),\(plan),2024-03-\(day < 10 ? "0" : "")\(day)\n"
      }.joined()
  }

  static func contracts() -> String {
    var generator = SeededGenerator(seed: 9)
    return "id,began,ended,plan,fee\n"
      + (0..<240).map { number in
        let begin = Int.random(in: 0..<36, using: &generator)
        let end = begin + pick(from: [2, 5, 9, 99], using: &generator)
        func date(_ month: Int) -> String {
          String(format: "%04d-%02d-01", 2022 + month / 12, month % 12 + 1)
        }
        return
          "k\(number),\(date(begin)),\(end < 36 ? date(end) : ""),\(pick(from: ["a", "b"], using: &generator)),9.5\n"
      }.joined()
  }
}

extension Error {
  /// Readers throw errors of this program; what else comes is a fault.
  var sentenceFault: String? {
    switch self {
    case is IngestionError, is TableError, is ContractError, is ModelError, is ScoringError,
      is PreviousScoresError, is StoreUseError, is ExpressionError, is ConditionFaults,
      is RuleSetError:
      nil
    default: "\(type(of: self)): \(self)"
    }
  }
}
