package import Interventions

/// What was measured of a plan's offers.
package struct PlanMeasurements: Sendable {
  /// A rate that campaigns taught.
  package struct LearnedRate: Sendable {
    package let rate: SaveRate
    package let standardError: Double
    package let campaigns: Int
  }

  /// By place of the offer.
  private(set) var uplifts: [Int: MeasuredUplift] = [:]
  private(set) var learned: [Int: LearnedRate] = [:]

  /// Nothing: all save rates are assumed.
  package init() {}

  /// Reads the files that offers name.
  ///
  /// - Parameters:
  ///   - terms: of the plan.
  ///   - uplift: file of uplift for offers that name none.
  /// - Throws: where a file is not there or cannot be used.
  package init(of terms: PlanTerms, uplift: String?) throws(PlanningError) {
    var read: [String: MeasuredUplift] = [:]
    for (place, offer) in terms.offers.enumerated() {
      switch offer.saveRate {
      case .one, .byLapse: break
      case .measured(let file, _):
        guard let path = file ?? uplift else {
          throw .noUpliftFile(offer: place, name: offer.name)
        }
        if read[path] == nil {
          do { read[path] = try MeasuredUplift(path: path) } catch { throw .uplift(error) }
        }
        uplifts[place] = read[path]
      case .learned(let folders, let start):
        let results: [CampaignResult]
        do { results = try Self.results(of: offer.name, in: folders) } catch {
          throw .campaign(error)
        }
        let found = SaveRate.learned(from: results, start: start)
        learned[place] = LearnedRate(
          rate: found.rate, standardError: found.standardError, campaigns: results.count)
      }
    }
  }

  /// What each campaign says of an offer.
  private static func results(
    of offer: String, in folders: [String]
  ) throws(PastCampaignError) -> [CampaignResult] {
    var folderOf: [String: String] = [:]
    var results: [CampaignResult] = []
    for folder in folders {
      let campaign = try PastCampaign(folder: folder)
      if let other = folderOf.updateValue(folder, forKey: campaign.digest) {
        throw .sameCampaign(folder: folder, other: other)
      }
      results.append(try campaign.result(of: offer))
    }
    return results
  }
}
