import Dense
import Experiments
import Files
import TestSupport
import Testing

@Suite struct ArmDrawTests {
  private let salt = Array("a secret of the shop, 32 bytes...".utf8)
  private let plan: ArmPlan

  init() throws {
    plan = try ArmPlan([.init(name: "control", share: 0.1), .init(name: "offer", share: 0.9)])
  }

  private func ids(_ range: Range<Int>) -> TextColumn { TextColumn(range.map { "C\($0)" }) }

  /// Python's `hmac`: anybody with the salt can tell who was drawn.
  @Test func positionsAgreeWithPython() throws {
    for draw in try ExperimentOracle.read().draws {
      let found = ArmDraw(salt: salt, experiment: draw.experiment).position(of: draw.id.utf8)
      #expect(abs(found - draw.position) < 1e-15, "\(draw)")
    }
  }

  @Test func anArmDependsOnNobodyElse() {
    let draw = ArmDraw(salt: salt, experiment: "may")
    let all = draw.arms(of: ids(0..<2_000), by: plan, workers: 1)
    let some = draw.arms(of: ids(500..<600), by: plan, workers: 3)
    #expect(Array(all[500..<600]) == some)
    let other = ArmDraw(salt: salt + [1], experiment: "may")
      .arms(of: ids(0..<2_000), by: plan, workers: 1)
    let later = ArmDraw(salt: salt, experiment: "june")
      .arms(of: ids(0..<2_000), by: plan, workers: 1)
    #expect(all != other && all != later)
    // Independent draws: both in control about one time in a hundred.
    let both = all.indices.count { all[$0] == 0 && later[$0] == 0 }
    #expect((5...40).contains(both), "\(both)")
  }

  /// Of 10,000 experiments of 400 customers, about 5 % have p below 5 % and one in a thousand sounds the
  /// alarm; counts are whole, so that the rates are near what is stated and not it.
  @Test func sampleRatioAlarmsAreAsRareAsStated() {
    let ids = ids(0..<400)
    let checks = (0..<10_000).map { number in
      let arms = ArmDraw(salt: salt, experiment: "e\(number)").arms(of: ids, by: plan, workers: 2)
      let control = arms.count { $0 == 0 }
      return SampleRatioCheck(counts: [control, 400 - control], shares: [0.1, 0.9])
    }
    let low = checks.count { $0.pValue < 0.05 }
    let alarms = checks.count { $0.isMismatch }
    #expect((400...680).contains(low), "\(low)")
    #expect(alarms <= 30, "\(alarms)")
    // 140 of 1,000 in a tenth is a fault.
    #expect(SampleRatioCheck(counts: [140, 860], shares: [0.1, 0.9]).isMismatch)
  }

  @Test func stratifiedDrawsHaveTheirShares() throws {
    let values = (0..<3_000).map { Double($0 * 7_919 % 3_000) }
    let columns = [TypedColumn(name: "risk", cells: .numbers(values))]
    let strata = Strata(of: columns, customers: 3_000, parts: 3)
    #expect(strata.names == ["risk=1/3", "risk=2/3", "risk=3/3"])
    #expect(strata.cuts.map(\.cutOffs) == [[999, 1_999]])
    let ids = ids(0..<3_000)
    let draw = ArmDraw(salt: salt, experiment: "may")
    let arms = draw.arms(
      of: ids, by: plan, within: strata.ofCustomer, names: strata.names, workers: 1)
    let balance = ArmBalance(of: arms, plan: plan, strata: strata, columns: columns)
    #expect(balance.strata.allSatisfy { $0.counts == [100, 900] })
    // By the hash alone they are near.
    let loose = ArmBalance(
      of: draw.arms(of: ids, by: plan, workers: 1), plan: plan, strata: strata, columns: columns)
    #expect(loose.strata.allSatisfy { (60...140).contains($0.counts[0]) })
    #expect(loose.strataPValue ?? 0 > 0.001 && abs(loose.differences[0].standardised) < 0.2)
  }

  /// Every customer's chance of an arm within strata is its share, whatever the stratum's size.
  @Test func stratifiedChancesAreTheShares() {
    let ids = TextColumn(["a", "b", "c"])
    var hits = [0, 0, 0]
    for number in 0..<4_000 {
      let arms = ArmDraw(salt: salt, experiment: "n\(number)").arms(
        of: ids, by: plan, within: [0, 0, 0], names: ["s"], workers: 1)
      for (place, arm) in arms.enumerated() where arm == 0 { hits[place] += 1 }
    }
    #expect(hits.allSatisfy { (320...480).contains($0) }, "\(hits)")
  }

  @Test func categoriesAndMissingCells() {
    let strata = Strata(
      of: [
        TypedColumn(name: "n", cells: .numbers([1, .nan, 2, 3])),
        TypedColumn(name: "c", cells: .categories([0, 1, -1, 0], levels: ["x", "y"])),
      ], customers: 4, parts: 2)
    #expect(strata.names == ["n=1/2 c=x", "n=1/2 c=unknown", "n=2/2 c=x", "n=unknown c=y"])
    #expect(strata.ofCustomer == [0, 3, 1, 2])
    #expect(Strata(of: [], customers: 2, parts: 3).names == ["all"])
  }
}
