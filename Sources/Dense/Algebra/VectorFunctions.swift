// Elementary functions of four numbers at a time. They are plain arithmetic without branches, so
// they give the same bits on every processor.

/// eˣ of each lane, within 2 ulps; 0 below −746, infinite above 709.79, not a number where x is
/// none.
///
/// x = n log 2 + r with |r| ≤ ½ log 2 (Cody & Waite 1980), and a Taylor polynomial of degree 13 in r,
/// whose remainder is below 2⁻⁵⁷.
@inlinable
@inline(__always)
public func exp(_ x: SIMD4<Double>) -> SIMD4<Double> {
  // Beyond these ends the result is 0 or infinite; comparisons leave not-a-number as it is.
  var clamped = x.replacing(with: -746, where: x .< -746)
  clamped = clamped.replacing(with: 710, where: clamped .> 710)
  // Adding and taking off 1.5 · 2⁵² rounds to a whole number.
  let shifter = SIMD4<Double>(repeating: 0x1.8p52)
  let n = (clamped * 1.442695040888963407 + shifter) - shifter
  // The first part of log 2 has few enough digits for n times it to be exact.
  let r = (clamped - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
  var tail = SIMD4<Double>(repeating: 1 / 6_227_020_800)
  tail = tail * r + 1 / 479_001_600
  tail = tail * r + 1 / 39_916_800
  tail = tail * r + 1 / 3_628_800
  tail = tail * r + 1 / 362_880
  tail = tail * r + 1 / 40_320
  tail = tail * r + 1 / 5_040
  tail = tail * r + 1 / 720
  tail = tail * r + 1 / 120
  tail = tail * r + 1 / 24
  tail = tail * r + 1 / 6
  tail = tail * r + 0.5
  let power = 1 + (r + r * r * tail)
  // In two steps, since 2ⁿ alone may be below the least number or above the greatest.
  let half = (n * 0.5 + shifter) - shifter
  return power * powerOfTwo(half) * powerOfTwo(n - half)
}

/// log(1 + t) of each lane, within 2 ulps, for t in [0, 1].
///
/// With f = t, or (t − 1)/2 and log 2 taken off where t is large, and s = f/(2 + f), it is
/// 2(s + s³/3 + s⁵/5 + …), where |s| ≤ 0.172.
@inlinable
@inline(__always)
public func logOnePlus(_ t: SIMD4<Double>) -> SIMD4<Double> {
  let isLarge = t .> 0.414
  let f = t.replacing(with: (t - 1) * 0.5, where: isLarge)
  let s = f / (f + 2)
  let square = s * s
  var tail = SIMD4<Double>(repeating: 2.0 / 23)
  tail = tail * square + 2.0 / 21
  tail = tail * square + 2.0 / 19
  tail = tail * square + 2.0 / 17
  tail = tail * square + 2.0 / 15
  tail = tail * square + 2.0 / 13
  tail = tail * square + 2.0 / 11
  tail = tail * square + 2.0 / 9
  tail = tail * square + 2.0 / 7
  tail = tail * square + 2.0 / 5
  tail = tail * square + 2.0 / 3
  // f − fs + s³(…) = 2s + s³(…), whose first term is exact.
  let small = f - s * (f - square * tail)
  let offset = SIMD4<Double>.zero.replacing(with: 0.693147180559945309, where: isLarge)
  return offset + small
}

/// 2ⁿ of each lane for whole n from −1,022 to 1,023, by the bits of its exponent.
@inlinable
@inline(__always)
func powerOfTwo(_ n: SIMD4<Double>) -> SIMD4<Double> {
  // n + 1,023 in the last bits of the fraction, moved to the exponent's place.
  let biased = n + (0x1p52 + 1023)
  return SIMD4(
    Double(bitPattern: biased[0].bitPattern << 52),
    Double(bitPattern: biased[1].bitPattern << 52),
    Double(bitPattern: biased[2].bitPattern << 52),
    Double(bitPattern: biased[3].bitPattern << 52))
}
