package import Lifetime
internal import Units

extension Diagnosis: StoredFinding {
  package func encode(to encoder: any Encoder) throws { try encodeFact(to: encoder) }
  package init(from decoder: any Decoder) throws { self = try Self.decodedFact(from: decoder) }
}
