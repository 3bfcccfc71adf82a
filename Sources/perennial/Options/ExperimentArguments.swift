import ArgumentParser
import Experiments

/// Arms on the command line: `control:10%,offer:90%`.
struct ArmsArgument: ExpressibleByArgument {
  let arms: [ArmPlan.Arm]

  init(arms: [ArmPlan.Arm]) { self.arms = arms }

  init?(argument: String) {
    var arms: [ArmPlan.Arm] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = part.lastIndex(of: ":"),
        let share = ShareArgument(argument: String(part[part.index(after: colon)...]))
      else { return nil }
      let name = String(part[..<colon].drop { $0 == " " })
      guard !name.isEmpty else { return nil }
      arms.append(ArmPlan.Arm(name: name, share: share.value))
    }
    self.arms = arms
  }

  var defaultValueDescription: String {
    arms.map { "\($0.name):\(ShareArgument(value: $0.share).defaultValueDescription)" }
      .joined(separator: ",")
  }
}

/// A number, or a share in per cent, with a sign: `1.5%`, `-2%`, `3`.
struct EffectArgument: ExpressibleByArgument {
  let value: Double
  let isPercent: Bool

  init?(argument: String) {
    isPercent = argument.hasSuffix("%")
    guard let number = Double(isPercent ? String(argument.dropLast()) : argument), number.isFinite
    else { return nil }
    value = isPercent ? number / 100 : number
  }
}
