internal import Synchronization

/// Where a piece of work tells how far it has come: a range of the shares of a whole.
///
/// Work takes it as an argument, tells its own share from 0 to 1, and hands parts of it to its parts.
/// Nothing that is computed depends on it, and where nobody listens it costs nothing.
///
/// ```
/// let (fitting, evaluating) = progress.begin("choosing settings").split(at: 0.8)
/// for (number, fit) in fits.enumerated() { run(fit, fitting.part(number, of: fits.count)) }
/// ```
package struct Progress: Sendable {
  /// Hears what is done now, where that has changed, and the share of the whole, which never falls.
  ///
  /// It is called from any thread, by one at a time, and at most some thousand times for shares alone.
  package typealias Listener = @Sendable (_ step: String?, _ share: Double) -> Void

  /// Told to nobody.
  package static let untold = Progress(teller: nil, low: 0, high: 1, step: nil)

  private let teller: Teller?
  private let low: Double
  private let high: Double
  /// What steps within this one are told behind.
  private let step: String?

  private init(teller: Teller?, low: Double, high: Double, step: String?) {
    (self.teller, self.low, self.high, self.step) = (teller, low, high, step)
  }

  /// The whole of some work.
  package init(_ listener: @escaping Listener) {
    self.init(teller: Teller(listener), low: 0, high: 1, step: nil)
  }

  /// Tells that a step begins.
  ///
  /// - Parameter step: what is done from now on; a step within a step is told behind it.
  /// - Returns: the same range, for what the step consists of.
  @discardableResult
  package func begin(_ step: @autoclosure () -> String) -> Progress {
    guard let teller else { return self }
    let own = step()
    teller.tell(self.step.map { "\($0): \(own)" } ?? own, low)
    return Progress(teller: teller, low: low, high: high, step: self.step ?? own)
  }

  /// Tells how much of this range is done.
  ///
  /// - Parameters:
  ///   - share: from 0 to 1.
  ///   - detail: what is behind it, such as rows so far; nil leaves what was said.
  package func reach(_ share: Double, _ detail: @autoclosure () -> String? = nil) {
    teller?.tell(detail(), share >= 1 ? high : low + max(0, share) * (high - low))
  }

  /// Tells how many of equal pieces are done.
  package func reach(_ done: Int, of all: Int) {
    if teller != nil { reach(all > 0 ? Double(done) / Double(all) : 1) }
  }

  /// Tells a step of a search whose end is not known beforehand: each comes a part nearer to the end.
  ///
  /// - Parameter number: of the step, from 1.
  package func reach(iteration number: Int) {
    // Half of what a search of some ten steps takes is behind it after three of them.
    if teller != nil { reach(Double(number) / Double(number + 3)) }
  }

  /// Tells that all is done.
  package func end() { reach(1) }

  /// One of equal parts, by its number from 0.
  package func part(_ number: Int, of count: Int) -> Progress {
    part(from: Double(number) / Double(count), to: Double(number + 1) / Double(count))
  }

  /// Successive parts that take about as long beside each other as the weights say.
  package func parts(_ weights: [Double]) -> [Progress] {
    let all = weights.reduce(0, +)
    var before = 0.0
    return weights.indices.map { number in
      let from = before / all
      before += weights[number]
      return part(from: from, to: number == weights.count - 1 ? 1 : before / all)
    }
  }

  /// What comes before a share of the work, and the rest.
  package func split(at share: Double) -> (Progress, Progress) {
    (part(from: 0, to: share), part(from: share, to: 1))
  }

  private func part(from: Double, to: Double) -> Progress {
    guard teller != nil else { return self }
    let length = high - low
    return Progress(
      teller: teller, low: low + from * length, high: to >= 1 ? high : low + to * length,
      step: step)
  }
}

extension Progress {
  /// Counts pieces that are done on any thread.
  package func counter(of count: Int) -> Counter { Counter(self, count: count) }

  /// How many of equal pieces are done.
  package final class Counter: Sendable {
    private let progress: Progress
    private let count: Int
    private let done = Atomic<Int>(0)

    fileprivate init(_ progress: Progress, count: Int) {
      (self.progress, self.count) = (progress, count)
    }

    /// One more is done.
    package func advance() {
      guard progress.teller != nil else { return }
      progress.reach(done.add(1, ordering: .relaxed).newValue, of: count)
    }
  }
}

extension Workers {
  /// `map` that tells how many of the chunks are done.
  package func map<Value: Sendable>(
    _ chunks: Int, _ progress: Progress, _ body: @Sendable (Int) -> Value
  ) -> [Value] {
    let counter = progress.counter(of: chunks)
    return map(chunks) { chunk in
      defer { counter.advance() }
      return body(chunk)
    }
  }
}

/// Hands on what is told, in rising order.
private final class Teller: Sendable {
  /// Smaller rises of the share are kept to itself.
  private static let step = 1e-3

  private let told = Mutex(0.0)
  private let listener: Progress.Listener

  init(_ listener: @escaping Progress.Listener) { self.listener = listener }

  func tell(_ step: String?, _ share: Double) {
    told.withLock { last in
      guard step != nil || share >= last + Self.step || share >= 1 && last < 1 else { return }
      last = max(last, share)
      listener(step, last)
    }
  }
}
