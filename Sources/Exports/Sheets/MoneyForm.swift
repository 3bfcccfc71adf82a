internal import Expressions
internal import Units

/// Which mark stands before the decimals.
enum MoneyForm: String, Sendable, CaseIterable {
  /// `1,250.00`, `1'250.00`, `1 250.00`.
  case point
  /// `1.250,00`.
  case comma
}

/// An amount as people write it, taken apart.
struct MoneyText: Sendable {
  /// Digits and marks.
  let core: [UInt8]
  let isNegative: Bool
  /// Sign or code of the currency; nil where there is none.
  let currency: String?

  /// Nil for what is no amount.
  init?(_ text: some Collection<UInt8>) {
    // Plain numbers are by far the commonest.
    if let plain = Self.plainCore(text) {
      (core, isNegative, currency) = plain
      return
    }
    var scalars: [Unicode.Scalar] = String(decoding: text, as: UTF8.self).unicodeScalars.map {
      switch $0 {
      case "\u{a0}", "\u{202f}", "\u{2009}", "\t": " "
      case "\u{2212}", "\u{2013}": "-"
      case "\u{2019}": "'"
      default: $0
      }
    }
    var isNegative = false
    var marks: [String] = []
    var signs = 0
    func isCurrency(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.generalCategory == .currencySymbol || scalar.properties.isAlphabetic
    }
    var changed = true
    while changed {
      changed = false
      while scalars.first == " " { scalars.removeFirst() }
      while scalars.last == " " { scalars.removeLast() }
      guard let first = scalars.first, let last = scalars.last, scalars.count > 1 else { break }
      if first == "(", last == ")" {
        scalars = Array(scalars.dropFirst().dropLast())
        (isNegative, signs, changed) = (true, signs + 1, true)
      } else if first == "-" || first == "+" {
        scalars.removeFirst()
        (isNegative, signs, changed) = (isNegative || first == "-", signs + 1, true)
      } else if last == "-", ".,".unicodeScalars.contains(scalars[scalars.count - 2]) {
        // A dash in place of decimals, as in `20.-`, is no sign.
        scalars.removeLast(2)
        changed = true
      } else if last == "-" || last == "+" {
        scalars.removeLast()
        (isNegative, signs, changed) = (isNegative || last == "-", signs + 1, true)
      } else if isCurrency(first) {
        var mark = String(scalars.prefix { isCurrency($0) }.map(Character.init))
        scalars.removeFirst(mark.unicodeScalars.count)
        if scalars.first == ".", mark == "Rs" || mark == "kr" { scalars.removeFirst() }
        if mark.isEmpty { mark = "?" }
        marks.append(mark)
        changed = true
      } else if isCurrency(last) {
        let length = scalars.reversed().prefix { isCurrency($0) }.count
        marks.append(String(scalars.suffix(length).map(Character.init)))
        scalars.removeLast(length)
        changed = true
      }
    }
    guard signs <= 1, marks.count <= 2, marks.allSatisfy(Self.isMark) else { return nil }
    let names = Set(marks.map(Self.currencyName))
    // A sign and its code are one: `€ 5 EUR`.
    guard names.count <= 1 || names.contains("$") else { return nil }
    var core: [UInt8] = []
    for scalar in scalars {
      guard scalar.isASCII, "0123456789.,' ".unicodeScalars.contains(scalar) else { return nil }
      core.append(UInt8(scalar.value))
    }
    guard core.contains(where: { $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
    self.core = core
    self.isNegative = isNegative
    currency = names.max()
  }

  private static func plainCore(
    _ text: some Collection<UInt8>
  ) -> (core: [UInt8], isNegative: Bool, currency: String?)? {
    var core: [UInt8] = []
    var isNegative = false
    for (place, byte) in text.enumerated() {
      if place == 0, byte == UInt8(ascii: "-") {
        isNegative = true
      } else if byte >= 0x30 && byte <= 0x39 || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: ",")
      {
        core.append(byte)
      } else {
        return nil
      }
    }
    guard core.contains(where: { $0 >= 0x30 }) else { return nil }
    return (core, isNegative, nil)
  }

  private static func isMark(_ mark: String) -> Bool {
    let scalars = mark.unicodeScalars
    if scalars.allSatisfy({ $0.properties.generalCategory == .currencySymbol }) {
      return scalars.count == 1
    }
    if mark.hasSuffix("$") { return scalars.count <= 3 }
    if ["Rs", "RM", "kr", "zł", "Kč", "Ft", "lei", "Fr", "R"].contains(mark) { return true }
    return scalars.count == 3 && scalars.allSatisfy { $0 >= "A" && $0 <= "Z" }
  }

  private static func currencyName(_ mark: String) -> String {
    switch mark {
    case "€": "EUR"
    case "£": "GBP"
    case "¥": "JPY"
    case "US$": "USD"
    case "CA$", "C$": "CAD"
    case "A$", "AU$": "AUD"
    case "R$": "BRL"
    case "₹", "Rs": "INR"
    case "zł": "PLN"
    case "kr": "kr"
    default: mark
    }
  }

  /// Whether two marks of currencies may be one currency.
  static func areOne(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let dollars: Set = ["USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "$"]
    return (a == "$" || b == "$") && dollars.contains(a) && dollars.contains(b)
  }

  /// Whether the digits and marks can be of a form.
  func fits(_ form: MoneyForm) -> Bool {
    let point = form == .point ? UInt8(ascii: ".") : UInt8(ascii: ",")
    var whole = core[...]
    if let last = core.lastIndex(of: point) {
      guard core[(last + 1)...].allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return false }
      whole = core[..<last]
    }
    if whole.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) { return true }
    guard let separator = whole.first(where: { $0 < 0x30 || $0 > 0x39 }), separator != point else {
      return false
    }
    let groups = whole.split(separator: separator, omittingEmptySubsequences: false)
    guard groups.allSatisfy({ $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }) else { return false }
    let lengths = groups.map(\.count)
    guard let first = lengths.first, (1...3).contains(first), lengths.last == 3 else {
      return false
    }
    let middle = lengths.dropFirst().dropLast()
    if middle.allSatisfy({ $0 == 3 }) { return true }
    // Indian groups: 1,00,000.
    return form == .point && separator == UInt8(ascii: ",") && first <= 2
      && middle.allSatisfy { $0 == 2 }
  }

