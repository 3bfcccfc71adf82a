internal import Files
package import Ingestion
package import Stores

extension StoreError: Worded {
  package var sentence: Sentence {
    switch self {
    case .missing(let path):
      """
      \(path): found no store there, expected a folder. Make one with `perennial store build \
      \(path) ORDERS`.
      """
    case .notAStore(let path):
      """
      \(path): found no store, expected a folder that `perennial store build` has written. Orders \
      in files are named without \(option: .store).
      """
    case .otherVersion(let path, let found, let expected):
      """
      \(path): found a store of version \(found), this program reads version \(expected). Build it \
      again from its files: `perennial store build \(path) ORDERS`.
      """
    case .damaged(let path, let file, let bytes):
      """
      \(path)/\(file): the file is damaged\(bytes.map { ", bytes \($0.lowerBound) to \($0.upperBound)" } ?? ""). \
      Restore the folder from a copy, or build the store again from its files: `perennial store \
      build \(path) ORDERS`.
      """
    case .locked(let path):
      "\(path): another run is writing to the store. Wait for its end, and run this again."
    case .inTheWay(let path, let found):
      """
      \(path): found \(found), which is no file of a store, expected a new path, an empty folder or \
      a store.
      """
    case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)"
    case .cannotWrite(let error): error.sentence
    case .unwritable: "found names in the rows that cannot be written as JSON"
    }
  }
}

extension StoreUseError: Worded {
  package var sentence: Sentence {
    switch self {
    case .store(let error): error.sentence
    case .reading(let error): error.sentence
    case .exportAppended(let file, let customer?):
      """
      \(file): found a customer \(personal: customer), whom only files that are read as exports have: an address, a \
      guest, or an id that a spreadsheet changed. A store of plain rows takes none of those. Leave these rows out, \
      write the ids as the others are, or build the store again from all files with `perennial store build`.
      """
    case .exportAppended(let file, nil):
      """
      \(file): found an export of a shop or service, expected plain rows: orders of exports may \
      change in later ones, so that they are read together. Build the store again from all exports \
      with `perennial store build`.
      """
    case .appendedToExports(let store):
      """
      \(store): the store was built from exports, whose orders may change in later ones. Build it \
      again from all files with `perennial store build`.
      """
    case .changedRows(let store, let orders, let customer, let order):
      Sentence(
        """
        \(store): found \(orders) orders that look changed, the first order '\(order)' of customer \
        \(personal: customer): at one second the store has a row of it that the files lack, and they have \
        one that the store lacks. Build the store again from files with the orders as they are now, \
        or keep both rows
        """, use: Cure(.keepChanged))
    case .amountsUnsaid(let store, let fault):
      """
      \(store): \(fault.sentence.withoutCures) The store was built without an answer, and its options hold \
      for all of its rows. Build it again from all files: `perennial store build \(store) ORDERS…` with \
      \(option: .amountPer, "order") or \(option: .amountPer, "line").
      """
    case .otherCurrency(let store, let known, let found):
      """
      \(store): found the currency '\(shownCurrency(found))', expected '\(known)' as in the store's other rows. \
      Convert the amounts, or make a store for each currency.
      """
    case .nobodyLeft(let store):
      """
      \(store): found every customer of the store among those to forget, expected some to stay. Delete \
      the folder of the store.
      """
    case .otherKey(let store, .keyMissing):
      """
      \(store): found no key, expected that of the store, which has pseudonyms in the place of ids. \
      Pass the file of the key as \(option: .pseudonymise, "KEYFILE").
      """
    case .otherKey(let store, .keyDiffers):
      """
      \(store): found another key than that of the store's pseudonyms, expected the same. Pass the \
      file of the store's key as \(option: .pseudonymise, "KEYFILE"), or build the store again with \
      the new key.
      """
    case .otherKey(let store, .storeHasIDs):
      """
      \(store): found a key for a store that has ids as the files have them, expected none. Leave \
      \(option: .pseudonymise) out, or build the store again with it: `perennial store build \
      \(store) ORDERS`.
      """
    }
  }
}
