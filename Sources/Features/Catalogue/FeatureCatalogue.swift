/// All features, in the order of their columns.
package struct FeatureCatalogue: Sendable {
  /// How models and commands name it.
  package let name: String
  /// Rises when a feature is added, removed or changes its meaning: the latest that a feature is there
  /// since.
  package let version: Int
  package let definitions: [FeatureDefinition]
  private let indices: [String: Int]
  let kernel: @Sendable (StoreTerms) -> any FeatureKernel

  package var count: Int { definitions.count }
  package var names: [String] { definitions.map(\.name) }

  init(
    name: String, definitions: [FeatureDefinition],
    kernel: @escaping @Sendable (StoreTerms) -> any FeatureKernel
  ) {
    self.name = name
    version = definitions.map(\.since).max() ?? 1
    self.definitions = definitions
    self.kernel = kernel
    indices = Dictionary(
      uniqueKeysWithValues: definitions.enumerated().map { ($0.element.name, $0.offset) })
  }

  /// The column of a feature, nil where there is none of that name.
  package func index(of name: String) -> Int? { indices[name] }

  package subscript(name: String) -> FeatureDefinition? { indices[name].map { definitions[$0] } }

  /// The catalogue of this version of the program.
  package static let current = FeatureCatalogue(
    name: "perennial",
    definitions: OrderSummary.definitions + RhythmSummary.definitions + BasketSummary.definitions
      + EngagementSummary.definitions + ActivitySummary.definitions
  ) { CatalogueKernel($0) }

  /// What a lifetime model makes of a customer's order days: no part of a catalogue, as the model is
  /// learned from all customers.
  package static let lifetimeOrderProbability = FeatureDefinition(
    "lifetime_order_probability", .share, .rhythm, none: .never,
    "Probability of an order within the horizon by a lifetime model (MBG/NBD) of the order days.")

  /// How long a prospect has been known: no part of a catalogue, as customers have their orders.
  package static let daysSinceFirstEvent = FeatureDefinition(
    "days_since_first_event", .days, .engagement, none: .never, logs: [.engagement],
    "Days from the first event to the as-of date."
  ).inReasons("known for # @")

  /// All catalogues.
  package static let all = [current, peer43]

  /// The catalogue of a name, nil where this program has none of it.
  package static func named(_ name: String) -> FeatureCatalogue? {
    all.first { $0.name == name }
  }
}

extension FeatureCatalogue {
  /// The family of a feature; silence for what is no part of the catalogue, as a lifetime model's
  /// outlook.
  package func family(of feature: String) -> ReasonFamily {
    self[feature]?.reasons.family ?? .silence
  }

  /// The features that cases of a family are told by, whatever weighs most.
  package func leads(of family: ReasonFamily) -> [String] {
    definitions.filter { $0.reasons.leads && $0.reasons.family == family }.map(\.name)
  }
}
