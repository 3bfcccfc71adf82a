internal import Features
internal import Files
package import Models
internal import Snapshots
package import Units

/// A model of churn, or of a target, as a graph of ONNX: a matrix of features in, the probability and what each feature adds to
/// the logit out, in doubles.
package struct ONNXModel: Sendable {
  /// Names of the columns of `features`, in order; not-a-number is a missing value.
  package let features: [String]
  /// Names of the columns of `contributions`, in order.
  package let contributions: [String]
  /// The file.
  package let bytes: [UInt8]

  /// - Parameters:
  ///   - model: of histories.
  ///   - asOf: the date whose season the intercept holds; nil for the model's.
  /// - Throws: where it predicts neither churn nor a target.
  /// - Complexity: O(columns of the design · features).
  package init(_ model: Model, asOf: Day?) throws(ScoringError) {
    let outcome = try ExportedOutcome(model)
    let inputs = ModelInputs(outcome.model)
    contributions = inputs.used.map(\.name)
    features = inputs.names
    var graph = OutcomeGraph(outcome, used: inputs.used, features: features)
    let day = asOf ?? model.data.asOf
    graph.build(intercept: outcome.model.intercept(at: day))
    bytes = graph.graph.model(
      description: "\(outcome.meaning).",
      properties: [
        ("model", model.shortDigest), ("as_of", "\(day)"),
        ("horizon_days", "\(model.data.horizonInDays)"),
        ("features", "[\(features.map(Self.text).joined(separator: ", "))]"),
        ("contributions", "[\(contributions.map(Self.text).joined(separator: ", "))]"),
      ] + (outcome.target.map { [("target", $0)] } ?? []))
  }

  private static func text(_ name: String) -> String {
    String(decoding: jsonString(name), as: UTF8.self)
  }
}

/// Puts the graph together: features are transformed, imputed and clamped, made columns, standardised, and
/// weighed.
private struct OutcomeGraph {
  let model: ChurnModel
  let used: [FittedFeature]
  let features: [String]
  private let column: String
  private(set) var graph: ONNXGraph
  private let place: [String: Int]

  init(_ outcome: ExportedOutcome, used: [FittedFeature], features: [String]) {
    (model, self.used, self.features) = (outcome.model, used, features)
    column = outcome.column
    graph = ONNXGraph(outcome.name)
    place = Dictionary(uniqueKeysWithValues: used.enumerated().map { ($1.name, $0) })
  }

  mutating func build(intercept: Double) {
    let input = graph.input("features", columns: features.count)
    let all = model.outlook.map { graph.joined([input, outlook($0, of: input)]) } ?? input
    let transformed = transformed(all)
    let isMissing = graph("IsNaN", transformed)
    let kept = graph(
      "Min", graph("Max", transformed, graph.row(used.map(\.lowest))),
      graph.row(used.map(\.highest)))
    let values = graph("Where", isMissing, graph.row(used.map(\.imputation)), kept)
    let (columns, order) = columns(values, missing: graph.asNumber(isMissing))
    let design = order.map { model.design.columns[$0] }
    let standardised = graph(
      "Div", graph("Sub", columns, graph.row(design.map(\.mean))),
      graph.row(design.map(\.standardDeviation)))
    let contributions = graph("MatMul", standardised, weights(order))
    let logit = graph("Add", graph.sum(contributions), graph.number(intercept))
    graph.output(probability(logit), as: column, columns: 1)
    graph.output(logit, as: "logit", columns: 1)
    graph.output(contributions, as: "contributions", columns: used.count)
  }

  /// 1 ÷ (1 + e^−x), the argument kept where the power is a number.
  private mutating func probability(_ x: ONNXGraph.Value) -> ONNXGraph.Value {
    let kept = graph("Min", graph("Max", x, graph.number(-700)), graph.number(700))
    let odds = graph("Exp", graph("Neg", kept))
    return graph("Div", graph.number(1), graph("Add", graph.number(1), odds))
  }