  /// The number in a form that fits; nil beyond 18 digits.
  func value(_ form: MoneyForm) -> FixedDecimal? {
    let point = form == .point ? UInt8(ascii: ".") : UInt8(ascii: ",")
    var plain: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
    for byte in core {
      if byte >= 0x30 && byte <= 0x39 {
        plain.append(byte)
      } else if byte == point {
        plain.append(UInt8(ascii: "."))
      }
    }
    return parseDecimal(plain[...], decimalComma: false)
  }
}

/// What all cells of a column say of its form.
struct MoneyColumn: Sendable {
  var fitsPoint = true
  var fitsComma = true
  /// The first cell that would be two amounts, and another.
  var ambiguous: [Cell] = []
  /// The first cells that fit one form alone.
  var onlyPoint: Cell?
  var onlyComma: Cell?
  /// Marks of currencies with a cell of each.
  var currencies: [(name: String, text: String)] = []

  /// A cell, and the line of its row.
  struct Cell: Sendable {
    var text: String
    var line: Int
  }

  mutating func note(_ cell: ArraySlice<UInt8>, line: Int) {
    guard let money = MoneyText(cell) else { return }
    if let currency = money.currency, !currencies.contains(where: { $0.name == currency }) {
      currencies.append((currency, String(decoding: cell, as: UTF8.self)))
    }
    let (point, comma) = (money.fits(.point), money.fits(.comma))
    let text = { Cell(text: String(decoding: cell, as: UTF8.self), line: line) }
    if !point, !comma { return }
    if point, comma {
      if ambiguous.count < 2, money.value(.point) != money.value(.comma) {
        ambiguous.append(text())
      }
    } else if point {
      fitsComma = false
      if onlyPoint == nil { onlyPoint = text() }
    } else {
      fitsPoint = false
      if onlyComma == nil { onlyComma = text() }
    }
  }

  /// The form that the cells prove; nil where they do not.
  var proved: MoneyForm? {
    if fitsPoint != fitsComma { return fitsPoint ? .point : .comma }
    return nil
  }

  /// Two currencies among the marks; nil where there is one.
  var twoCurrencies: (String, String)? {
    for (place, a) in currencies.enumerated() {
      for b in currencies.dropFirst(place + 1) where !MoneyText.areOne(a.name, b.name) {
        return (a.text, b.text)
      }
    }
    return nil
  }
}
