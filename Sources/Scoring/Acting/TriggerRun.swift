package import Dense
internal import Features
internal import Files
internal import Histories
package import Ingestion
internal import Segmentation
internal import Segments
internal import Snapshots
package import Units

/// Who met which trigger on a day, and is answered with an offer.
package struct TriggerRun: Sendable, Encodable {
  /// One trigger in figures.
  package struct Figures: Sendable, Encodable {
    package let name: String
    package let offer: String
    /// Customers for whom it holds.
    package let holds: Int
    /// Of these: may not be written to, left alone by lot, answered too lately, answered for an earlier
    /// trigger, listed.
    package let noConsent: Int
    package let heldOut: Int
    package let coolDown: Int
    package let answeredAlready: Int
    package let listed: Int
    /// Columns that it needs and that the data say of nobody: it cannot be told.
    package let untold: [String]

    enum CodingKeys: String, CodingKey {
      case name, offer, holds
      case noConsent = "no_consent"
      case heldOut = "held_out"
      case coolDown = "cool_down"
      case answeredAlready = "answered_already"
      case listed, untold
    }
  }

  package let day: Day
  package let customers: Int
  package let triggers: [Figures]
  /// By trigger in their order, then by id.
  package let entries: [AnsweredTrigger]

  enum CodingKeys: String, CodingKey {
    case day, customers, triggers
  }

  /// Looks for triggers.
  ///
  /// One offer a customer: the first trigger of the terms that holds and is not cooling down.
  /// - Parameters:
  ///   - terms: triggers.
  ///   - loaded: orders, events and customers.
  ///   - asOf: the day; nil for the day after the last order.
  ///   - state: of earlier runs; rows of the day itself are not looked at.
  ///   - contacts: of plans, whose hold-outs are left alone.
  ///   - workers: how many threads it may take; the result does not depend on it.
  /// - Throws: where a condition cannot be used or a column of consent is not there (`TriggerError`), or
  ///   nobody has an order (`ScoringError`).
  package init(
    _ terms: TriggerTerms, in loaded: LoadedHistories, asOf: Day?, state: TriggerState,
    contacts: ContactState, workers: Workers
  ) throws {
    let store = loaded.store
    let day = asOf ?? (store.orderDayRange?.upperBound ?? Day(number: 0)) + 1
    let rules = try Self.rules(terms, on: day)
    let found = try Segmentation(
      of: store, asOf: day, model: nil, settings: ScoreSettings(windowInDays: nil), rules: rules,
      customerColumns: loaded.customerColumns,
      shown: Consent.facts(in: store),
      workers: workers)
    let mayBeContacted = Consent.given(
      { found.behaviour.column($0)?.column }, customerColumns: loaded.customerColumns,
      customers: found.customers)
    let answers = try Self.consents(terms, loaded, found.customers)
    let ids = found.customers.map { csvText(store.customers[$0]) }
    let contacted = PastContacts.byCustomer(contacts, before: day)
    var past: [String: [AnsweredTrigger]] = [:]
    for entry in state.rows where entry.day < day {
      past[entry.customer, default: []].append(entry)
    }
    let unknown = found.notices.flatMap { notice -> [String] in
      if case .unknownColumns(let names, _) = notice { names } else { [] }
    }
    var isAnswered = [Bool](repeating: false, count: ids.count)
    var entries: [AnsweredTrigger] = []
    var figures: [Figures] = []
    for (place, trigger) in terms.triggers.enumerated() {
      let holding = ids.indices.filter {
        found.assignments.holding[$0] >> UInt64(place) & 1 == 1
      }
      var counts = [Obstacle: Int]()
      var listed: [AnsweredTrigger] = []
      for row in holding {
        let obstacle: Obstacle? =
          if !mayBeContacted[row] || answers[place].map({ !$0[row] }) ?? false {
            .noConsent
          } else if contacted[ids[row]]?.arm == .holdOut {
            .heldOut
          } else if Self.isCooling(
            past[ids[row]] ?? [], contacted[ids[row]]?.last, trigger, terms, on: day)
          {
            .coolDown
          } else if isAnswered[row] {
            .answeredAlready
          } else {
            nil
          }
        if let obstacle {
          counts[obstacle, default: 0] += 1
        } else {
          isAnswered[row] = true
          listed.append(
            AnsweredTrigger(
              customer: ids[row], day: day, trigger: trigger.name, offer: trigger.offer))
        }
      }
      entries += listed
      figures.append(
        Figures(
          name: trigger.name, offer: trigger.offer, holds: holding.count,
          noConsent: counts[.noConsent] ?? 0, heldOut: counts[.heldOut] ?? 0,
          coolDown: counts[.coolDown] ?? 0, answeredAlready: counts[.answeredAlready] ?? 0,
          listed: listed.count,
          untold: unknown.filter(
            (trigger.event?.columns ?? Self.columns(of: trigger, on: day)).contains)))
    }
    self.day = day
    customers = ids.count
    triggers = figures
    self.entries = entries
  }

  private enum Obstacle: Hashable { case noConsent, heldOut, coolDown, answeredAlready }

  /// The columns that a trigger's own condition looks at.
  private static func columns(of trigger: TriggerTerms.Trigger, on day: Day) -> [String] {
    let alone = try? rules(TriggerTerms(triggers: [trigger], coolDownInDays: 0), on: day)
    return alone?.columns ?? []
  }

  private static func rules(_ terms: TriggerTerms, on day: Day) throws(TriggerError) -> RuleSet {
    let weekday = weekdays[day.weekday]
    let text = RuleSetText(
      name: "triggers",
      segments: terms.triggers.indices.map {
        SegmentText("\($0)", when: terms.triggers[$0].whole(weekday: weekday))
      }, otherwise: SegmentText(RuleSet.unassigned))
    do { return try RuleSet(text) } catch {
      throw .conditions(
        error.faults.map { fault in
          guard case .condition(let index) = fault.place else {
            return (trigger: 0, sentence: fault.sentence)
          }
          return (
            trigger: index,
            sentence: String(fault.sentence.drop { $0 != " " }.dropFirst())
          )
        })
    }
  }

  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// Whom each trigger's column of consent says yes of; nil where it names none.
  private static func consents(
    _ terms: TriggerTerms, _ loaded: LoadedHistories, _ customers: [Int]
  ) throws(TriggerError) -> [[Bool]?] {
    var answers: [[Bool]?] = []
    for (place, trigger) in terms.triggers.enumerated() {
      guard let name = trigger.consent else {
        answers.append(nil)
        continue
      }
      let names = loaded.customerColumns?.names ?? []
      guard let column = names.firstIndex(of: name) else {
        throw .noColumn(trigger: place, column: name, columns: names)
      }
      answers.append(
        customers.map {
          Consent.isGiven(loaded.customerColumns?.text(column, ofCustomer: $0) ?? "")
        })
    }
    return answers
  }

  private static func isCooling(
    _ past: [AnsweredTrigger], _ contacted: Day?, _ trigger: TriggerTerms.Trigger,
    _ terms: TriggerTerms, on day: Day
  ) -> Bool {
    if let contacted, day - contacted < terms.coolDownInDays { return true }
    return past.contains {
      day - $0.day < terms.coolDownInDays
        || $0.trigger == trigger.name && day - $0.day < trigger.coolDownInDays
    }
  }
}
