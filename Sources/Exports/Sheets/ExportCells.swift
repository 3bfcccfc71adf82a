internal import Expressions
internal import Files
internal import Intake
internal import Units

/// Cells that only the reader of exports understands: where any of them stands in a plain file, at its
/// beginning or far behind it, the file is read as an export.
package enum ExportCells {
  private static let guests = GeneralWords.builtIn.guests
  /// Bytes of the longest word for nobody that has a digit, like `-1`.
  private static let longestNumber =
    guests.filter { $0.utf8.contains { digit($0) != nil } }.map(\.utf8.count).max() ?? 0

  /// Whether an id is an address, begins with an apostrophe, or is what a spreadsheet made of a number.
  package static func isOddID(_ id: ArraySlice<UInt8>) -> Bool {
    if id.first == UInt8(ascii: "'") || id.suffix(2).elementsEqual(".0".utf8) { return true }
    return id.indices.contains { place in
      switch id[place] {
      case UInt8(ascii: "@"): true
      case UInt8(ascii: "+"): place > id.startIndex && id[place - 1] | 0x20 == UInt8(ascii: "e")
      default: false
      }
    }
  }

  /// Whether a customer's id is one of the words for nobody.
  package static func isGuest(_ id: ArraySlice<UInt8>) -> Bool {
    // By far most ids are numbers.
    if id.count > longestNumber, id.contains(where: { digit($0) != nil }) { return false }
    return guests.contains(foldedName(String(decoding: id, as: UTF8.self)))
  }

  /// Whether a cell is no plain number and yet an amount, with signs or groups.
  package static func isMoneyForPeople(_ cell: [UInt8]) -> Bool {
    guard parseDecimal(cell[...], decimalComma: false) == nil, let money = MoneyText(cell) else {
      return false
    }
    return money.fits(.point) || money.fits(.comma)
  }
}
