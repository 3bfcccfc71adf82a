internal import Features
internal import Models
internal import Snapshots
internal import Units

/// The stages from features to the churn probability and its reasons.
///
/// What each feature adds to the logit is a column, what each family of features adds is their sum, and
/// the logit is the sum of these, in the order in which the program adds them: no expression is deep.
struct ChurnStages {
  let model: ChurnModel
  private let design: DesignStage
  /// Families with their features, in the order of the catalogue.
  private let families: [(family: ReasonFamily, features: [String])]

  static let reasons = 3

  init(_ model: ChurnModel) {
    self.model = model
    design = DesignStage(design: model.design, prefix: "")
    let catalogue = FeatureCatalogue.current
    let used = Set(design.used.map(\.name))
    let ordered =
      catalogue.names.filter(used.contains)
      + design.used.map(\.name).filter { catalogue[$0] == nil }
    var families: [(family: ReasonFamily, features: [String])] = []
    for name in ordered {
      let family = catalogue.family(of: name)
      if let place = families.firstIndex(where: { $0.family == family }) {
        families[place].features.append(name)
      } else {
        families.append((family, [name]))
      }
    }
    self.families = families
  }

  /// Features that it takes of the table.
  var features: [String] {
    let sources = model.outlook == nil ? [] : OrderOutlook.sources
    return design.used.map(\.name).filter { $0 != OrderOutlook.feature } + sources
  }

  /// Adds the stages.
  ///
  /// - Returns: the name of the last of them, which has the columns `logit`, `churn_probability` and those
  ///   of reasons.
  func add(to query: inout SQLQuery, after stage: String) -> String {
    var stage = stage
    if let outlook = model.outlook {
      query.add(
        "outlook", "Of an order within the horizon, by a lifetime model (MBG/NBD).", after: stage,
        columns: [SQLColumn(featureColumn(OrderOutlook.feature), outlook.sql)])
      stage = "outlook"
    }
    stage = design.add(to: &query, after: stage)
    query.add(
      "contributions", "What each feature adds to the logit.", after: stage,
      columns: families.flatMap(\.features).map { SQLColumn(contribution($0), terms(of: $0)) })
    query.add(
      "families", "What each family of features adds.", after: "contributions",
      columns: families.map { family in
        SQLColumn(
          column(family.family), family.features.map(contribution).joined(separator: " + "))
      })
    query.add(
      "logits", nil, after: "families",
      columns: [
        SQLColumn(
          "logit",
          ([intercept] + families.map { column($0.family) }).joined(separator: " + "))
      ] + families.indices.map { SQLColumn("place_\(families[$0].family.rawValue)", place($0)) })
    query.add(
      "probabilities", "The probability of no order within the horizon, and why.", after: "logits",
      columns: [SQLColumn("churn_probability", "1e0 / (1e0 + \(exponential("-logit")))")]
        + (1...Self.reasons).flatMap(reason))
    return "probabilities"
  }

  /// The intercept with what the season adds at the date, between two levels on the line through them.
  private var intercept: String {
    guard let season = model.season, let first = season.levels.first else {
      return number(model.intercept)
    }
    var cases = ["WHEN as_of = \(first.asOf.number) THEN \(number(first.shift))"]
    for (before, after) in zip(season.levels, season.levels.dropFirst()) {
      let slope = (after.shift - before.shift) / Double(after.asOf.number - before.asOf.number)
      cases.append(
        "WHEN as_of > \(before.asOf.number) AND as_of <= \(after.asOf.number) THEN "
          + "\(number(before.shift)) + (as_of - \(before.asOf.number)) * \(number(slope))")
    }
    return "\(number(model.intercept)) + CASE \(cases.joined(separator: " ")) ELSE 0e0 END"
  }

  /// The sum of a feature's columns; a product of two features gives each of them half.
  private func terms(of name: String) -> String {
    var terms: [String] = []
    for (column, coefficient) in zip(model.design.columns, model.coefficients) {
      let other = column.other ?? column.feature
      guard column.feature == name || other == name else { continue }
      let share = column.feature == other ? coefficient : coefficient / 2
      terms.append("\(number(share)) * \(design.standardised(column))")
    }
    return terms.joined(separator: "\n      + ")
  }

  /// How many families move the logit more than one; of equals, the first stays before.
  private func place(_ own: Int) -> String {
    let name = column(families[own].family)
    let others = families.indices.filter { $0 != own }.map { other in
      "CASE WHEN ABS(\(column(families[other].family))) \(other < own ? ">=" : ">") ABS(\(name)) "
        + "THEN 1 ELSE 0 END"
    }
    return (["1"] + others).joined(separator: " + ")
  }

  private func reason(_ place: Int) -> [SQLColumn] {
    func chosen(_ value: ((family: ReasonFamily, features: [String])) -> String) -> String {
      let cases = families.map { family in
        "WHEN place_\(family.family.rawValue) = \(place) AND \(column(family.family)) <> 0e0 "
          + "THEN \(value(family))"
      }
      return "CASE \(cases.joined(separator: " ")) END"
    }
    return [
      SQLColumn("reason_\(place)_family", chosen { "'\($0.family.rawValue)'" }),
      SQLColumn(
        "reason_\(place)_feature", chosen { telling($0.family, $0.features) { "'\($0)'" } }),
      SQLColumn("reason_\(place)_value", chosen { telling($0.family, $0.features, featureColumn) }),
      SQLColumn("reason_\(place)_contribution", chosen { column($0.family) }),
    ]
  }

  /// What a case of a family is told by: the first of its leading features, else the one that adds most.
  private func telling(
    _ family: ReasonFamily, _ features: [String], _ value: (String) -> String
  ) -> String {
    let leads = FeatureCatalogue.current.leads(of: family)
    if let lead = features.first(where: leads.contains) { return value(lead) }
    let cases = features.indices.dropLast().map { own in
      let rest = features[(own + 1)...].map {
        "ABS(\(contribution(features[own]))) >= ABS(\(contribution($0)))"
      }
      return "WHEN \(rest.joined(separator: " AND ")) THEN \(value(features[own]))"
    }
    guard let last = features.last, !cases.isEmpty else { return value(features.last ?? "NULL") }
    return "CASE \(cases.joined(separator: " ")) ELSE \(value(last)) END"
  }

  private func contribution(_ name: String) -> String { "c_\(name)" }
  private func column(_ family: ReasonFamily) -> String { "family_\(family.rawValue)" }
}

extension OrderOutlook {
  /// P(alive) · P(an order | alive), which have closed forms.
  ///
  /// Source: Batislam, Denizel & Filiztekin (2007), MBG/NBD.
  fileprivate var sql: String {
    let orders = featureColumn("frequency")
    let odds =
      "LN(\(number(a)) / (\(number(b)) + \(orders))) + (\(number(r)) + \(orders)) * LN(1e0 + "
      + "(\(featureColumn("tenure")) - \(featureColumn("recency"))) / (\(number(alpha)) + \(featureColumn("recency"))))"
    let none =
      "(-(\(number(r)) + \(orders)) * LN(1e0 + \(number(Double(horizonInDays))) / "
      + "(\(number(alpha)) + \(featureColumn("tenure")))))"
    return "1e0 / (1e0 + \(exponential("(\(odds))"))) * (1e0 - EXP(\(none)))"
  }
}
