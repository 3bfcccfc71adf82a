internal import Files
internal import Intake
internal import Stores

/// An id of a list that no customer has as it stands, and a customer's that it may mean.
package struct NearID: Sendable, Equatable, Encodable {
  package let id: String
  /// As the store has it.
  package let customer: String

  package init(id: String, customer: String) { (self.id, self.customer) = (id, customer) }
}

extension NearID {
  /// Ids of nobody that are a customer's but for case, blanks and an apostrophe in front.
  ///
  /// Readers of exports fold addresses to lower case and take apostrophes off, others do not, and a store does not
  /// keep which of them has read its files: who asks to be forgotten by the id in the shop's own file must not be
  /// passed over in silence.
  /// - Parameters:
  ///   - strangers: ids of the list that nobody in the store has.
  ///   - wanted: the list.
  ///   - store: with its ids.
  ///   - stays: whether a customer of the store is not forgotten.
  /// - Returns: the first such customer of each id, in the order of the strangers.
  /// - Complexity: O(ids of the store).
  static func found(
    for strangers: [String], of wanted: ForgottenIDs, among store: OpenStore,
    stays: (Int) -> Bool
  ) -> [NearID] {
    let unknown = Set(strangers)
    // What a customer's id is looked up by, and the id of the list that it is for.
    var strangerOfText: [String: [String]] = [:]
    func add(_ text: String, _ stranger: String) {
      strangerOfText[text, default: []].append(stranger)
    }
    let isOfPseudonyms = store.manifest.terms.pseudonyms != nil
    for text in wanted.written {
      let stranger = wanted.pseudonyms?.name(of: text) ?? text
      guard unknown.contains(stranger) else { continue }
      guard isOfPseudonyms else {
        add(folded(text), stranger)
        continue
      }
      // Pseudonyms cannot be folded: those of all spellings that a reader makes are looked for.
      let plain = withoutApostrophe(text)
      let spellings = [
        plain, foldedName(text), folded(text), plain.uppercased(),
        plain.prefix(1).uppercased() + plain.dropFirst().lowercased(),
      ]
      for spelling in Set(spellings) {
        if let pseudonyms = wanted.pseudonyms { add(pseudonyms.name(of: spelling), stranger) }
      }
    }
    var customerOfStranger: [String: String] = [:]
    for customer in 0..<store.ids.count where stays(customer) {
      let id = store.ids[customer]
      for stranger in strangerOfText[isOfPseudonyms ? id : folded(id)] ?? []
      where customerOfStranger[stranger] == nil {
        customerOfStranger[stranger] = id
      }
    }
    return strangers.compactMap { stranger in
      customerOfStranger[stranger].map { NearID(id: stranger, customer: $0) }
    }
  }

  private static func folded(_ id: String) -> String { foldedName(withoutApostrophe(id)) }

  private static func withoutApostrophe(_ id: String) -> String {
    id.hasPrefix("'") ? String(id.dropFirst()) : id
  }
}
