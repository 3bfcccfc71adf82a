import ArgumentParser
import Experiments

/// Arms on the command line: `control:10%,offer:90%`, or in parts, `control:1,call:1,letter:1`.
struct ArmsArgument: ExpressibleByArgument {
  let arms: [ArmPlan.Arm]

  init(arms: [ArmPlan.Arm]) { self.arms = arms }

  init?(argument: String) {
    var named: [(name: String, share: String)] = []
    for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = part.lastIndex(of: ":") else { return nil }
      let name = String(part[..<colon].drop { $0 == " " })
      guard !name.isEmpty else { return nil }
      named.append((name, String(part[part.index(after: colon)...])))
    }
    let parts = named.compactMap { Int($0.share) }.filter { (1...1_000_000).contains($0) }
    let sum = Double(parts.reduce(0, +))
    let shares =
      parts.count == named.count
      ? parts.map { Double($0) / sum }
      : named.compactMap { ShareArgument(argument: $0.share)?.value }
    guard shares.count == named.count else { return nil }
    arms = zip(named, shares).map { ArmPlan.Arm(name: $0.name, share: $1) }
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
