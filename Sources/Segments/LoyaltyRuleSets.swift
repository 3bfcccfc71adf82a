extension RuleSetText {
  /// Recency, frequency and money in words, with falling frequency told from mere inactivity.
  package static let words = RuleSetText(
    name: "words",
    description: "RFM in words; at risk is high spend with falling frequency.", needs: ["orders"],
    segments: [
      SegmentText(
        "Champions", when: "r_score >= 4 and f_score >= 4 and m_score >= 4", priority: 1,
        description: "Bought lately, buy often, spend most.",
        action: "Reward them, and show them what is new first."),
      SegmentText(
        "At Risk",
        when:
          "m_score >= 4 and r_score <= 3 and (orders_trend_90 < 0 or current_gap_to_own_gap >= 2)",
        priority: 2, description: "High spend, and orders that come less often than before.",
        action: "Contact them personally, now; ask what is missing."),
      SegmentText(
        "Win-Back", when: "r_score <= 2 and (f_score >= 3 or m_score >= 3)", priority: 3,
        description: "Formerly high value, long inactive.",
        action: "An offer built on what they bought; stop after three attempts."),
      SegmentText(
        "Returning", when: "r_score >= 4 and last_gap_to_own_gap >= 2", priority: 4,
        description: "Ordered again lately, after twice their usual inter-purchase time or more.",
        action: "Thank them, and make the next order easy."),
      SegmentText(
        "Potential Loyalists", when: "r_score >= 3 and f_score >= 2", priority: 5,
        description: "Recent, frequency above the lowest score.",
        action: "Offer membership and what goes with what they bought."),
      SegmentText(
        "New", when: "r_score >= 4 and f_score = 1", priority: 6,
        description: "Bought lately, and hardly before.", action: "Help them to the second order."),
      SegmentText(
        "Inactive", when: "orders >= 1 and (f_score = 0 or m_score = 0)", priority: 7,
        description: "No order in the score window.", action: "Leave them, or one cheap attempt."),
      SegmentText(
        "Prospect", when: "orders = 0", priority: 8,
        description: "Known by events, no order yet.",
        action: "Show what others bought first."),
    ],
    otherwise: SegmentText(
      "Others", description: "Neither lately, nor often, nor much.", action: "General news only."))

  /// Value and loyalty, from the first look to the lapsed loyalist.
  package static let loyalty = RuleSetText(
    name: "loyalty",
    description: "Value and loyalty: how much, how often, and whether still.",
    needs: ["orders", "events for visits"],
    segments: [
      SegmentText(
        "Lapsed Loyalist", when: "order_days >= 5 and rhythm_ratio >= 4", priority: 1,
        description:
          "Five order days or more, inactive for four times their own inter-purchase time.",
        action: "Call or write by hand; ask why."),
      SegmentText(
        "Hero",
        when:
          "spend_rank >= 0.9 and orders_rank >= 0.9 and (visits_rank is missing or visits_rank >= 0.75)",
        priority: 2,
        description:
          "Top tenth by spend and by orders, top quarter by visits where visits are known; spend_multiple "
          + "says how many times the average they spent.",
        action: "Invite, ask for referrals; never discount."),
      SegmentText(
        "Loyal", when: "order_days >= 5", priority: 5, description: "Five order days or more.",
        action: "Reward the habit."),
      SegmentText(
        "Big-Ticket Rare", when: "order_value_rank >= 0.8 and orders <= 2", priority: 4,
        description: "One or two orders, among the largest fifth.",
        action: "Show the breadth of the range."),
      SegmentText(
        "Small-Ticket Frequent", when: "order_value_rank < 0.3 and orders_rank >= 0.7",
        priority: 3, description: "Many orders of small value.",
        action: "Cross-sell and up-sell in what they buy; bundles, a threshold for free shipping."),
      SegmentText(
        "Repeat", when: "orders >= 2", priority: 6, description: "Two orders or more.",
        action: "Aim at the habit."),
      SegmentText(
        "First-Time", when: "orders = 1", priority: 7, description: "One order.",
        action: "Welcome; aim at the second order."),
      SegmentText(
        "Prospect", when: "orders = 0", priority: 8,
        description: "Known by events, no order yet.",
        action: "Show what others bought first."),
    ])

  /// Lapse by a customer's own rhythm.
  package static let lapse = RuleSetText(
    name: "lapse",
    description:
      "Inactivity against the customer's own distribution of inter-purchase times; whoever has few "
      + "borrows from all.",
    needs: ["orders", "a model for its horizon"],
    segments: [
      SegmentText(
        "Lost",
        when: "rhythm_tail < 0.03 or (rhythm_basis = 'population' and silent_horizons > 1)",
        priority: 1,
        description:
          "Of their inter-purchase times, fewer than 3 in 100 last this long; with one order day, or "
          + "beyond the churn horizon.",
        action: "Win back, cheaply, or leave them."),
      SegmentText(
        "High Risk", when: "rhythm_tail >= 0.03 and rhythm_tail < 0.1", priority: 2,
        description: "3 to 10 in 100 of their inter-purchase times last this long.",
        action: "Best offer, now."),
      SegmentText(
        "Skipped Once", when: "rhythm_tail >= 0.1 and rhythm_tail < 0.25", priority: 2,
        description: "10 to 25 in 100 of their inter-purchase times last this long.",
        action: "A reminder, no discount."),
      SegmentText(
        "On Time", when: "rhythm_tail >= 0.25", priority: 2,
        description: "Every fourth of their inter-purchase times or more lasts this long.",
        action: "Leave them in peace."),
      SegmentText(
        "Unknown", when: "rhythm_tail is missing", priority: 3,
        description: "No order, or nobody has a rhythm yet."),
    ])

  /// The stages of a customer's life, as `LifecycleStage` has them, from the best down; `lifecycle_since`
  /// says when the stage last changed.
  package static let lifecycle = RuleSetText(
    name: "lifecycle",
    description:
      "Stages from acquisition to inactivity; lifecycle_since has the date of the last change between "
      + "these very stages.",
    needs: ["orders", "a model for its horizon"],
    segments: [
      SegmentText(
        "Loyalty", when: "order_days >= 5", priority: 6,
        description: "Five order days or more, in rhythm.",
        action: "Reward and involve."),
      SegmentText(
        "Active", when: "orders >= 1", priority: 8,
        description: "Past onboarding, fewer than five order days, next order not due yet.",
        action: "Make a habit of it."),
      SegmentText(
        "Retention", when: "rhythm_ratio >= 1", priority: 7,
        description: "Past onboarding, fewer than five order days, and the next order is due.",
        action: "A reminder, as the day comes."),
      SegmentText(
        "Onboarding", when: "days_since_first_order <= 90d", priority: 5,
        description: "First order at most 90 days ago.", action: "Lead to the second order."),
      SegmentText(
        "Acquisition", when: "order_days = 1 and days_since_first_order <= 30d", priority: 4,
        description: "First order, at most 30 days ago.", action: "Thank, explain, deliver."),
      SegmentText(
        "Likely to Become Inactive", when: "rhythm_ratio >= 1.5", priority: 3,
        description: "Inactive for one and a half inter-purchase times or more.",
        action: "Remind, then offer."),
      SegmentText(
        "Inactive",
        when: "rhythm_ratio >= 4 or (rhythm_basis = 'population' and silent_horizons > 1)",
        priority: 2,
        description:
          "Inactive for four inter-purchase times; with one order day, or beyond the horizon.",
        action: "Win back, cheaply."),
      SegmentText(
        "No Order Yet", when: "orders = 0", priority: 1, description: "Known by events alone.",
        action: "Show what others bought first."),
    ])
}
