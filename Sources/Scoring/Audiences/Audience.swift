package import Ingestion

/// The people of a list as a service takes them.
package struct Audience: Sendable, Equatable {
  package let target: AudienceTarget
  package let columns: [String]
  /// Cells of each member, in the order of the columns; members by id.
  package let rows: [[String]]
  /// How many are left out, and why.
  package let leftOut: [LeftOut: Int]
  /// Fields that a member has no usable text of, where the field is not required.
  package let unusable: [AudienceField: Int]

  package enum LeftOut: String, Sendable, CaseIterable {
    /// Not on the list that was asked for.
    case notListed = "not_listed"
    /// Left alone by lot.
    case heldOut = "held_out"
    /// In another arm of the experiment.
    case otherArm = "other_arm"
    /// Nobody may write to them, as the scores say.
    case noConsent = "no_consent"
    /// The column of consent does not say yes.
    case notAgreed = "not_agreed"
    case notInCustomers = "not_in_customers"
    /// The identifier that the service needs is missing or not valid.
    case noAddress = "no_address"
    /// The same address as of somebody who is left alone by lot, or may not be written to.
    case sharedAddress = "shared_address"
    /// The same address as another member's.
    case sameAddress = "same_address"
  }
}

/// What an audience is made of.
package struct AudienceRequest: Sendable {
  package var target: AudienceTarget
  /// Beside the required one.
  package var fields: [AudienceField] = []
  /// Column of the customers file for a field, where its name is not recognised.
  package var columns: [AudienceField: String] = [:]
  /// Column of the customers file that says yes; nil to recognise it.
  package var consent: String?
  /// Value of `list` in score rows; plans and experiments have arms instead.
  package var list = "act"
  /// The arm that is written to; nil for that of a plan.
  package var arm: String?
  /// Digits before telephone numbers without them.
  package var countryCode: String?

  package init(target: AudienceTarget) { self.target = target }
}

/// Why no audience can be made.
package enum AudienceError: Error, Sendable, Equatable {
  /// The list, the customers file, or an earlier export.
  case sheet(SheetError)
  /// The list, where it is of score rows.
  case scores(PreviousScoresError)
  /// The file has neither `arm` nor `list`.
  case neitherPlanNorScores(file: String, columns: [String])
  /// The list has arms of an experiment, and which of them is written to was not said.
  case armToName(file: String, arms: [String])
  case noSuchArm(String, file: String, arms: [String])
  /// No column, or more than one, that may hold the field.
  case noColumn(AudienceField, file: String, columns: [String], fits: [String])
  case noConsentColumn(file: String, columns: [String], fits: [String])
  /// The service has no such column.
  case noSuchField(AudienceField, AudienceTarget)
  /// The service takes these together or not at all.
  case partOfAddress([AudienceField], AudienceTarget)
  case otherExport(file: String, columns: [String], expected: [String])
}
