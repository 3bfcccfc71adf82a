extension RuleSetText {
  /// Bad experiences, unread messages, and referrals.
  package static let experience = RuleSetText(
    name: "experience",
    description: "Bad experiences, reach of messages, and referrals; several may hold.",
    needs: [
      "events: review with a value, complaint, mailing, email_open, referral:ID, referred_by, social_click",
      "returned", "customers file with needs or email_preference",
    ],
    segments: [
      SegmentText(
        "Bad Experience",
        when: "active_before_bad_experience = 'yes' and orders_after_bad_experience = 0",
        priority: 1,
        description:
          "Was active, then a rating of 2 or less, a complaint or a return, and no order since.",
        action: "Make good before any offer."),
      SegmentText(
        "Bad Experience, Came Back", when: "orders_after_bad_experience >= 1", priority: 2,
        description: "Ordered again after a rating of 2 or less, a complaint or a return.",
        action: "Thank them for another chance."),
      SegmentText(
        "Unsubscribed", when: "unsubscribed = 'yes'", priority: 3,
        description: "Unsubscribed.", action: "Send no messages; use other channels."),
      SegmentText(
        "Wants Few Messages", when: "customer.email_preference in ('never', 'monthly', 'few')",
        priority: 4, description: "Said so in the survey.", action: "Keep to it.",
        needs: ["customers file with a column email_preference"]),
      SegmentText(
        "Disengaged Reader", when: "mailings_180 >= 3 and mail_reads_180 = 0", priority: 5,
        description: "Three messages or more in half a year, none opened.",
        action: "List hygiene: ask once whether to go on, then stop."),
      SegmentText(
        "Advocate", when: "referrals_made >= 1", priority: 6,
        description: "Referred somebody; referred_spend is what the referred have spent.",
        action: "Thank both."),
      SegmentText(
        "Came by Referral", when: "was_referred = 'yes'", priority: 7,
        description: "Was brought by a customer.", action: "Mention the friend."),
      SegmentText(
        "Social", when: "social_touches >= 3", priority: 8,
        description: "Comes by social networks.", action: "Meet them there."),
      SegmentText(
        "Stated Needs", when: "customer.needs is not missing", priority: 9,
        description: "Said in the survey what they need.", action: "Contact them about it.",
        needs: ["customers file with a column needs"]),
      SegmentText(
        "Unknown",
        when:
          "lowest_rating is missing and complaints is missing and returned_orders is missing and "
          + "mail_reads_180 is missing and referrals_made is missing and social_touches is missing",
        priority: 10, description: "Nothing of the kind is logged."),
    ],
    otherwise: SegmentText("Nothing to Act On", description: "None of these."))

  /// How they come to buy.
  package static let buying = RuleSetText(
    name: "buying",
    description: "How they come to buy: benefit sought, touch, channel, range; several may hold.",
    needs: [
      "events: product_view, search, review_read, trend_view, sale_view, coupon_redemption, support_ticket",
      "channel", "category",
    ],
    segments: [
      SegmentText(
        "Price Seeker", when: "benefit_sought = 'price'", priority: 1,
        description: "Coupons and sale pages more than reviews and trends.",
        action: "Price first."),
      SegmentText(
        "Review Reader", when: "benefit_sought = 'reviews'", priority: 1,
        description: "Reads reviews.", action: "Proof: reviews and tests."),
      SegmentText(
        "Trend Follower", when: "benefit_sought = 'trends'", priority: 1,
        description: "Looks at what is new.", action: "New things first."),
      SegmentText(
        "Support User", when: "support_contacts >= 2", priority: 2,
        description: "Asked for help twice or more.", action: "Offer a person to talk to."),
      SegmentText(
        "Message Led",
        when: "last_touch in ('email_open', 'email_click', 'mailing', 'coupon_redemption')",
        priority: 3, description: "A message or coupon in the week before the last order.",
        action: "Messages work; keep them rare."),
      SegmentText(
        "Network Led", when: "last_touch in ('social_click', 'ad_click', 'referred_by')",
        priority: 3,
        description: "An advertisement, a network or a friend before the last order.",
        action: "Same channel again."),
      SegmentText(
        "Searcher", when: "searches >= 3", priority: 4, description: "Searches for what they want.",
        action: "Answer searches without results."),
      SegmentText(
        "Researcher", when: "views_per_order >= 5", priority: 5,
        description: "Five product views an order or more.", action: "Comparisons and details."),
      SegmentText(
        "Many Channels", when: "distinct_channels >= 2 and top_channel_share < 0.8", priority: 6,
        description: "No channel has four in five of the orders.", action: "Same offer everywhere."),
      SegmentText(
        "Category Specialist", when: "top_category_share >= 0.6 and orders >= 3", priority: 7,
        description: "Six in ten lines in one category: favourite_category.",
        action: "next_category is where such customers go next."),
      SegmentText(
        "Range Explorer", when: "distinct_categories >= 5", priority: 8,
        description: "Five categories or more.", action: "Show the whole range."),
      SegmentText(
        "Unknown",
        when:
          "benefit_sought is missing and last_touch is missing and support_contacts is missing and "
          + "views_per_order is missing and distinct_channels is missing and distinct_categories is "
          + "missing and searches is missing",
        priority: 9, description: "Nothing of the kind is logged."),
    ],
    otherwise: SegmentText("No Pattern", description: "None of these."))
}
