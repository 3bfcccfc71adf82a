import Dense
import Simulation
import Synchronization
import Testing
import Units

/// How far a simulation tells that it has come.
@Suite struct SimulationProgressTests {
  @Test(arguments: [1, 3]) func sharesRiseToOne(threads: Int) throws {
    let heard = Mutex<[Double]>([])
    let from = try #require(Day(year: 2022, month: 1, day: 1))
    var parameters = SimulationParameters(customers: 5_000, from: from, until: from + 60)
    parameters.horizonDays = 30
    _ = try Simulation(parameters).write(
      workers: Workers(threads),
      progress: Progress { _, share in heard.withLock { $0.append(share) } }
    ) { _ in }
    let shares = heard.withLock { $0 }
    #expect(zip(shares, shares.dropFirst()).allSatisfy { $0 <= $1 })
    // Chunks of 512 customers.
    #expect(shares.count == 10 && shares.last == 1, "\(shares)")
  }
}
