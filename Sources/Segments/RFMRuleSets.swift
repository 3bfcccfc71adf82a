extension RuleSetText {
  /// Each of the 125 RFM codes in one of eleven segments, after the map that Spotler publishes.
  package static let rfm125 = RuleSetText(
    name: "rfm125",
    description: "Every RFM code in exactly one of eleven segments, after Spotler's published map.",
    needs: ["orders"],
    segments: [
      SegmentText(
        "Champions", codes: "555 554 545 544 455 454 445",
        "Bought lately, buy often, spend most.",
        "Reward them, show them what is new first, ask for reviews."),
      SegmentText(
        "Loyal", codes: "543 444 435 355 354 345 344 335", "Buy often and spend well.",
        "Offer what costs more; engage them; ask for referrals."),
      SegmentText(
        "Potential Loyalist",
        codes:
          "553 552 551 542 541 533 532 531 453 452 451 442 441 433 432 431 423 353 352 351 342 "
          + "341 333 323",
        "Recent buyers of some orders and average spend.",
        "Offer membership and what goes with what they bought."),
      SegmentText(
        "New Customers", codes: "512 511 422 421 412 411 311", "Bought lately, not often.",
        "Help them start well; aim at the second order."),
      SegmentText(
        "Promising", codes: "525 524 523 522 521 515 514 513 425 424 415 414 413 315 314 313",
        "Recent buyers who have not bought often.", "Make the shop known; offer a trial."),
      SegmentText(
        "Need Attention", codes: "535 534 443 434 343 334 325 324",
        "Above average in all, but not of late.",
        "A limited offer, built on what they bought."),
      SegmentText(
        "About to Sleep", codes: "331 321 312 251 241 231 221 213",
        "Below average in all; will be lost if nothing happens.",
        "Show what is popular; reconnect."),
      SegmentText(
        "At Risk",
        codes:
          "255 254 253 252 245 244 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124",
        "Spent much and bought often, long ago.", "Write personally; offer a renewal."),
      SegmentText(
        "Cannot Lose Them", codes: "215 214 155 154 144 115 114 113",
        "Spent most, and have not come for long.", "Call them; do not lose them to others."),
      SegmentText(
        "Hibernating", codes: "332 322 233 232 223 222 212 211 132 123 122",
        "Last order long ago, few orders, little spent.",
        "Offer other products; remind them of the brand."),
      SegmentText(
        "Lost", codes: "151 141 131 121 112 111", "Lowest in all.",
        "One cheap attempt, else leave them."),
      SegmentText(
        "Inactive", when: "f_score = 0 or m_score = 0", priority: 2,
        description: "No order in the score window.", action: "Win back, cheaply, or leave them."),
      .prospect,
    ])

  /// Each of the 25 cells of R × F in one of ten segments.
  package static let rf25 = RuleSetText(
    name: "rf25",
    description: "Every cell of recency × frequency in exactly one of ten segments.",
    needs: ["orders"],
    segments: [
      SegmentText(
        "Champions", cells: "5[45]", "Bought lately, buy often.", "Reward them."),
      SegmentText("Loyal", cells: "[34][45]", "Buy often.", "Offer what costs more."),
      SegmentText(
        "Potential Loyalist", cells: "[45][23]", "Recent, with some orders.",
        "Offer membership."),
      SegmentText("New Customers", cells: "51", "One order, just now.", "Help them start well."),
      SegmentText("Promising", cells: "41", "One order, not long ago.", "Make the shop known."),
      SegmentText(
        "Need Attention", cells: "33", "Average in both.", "A limited offer."),
      SegmentText(
        "About to Sleep", cells: "3[12]", "Below average in both.", "Reconnect."),
      SegmentText(
        "Cannot Lose Them", cells: "[12]5", "Bought most often, not for long.", "Call them."),
      SegmentText(
        "At Risk", cells: "[12][34]", "Bought often, long ago.", "Write personally."),
      SegmentText(
        "Hibernating", cells: "[12][12]", "Few orders, long ago.",
        "One cheap attempt, else leave them."),
      SegmentText(
        "Inactive", when: "f_score = 0", priority: 2,
        description: "No order in the score window.", action: "Win back, cheaply, or leave them."),
      .prospect,
    ])
}

extension SegmentText {
  /// Who has no recency, frequency or money.
  fileprivate static let prospect = SegmentText(
    "Prospect", when: "orders = 0", priority: 1,
    description: "Known by events, no order yet.",
    action: "Show what others bought first.")

  fileprivate init(_ name: String, codes: String, _ description: String, _ action: String) {
    let list = codes.split(separator: " ").map { "'\($0)'" }.joined(separator: ", ")
    self.init(name, when: "rfm in (\(list))", description: description, action: action)
  }

  fileprivate init(_ name: String, cells: String, _ description: String, _ action: String) {
    self.init(name, when: "rf = '\(cells)'", description: description, action: action)
  }
}
