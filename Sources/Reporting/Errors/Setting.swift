/// What a user can set; `perennial` gives each its spelling on the command line.
///
/// The raw value is the plain name, for texts that have no command line.
package enum Setting: String, CaseIterable, Sendable {
  // What is read, and how.
  case events
  case customers
  case columns
  case filter = "the filter of rows"
  case delimiter
  case encoding
  case dateFormat = "the date format"
  case noHeader = "no header"
  case decimalComma = "decimal comma"
  case decimalPoint = "decimal point"
  case profile
  case countStatus = "the statuses that count"
  case guest = "an id of nobody"
  case keepCustomer = "an id that is kept"
  case eventsColumns = "the columns of event files"
  case eventKind = "the kind of an event"
  case eventsDateFormat = "the date format of event files"
  case eventsProfile = "the profile of event files"
  case allowUnmatched = "allow unmatched events"
  case timeZone = "the time zone"
  case refunds
  case amountPer = "amount per"
  case knownAfter = "known after"
  case dropDuplicates = "drop duplicates"
  case allowFutureDates = "allow future dates"
  case verbose = "the switch for more words"
  case pseudonymise = "the key of pseudonyms"
  case maxRejected = "the share of rejected rows"

  // Stores.
  case store
  case keepChanged = "keep changed orders"
  case exactIDs = "ids as they are spelled"

  // Dates and windows.
  case asOf = "the as-of date"
  case evaluateAt = "the evaluation date"
  case horizon
  case target
  case clvHorizon = "the CLV horizon"
  case scoreWindow = "the score window"

  // Labelled tables.
  case id = "the id column"
  case label = "the label column"
  case positive = "the positive label"
  case splitColumn = "the split column"
  case splitAt = "the split date"
  case folds
  case ignore = "ignored columns"
  case categories = "category columns"
  case monotone = "monotone columns"
  case value = "the value column"

  // Contracts.
  case start = "the column of starts"
  case end = "the column of ends"
  case reason = "the column of reasons"
  case running = "the reasons that are no end"
  case cause = "the reason that the probability is of"
  case renewal = "the column of renewals"
  case validFrom = "the column from when rows hold"
  case knownAtStart = "columns known at the start"
  case observedFrom = "the day from which ends are in the table"
  case period
  case term

  // Experiments.
  case arm
  case arms
  case control = "the control arm"
  case alpha = "the false-alarm rate"
  case power
  case rate = "the rate without treatment"
  case effect
  case standardDeviation = "the standard deviation"
  case correlation
  case skewness
  case stratifyBy = "the columns of strata"
  case metrics = "the outcomes"
  case covariates
  case by = "the column of segments"
  case outcomeDate = "the column of outcome dates"
  case absentAreZero = "absent customers count as 0"
  case starts = "the first day"
  case window
  case look = "the number of the look"
  case margin
  case incentiveCost = "the cost of an incentive"
  case treatment = "the treatment column"
  case treated = "the value that means treated"
  case outcome = "the outcome column"
  case exclude = "excluded columns"
  case armColumn = "the column of arms"

  // Models, groups and money.
  case model
  case features = "the feature file"
  case select = "selected columns"
  case clusterOn = "cluster features"
  case clustersLike = "the model whose cluster numbers are kept"
  case noClusters = "no clusters"
  case rules
  case partition
  case `static` = "static partition"
  case against = "the previous model"
  case require = "the required figures"
  case acceptWeak = "accepting a weak model"
  case saveRate = "the save rate"
  case contactCost = "the contact cost"
  case discount = "the discount rate"
  case consent = "the column of consent"
  case on = "the day of the contacts"
  case saltFile = "the file of the salt"
  case shareOf = "the column of shares"
  case uplift = "the file of measured uplift"
}
