/// The arms of an experiment with their shares.
package struct ArmPlan: Sendable, Equatable {
  /// One arm: a name, and the share of customers it gets, above 0.
  package struct Arm: Sendable, Equatable, Encodable {
    package let name: String
    package let share: Double

    package init(name: String, share: Double) {
      self.name = name
      self.share = share
    }
  }

  /// In the order in which the user names them.
  package let arms: [Arm]
  /// Place of the arm that gets nothing.
  package let control: Int

  /// The name by which an arm is taken for control where none is named.
  package static let usualControl = "control"

  /// - Parameters:
  ///   - arms: two or more with different names; shares are above 0 and add up to 1 within 1e-9.
  ///   - control: name of the control arm; nil for the one called `control`, else the first.
  /// - Throws: where they make no experiment.
  package init(_ arms: [Arm], control: String? = nil) throws(ExperimentError) {
    guard arms.count >= 2 else { throw .tooFewArms(arms.map(\.name)) }
    for (index, arm) in arms.enumerated() {
      if arms[..<index].contains(where: { $0.name == arm.name }) { throw .repeatedArm(arm.name) }
      guard arm.share > 0, arm.share < 1 else { throw .figure(.armShare, found: arm.share) }
    }
    let sum = arms.reduce(0) { $0 + $1.share }
    guard abs(sum - 1) <= 1e-9 else { throw .sharesDoNotAddUp(sum: sum) }
    self.arms = arms
    let place = arms.firstIndex { $0.name == control ?? Self.usualControl }
    if place == nil, let control { throw .noSuchControl(control, arms: arms.map(\.name)) }
    self.control = place ?? 0
  }

  package var controlArm: Arm { arms[control] }

  /// All arms but control.
  package var treated: [Arm] { arms.indices.filter { $0 != control }.map { arms[$0] } }

  /// The arm that a number in [0, 1) falls to: arm k has those from the sum of the shares before it.
  package func arm(at position: Double) -> Int {
    var sum = 0.0
    for (index, arm) in arms.enumerated() {
      sum += arm.share
      if position < sum { return index }
    }
    return arms.count - 1
  }
}
