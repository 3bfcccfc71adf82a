import Foundation
import Ingestion
import Scoring
import TestSupport
import Testing
import Units

/// Audiences by hand; hashes are those of `printf %s TEXT | sha256sum`.
@Suite struct AudienceTests {
  private static let plan = """
    customer_id,offer,arm,why_not
    c1,voucher,treat,
    c2,voucher,treat,
    c3,voucher,hold_out,held_out
    c4,,,no_consent
    c5,voucher,treat,
    c6,voucher,treat,
    c7,voucher,treat,
    c8,,,held_out

    """
  private static let customers = """
    customer_id,email,phone,first_name,last_name,country,zip,accepts_marketing
    c1, Jane.Doe@GMail.com ,(030) 123456,Zoë,O'Hara,DE,10115,yes
    c2,bob@shop.example,+1 650-555-0100,Bob,Smith,US,94016,no
    c3,held@shop.example,,H,Out,DE,1,yes
    c4,none@shop.example,,N,One,DE,1,yes
    c5,not an address,,A,B,DE,1,yes
    c7,jane.doe@gmail.com,,J,D,DE,10115,subscribed

    """

  private func audience(
    _ target: AudienceTarget, _ set: (inout AudienceRequest) -> Void = { _ in },
    plan: String = plan, state: ContactState = ContactState()
  ) throws -> Audience {
    let folder = try TemporaryFolder()
    var request = AudienceRequest(target: target)
    set(&request)
    return try Audience(
      request, of: folder.write(plan, to: "plan.csv"),
      customers: CustomerSheet(path: folder.write(Self.customers, to: "customers.csv")),
      state: state)
  }

