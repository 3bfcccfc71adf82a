internal import Dense
internal import Files
internal import FoundationEssentials
internal import Ingestion
package import Intake
package import Interventions

/// An earlier plan and what its hold-out showed: a folder with `plan.json`, `plan.csv` and the readout.
package struct PastCampaign: Sendable {
  package static let readout = "readout.json"
  private static let summary = "plan.json"
  private static let rows = "plan.csv"

  private let folder: String
  private let plan: Plan
  private let result: Readout
  private let contacts: [String: [CampaignResult.Contact]]
  /// Of who had which offer in which arm, at which odds: two folders of one campaign have the same.
  let digest: String

  /// Reads a folder.
  ///
  /// - Throws: where a file is not there or is not what a plan or a readout writes.
  package init(folder: String) throws(PastCampaignError) {
    self.folder = folder
    plan = try Self.document("\(folder)/\(Self.summary)")
    result = try Self.document("\(folder)/\(Self.readout)")
    let rows = try Self.contacts("\(folder)/\(Self.rows)")
    contacts = rows.treated
    digest = rows.digest
    guard result.isOf(rows.counts) else {
      throw .otherExperiment(file: "\(folder)/\(Self.readout)", folder: folder)
    }
  }

  /// What the campaign says of an offer's save rate.
  ///
  /// Over all of the list where it had one offer, else over those with this one.
  /// - Throws: where the plan did not make the offer at one save rate, or the readout does not tell what it
  ///   changed.
  package func result(of offer: String) throws(PastCampaignError) -> CampaignResult {
    guard let own = plan.offers.first(where: { $0.name == offer }), let made = contacts[offer]
    else {
      throw .offerNotMade(folder: folder, offer: offer, made: contacts.keys.sorted())
    }
    guard let rate = own.save_rate.flatMap({ try? SaveRate($0) }) else {
      throw .noSaveRate(folder: folder, offer: offer)
    }
    guard let found = effect(on: offer), found.high > found.low else {
      throw .noEffect(file: "\(folder)/\(Self.readout)", offer: offer)
    }
    let width = -2 * normalQuantile(result.alpha / 2)
    return CampaignResult(
      contacts: made, assumed: rate, difference: found.difference,
      standardError: (found.high - found.low) / width)
  }

  private func effect(on offer: String) -> Readout.Difference? {
    if contacts.count > 1 {
      return result.segments.first { $0.segment == offer }?.effect
    }
    let found = result.effects.first { $0.outcome == "ordered" && $0.is_rate }
    return found.map { $0.adjusted ?? $0.plain }
  }

  // MARK: Files

  private struct Plan: Decodable {
    struct Offer: Decodable {
      let name: String
      let save_rate: Double?
    }

    let offers: [Offer]
  }

  private struct Readout: Decodable {
    struct Difference: Decodable {
      let difference: Double
      let low: Double
      let high: Double
    }

    struct Effect: Decodable {
      let outcome: String
      let is_rate: Bool
      let plain: Difference
      let adjusted: Difference?
    }

    struct Segment: Decodable {
      let segment: String
      let effect: Difference?
    }

    struct Arm: Decodable {
      let name: String
    }

    let control: String
    let arms: [Arm]
    let customers: [Int]
    let alpha: Double
    let effects: [Effect]
    let segments: [Segment]

    /// Whether the experiment may be that of a plan with so many customers an arm: some may be lost to a
    /// readout, none can be more.
    func isOf(_ counts: [PlanArm: Int]) -> Bool {
      guard control == PlanArm.holdOut.rawValue, arms.count == counts.count,
        customers.count == arms.count
      else { return false }
      return zip(arms, customers).allSatisfy { arm, count in
        PlanArm(rawValue: arm.name).flatMap { counts[$0] }.map { count <= $0 } ?? false
      }
    }
  }

  /// A plan's or a readout's largest document.
  private static let largestFile = 64 << 20

  private static func document<Document: Decodable>(
    _ path: String
  ) throws(PastCampaignError) -> Document {
    guard FileManager.default.fileExists(atPath: path) else { throw .noFile(path) }
    guard let data = bytes(ofFile: path, atMost: largestFile),
      let document = try? JSONDecoder().decode(Document.self, from: Data(data))
    else { throw .otherDocument(path) }
    return document
  }

  /// Who was contacted, by offer, and how many customers each arm has.
  private static func contacts(
    _ path: String
  ) throws(PastCampaignError) -> (
    treated: [String: [CampaignResult.Contact]], counts: [PlanArm: Int], digest: String
  ) {
    let names = ["offer", "arm", "churn_probability", "lift", "customer_id"]
    let table: PlainTable
    do {
      table = try PlainTable(
        path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8,
        isKept: names.contains)
    } catch { throw .rows(error) }
    let columns = names.compactMap { table.column(named: $0) }
    guard columns.count == names.count, table.refused.isEmpty else { throw .otherDocument(path) }
    var contacts: [String: [CampaignResult.Contact]] = [:]
    var counts: [PlanArm: Int] = [:]
    var digest = SHA256()
    for row in 0..<table.count {
      for column in columns { digest.update(column.text(of: row)) }
      // Who is on no list has no arm.
      guard let arm = PlanArm(rawValue: columns[1].text(of: row)) else { continue }
      counts[arm, default: 0] += 1
      guard arm == .treat else { continue }
      guard let p = Double(columns[2].text(of: row)), (0...1).contains(p),
        let lift = Double(columns[3].text(of: row)), lift >= 0, lift <= 1
      else { throw .otherDocument(path) }
      contacts[columns[0].text(of: row), default: []].append(
        CampaignResult.Contact(orderProbability: 1 - p, lift: lift))
    }
    return (contacts, counts, digest.hexDigits())
  }
}

/// Why nothing can be learned of an earlier plan.
package enum PastCampaignError: Error, Sendable, Equatable {
  case noFile(String)
  case rows(IngestionError)
  /// Not what a plan or a readout writes.
  case otherDocument(String)
  /// The readout is not of the plan's hold-out.
  case otherExperiment(file: String, folder: String)
  /// Two folders of one campaign, which would count twice.
  case sameCampaign(folder: String, other: String)
  case offerNotMade(folder: String, offer: String, made: [String])
  /// The plan had several rates for the offer, or a measured lift.
  case noSaveRate(folder: String, offer: String)
  /// The readout does not say what the offer changed.
  case noEffect(file: String, offer: String)
}
