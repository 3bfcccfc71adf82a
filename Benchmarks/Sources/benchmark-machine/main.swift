import Dense
import Inputs

// What the machine gives at best, to hold beside what a job reaches: memory read in order and first
// touched, and products of matrices, by so many threads.

struct Run: Encodable {
  let threads: Int
  /// Memory read in order.
  let readGigabytesPerSecond: Double
  /// Fresh memory written for the first time, which the system has to find and clear.
  let touchGigabytesPerSecond: Double
  /// Products of square matrices, one thread of BLAS a worker.
  let productGigaflops: Double
  let blas: String
}

/// The shortest of three runs, in seconds.
func shortest(_ work: () -> Void) -> Double {
  (0..<3).map { _ in Cost.of(work).1.wallSeconds }.min() ?? .infinity
}

let arguments = Arguments(usage: "benchmark-machine [THREADS [MEBIBYTES]]")
let threads = try arguments.threads(0)
let workers = Workers(threads)
let elements = Int(try arguments.number(1, default: 1_024)) << 17
let part = elements / threads

let touch = shortest {
  let sums = workers.map(threads) { _ in
    [Double](repeating: 1, count: part)[part - 1]
  }
  precondition(sums.allSatisfy { $0 == 1 })
}

let parts = (0..<threads).map { _ in [Double](repeating: 1, count: part) }
let read = shortest {
  let sums = workers.map(threads) { number in
    // Four sums, so that none waits for the one before it.
    var sums: [4 of Double] = .init(repeating: 0)
    let own = parts[number]
    let values = own.span
    for start in stride(from: 0, to: part - 3, by: 4) {
      for lane in 0..<4 { sums[lane] += values[start + lane] }
    }
    return sums[0] + sums[1] + sums[2] + sums[3]
  }
  precondition(sums.allSatisfy { $0 > 0 })
}

let size = 1_024
let matrix = Matrix(
  rows: size, columns: size, storage: (0..<size * size).map { Double($0 % 97) / 97 })
let repetitions = 4
let product = shortest {
  let sums = workers.map(threads) { _ in
    var result = [Double](repeating: 0, count: size * size)
    for _ in 0..<repetitions {
      matrix.multiply(rows: 0..<size, byTransposed: matrix, into: &result)
    }
    return result[0]
  }
  precondition(sums.allSatisfy { $0 > 0 })
}

let bytes = 8 * Double(part * threads)
let operations = 2 * Double(size * size * size * repetitions * threads)
try printLine(
  Run(
    threads: threads, readGigabytesPerSecond: bytes / read / 1e9,
    touchGigabytesPerSecond: bytes / touch / 1e9, productGigaflops: operations / product / 1e9,
    blas: blasDescription()))
