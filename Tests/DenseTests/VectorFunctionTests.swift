import Dense
import Foundation
import Testing

/// The C library's functions, correct to less than an ulp, are the oracle.
@Suite struct VectorFunctionTests {
  private func ulps(_ found: Double, _ expected: Double) -> Double {
    found == expected ? 0 : abs(found - expected) / expected.ulp
  }

  @Test func exponentialAgreesWithTheLibrary() {
    var worst = 0.0
    for step in 0..<400_000 {
      let x = -708 + Double(step) * 0.003_543_21
      worst = max(worst, ulps(Dense.exp(SIMD4(repeating: x))[step % 4], Foundation.exp(x)))
    }
    for step in -100_000...100_000 {
      let x = Double(step) * 1.000_1e-5
      worst = max(worst, ulps(Dense.exp(SIMD4(repeating: x))[step & 3], Foundation.exp(x)))
    }
    #expect(worst <= 2)
  }

  @Test func exponentialHasItsEnds() {
    let inputs = SIMD4(0, -746.2, 709.9, .nan)
    let found = Dense.exp(inputs)
    #expect(found[0] == 1 && found[1] == 0 && found[2] == .infinity && found[3].isNaN)
    let ends = Dense.exp(SIMD4(-.infinity, .infinity, 709.78, -0.0))
    #expect(ends[0] == 0 && ends[1] == .infinity && ends[2].isFinite && ends[3] == 1)
    // Below the normal numbers only places after the point are lost.
    for x in [-744.0, -730, -715.5, -709] {
      let difference = abs(Dense.exp(SIMD4(repeating: x))[0] - Foundation.exp(x))
      #expect(difference <= 2 * Double.leastNonzeroMagnitude)
    }
  }

  @Test func logarithmAgreesWithTheLibrary() {
    var worst = 0.0
    for step in 0...400_000 {
      let t = Double(step) / 400_000
      worst = max(worst, ulps(logOnePlus(SIMD4(repeating: t))[step & 3], log1p(t)))
      let small = t * 0x1p-40 * t
      worst = max(worst, ulps(logOnePlus(SIMD4(repeating: small))[step & 3], log1p(small)))
    }
    #expect(worst <= 2)
    #expect(logOnePlus(SIMD4(0, 1, 0, 0x1p-1074)) == SIMD4(0, log(2), 0, 0x1p-1074))
  }
}
