internal import Units
package import Snapshots
internal import Training

extension ScoringError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .logTooShort(let first, let last, let horizon):
      let span = last - first + 1
      let longest = (span - 1) / 2
      return """
        the orders run from \(first) to \(last), \(span) day\(span == 1 ? "" : "s"); found too little \
        for a horizon of \(horizon) days: expected at least \(2 * horizon + 1) days (one horizon to \
        learn from, one to judge on, and a day before them). Pass \
        \(longest > 0 ? "a shorter --horizon (at most \(longest)d) or " : "")a longer log.
        """
    case .judgingDateOutside(let date, let earliest, let latest):
      return """
        --evaluate-at \(date): expected a date from \(earliest) (one horizon after the log begins) to \
        \(latest) (the last whose horizon is complete)
        """
    case .splitOutside(let date, let earliest, let latest):
      return "--evaluate-at \(date): expected a date from \(earliest) (a day after the first order) to "
        + "\(latest) (the last order)"
    case .valueHorizonTooShort(let found, let horizon):
      return """
        a value horizon of \(found) days: expected at least the churn horizon of \(horizon) days, \
        because values are told apart by an order in it. Pass a longer \
        --clv-horizon
        """
    case .tooFewCustomers(0):
      return """
        found no customer with an order: the amounts of all rows are below 0 or cancel out, which makes \
        them refunds. Check the amount column (--columns amount=…) and --where.
        """
    case .tooFewCustomers(let count):
      return """
        found \(count) customer\(count == 1 ? "" : "s") with an order, expected at least 2: a model \
        cannot learn from fewer, and \(DataSufficiency.enough) churned and as many others are enough. \
        Check the customer column (--columns customer=…) and --where.
        """
    case .oneClass(let allChurned, let customers, let horizon):
      return """
        of \(customers) training rows, \(allChurned ? "every one has no" : "every one has an") order \
        in the \(horizon) days after its as-of date; expected some of each kind \
        (\(DataSufficiency.enough) are enough). Pass another \
        --horizon\(allChurned ? " (a longer one)" : " (a shorter one)").
        """
    case .nobodyToScore(let asOf, let firstOrder):
      guard let firstOrder else {
        return """
          found no order in these rows, so there is nobody to score. Check the amount column \
          (--columns amount=…) and --where.
          """
      }
      return """
        no customer has an order before \(asOf); the first order is of \(firstOrder). Pass a later \
        --as-of.
        """
    case .sectionMissing(let section, let purpose):
      return """
        the model has no section '\(section)', which \(purpose) needs. Train it again with \
        `perennial train`.
        """
    case .otherCurrency(let model, let log):
      return """
        the model was trained on amounts in \(model), these orders are in \(log): their money cannot \
        be scored together
        """
    case .otherHorizon(let model, let asked):
      return """
        the previous model foretells \(model) days, the backtest judges \(asked): they cannot be \
        held against each other. Pass --horizon \(model)d or another model.
        """
    case .onePartition(let name):
      return """
        found \(name.map { "one partition, '\($0)'" } ?? "no partition"), expected two or more. Pass \
        another rule set (--rules), a column of groups (--partition), or leave out --no-clusters.
        """
    case .partitionNameTaken(let name):
      return """
        found two partitions called '\(name)', or a result of that name, expected each once. Change \
        `name:` in the rule file, or pass --partition NAME=\(name).
        """
    case .otherCatalogue(let name):
      return """
        the model's features are of the catalogue '\(name)', which this command does not compute. \
        Score a file of them with `perennial predict --features FILE`.
        """
    case .noProspectsLearned:
      return """
        the model has learned nothing of prospects: its log had too few customers with events before \
        their first order. At least \(ProspectTraining.fewestOfAKind) of them who ordered within the \
        horizon, and as many who did not, are needed to learn from, and as many to judge on (--events).
        """
    case .noProspects(let asOf):
      return """
        nobody has an event and no order before \(asOf): there are no prospects. Pass --events with \
        people who have not ordered yet, or another --as-of.
        """
    case .fit(let reason):
      return reason
    }
  }
}
