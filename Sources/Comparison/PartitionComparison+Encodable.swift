internal import Training
internal import Units

// A verdict is written twice: `outcome` is its code and values, and `verdict`, where a document is
// written for people, its sentence.

extension PartitionComparison: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(asOf, forKey: .asOf)
    try container.encode(customers, forKey: .customers)
    try container.encode(partitions, forKey: .partitions)
    try container.encode(pairs, forKey: .pairs)
    try container.encode(adjustedRand, forKey: .adjustedRand)
    try container.encode(adjustedMutualInformation, forKey: .adjustedMutualInformation)
    try container.encode(homogeneity, forKey: .homogeneity)
    try container.encode(completeness, forKey: .completeness)
    try container.encode(vMeasure, forKey: .vMeasure)
    try container.encodeIfPresent(silhouetteClusters, forKey: .silhouetteClusters)
    try container.encodeIfPresent(silhouetteSegments, forKey: .silhouetteSegments)
    try container.encode(silhouetteCustomers, forKey: .silhouetteCustomers)
    try container.encode(seed, forKey: .seed)
    try container.encode(learnedAsOf, forKey: .learnedAsOf)
    try container.encode(evaluatedAsOf, forKey: .evaluatedAsOf)
    try container.encode(horizonInDays, forKey: .horizonInDays)
    try container.encode(worth, forKey: .worth)
    try container.encodeIfPresent(clusterChoice, forKey: .clusterChoice)
    try container.encode(verdict, forKey: .outcome)
    try container.encodeIfPresent(
      FindingWords.of(encoder)?.sentence(verdict), forKey: .verdict)
  }
}

extension PartitionPair: Encodable {
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(first, forKey: .first)
    try container.encode(second, forKey: .second)
    try container.encode(adjustedRand, forKey: .adjustedRand)
    try container.encode(adjustedMutualInformation, forKey: .adjustedMutualInformation)
    try container.encode(homogeneity, forKey: .homogeneity)
    try container.encode(completeness, forKey: .completeness)
    try container.encode(vMeasure, forKey: .vMeasure)
    try container.encode(counts, forKey: .counts)
    try container.encode(matching, forKey: .matching)
    try container.encode(matchedShare, forKey: .matchedShare)
    try container.encode(firstJaccard, forKey: .firstJaccard)
    try container.encode(secondJaccard, forKey: .secondJaccard)
    try container.encodeIfPresent(difference, forKey: .difference)
    try container.encodeIfPresent(firstAdds, forKey: .firstAdds)
    try container.encodeIfPresent(secondAdds, forKey: .secondAdds)
    try container.encode(verdict, forKey: .outcome)
    try container.encodeIfPresent(
      FindingWords.of(encoder)?.sentence(verdict), forKey: .verdict)
  }
}
