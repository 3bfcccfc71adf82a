package import Dense
package import Files
package import Histories
package import Units

/// How order, event and customer files are to be read.
package struct ReadOptions: Sendable {
  /// Which columns are what, beyond what their names say.
  package var columns = ColumnChoices()
  /// Condition that an order row must meet to be used; nil for all rows.
  package var filter: String?
  /// Whether files begin with the names of their columns.
  package var hasHeader = true
  /// Nil to find it out from the first line of each file.
  package var delimiter: Delimiter?
  package var encoding = TextEncoding.utf8
  /// Nil for ISO 8601 and `yyyymmdd`.
  package var dateFormat: DateFormat?
  package var decimalComma = false
  /// Commas are thousands, points decimals, whatever cells alone would say.
  package var decimalPoint = false
  /// IANA name of the time zone of the shop's days.
  package var timeZone = "UTC"
  /// Whether the amount on a row is the line's own or the order's; nil where the user has not said.
  package var amountPer: AmountPer?
  package var refundPolicy = RefundPolicy.net
  package var dropDuplicates = false
  /// Time after its order at which a `returned` mark counts as known.
  package var knownAfter: DayCount?
  /// Share of the rows of one kind of file that may be refused, those without customer apart.
  package var maxRefused = 0.001
  /// File that receives every rejected row as CSV.
  package var rejectedRows: RejectedRowsOutput?
  /// The current day; later dates are refused.
  package var today: Day
  package var allowFutureDates = false
  /// Bytes read at once, and of one block.
  package var bufferSize = 1 << 19
  /// Workers; what is read does not depend on it.
  package var workers: Workers = 1
  /// Whether files are cut into blocks that workers read; otherwise one record is read after the
  /// other, which is slower and never differs.
  package var readsInBlocks = true

  /// `none`, the name of a profile, or the path of a profile file; nil to recognise one.
  package var profile: String?
  /// By folded name of a status column: the folded values that count.
  package var countStatus: [String: Set<String>] = [:]
  /// Folded ids that name nobody, besides those that files are known to have.
  package var guests: Set<String> = []
  /// Folded ids that are customers however many orders they have.
  package var keptCustomers: Set<String> = []
  /// Whether e-mail addresses that differ in case are two customers.
  package var keepsCase = false
  /// Whether events of which none belongs to a customer of the orders may be read.
  package var allowsUnmatched = false
  /// Canonical kinds by folded names of events.
  package var eventKinds: [String: String] = [:]
  /// What the user says of event files alone.
  package var eventsOnly = FileOptions()
  /// What the user says of customers files alone.
  package var customersOnly = FileOptions()
  /// What the user says of single order files, by path.
  package var ofFile: [String: FileOptions] = [:]
  /// IANA name of the zone in which a file's times without zone are written; nil for the shop's.
  package var fileZone: String?
  /// Ids of the orders by the ids that events have for the same customers.
  package var bridge: [String: String] = [:]
  /// Whether a choice that does not fit a file may be for another.
  package var isOneOfSeveral = false
  /// What marks of rows are made from, by which exact copies are told.
  package var markSeed = Fingerprint.seed
  /// What stands in the place of customers' ids; nil to keep them.
  package var pseudonyms: Pseudonyms?
  /// Line of an order file whose row is to be explained.
  package var explainedLine: Int?

  /// Options of one kind of file, or of one file, in place of those of all.
  package struct FileOptions: Sendable {
    package var columns = ColumnChoices()
    package var filter: String?
    package var timeZone: String?
    package var dateFormat: DateFormat?
    package var delimiter: Delimiter?
    package var encoding: TextEncoding?
    package var profile: String?

    package init() {}
  }

  package init(today: Day) {
    self.today = today
  }
}

/// What the amount of a row is the amount of.
package enum AmountPer: String, Sendable, Codable, CaseIterable {
  /// Each row has its own amount; an order is their sum.
  case line
  /// Each row repeats the order's total; every distinct amount of an order counts once, at the first
  /// row that has it.
  case order
}

extension ReadOptions {
  /// Values of a status column that are sales.
  package mutating func countStatus(_ values: [String], in column: String) {
    countStatus[foldedName(column), default: []].formUnion(values.map { foldedValue($0) })
  }

  /// Ids that name nobody.
  package mutating func addGuests(_ ids: [String]) { guests.formUnion(ids.map(foldedName)) }

  /// Ids that are customers however many orders they have.
  package mutating func keepCustomers(_ ids: [String]) {
    keptCustomers.formUnion(ids.map(foldedName))
  }

  /// What events of a name are.
  package mutating func mapEvent(_ name: String, to kind: String) {
    eventKinds[foldedName(name)] = kind
  }
}

extension ReadOptions {
  /// The options of one kind of file, or of one file: its own in place of those of all.
  ///
  /// The condition of order files is none of others'.
  /// - Parameters:
  ///   - kind: what the file holds.
  ///   - path: of the file; nil for all of the kind.
  /// - Returns: options without any of single files.
  package func own(_ kind: ColumnRole.FileKind, path: String? = nil) -> ReadOptions {
    var own = self
    let only: FileOptions
    switch kind {
    case .orders:
      guard let path else { return self }
      let found = ofFile[path] ?? FileOptions()
      only = found
      own.filter = combinedConditions([filter, only.filter].compactMap(\.self))
    case .events: only = eventsOnly
    case .customers: only = customersOnly
    }
    if kind != .orders { own.filter = only.filter }
    own.columns.add(only.columns)
    own.dateFormat = only.dateFormat ?? dateFormat
    own.delimiter = only.delimiter ?? delimiter
    own.encoding = only.encoding ?? encoding
    own.profile = only.profile ?? profile
    own.fileZone = only.timeZone ?? fileZone
    own.ofFile = [:]
    return own
  }
}

/// One condition that all others are parts of; nil where there is none.
package func combinedConditions(_ conditions: [String]) -> String? {
  conditions.count > 1 ? conditions.map { "(\($0))" }.joined(separator: " and ") : conditions.first
}
