import Dense
import TestSupport
import Testing

@Suite struct SymmetricEigensystemTests {
  @Test func rebuildsTheMatrix() {
    var generator = SeededGenerator(seed: 8)
    for size in 1...6 {
      var matrix = Matrix(rows: size, columns: size)
      for row in 0..<size {
        for column in row..<size {
          matrix[row, column] = Double.random(in: -1...1, using: &generator)
        }
      }
      matrix.mirrorUpperTriangle()
      let system = SymmetricEigensystem(matrix)
      for i in 0..<size {
        for j in 0..<size {
          var (rebuilt, product) = (0.0, 0.0)
          for k in 0..<size {
            rebuilt += system.vectors[i, k] * system.values[k] * system.vectors[j, k]
            product += system.vectors[k, i] * system.vectors[k, j]
          }
          #expect(abs(rebuilt - matrix[i, j]) < 1e-14)
          #expect(abs(product - (i == j ? 1 : 0)) < 1e-14)
        }
      }
    }
  }

  @Test func findsSmallEigenvaluesBesideLargeOnes() {
    // Eigenvalues of [[1, 1e-9], [1e-9, 1e-12]] by its determinant: 1 + 1e-18 and 1e-12 − 1e-18.
    let system = SymmetricEigensystem(
      Matrix(rows: 2, columns: 2, storage: [1, 1e-9, 1e-9, 1e-12]))
    #expect(agree(system.values.sorted(), [0.999999e-12, 1], relative: 1e-12))
  }
}
