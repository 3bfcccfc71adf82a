/// What happens to customers that is answered by an offer, in the order in which one goes before another.
package struct TriggerTerms: Sendable, Equatable {
  /// Events that have a condition of their own.
  package enum Event: String, Sendable, CaseIterable {
    case cartedThenLeft = "carted_then_left"
    case viewedThenLeft = "viewed_then_left"
    case birthday
    case usualDay = "usual_day"
    case skippedRhythm = "skipped_rhythm"
    case downgrade

    /// Days that it looks at where nothing else is said; nil where it looks at none.
    package var defaultDays: Int? {
      switch self {
      case .cartedThenLeft, .viewedThenLeft: 3
      case .birthday: 7
      case .downgrade: 30
      case .usualDay, .skippedRhythm: nil
      }
    }

    /// The condition over the columns of segment rules.
    ///
    /// - Parameters:
    ///   - days: that it looks at, the date scored not among them.
    ///   - weekday: English name of the date's day of the week.
    /// - Returns: its text.
    func condition(days: Int, weekday: String) -> String {
      switch self {
      case .cartedThenLeft:
        "days_since_cart_add <= \(days)d and days_since_last_order > days_since_cart_add"
      case .viewedThenLeft:
        "days_since_product_view <= \(days)d and days_since_last_order > days_since_product_view "
          + "and (days_since_cart_add is missing or days_since_cart_add > days_since_product_view)"
      case .birthday: "days_to_birthday <= \(days)d"
      case .usualDay:
        "usual_weekday = '\(weekday)' and order_days >= 4 and days_since_last_order >= 7d"
      case .skippedRhythm:
        "order_days >= 3 and current_gap_to_own_gap >= 2 and current_gap_to_own_gap < 4"
      case .downgrade:
        "orders >= 3 and days_since_last_order <= \(days)d and last_to_average_order_value <= 0.5"
      }
    }

    /// Columns without which nobody can be told to meet it.
    var columns: [String] {
      switch self {
      case .cartedThenLeft: ["days_since_cart_add"]
      case .viewedThenLeft: ["days_since_product_view"]
      case .birthday: ["days_to_birthday"]
      case .usualDay: ["usual_weekday"]
      case .skippedRhythm: ["current_gap_to_own_gap"]
      case .downgrade: ["last_to_average_order_value"]
      }
    }
  }

  package struct Trigger: Sendable, Equatable {
    package var name: String
    /// Nil for one by a condition of its own.
    package var event: Event?
    /// Days that the event looks at; nil for its own.
    package var days: Int?
    /// Besides the event, or by itself.
    package var condition: String?
    package var offer: String
    /// Column of the customers file that must say yes.
    package var consent: String?
    /// Days without this trigger after it.
    package var coolDownInDays = 30

    package init(name: String, offer: String) {
      self.name = name
      self.offer = offer
    }

    func whole(weekday: String) -> String {
      let own = event.map {
        $0.condition(days: days ?? $0.defaultDays ?? 0, weekday: weekday)
      }
      return [own, condition].compactMap(\.self).map { "(\($0))" }.joined(separator: " and ")
    }
  }

  package var triggers: [Trigger]
  /// Days without any trigger after one.
  package var coolDownInDays: Int

  package init(triggers: [Trigger], coolDownInDays: Int) {
    self.triggers = triggers
    self.coolDownInDays = coolDownInDays
  }
}

/// Why triggers cannot be looked for.
package enum TriggerError: Error, Sendable {
  /// Conditions that cannot be used, by place of the trigger.
  case conditions([(trigger: Int, sentence: String)])
  /// A column of consent that no customers file has.
  case noColumn(trigger: Int, column: String, columns: [String])
}
