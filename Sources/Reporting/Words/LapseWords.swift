internal import Models
internal import Units

extension [LapseRate] {
  /// Each label with the share of its customers who ordered again out of time, in one line.
  package func text(horizonInDays: Int) -> String {
    let told = map { rate in
      "\(rate.lapse.rawValue) \(share(rate)) of \(grouped(rate.customers))"
    }
    return "lapse, and who ordered again within \(horizonInDays) days on the holdout: "
      + told.joined(separator: ", ")
  }

  /// A section of the model card.
  var cardLines: [String] {
    [
      "## Lapse, out of time", "",
      "Labels as score rows tell them, at the evaluation date, and who placed an order within the "
        + "horizon (\(isFalling ? "falling from each label to the next" : "**not falling** with the label: go by the probability")).",
      "",
      "| lapse | customers | ordered again |", "|---|---:|---:|",
    ] + map { "| \($0.lapse.rawValue) | \(grouped($0.customers)) | \(share($0)) |" } + [""]
  }

  /// Whether each label's share is below that of the label before; `not due` stands apart.
  private var isFalling: Bool {
    let shares = filter { $0.lapse != .notDue }.map { Double($0.returned) / Double($0.customers) }
    return zip(shares, shares.dropFirst()).allSatisfy { $0 >= $1 }
  }

  private func share(_ rate: LapseRate) -> String {
    percent(Double(rate.returned) / Double(rate.customers))
  }
}
