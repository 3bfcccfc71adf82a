extension RuleSet {
  /// All built-in rule sets, the default first.
  package static let all = [rfm125, rf25]

  /// The built-in rule set of a name.
  package static func named(_ name: String) throws(UnknownRuleSet) -> RuleSet {
    guard let ruleSet = all.first(where: { $0.name == name }) else {
      throw UnknownRuleSet(name: name)
    }
    return ruleSet
  }

  /// Each of the 125 RFM codes in one of eleven segments, after the map that Spotler publishes.
  package static let rfm125 = RuleSet(
    name: "rfm125",
    rules: [
      ("Champions", "555 554 545 544 455 454 445"),
      ("Loyal", "543 444 435 355 354 345 344 335"),
      (
        "Potential Loyalist",
        "553 552 551 542 541 533 532 531 453 452 451 442 441 433 432 431 423 353 352 351 342 341 "
          + "333 323"
      ),
      ("New Customers", "512 511 422 421 412 411 311"),
      ("Promising", "525 524 523 522 521 515 514 513 425 424 415 414 413 315 314 313"),
      ("Need Attention", "535 534 443 434 343 334 325 324"),
      ("About to Sleep", "331 321 312 251 241 231 221 213"),
      (
        "At Risk",
        "255 254 253 252 245 244 243 242 235 234 225 224 153 152 145 143 142 135 134 133 125 124"
      ),
      ("Cannot Lose Them", "215 214 155 154 144 115 114 113"),
      ("Hibernating", "332 322 233 232 223 222 212 211 132 123 122"),
      ("Lost", "151 141 131 121 112 111"),
    ])

  /// Each of the 25 cells of R × F in one of ten segments.
  package static let rf25 = RuleSet(
    name: "rf25",
    rules: [
      ("Champions", "5[45]"),
      ("Loyal", "[34][45]"),
      ("Potential Loyalist", "[45][23]"),
      ("New Customers", "51"),
      ("Promising", "41"),
      ("Need Attention", "33"),
      ("About to Sleep", "3[12]"),
      ("Cannot Lose Them", "[12]5"),
      ("At Risk", "[12][34]"),
      ("Hibernating", "[12][12]"),
    ])
}

/// A rule set was named that is not built in.
package struct UnknownRuleSet: Error, Equatable, CustomStringConvertible {
  package let name: String

  package var description: String {
    "found no rule set '\(name)', expected one of: "
      + RuleSet.all.map(\.name).joined(separator: ", ")
  }
}
