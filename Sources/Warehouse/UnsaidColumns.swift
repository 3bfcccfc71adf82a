package import Models

/// Columns of the score row that a query leaves NULL, and why.
package struct UnsaidColumns: Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// They rest on features that the query does not compute.
    case features([String])
    /// Nothing says them in SQL.
    case nothing
    /// Money is rounded to a share in another way.
    case margin
    /// They have no closed form in this model.
    case lifetime(LifetimeModelName)
    /// They rest on columns above that are NULL.
    case others([String])
    /// Of the model, which lacks the section.
    case noSection
    /// They rest on how a customer's inter-purchase times are distributed, which the model does not hold.
    case noRhythm
    /// Rules name columns that the query has not.
    case rules([String])
    /// They are sentences; codes and values stand in columns of their own.
    case sentences
    /// They rest on events, consent, prices or habits.
    case behaviour
  }

  package let columns: [String]
  package let reason: Reason
}
