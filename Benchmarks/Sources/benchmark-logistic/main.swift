import Dense
import Inputs
import Learning

// Logistic regression with a ridge penalty, standard errors included.

struct Run: Encodable {
  let cost: Cost
  let objective: Double
  let gradientNorm: Double
  let iterations: Int
  let intercept: Double
  let coefficients: [Double]
  let blas: String
}

let arguments = Arguments(
  usage: "benchmark-logistic DESIGN.npy LABELS.npy [L2STRENGTH [THREADS]]")
let design = try NumberFile(path: arguments.text(0))
let labels = try NumberFile(path: arguments.text(1))
let x = Matrix(rows: design.rows, columns: design.columns, storage: design.elements)
let regression = LogisticRegression(
  l2Strength: try arguments.number(2, default: 1e-4), workers: Workers(try arguments.threads(3)))
let (fit, cost) = try Cost.of { try regression.fitted(to: x, labels: labels.elements) }
try printLine(
  Run(
    cost: cost, objective: fit.convergence.objective, gradientNorm: fit.convergence.gradientNorm,
    iterations: fit.convergence.iterations, intercept: fit.intercept,
    coefficients: fit.coefficients, blas: blasDescription()))