  @Test func leavesOutWhoMayNotBeWrittenTo() throws {
    let found = try audience(.klaviyo)
    #expect(found.columns == ["Email", "perennial_offer"])
    #expect(found.rows == [["jane.doe@gmail.com", "voucher"]])
    #expect(
      found.leftOut == [
        .heldOut: 2, .noConsent: 1, .notAgreed: 1, .noAddress: 1, .notInCustomers: 1,
        .sameAddress: 1,
      ])
  }

  @Test func hashesAsTheServicesSay() throws {
    let google = try audience(.googleAds) {
      $0.fields = [.phone, .firstName, .lastName, .country, .zip]
      $0.countryCode = "49"
    }
    #expect(
      google.columns == ["Email", "Phone", "First Name", "Last Name", "Country", "Zip"])
    #expect(
      google.rows == [
        [
          // janedoe@gmail.com, +4930123456, zoë, o'hara
          "d6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69",
          "a909469fabf3f43d0b7b6c42a85a6e7e8ceb36c7a2f0f1b9c15b80dc16384cb7",
          "2752b88686847fa5c86f47b94ce652b7b3f22a91c37617d451a4db9afa431450",
          "0c57eb3f12d589f269c996320d3f6f03b5d76213a1c0cf6af0059523041b8c05", "DE", "10115",
        ]
      ])
    let meta = try audience(.meta) {
      $0.fields = [.phone, .firstName, .lastName, .country, .zip]
      $0.countryCode = "49"
    }
    #expect(meta.columns == ["email", "phone", "fn", "ln", "country", "zip"])
    #expect(
      meta.rows == [
        [
          // jane.doe@gmail.com, 4930123456, zoë, ohara, de, 10115
          "831f6494ad6be4fcb3a724c3d5fef22d3ceffa3c62ef3a7984e45a0ea177f982",
          "ac75546db905289f50bd750fd5648fec0719074ce391521b2372abeae9110668",
          "2752b88686847fa5c86f47b94ce652b7b3f22a91c37617d451a4db9afa431450",
          "ec5048c09bb398bf13c44cc9c6c0625bf82742ea3758bca063a1701c88d73ab9",
          "959a45d44e6fcf58361ed004681556fe50129f2109e817dec098c00c9e5d2578",
          "ac7bb74de6884ffce919c15fef4193749d4588026c643973946713ac46da540d",
        ]
      ])
  }

  @Test func neverWritesAHoldOutOfAnEarlierPlan() throws {
    let state = ContactState([
      PlannedContact(
        customer: "c1", day: Day(number: 20_000), offer: "voucher", arm: .holdOut)
    ])
    let found = try audience(.braze, state: state)
    #expect(!found.rows.contains { $0[0] == "c1" } && found.columns[0] == "external_id")
    let scores =
      "customer_id,list,why_not\nc1,act,\nc7,win_back,long_inactive\nc4,none,no_consent\n"
    let act = try audience(.mailchimp, plan: scores)
    #expect(act.columns == ["Email Address", "Tags"])
    #expect(act.rows == [["jane.doe@gmail.com", "act"]])
    let back = try audience(.mailchimp, { $0.list = "win_back" }, plan: scores)
    #expect(back.rows == [["jane.doe@gmail.com", "win_back"]])
    let kept = try audience(.mailchimp, plan: scores, state: state)
    #expect(kept.rows.isEmpty && kept.leftOut[.heldOut] == 1)
  }

  /// Score rows that do not say who refused, or not in words that are known, would be written to.
  @Test func scoreRowsSayWhoRefused() throws {
    func error(_ rows: String) throws -> AudienceError {
      try #require(throws: AudienceError.self) { try audience(.braze, plan: rows) }
    }
    guard case .scores(.notAllColumns(_, "why_not", _)) = try error("customer_id,list\nc1,act\n")
    else { return #expect(Bool(false)) }
    for word in ["NO_CONSENT", "held_out"] {
      let found = try error("customer_id,list,why_not\nc1,act,\nc7,act,\(word)\n")
      guard case .scores(.badCell(_, 3, "why_not", word, _)) = found else {
        return #expect(Bool(false), "\(found)")
      }
    }
    let plan = try error("customer_id,offer,arm,why_not\nc1,voucher,treat,refused\n")
    guard case .scores(.badCell(_, 2, "why_not", "refused", _)) = plan else {
      return #expect(Bool(false), "\(plan)")
    }
    // A plan is one whatever other arm a row has; an experiment's own column says what it likes.
    let rows = "customer_id,offer,arm,why_not\nc1,voucher,treat,refused\nc7,voucher,other,\n"
    let mixed = try #require(throws: AudienceError.self) {
      try audience(.braze, { $0.arm = "treat" }, plan: rows)
    }
    guard case .scores(.badCell(_, 2, "why_not", "refused", _)) = mixed else {
      return #expect(Bool(false), "\(mixed)")
    }
    let own = rows.replacing("treat", with: "letter")
    #expect(try audience(.braze, { $0.arm = "letter" }, plan: own).rows.count == 1)
  }

  /// Of an experiment one arm is written, and nobody who shares an address with the others: c7 has that of
  /// c1.
  @Test func writesOneArmOfAnExperiment() throws {
    let may =
      "experiment,customer_id,arm\nmay,c1,control\nmay,c3,letter\nmay,c7,letter\nmay,c4,call\n"
    let found = try audience(.klaviyo, { $0.arm = "letter" }, plan: may)
    #expect(found.rows == [["held@shop.example", "letter"]])
    #expect(found.leftOut == [.otherArm: 2, .sharedAddress: 1])
    func error(_ arm: String?) throws -> AudienceError? {
      try #require(throws: AudienceError.self) {
        try audience(.klaviyo, { $0.arm = arm }, plan: may)
      }
    }
    guard case .armToName(_, let arms) = try error(nil) else { return #expect(Bool(false)) }
    #expect(Set(arms) == ["control", "letter", "call"])
    guard case .noSuchArm("gift", _, _) = try error("gift") else { return #expect(Bool(false)) }
    // Who is left alone is left alone, by whatever name is asked for.
    guard case .noSuchArm("control", _, ["letter", "call"]) = try error("control") else {
      return #expect(Bool(false))
    }
  }

  /// What `triggers` wrote of a day; its state, which has all days, is not for today.
  @Test func writesWhoAnswersATrigger() throws {
    let head = "customer_id,date,trigger,offer\n"
    let held = ContactState([
      PlannedContact(
        customer: "c2", day: try #require(Day(iso: "2026-01-01")), offer: "x", arm: .holdOut)
    ])
    let rows = "c1,2026-01-31,birthday,voucher\nc2,2026-01-31,birthday,voucher\n"
    let found = try audience(.klaviyo, plan: head + rows, state: held)
    #expect(found.rows == [["jane.doe@gmail.com", "voucher"]] && found.leftOut == [.heldOut: 1])
    #expect(try audience(.klaviyo, plan: head).rows.isEmpty)
    let fault = try failure(AudienceError.self) {
      _ = try audience(.klaviyo, plan: head + rows + "c7,2026-01-30,birthday,voucher\n")
    }
    guard case .sheet(.badCell(_, 4, "date", "2026-01-30", .oneDate)) = fault else {
      Issue.record("\(String(describing: fault))")
      return
    }
  }

  @Test func namesWhatIsMissing() throws {
    #expect(throws: AudienceError.self) { try audience(.klaviyo) { $0.consent = "agreed" } }
    #expect(throws: AudienceError.partOfAddress([.lastName, .country, .zip], .googleAds)) {
      try audience(.googleAds) { $0.fields = [.firstName] }
    }
    #expect(throws: AudienceError.noSuchField(.zip, .braze)) {
      try audience(.braze) { $0.fields = [.zip] }
    }
    #expect(throws: AudienceError.self) {
      try audience(.klaviyo, plan: "customer_id,churn_probability\nc1,0.5\n")
    }
  }

  @Test func tellsWhatChanged() throws {
    let folder = try TemporaryFolder()
    let now = try audience(.klaviyo)
    let path = try folder.write(
      "Email,perennial_offer\nold@shop.example,voucher\njane.doe@gmail.com,voucher\n",
      to: "before.csv")
    let changes = try now.changes(since: path)
    #expect(changes.new.isEmpty && changes.gone == [["old@shop.example", "voucher"]])
    let other = try folder.write("Email,perennial_offer\njane.doe@gmail.com,call\n", to: "b.csv")
    #expect(try now.changes(since: other).new == now.rows)
    let foreign = try folder.write("mail\nx\n", to: "c.csv")
    #expect(throws: AudienceError.self) { try now.changes(since: foreign) }
  }
}
