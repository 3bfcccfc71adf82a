import Exports
import Files
import Ingestion
import Intake
import TestSupport
import Testing
import Units

/// The same orders in several files.
///
/// All totals are worked out by hand.
@Suite struct OverlappingFilesTests {
  private static let header =
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Refunded Amount"
  private static let older = """
    \(header)
    #1,ann@example.com,paid,USD,30.00,2020-01-05 10:00:00 -0500,1,0.00
    #2,bob@example.com,paid,USD,40.00,2020-02-05 10:00:00 -0500,1,0.00
    #3,cy@example.com,pending,USD,50.00,2020-02-06 10:00:00 -0500,1,0.00

    """
  private static let newer = """
    \(header)
    #1,ann@example.com,refunded,USD,30.00,2020-01-05 10:00:00 -0500,1,30.00
    #2,bob@example.com,partially_refunded,USD,40.00,2020-02-05 10:00:00 -0500,1,15.00
    #3,cy@example.com,paid,USD,50.00,2020-02-06 10:00:00 -0500,1,0.00
    #4,ann@example.com,paid,USD,60.00,2020-03-06 10:00:00 -0500,1,0.00

    """

  private func ledger(_ texts: [String], _ options: ReadOptions? = nil) throws -> Ledger {
    let folder = try TemporaryFolder()
    var paths: [String] = []
    for (place, text) in texts.enumerated() {
      paths.append(try folder.write(text, to: "\(place).csv"))
    }
    return try loadHistories(orders: paths, options: options ?? ReadOptions(today: today)).ledger
  }

  /// 40 − 15 + 50 + 60; the refunded order is none, in whichever order the files are named.
  @Test func aLaterRefundOrPaymentWins() throws {
    for texts in [[Self.older, Self.newer], [Self.newer, Self.older]] {
      let ledger = try ledger(texts)
      #expect(ledger.net == "135.00")
      #expect(ledger.orders == 3)
      let replaced = try #require(ledger.exports?.replaced)
      #expect(replaced.orders == 3)
      // 30 + 40 before, 25 + 50 now.
      #expect(replaced.sum == "70.00")
      #expect(replaced.newSum == "75.00")
    }
  }

  /// 30 + 40: the buyer of #1 has another address in the newer file.
  @Test func anOrderUnderAnotherCustomerCountsOnce() throws {
    let older = """
      \(Self.header)
      #1,ann@example.com,paid,USD,30.00,2020-01-05 10:00:00 -0500,1,0.00

      """
    let newer = """
      \(Self.header)
      #1,ann@new.example,paid,USD,30.00,2020-01-05 10:00:00 -0500,1,0.00
      #2,bob@example.com,paid,USD,40.00,2020-02-05 10:00:00 -0500,1,0.00

      """
    for texts in [[older, newer], [newer, older]] {
      let ledger = try ledger(texts)
      #expect(ledger.net == "70.00")
      #expect(ledger.orders == 2)
      #expect(ledger.customers == 2)
      #expect(ledger.exports?.replaced?.orders == 1)
    }
    // At another time it is another shop's order of one number.
    let other = older.replacing("2020-01-05", with: "2020-01-06")
    #expect(try self.ledger([other, newer]).net == "100.00")
  }

  @Test func aConditionDoesNotBringTheOldVersionBack() throws {
    var options = ReadOptions(today: today)
    options.filter = "`Financial Status` != 'refunded'"
    #expect(try ledger([Self.older, Self.newer], options).net == "135.00")
  }

  /// 30 + 40 + 60: the newer export has one column more.
  @Test func anotherColumnChangesNothing() throws {
    let older = """
      Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem price
      #1,ann@example.com,paid,USD,30.00,2020-01-05 10:00:00 -0500,1,10
      #1,ann@example.com,,,,2020-01-05 10:00:00 -0500,1,20
      #2,bob@example.com,paid,USD,40.00,2020-02-05 10:00:00 -0500,1,40

      """
    let newer = """
      Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem price,Vendor
      #1,ann@example.com,paid,USD,30.00,2020-01-05 10:00:00 -0500,1,10,L
      #1,ann@example.com,,,,2020-01-05 10:00:00 -0500,1,20,L
      #2,bob@example.com,paid,USD,40.00,2020-02-05 10:00:00 -0500,1,40,L
      #3,bob@example.com,paid,USD,50.00,2020-03-05 10:00:00 -0500,1,50,L

      """
    let ledger = try ledger([older, newer])
    #expect(ledger.net == "120.00")
    #expect(ledger.exports?.replaced == nil)
    #expect(ledger.exports?.leftOut["repeated"]?.rows == 3)
  }

  /// 8 + 4 + 5 without a profile; of lines without order id 8 + 4 + 5 as well.
  @Test func plainFilesOverlapToo() throws {
    let orders = try ledger([
      "customer_id,order_id,order_date,amount\na,1,2020-01-10,8\nb,2,2020-02-10,4\n",
      "customer_id,order_id,order_date,amount,store\nb,2,2020-02-10,4,x\na,3,2020-03-10,5,x\n",
    ])
    #expect(orders.net == "17")
    let lines = try ledger([
      "customer_id,order_date,amount\na,2020-01-10,8\nb,2020-02-10,4\n",
      "customer_id,order_date,amount,store\nb,2020-02-10,4,x\na,2020-03-10,5,x\n",
    ])
    #expect(lines.net == "17")
  }

  /// 30 − 10: money given back after the older file's last row is not in the older file.
  @Test func aRefundOfALaterFileIsTakenOff() throws {
    let ledger = try ledger([
      "customer_id,order_id,order_date,amount\na,1,2020-01-10,30\nb,2,2020-01-11,4\n",
      "customer_id,order_id,order_date,amount\na,1,2020-02-10,-10\nb,3,2020-02-11,5\n",
    ])
    #expect(ledger.net == "29")
  }

  private func answers(_ paths: [String]) -> [ReadingQuestion.Answer] {
    do {
      _ = try loadHistories(orders: paths, options: ReadOptions(today: today))
      return []
    } catch {
      guard case .questions(let questions) = error else { return [] }
      return questions.flatMap(\.use)
    }
  }

  @Test func anAnswerCountsWhatAllFilesCount() throws {
    let folder = try TemporaryFolder()
    let header = "order_id,customer_email,order_date,status,order_total\n"
    let first = try folder.write(
      header + "1,ann@x.com,2020-01-05,completed,80.00\n2,bob@x.com,2020-02-05,processing,60.00\n",
      to: "1.csv")
    let second = try folder.write(
      header + "4,bob@x.com,2020-02-05,cancelled,60.00\n3,ann@x.com,2020-03-07,completed,10.00\n",
      to: "2.csv")
    let answers = self.answers([first, second])
    #expect(answers == [.init(.countStatus, "status=completed,processing")])
    var options = ReadOptions(today: today)
    options.countStatus(["completed", "processing"], in: "status")
    #expect(try loadHistories(orders: [first, second], options: options).ledger.net == "150.00")
  }
}
