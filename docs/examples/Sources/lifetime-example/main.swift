import Lifetime

// One row per customer, in whole days: orders after the first, days from the first to the last order,
// days from the first order to the end of observation.
let customers = try PurchaseSummaries(
  frequency: [2, 1, 0, 0, 7, 1, 0, 2, 0, 5, 0, 3],
  recencyInDays: [213, 12, 0, 0, 206, 180, 0, 35, 0, 243, 0, 44],
  tenureInDays: [272, 272, 272, 270, 269, 266, 265, 262, 259, 258, 256, 251],
  daysPerUnit: 7)

let model = BetaGeometric.bgNBD.fitted(to: customers, settings: FitSettings(priorPrecision: 1))
for (name, estimate) in zip(model.fit.names, model.fit.estimates) {
  print("\(name) \(rounded(estimate))")
}
print("converged: \(model.fit.isConverged)")

// Expected orders in the next 13 weeks. Both customers ordered three times.
let regular = PurchaseSummary(frequency: 2, recency: 213 / 7, tenure: 272 / 7)
let lapsed = PurchaseSummary(frequency: 2, recency: 35 / 7, tenure: 262 / 7)
for (label, customer) in [("regular", regular), ("lapsed", lapsed), ("new", .new)] {
  let orders = model.process.expectedOrders(customer, within: 13)
  let alive = model.process.probabilityAlive(customer)
  print("\(label): \(rounded(orders)) orders expected, alive with \(rounded(alive))")
}

// What cannot be a history is refused by row.
do {
  _ = try PurchaseSummaries(frequency: [0], recency: [3], tenure: [9])
} catch {
  print(error)
}

func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
