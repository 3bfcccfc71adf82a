"""Reference values of the rhythm of customers: make_rhythm.py > rhythm.json

Python 3.11, scipy 1.17. The tail is 1 - F of Student's t (scipy.stats.t.sf); the prior is computed by the formulae
of docs/methods/lapse.md from plain lists of days, not from medians and coefficients of variation alone.
"""

import json
import math
import statistics
import sys

from scipy import stats

PRIOR = {"centre": math.log(30), "within": 0.4, "between": 0.7}


def log_gaps(gaps):
    n = len(gaps)
    variation = statistics.pstdev(gaps) / statistics.mean(gaps) if n > 1 else None
    variance = math.log1p(statistics.variance(gaps) / statistics.mean(gaps) ** 2) if n > 1 else 0
    return {"count": n, "median": statistics.median(gaps), "variation": variation}, math.log(
        statistics.median(gaps)), variance


def tail(silence, gaps, prior):
    n = len(gaps)
    k = prior["within"] / prior["between"]
    _, centre, variance = log_gaps(gaps) if gaps else (None, 0, 0)
    mean = (n * centre + k * prior["centre"]) / (n + k)
    freedom = max(0, n - 1) + 4
    v = (max(0, n - 1) * variance + 4 * prior["within"]) / freedom
    scale = math.sqrt(v * (1 + 1 / (n + k)))
    return float(stats.t.sf((math.log(silence) - mean) / scale, freedom))


def prior(customers):
    parts = [(len(gaps), *log_gaps(gaps)[1:]) for gaps in customers]
    freedom = sum(n - 1 for n, _, _ in parts)
    within = sum((n - 1) * v for n, _, v in parts) / freedom
    centres = [c for _, c, _ in parts]
    between = statistics.pvariance(centres) - within * statistics.mean(1 / n for n, _, _ in parts)
    return {"centre": statistics.mean(centres), "within": within, "between": between}


CUSTOMERS = [[7, 7, 8, 6, 7, 21], [30, 45], [90], [365, 350], [1, 2, 400], [14, 14, 15, 13, 60, 2, 14]]
json.dump({
    "prior": PRIOR,
    "tails": [
        {"silence": silence, "gaps": log_gaps(gaps)[0] if gaps else None, "tail": tail(silence, gaps, PRIOR)}
        for gaps in [*CUSTOMERS, []] for silence in [1, 6, 30, 31, 100, 1000]],
    "customers": [log_gaps(gaps)[0] for gaps in CUSTOMERS],
    "population": prior(CUSTOMERS),
}, sys.stdout, indent=1)
print()
