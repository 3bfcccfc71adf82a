"""Makes features.json: quantiles of plain and weighted samples.

Pinned: Python 3, numpy 2.4.6. Plain quantiles are numpy's (`linear`, Hyndman & Fan type 7), as is the median.
Weighted ones are Harrell's definition (R: Hmisc::wtd.quantile, type "quantile", normwt=TRUE) worked in
exact fractions from the definition, by a plain scan.
"""
import json
from fractions import Fraction
from math import floor
from pathlib import Path

import numpy as np

PROBABILITIES = [0.0, 0.05, 0.2, 1 / 3, 0.5, 0.75, 0.9, 0.99, 1.0]
rng = np.random.default_rng(20261121)


def weighted_quantile(values, weights, q):
    pairs = sorted(zip(values, weights))
    n, total = len(pairs), sum(Fraction(w) for _, w in pairs)

    def at(position):
        running = Fraction(0)
        for value, weight in pairs:
            running += Fraction(weight)
            if running >= Fraction(position + 1) * total / n:
                return Fraction(value)

    h = (n - 1) * Fraction(q)
    low, high = at(floor(h)), at(min(floor(h) + 1, n - 1))
    return float(low + (h - floor(h)) * (high - low))


plain, weighted = [], []
for n in [1, 2, 5, 10, 37, 100]:
    values = np.round(rng.lognormal(1, 1, n), 3 if n % 2 else 0)
    plain.append({
        "values": values.tolist(),
        "quantiles": np.quantile(values, PROBABILITIES, method="linear").tolist(),
        "median": float(np.median(values)),
    })
    # Multiples of 1/8 are exact in binary, so that comparisons of running weights are too.
    weights = rng.integers(1, 40, n) / 8
    weighted.append({
        "values": values.tolist(),
        "weights": weights.tolist(),
        "quantiles": [weighted_quantile(values.tolist(), weights.tolist(), q) for q in PROBABILITIES],
    })
text = json.dumps({"probabilities": PROBABILITIES, "plain": plain, "weighted": weighted}, indent=1)
Path(__file__).with_name("features.json").write_text(text + "\n")
