import Dense
import Inputs
import Learning

// k-means with as many iterations as asked for, from given centroids, and from seeds of its own.

struct Run: Encodable {
  let job: String
  let cost: Cost
  let inertia: Double
  let iterations: Int
  let blas: String

  init(_ job: String, _ run: (fit: FittedKMeans, cost: Cost)) {
    self.job = job
    cost = run.cost
    inertia = run.fit.inertia
    iterations = run.fit.iterations
    blas = blasDescription()
  }
}

let arguments = Arguments(
  usage: "benchmark-kmeans POINTS.npy CENTROIDS.npy [ITERATIONS [THREADS [seeded: 0|1]]]")
let points = try NumberFile(path: arguments.text(0))
let start = try NumberFile(path: arguments.text(1))
let x = Matrix(rows: points.rows, columns: points.columns, storage: points.elements)
let centroids = Matrix(rows: start.rows, columns: start.columns, storage: start.elements)

var kMeans = KMeans(clusterCount: centroids.rows, seed: 1)
kMeans.relativeTolerance = 0
kMeans.restarts = 1
kMeans.maximumIterations = Int(try arguments.number(2, default: 25))
kMeans.workers = Workers(try arguments.threads(3))

let given = kMeans
try printLine(Run("given", Cost.of { try given.fitted(to: x, startingFrom: centroids) }))
if try arguments.number(4, default: 0) == 1 {
  try printLine(Run("seeded", Cost.of { try given.fitted(to: x) }))
}
