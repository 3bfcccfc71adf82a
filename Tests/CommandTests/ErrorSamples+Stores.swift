import Files
import Ingestion
import Intake
import Reporting
import Stores

extension StoreError: Sampled {
  static func sample(after previous: StoreError?) -> StoreError? {
    switch previous {
    case nil: .missing("shop.store")
    case .missing(let path): .notAStore(path)
    case .notAStore(let path): .otherVersion(path, found: 2, expected: 1)
    case .otherVersion(let path, _, _): .damaged(store: path, file: "rows-1", bytes: 1_024..<4_096)
    case .damaged(let path, let file, .some): .damaged(store: path, file: file, bytes: nil)
    case .damaged(let path, _, nil): .locked(path)
    case .locked(let path): .inTheWay(store: path, found: "notes.txt")
    case .inTheWay(let path, _): .cannotRead("\(path)/rows-1", reason: "Permission denied")
    case .cannotRead(let path, _):
      .cannotWrite(.cannotWrite(path: path, reason: "No space left on device"))
    case .cannotWrite: .unwritable
    case .unwritable: nil
    }
  }
}

extension NotAllForgotten: Sampled {
  static func sample(after previous: NotAllForgotten?) -> NotAllForgotten? {
    previous == nil ? NotAllForgotten(store: "shop.store", count: 2) : nil
  }
}

extension StoreUseError: Sampled {
  static func sample(after previous: StoreUseError?) -> StoreUseError? {
    switch previous {
    case nil: .store(.locked("shop.store"))
    case .store: .reading(.tooManyKinds)
    case .reading: .exportAppended(file: "shopify.csv", customer: nil)
    case .exportAppended: .appendedToExports(store: "shop.store")
    case .appendedToExports(let store):
      .changedRows(store: store, orders: 3, customer: "c17", order: "A-1009")
    case .changedRows(let store, _, _, _):
      .otherCurrency(store: store, known: "EUR", found: "USD")
    case .otherCurrency(let store, _, _):
      .amountsUnsaid(
        store: store, .repeatedTotal(order: "o7", lines: 3, amount: "12.50", share: 1))
    case .amountsUnsaid(let store, _): .otherKey(store: store, .keyMissing)
    case .otherKey(let store, .keyMissing): .otherKey(store: store, .keyDiffers)
    case .otherKey(let store, .keyDiffers): .otherKey(store: store, .storeHasIDs)
    case .otherKey(let store, .storeHasIDs): .nobodyLeft(store: store)
    case .nobodyLeft: nil
    }
  }
}
