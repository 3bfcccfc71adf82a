internal import Units

/// The dates that customers are looked at: every summary is of a customer and a date.
///
/// With one date it is a constant beside every row; with several it is a column of every stage.
enum StageDates {
  case one(Day)
  case training(TrainingDates)

  /// What a summary is of, as columns.
  var keys: String {
    switch self {
    case .one: "customer_id"
    case .training: "customer_id, as_of"
    }
  }

  /// The same of a stage where several are joined.
  func keys(of stage: String) -> String {
    switch self {
    case .one: "\(stage).customer_id"
    case .training: "\(stage).customer_id, \(stage).as_of"
    }
  }

  /// Whether the rows of two stages are of one customer, and date.
  func same(_ one: String, _ other: String) -> String {
    switch self {
    case .one: "\(one).customer_id = \(other).customer_id"
    case .training:
      "\(one).customer_id = \(other).customer_id AND \(one).as_of = \(other).as_of"
    }
  }

  /// A stage beside the date, where it has none of its own.
  func dated(_ stage: String) -> String {
    switch self {
    case .one: "\(stage) CROSS JOIN parameters"
    case .training: stage
    }
  }

  /// The number of the date's day, in a stage that others are joined to.
  func asOf(of stage: String) -> String {
    switch self {
    case .one: "as_of"
    case .training: "\(stage).as_of"
    }
  }

  /// The date as columns of the summaries.
  func columns(of stage: String) -> [SQLColumn] {
    switch self {
    case .one: [SQLColumn("as_of", "as_of"), SQLColumn("as_of_date", "as_of_date")]
    case .training: [SQLColumn("as_of", asOf(of: stage))]
    }
  }
}