  /// Every feature in use on the scale that the model learned on, in their order.
  private mutating func transformed(_ all: ONNXGraph.Value) -> ONNXGraph.Value {
    let columns = Dictionary(
      uniqueKeysWithValues: (features + [OrderOutlook.feature]).enumerated().map { ($1, $0) })
    var (parts, order): ([ONNXGraph.Value], [Int]) = ([], [])
    for transform in [Transform.identity, .log1p, .signedLog1p, .log, .logit] {
      let own = used.indices.filter { used[$0].transform == transform }
      if own.isEmpty { continue }
      let chosen = graph.columns(own.compactMap { columns[used[$0].name] }, of: all)
      parts.append(apply(transform, chosen))
      order += own
    }
    let places = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })
    return graph.columns(used.indices.compactMap { places[$0] }, of: graph.joined(parts))
  }

  private mutating func apply(_ transform: Transform, _ x: ONNXGraph.Value) -> ONNXGraph.Value {
    switch transform {
    case .identity: return x
    case .log1p:
      return graph("Log", graph("Add", graph("Max", x, graph.number(0)), graph.number(1)))
    case .signedLog1p:
      return graph(
        "Mul", graph("Sign", x), graph("Log", graph("Add", graph("Abs", x), graph.number(1))))
    case .log: return graph("Log", graph("Max", x, graph.number(1e-9)))
    case .logit:
      let kept = graph(
        "Min", graph("Max", x, graph.number(1e-9)), graph.number(1 - 1e-9))
      return graph("Sub", graph("Log", kept), graph("Log", graph("Sub", graph.number(1), kept)))
    }
  }

  /// The columns of the design by their kinds, neither centred nor scaled, and the place of each in it.
  private mutating func columns(
    _ values: ONNXGraph.Value, missing: ONNXGraph.Value
  ) -> (ONNXGraph.Value, order: [Int]) {
    var (parts, order): ([ONNXGraph.Value], [Int]) = ([], [])
    for kind in [DesignColumn.Kind.value, .missing, .hinge, .interaction] {
      let own = model.design.columns.indices.filter { model.design.columns[$0].kind == kind }
      if own.isEmpty { continue }
      let columns = own.map { model.design.columns[$0] }
      let features = columns.compactMap { place[$0.feature] }
      switch kind {
      case .value: parts.append(graph.columns(features, of: values))
      case .missing: parts.append(graph.columns(features, of: missing))
      case .hinge:
        let above = graph(
          "Sub", graph.columns(features, of: values), graph.row(columns.map { $0.knot ?? 0 }))
        parts.append(graph("Max", above, graph.number(0)))
      case .interaction:
        let others = columns.compactMap { place[$0.other ?? $0.feature] }
        let first = factors(features, columns.map(\.knot), of: values)
        let second = factors(others, columns.map(\.otherKnot), of: values)
        parts.append(graph("Mul", first, second))
      }
      order += own
    }
    return (graph.joined(parts), order)
  }

  /// What interactions multiply: standardised features, or hinges in the same units.
  private mutating func factors(
    _ places: [Int], _ knots: [Double?], of values: ONNXGraph.Value
  ) -> ONNXGraph.Value {
    let origins = zip(places, knots).map { $1 ?? used[$0].mean }
    let above = graph("Sub", graph.columns(places, of: values), graph.row(origins))
    let least = graph.row(knots.map { $0 == nil ? -Double.greatestFiniteMagnitude : 0 })
    return graph(
      "Div", graph("Max", above, least), graph.row(places.map { used[$0].standardDeviation }))
  }

  /// Columns × features: a product of two features gives each of them half.
  private mutating func weights(_ order: [Int]) -> ONNXGraph.Value {
    var weights = [Double](repeating: 0, count: order.count * used.count)
    for (row, index) in order.enumerated() {
      let column = model.design.columns[index]
      guard let first = place[column.feature], let second = place[column.other ?? column.feature]
      else { continue }
      weights[row * used.count + first] += model.coefficients[index] / 2
      weights[row * used.count + second] += model.coefficients[index] / 2
    }
    return graph.matrix(weights, columns: used.count)
  }

  /// P(alive) · P(an order | alive).
  ///
  /// Source: Batislam, Denizel & Filiztekin (2007), MBG/NBD.
  private mutating func outlook(
    _ outlook: OrderOutlook, of input: ONNXGraph.Value
  ) -> ONNXGraph.Value {
    let sources = OrderOutlook.sources.compactMap(features.firstIndex(of:)).map {
      graph.columns([$0], of: input)
    }
    let (frequency, recency, tenure) = (sources[0], sources[1], sources[2])
    let (one, alpha) = (graph.number(1), graph.number(outlook.alpha))
    let shape = graph("Add", graph.number(outlook.r), frequency)
    let dropped = graph(
      "Div", graph.number(outlook.a), graph("Add", graph.number(outlook.b), frequency))
    let idle = graph("Div", graph("Sub", tenure, recency), graph("Add", alpha, recency))
    let odds = graph(
      "Add", graph("Log", dropped), graph("Mul", shape, graph("Log", graph("Add", one, idle))))
    let alive = probability(graph("Neg", odds))
    let ahead = graph(
      "Div", graph.number(Double(outlook.horizonInDays)), graph("Add", alpha, tenure))
    let none = graph(
      "Exp", graph("Neg", graph("Mul", shape, graph("Log", graph("Add", one, ahead)))))
    return graph("Mul", alive, graph("Sub", one, none))
  }
}
