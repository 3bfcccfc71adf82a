internal import Files
package import Interventions
package import Models

extension ModelError: Worded {
  package var sentence: Sentence {
    switch self {
    case .missing(let path):
      """
      \(path): found no model there, expected a folder with model.json. Train one with `perennial \
      train ORDERS`, `perennial table train FILE` or `perennial contracts train FILE`, and \
      \(option: .model, path).
      """
    case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
    case .foreign(let path):
      """
      \(path): found a file that is no Perennial model, expected a model.json written by \
      `perennial train`
      """
    case .newerVersion(let path, let found, let supported):
      """
      \(path): found model version \(found), this program reads up to \(supported). Update \
      perennial, or train the model again with this one.
      """
    case .unknownSection(let path, let section):
      """
      \(path): found a section '\(section)' that this program does not know; a newer program wrote \
      it. Update perennial, or train the model again with this one.
      """
    case .learnedFromTable(let path):
      """
      \(path): found a model of a labelled table, expected one of order logs. Score a table with \
      `perennial table predict FILE`.
      """
    case .learnedFromHistories(let path):
      """
      \(path): found a model of order logs, expected one of a labelled table. Score orders with \
      `perennial predict ORDERS`, or train on a table with `perennial table train FILE`.
      """
    case .learnedFromContracts(let path):
      """
      \(path): found a model of contracts, expected another. Score contracts with `perennial contracts \
      predict FILE`.
      """
    case .notOfContracts(let path):
      """
      \(path): found a model of order logs or of a labelled table, expected one of contracts. Train one \
      with `perennial contracts train FILE`.
      """
    case .damaged(let path, let reason):
      "\(path): the file is damaged: \(reason). Restore it from a copy, or train the model again."
    }
  }
}

extension ParameterError: Worded {
  package var sentence: Sentence {
    switch self {
    case .saveRate(let found):
      """
      save rate: found \(found), expected a share from 0 to below 0.5: it is the retention lift of \
      a customer with a 50 % churn probability. Pass a smaller \(option: .saveRate)
      """
    case .contactCost(let found):
      "contact cost: found \(found), expected an amount of 0 or more. Pass another \(option: .contactCost)"
    case .discountRate(let found):
      "discount rate: found \(found), expected 0 or more a year. Pass another \(option: .discount)"
    }
  }
}
