import ArgumentParser
import Units

/// The model that scores, and the day that it scores at.
struct ScoredModelOptions: ParsableArguments {
  @Option(name: .long, help: .shown("Folder of the model.", "dir"), completion: .directory)
  var model: String
  @Option(
    name: .long,
    help: .shown("Score as of this date (default: the day after the last order).", "date"))
  var asOf: DayArgument?
}

/// Where a contact stands to the order that it is meant to bring.
struct LeadOptions: ParsableArguments {
  @Option(
    name: .long,
    help: .more(
      "Days between the contact date (contact_on) and the expected next order.", "days"))
  var lead = DurationArgument(value: DayCount(days: 7))
}
