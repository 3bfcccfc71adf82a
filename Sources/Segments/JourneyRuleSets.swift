extension RuleSetText {
  /// How far the last session went.
  package static let journey = RuleSetText(
    name: "journey",
    description: "How far the last session went, and what follows.",
    needs: [
      "events of sessions: visit, home_view, demo_view, category_view, product_view, cart_add",
      "cart_abandonment:REASON for reasons",
    ],
    segments: [
      SegmentText(
        "No Recent Session", when: "days_since_session > 30d", priority: 1,
        description: "Nothing for a month.", action: "News of what has changed."),
      SegmentText(
        "Bought in One Session",
        when: "session_reached = 'order' and last_order_in_one_session = 'yes'", priority: 2,
        description: "Looked and ordered in one go.", action: "What goes with it; no hurry."),
      SegmentText(
        "Bought", when: "session_reached = 'order'", priority: 3,
        description: "Ordered after sessions before.",
        action: "Confirm the choice; ask for a review."),
      SegmentText(
        "Carted and Left, Reason Given",
        when: "session_reached = 'cart' and cart_reason is not missing",
        priority: 4, description: "Left a cart and said why: cart_reason.",
        action: "Answer the reason: shipping, price, trust."),
      SegmentText(
        "Carted and Left", when: "session_reached = 'cart'", priority: 5,
        description: "Left a cart.", action: "The cart by mail, within a day."),
      SegmentText(
        "Looked at Products", when: "session_reached = 'product'", priority: 6,
        description: "Looked at products, no cart.", action: "These products, and reviews of them."),
      SegmentText(
        "Browsed Categories", when: "session_reached = 'category'", priority: 6,
        description: "Browsed categories or searched.", action: "Best of the category."),
      SegmentText(
        "Looked In", when: "session_reached in ('home', 'demo', 'visit')", priority: 6,
        description: "Saw the home page or the demo and left.", action: "What the shop is good at."),
      SegmentText(
        "Unknown", when: "session_reached is missing", priority: 7,
        description: "No session is known.", needs: ["events"]),
    ])

  /// Prices and occasions.
  package static let occasions = RuleSetText(
    name: "occasions",
    description: "What they pay and when they buy; several may hold.",
    needs: ["orders", "discount", "customers file with birthdays"],
    segments: [
      SegmentText(
        "Birthday Soon", when: "days_to_birthday <= 14d", priority: 1,
        description: "Birthday within two weeks.", action: "Congratulate, three days before.",
        needs: ["customers file with a column birthday"]),
      SegmentText(
        "Promo-Acquired, Once", when: "first_order_discounted = 'yes' and orders = 1", priority: 2,
        description: "Came for a discount and has not come again.",
        action: "No second discount; show value.", needs: ["discount"]),
      SegmentText(
        "Promo-Acquired, Stays at a Discount",
        when: "first_order_discounted = 'yes' and orders >= 2 and full_price_orders = 0",
        priority: 3,
        description: "Came for a discount and buys at discounts only.",
        action: "Smaller discounts, step by step.", needs: ["discount"]),
      SegmentText(
        "Promo-Acquired, Stays",
        when: "first_order_discounted = 'yes' and full_price_orders >= 1 and orders >= 2",
        priority: 4,
        description: "Came for a discount and has paid full prices since.",
        action: "Treat as any loyal customer.", needs: ["discount"]),
      SegmentText(
        "Discount Seeker", when: "discount_share >= 0.6 and orders >= 3", priority: 5,
        description: "Three orders or more, six in ten of them at a discount.",
        action: "Contact them at sales; do not spend discounts on the rest.", needs: ["discount"]),
      SegmentText(
        "Sale-Day Buyer", when: "sale_day_share >= 0.5 and orders >= 3", priority: 6,
        description: "Half of the orders on the shop's busiest days.",
        action: "Early access on the next sale day."),
      SegmentText(
        "Seasonal Buyer",
        when: "usual_season_share >= 0.75 and orders >= 3 and tenure >= 1y", priority: 7,
        description: "Three quarters of the orders in one quarter of the year: usual_season.",
        action: "Contact them as the season begins."),
      SegmentText(
        "Creature of Habit", when: "usual_weekday_share >= 0.6 and orders >= 4", priority: 8,
        description: "Six in ten orders on one weekday: usual_weekday, usual_hour.",
        action: "Contact them on the day before."),
      SegmentText(
        "High Basket", when: "order_value_rank >= 0.75", priority: 9,
        description: "Top quarter by average order value.",
        action: "Offers up to price_top_usual, the highest price in their usual range."),
      SegmentText(
        "Middle Basket", when: "order_value_rank >= 0.25 and order_value_rank < 0.75", priority: 9,
        description: "Middle half by average order value.",
        action: "Offers up to price_top_usual."),
      SegmentText(
        "Low Basket", when: "order_value_rank < 0.25", priority: 9,
        description: "Lowest quarter by average order value.", action: "Bundles."),
    ],
    otherwise: SegmentText("Unknown", description: "No order yet."))
}
