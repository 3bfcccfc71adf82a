internal import Files
internal import Ingestion
package import Intake
package import Units

/// Who was contacted when, and who was left alone: what successive plans know of each other.
///
/// A CSV with columns `customer_id, date, offer, arm`, one row a customer and plan.
package struct ContactState: Sendable {
  package struct Contact: Sendable, Equatable {
    package let customer: String
    package let day: Day
    package let offer: String
    package let arm: PlanArm

    package init(customer: String, day: Day, offer: String, arm: PlanArm) {
      self.customer = customer
      self.day = day
      self.offer = offer
      self.arm = arm
    }
  }

  package private(set) var contacts: [Contact]

  package static let columns = ["customer_id", "date", "offer", "arm"]

  package init(contacts: [Contact] = []) { self.contacts = contacts }

  /// Reads the file that earlier plans were recorded in.
  ///
  /// - Throws: where it cannot be read, lacks a column, or a cell is not valid for its column.
  package init(path: String) throws(ContactStateError) {
    let table: PlainTable
    do {
      table = try PlainTable(
        path: path, delimiter: .character(UInt8(ascii: ",")), encoding: .utf8,
        isKept: Self.columns.contains)
    } catch {
      // A header alone is a state before the first plan.
      if case .noRows = error {
        self.init()
        return
      }
      throw .unreadable(error)
    }
    if let row = table.refused.first {
      throw .badCell(file: table.file, line: row.line, column: "", found: row.found, .fields)
    }
    var columns: [PlainColumn] = []
    for name in Self.columns {
      guard let column = table.column(named: name) else {
        throw .noColumn(file: table.file, column: name, columns: table.names)
      }
      columns.append(column)
    }
    var contacts: [Contact] = []
    contacts.reserveCapacity(table.count)
    for row in 0..<table.count {
      func fault(_ column: Int, _ expected: ContactStateError.Expectation) -> ContactStateError {
        .badCell(
          file: table.file, line: table.lines[row], column: columns[column].name,
          found: columns[column].text(of: row), expected)
      }
      let customer = columns[0].text(of: row)
      guard !customer.isEmpty else { throw fault(0, .id) }
      guard let day = Day(iso: columns[1].text(of: row)) else { throw fault(1, .date) }
      guard let arm = PlanArm(rawValue: columns[3].text(of: row)) else { throw fault(3, .arm) }
      contacts.append(
        Contact(customer: customer, day: day, offer: columns[2].text(of: row), arm: arm))
    }
    self.init(contacts: contacts)
  }

  /// The state after a plan: its rows in place of any of the same day.
  package func recording(_ new: [Contact], on day: Day) -> ContactState {
    ContactState(contacts: contacts.filter { $0.day != day } + new)
  }

  /// The bytes of the file, by day, then id.
  package func csv() -> [UInt8] {
    var writer = RowWriter(columns: Self.columns, format: .csv)
    for contact in contacts.sorted(by: {
      ($0.day, $0.customer, $0.offer) < ($1.day, $1.customer, $1.offer)
    }) {
      writer.append(text: contact.customer)
      writer.append(text: contact.day.description)
      writer.append(text: contact.offer)
      writer.append(text: contact.arm.rawValue)
      writer.endRow()
    }
    return writer.takeBytes()
  }
}

/// What happens to a customer of a plan.
package enum PlanArm: String, Sendable, CaseIterable {
  /// On the list.
  case treat
  /// Would be on the list, and is left alone by lot.
  case holdOut = "hold_out"
}

/// Why a file is no state of contacts.
package enum ContactStateError: Error, Sendable, Equatable {
  case unreadable(IngestionError)
  case noColumn(file: String, column: String, columns: [String])
  case badCell(file: String, line: Int, column: String, found: String, Expectation)

  package enum Expectation: Sendable, Equatable {
    case fields, id, date, arm
  }
}

/// What a contact state says of one customer before a day.
struct PastContacts {
  var last: Day?
  var lastOfOffer: [String: Day] = [:]
  /// The latest arm.
  var arm: PlanArm?

  /// By customer; rows from the day on are those of this plan, or a later one, and not looked at.
  static func byCustomer(_ state: ContactState, before day: Day) -> [String: PastContacts] {
    var past: [String: PastContacts] = [:]
    for contact in state.contacts.filter({ $0.day < day }).sorted(by: {
      ($0.day, $0.arm.rawValue, $0.offer) < ($1.day, $1.arm.rawValue, $1.offer)
    }) {
      var known = past[contact.customer] ?? PastContacts()
      known.last = contact.day
      known.lastOfOffer[contact.offer] = contact.day
      known.arm = contact.arm
      past[contact.customer] = known
    }
    return past
  }
}
