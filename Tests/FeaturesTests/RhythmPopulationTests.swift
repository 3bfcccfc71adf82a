import Features
import TestSupport
import Testing

/// Oracle: scipy, by `make_rhythm.py`.
@Suite struct RhythmPopulationTests {
  private struct Reference: Decodable {
    struct Gaps: Decodable {
      let count: Double
      let median: Double
      let variation: Double?

      var logGaps: LogGaps? {
        LogGaps(count: count, median: median, variation: variation ?? .nan)
      }
    }
    struct Tail: Decodable {
      let silence: Double
      let gaps: Gaps?
      let tail: Double
    }
    let prior: RhythmPopulation
    let tails: [Tail]
    let customers: [Gaps]
    let population: RhythmPopulation
  }

  private let reference = Result { try oracle("rhythm.json", as: Reference.self) }

  @Test func tailsAgreeWithScipy() throws {
    let reference = try reference.get()
    #expect(reference.tails.count == 42)
    for point in reference.tails {
      let found = reference.prior.tail(silence: point.silence, of: point.gaps?.logGaps)
      #expect(relativeDifference(found, point.tail) < 1e-11, "\(point)")
    }
  }

  @Test func populationAgreesWithScipy() throws {
    let reference = try reference.get()
    let found = try #require(RhythmPopulation(of: reference.customers.compactMap(\.logGaps)))
    #expect(relativeDifference(found.centre, reference.population.centre) < 1e-13)
    #expect(relativeDifference(found.within, reference.population.within) < 1e-13)
    #expect(relativeDifference(found.between, reference.population.between) < 1e-12)
  }

  /// The longer the silence, the fewer gaps last as long; nobody is late on the day of an order.
  @Test func tailsFallWithTheSilence() throws {
    let prior = try reference.get().prior
    let customers =
      [nil, LogGaps(count: 1, median: 10, variation: .nan)]
      + [0, 0.3, 1, 3].map { LogGaps(count: 9, median: 10, variation: $0) }
    for own in customers {
      #expect(prior.tail(silence: 0, of: own) == 1)
      let tails = (0...400).map { prior.tail(silence: Double($0), of: own) }
      #expect(zip(tails, tails.dropFirst()).allSatisfy { $0 >= $1 })
      #expect(tails.allSatisfy { (0...1).contains($0) })
    }
  }

  /// The same silence is late for who is regular and nothing special for who is not, and few gaps stay near
  /// what is usual among all.
  @Test func ownDistributionsDecide() throws {
    let prior = try #require(RhythmPopulation(centre: 3, within: 0.5, between: 0.5))
    func tail(_ count: Double, _ median: Double, _ variation: Double) -> Double {
      prior.tail(silence: 20, of: LogGaps(count: count, median: median, variation: variation))
    }
    #expect(tail(20, 7, 0.1) < 0.03)
    #expect(tail(20, 7, 1.5) > 0.1)
    #expect(tail(1, 7, .nan) > tail(20, 7, 0.1))
    // One gap of 7 days pulls a population's tail of one half down, though not as far as many do.
    #expect(tail(1, 7, .nan) < prior.tail(silence: 20, of: nil))
  }

  @Test func whatCannotBeEstimatedIsBorrowed() throws {
    #expect(RhythmPopulation(of: []) == nil)
    #expect(LogGaps(count: 0, median: .nan, variation: .nan) == nil)
    // One gap each: nothing is known of how gaps vary within a customer.
    let single = [10, 20, 40].map { LogGaps(count: 1, median: $0, variation: .nan) }
    let found = try #require(RhythmPopulation(of: single.compactMap(\.self)))
    #expect(found.within == 0.5 && found.between > 0 && found.isUsable)
    // Clocks: the variance within is held off 0.
    let clocks = [10, 20].map { LogGaps(count: 5, median: $0, variation: 0) }
    #expect(try #require(RhythmPopulation(of: clocks.compactMap(\.self))).within > 0)
    #expect(RhythmPopulation(centre: .nan, within: 1, between: 1) == nil)
    #expect(RhythmPopulation(centre: 1, within: 0, between: 1) == nil)
  }
}
