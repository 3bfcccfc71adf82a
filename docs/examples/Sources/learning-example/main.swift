import Dense
import Learning

// Days since the last order and orders of eight customers, and who then ordered no more.
let customers = Matrix(
  rows: 8, columns: 2,
  storage: [5, 9, 12, 7, 20, 4, 45, 2, 60, 3, 75, 1, 80, 2, 110, 1])
let churned: [Double] = [0, 0, 0, 1, 0, 1, 0, 1]

let regression = LogisticRegression(l2Strength: 0.1)
let fitted = try regression.fitted(to: customers, labels: churned)
let probabilities = fitted.predictedProbabilities(for: customers)
print("coefficients:", fitted.coefficients.map(rounded))
print("probabilities:", probabilities.map(rounded))
print("converged: \(fitted.convergence.isConverged)")

// Metrics of the predictions, here on the customers learned from.
let metrics = RankedOutcomes(
  probabilities: probabilities, outcomes: churned.map { $0 == 1 }
).metrics()
print("AUC \(rounded(metrics.auc ?? .nan)), log-loss \(rounded(metrics.logLoss ?? .nan))")

// Two clusters. The same seed gives the same clusters on any number of threads.
let clusters = try KMeans(clusterCount: 2, seed: 1).fitted(to: customers)
print("sizes: \(clusters.clusterSizes.sorted()), inertia \(rounded(clusters.inertia))")
print("first and last together: \(clusters.assignments[0] == clusters.assignments[7])")

// What cannot be learned from is refused.
do {
  _ = try regression.fitted(to: customers, labels: [Double](repeating: 1, count: 8))
} catch {
  print(error)
}

func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
