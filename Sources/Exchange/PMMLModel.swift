internal import Features
internal import Files
package import Models
internal import Snapshots
package import Units

/// A model of churn, or of a target, as PMML 4.4 of the Data Mining Group: features in, the probability out.
package struct PMMLModel: Sendable {
  package let bytes: [UInt8]

  /// - Parameters:
  ///   - model: of histories.
  ///   - asOf: the date whose season the intercept holds; nil for the model's.
  /// - Throws: where it predicts neither churn nor a target.
  /// - Complexity: O(columns of the design).
  package init(_ model: Model, asOf: Day?) throws(ScoringError) {
    let outcome = try ExportedOutcome(model)
    let day = asOf ?? model.data.asOf
    let document = PMMLDocument(outcome)
    bytes = Array(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
      <Header description="\(xmlEscaped(outcome.meaning)); model \
      \(xmlEscaped(model.shortDigest)), season of \(day)"><Application name="Perennial"/></Header>
      \(document.dictionary)
      \(document.transformations)
      \(document.regression(intercept: outcome.model.intercept(at: day)))
      </PMML>

      """.utf8)
  }
}

/// The parts of the document: features are transformed, imputed and clamped, made columns, standardised, and
/// weighed, each a derived field, so that every step can be read.
private struct PMMLDocument {
  let outcome: ExportedOutcome
  let inputs: ModelInputs

  private var model: ChurnModel { outcome.model }

  init(_ outcome: ExportedOutcome) {
    self.outcome = outcome
    inputs = ModelInputs(outcome.model)
  }

  var dictionary: String {
    let fields = inputs.names.map {
      "<DataField name=\"\(xmlEscaped($0))\" optype=\"continuous\" dataType=\"double\"/>"
    }
    return """
      <DataDictionary numberOfFields="\(fields.count + 1)">
      \(fields.joined(separator: "\n"))
      <DataField name="\(outcome.name)" optype="categorical" dataType="string"><Value value="yes"/>\
      <Value value="no"/></DataField>
      </DataDictionary>
      """
  }

  var transformations: String {
    let outlook = model.outlook.map { [derived(OrderOutlook.feature, Self.outlook($0))] } ?? []
    let prepared = inputs.used.map { derived(Self.prepared($0.name), preparation(of: $0)) }
    let columns = model.design.columns.enumerated().map { index, column in
      derived(
        Self.column(index),
        call(
          "/", call("-", value(of: column), number(column.mean)), number(column.standardDeviation)))
    }
    return """
      <TransformationDictionary>
      \((outlook + prepared + columns).joined(separator: "\n"))
      </TransformationDictionary>
      """
  }

  func regression(intercept: Double) -> String {
    let fields = inputs.names.map {
      "<MiningField name=\"\(xmlEscaped($0))\" invalidValueTreatment=\"asIs\"/>"
    }
    let terms = model.coefficients.enumerated().map { index, coefficient in
      "<NumericPredictor name=\"\(Self.column(index))\" coefficient=\"\(coefficient)\"/>"
    }
    return """
      <RegressionModel modelName="\(outcome.name)" functionName="classification" normalizationMethod="logit">
      <MiningSchema>
      <MiningField name="\(outcome.name)" usageType="target"/>
      \(fields.joined(separator: "\n"))
      </MiningSchema>
      <Output>
      <OutputField name="\(outcome.column)" optype="continuous" dataType="double" feature="probability" \
      value="yes"/>
      </Output>
      <RegressionTable intercept="\(intercept)" targetCategory="yes">
      \(terms.joined(separator: "\n"))
      </RegressionTable>
      <RegressionTable intercept="0" targetCategory="no"/>
      </RegressionModel>
      """
  }

  // Names of derived fields, which no feature has.
  private static func prepared(_ name: String) -> String { "prepared \(name)" }
  private static func column(_ index: Int) -> String { "column \(index + 1)" }

  /// The feature on its scale, imputed where it is missing, within the range of training.
  private func preparation(of feature: FittedFeature) -> String {
    let x = field(feature.name)
    let kept = call(
      "min", call("max", transformed(x, feature.transform), number(feature.lowest)),
      number(feature.highest))
    return call("if", call("isMissing", x), number(feature.imputation), kept)
  }

  private func transformed(_ x: String, _ transform: Transform) -> String {
    let (zero, one, least) = (number(0), number(1), number(1e-9))
    switch transform {
    case .identity: return x
    case .log1p: return call("ln", call("+", call("max", x, zero), one))
    case .signedLog1p:
      let sign = call("if", call("lessThan", x, zero), number(-1), one)
      return call("*", sign, call("ln", call("+", call("abs", x), one)))
    case .log: return call("ln", call("max", x, least))
    case .logit:
      let kept = call("min", call("max", x, least), number(1 - 1e-9))
      return call("-", call("ln", kept), call("ln", call("-", one, kept)))
    }
  }

  private func value(of column: DesignColumn) -> String {
    let prepared = field(Self.prepared(column.feature))
    switch column.kind {
    case .value: return prepared
    case .missing:
      return call("if", call("isMissing", field(column.feature)), number(1), number(0))
    case .hinge: return hinge(prepared, column.knot ?? 0)
    case .interaction:
      return call(
        "*", factor(column.feature, column.knot),
        factor(column.other ?? column.feature, column.otherKnot))
    }
  }

  private func hinge(_ x: String, _ knot: Double) -> String {
    call("max", call("-", x, number(knot)), number(0))
  }

  /// What interactions multiply: a standardised feature, or a hinge in the same units.
  private func factor(_ name: String, _ knot: Double?) -> String {
    guard let feature = inputs.used.first(where: { $0.name == name }) else { return number(0) }
    let x = field(Self.prepared(name))
    let above = knot.map { hinge(x, $0) } ?? call("-", x, number(feature.mean))
    return call("/", above, number(feature.standardDeviation))
  }

  /// P(alive) · P(an order | alive).
  ///
  /// Source: Batislam, Denizel & Filiztekin (2007), MBG/NBD.
  private static func outlook(_ outlook: OrderOutlook) -> String {
    let sources = OrderOutlook.sources.map { field($0) }
    let (frequency, recency, tenure) = (sources[0], sources[1], sources[2])
    let (one, alpha) = (number(1), number(outlook.alpha))
    let shape = call("+", number(outlook.r), frequency)
    let dropped = call("/", number(outlook.a), call("+", number(outlook.b), frequency))
    let idle = call("/", call("-", tenure, recency), call("+", alpha, recency))
    let odds = call(
      "+", call("ln", dropped), call("*", shape, call("ln", call("+", one, idle))))
    let alive = call("/", one, call("+", one, call("exp", odds)))
    let ahead = call("/", number(Double(outlook.horizonInDays)), call("+", alpha, tenure))
    let none = call(
      "exp", call("*", number(-1), call("*", shape, call("ln", call("+", one, ahead)))))
    return call("*", alive, call("-", one, none))
  }
}

private func derived(_ name: String, _ expression: String) -> String {
  "<DerivedField name=\"\(xmlEscaped(name))\" optype=\"continuous\" dataType=\"double\">"
    + "\(expression)</DerivedField>"
}

private func field(_ name: String) -> String { "<FieldRef field=\"\(xmlEscaped(name))\"/>" }

private func number(_ value: Double) -> String {
  "<Constant dataType=\"double\">\(value)</Constant>"
}

private func call(_ function: String, _ arguments: String...) -> String {
  "<Apply function=\"\(function)\">\(arguments.joined())</Apply>"
}
