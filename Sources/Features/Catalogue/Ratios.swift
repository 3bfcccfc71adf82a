/// a ÷ b, missing where there is nothing to divide by.
func ratio(_ a: Double, to b: Double) -> Double { b > 0 ? a / b : .nan }

/// a ÷ b, missing where there is nothing to divide by.
func ratio(_ a: Int, to b: Int) -> Double { b > 0 ? Double(a) / Double(b) : .nan }

/// How far the recent window is above (1) or below (−1) the one before; missing where both are empty.
func change(from before: Double, to recent: Double) -> Double {
  ratio(recent - before, to: recent + before)
}
