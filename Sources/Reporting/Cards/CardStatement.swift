/// What a card says that is no figure: a code that stays the same, and its sentence.
struct CardStatement: Encodable, Equatable {
  let code: String
  let text: String

  init(_ code: String, _ text: String) {
    self.code = code
    self.text = text
  }
}

/// What a model is for, and what it is not.
struct IntendedUse: Encodable {
  let purposes: [CardStatement]
  let users: CardStatement
  let notFor: [CardStatement]

  enum CodingKeys: String, CodingKey {
    case purposes = "for"
    case users
    case notFor = "not_for"
  }

  /// Of a model that learned from an order log.
  static func ofOrderLog(
    horizonInDays: Int, words: PredictedWords = .churn
  ) -> IntendedUse {
    let use = ofChurn(horizonInDays: horizonInDays)
    guard words.target != nil else { return use }
    return IntendedUse(
      purposes: [
        CardStatement(
          "rank_for_contact",
          "Ranking a shop's customers by how likely the target is to hold for them in "
            + "\(horizonInDays) days."),
        CardStatement(
          "expect_totals",
          "Expecting for how many of a group it holds, within the errors below."),
      ], users: use.users,
      notFor: use.notFor.map { statement in
        switch statement.code {
        case "effects_of_contact":
          CardStatement(
            statement.code,
            "Saying what a contact would change: the model saw for whom the target held, not what brought "
              + "it about. An experiment measures that.")
        case "contracts":
          CardStatement(
            statement.code, "Customers under contract: a labelled table learns from those.")
        default: statement
        }
      } + [
        CardStatement(
          "churn",
          "Plans, lists and values, which rest on a probability of churn: this is one of the target."
        )
      ])
  }

  private static func ofChurn(horizonInDays: Int) -> IntendedUse {
    IntendedUse(
      purposes: [
        CardStatement(
          "rank_for_contact",
          "Ranking a shop's customers by whom to contact, with who is likely to place no order in "
            + "\(horizonInDays) days."),
        CardStatement(
          "expect_totals",
          "Expecting how many of a group leave, and what a group spends, within the errors below."),
      ],
      users: marketers,
      notFor: [
        CardStatement(
          "decisions_about_persons",
          "Decisions with legal or similarly significant effects on a person, such as credit, prices "
            + "or refusal of service."),
        CardStatement(
          "effects_of_contact",
          "Saying what a contact would change: the model saw who left, not who was kept by what. An "
            + "experiment measures that."),
        CardStatement(
          "other_shops",
          "Customers of another shop, market or kind of product than it learned from."),
        CardStatement(
          "contracts",
          "Customers under contract, who leave by notice: a labelled table learns from those."),
      ])
  }

  /// Of a model that learned from a labelled table.
  static let ofTable = IntendedUse(
    purposes: [
      CardStatement(
        "rank_rows", "Ranking rows of the same columns and source by how likely the label is.")
    ],
    users: marketers,
    notFor: [
      CardStatement(
        "decisions_about_persons",
        "Decisions with legal or similarly significant effects on a person, such as credit, prices or "
          + "refusal of service."),
      CardStatement(
        "effects_of_contact",
        "Saying what a contact would change: the model saw who left, not who was kept by what. An "
          + "experiment measures that."),
      CardStatement(
        "other_sources", "Rows of another source, or columns that mean something else."),
    ])

  private static let marketers = CardStatement(
    "marketing", "People who plan contacts with customers, and analysts who check them.")

  var markdown: [String] {
    ["## Intended use", ""] + purposes.map { "- For: \($0.text)" } + ["- By: \(users.text)"]
      + notFor.map { "- Not for: \($0.text)" } + [""]
  }
}

/// The training population that later scores are compared with.
struct WatchedDrift: Encodable {
  /// Columns whose distribution is kept, and rows that it is of.
  let columns: Int
  let rows: Int
  let meanScore: Double
  let text: String

  init(columns: Int, rows: Int, meanScore: Double) {
    self.columns = columns
    self.rows = rows
    self.meanScore = meanScore
    text =
      "Each run of scores compares the distribution of \(columns) columns and of the scores with that of "
      + "training and names the ones that moved. Where outcomes have come, the monitor compares them with "
      + "what was predicted. A model is trained again where either shows a change."
  }

  enum CodingKeys: String, CodingKey {
    case columns, rows
    case meanScore = "mean_score"
    case text
  }
}
