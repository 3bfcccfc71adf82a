internal import Expressions
internal import Intake

/// How one export is read: the contents of a profile file (`docs/formats/profiles.md`).
struct Profile: Sendable {
  /// What a money amount belongs to.
  enum Level: String, Sendable { case order, line }

  struct Amount: Sendable {
    var level: Level
    var when: Expression?
    var value: Expression
    var refund: Expression?
  }

  enum Refund: Sendable {
    /// Money given back.
    case value(Expression)
    /// Column of what is left of the amount.
    case remaining(String)
  }

  enum Currency: Sendable {
    case column(Expression)
    case fixed(String)
  }

  enum Zone: Sendable {
    /// The offset or abbreviation in the cell.
    case cell
    case utc
    case shop
    case named(String)
    case column(String)
  }

  struct Time: Sendable {
    /// Alternatives of columns that are joined by a blank.
    var cells: [[String]] = []
    var usual: [String] = []
    var forms: [String] = []
    var zone = Zone.cell
  }

  struct Status: Sendable {
    var column: String
    var isPerLine = false
    var prefix = ""
    var blank: String?
    var filled: String?
    /// Class of every folded value.
    var classes: [String: String] = [:]
  }

  enum RowKind: String, Sendable {
    case sale, refund, ask, event
    case leftOut = "left_out"
  }

  struct RowRule: Sendable {
    var when: Expression
    var kind: RowKind
    var reason = ""
    var order: Expression?
    var customers: [Expression]?
    var event: Expression?
  }

  struct Count: Sendable {
    var event: String
    var column: String
  }

  var name: String
  var title: String
  var kind: ColumnRole.FileKind
  var isJSON = false
  /// Spellings of each alias, folded.
  var columns: [(alias: String, spellings: [String])] = []
  var all: [String] = []
  var any: [[String]] = []
  var none: [String] = []
  var refuse: String?
  var order: Expression?
  var parent: Expression?
  var customers: [Expression] = []
  var customerIsName = false
  var noCustomer: String?
  /// Folded.
  var guests: Set<String> = []
  var time = Time()
  var amounts: [Amount] = []
  var refund: Refund?
  var currency: Currency?
  /// Quantity, category, channel, discount, returned, returned_at.
  var roles: [ColumnRole: Expression] = [:]
  var fillDown: [String] = []
  var continues: [String] = []
  var orderRow: Expression?
  var status: [Status] = []
  var rows: [RowRule] = []
  var footer: [String] = []
  /// Nil to find the form out.
  var decimal: MoneyForm?
  var event: Expression?
  var value: Expression?
  var counts: [Count] = []
  var keys: [String] = []
  var means: [(key: String, text: String)] = []
  /// The file's own text, to print and copy.
  var source = ""
  /// Whether the file fits no profile and its columns are known by common names.
  var isGeneral = false

  /// Whether files are read as without a profile: cells mean what they say.
  var isPlain: Bool {
    name == "perennial-orders" || name == "perennial-events"
  }

  /// Which column of a header each alias is; nil where the profile does not fit.
  func fit(_ header: [String]) -> [String: Int]? {
    var found: [String: Int] = [:]
    var taken = Set<Int>()
    for (alias, spellings) in columns {
      for spelling in spellings {
        guard let index = header.firstIndex(of: spelling), !taken.contains(index) else { continue }
        found[alias] = index
        taken.insert(index)
        break
      }
    }
    guard all.allSatisfy({ found[$0] != nil }),
      any.allSatisfy({ $0.contains { found[$0] != nil } }),
      !none.contains(where: { found[$0] != nil })
    else { return nil }
    return found
  }
}
