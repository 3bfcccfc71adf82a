"""Reference values for the agreement of partitions and for assignment: writes agreement.json.

numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, mpmath 1.4.1.
"""
import json
import math
import pathlib

import mpmath as mp
import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import (adjusted_mutual_info_score, adjusted_rand_score,
                             homogeneity_completeness_v_measure, jaccard_score)
from sklearn.metrics.cluster import contingency_matrix

rng = np.random.default_rng(77)
mp.mp.dps = 40


def case(name, a, b):
    a, b = np.asarray(a), np.asarray(b)
    h, c, v = homogeneity_completeness_v_measure(a, b)
    row = dict(
        name=name, a=[int(x) for x in a], b=[int(x) for x in b],
        adjusted_rand=adjusted_rand_score(a, b),
        adjusted_mutual_information=adjusted_mutual_info_score(a, b),
        homogeneity=h, completeness=c, v_measure=v)
    table = contingency_matrix(a, b)
    i, j = linear_sum_assignment(-table)
    row["matched"] = float(table[i, j].sum() / len(a)) if len(a) else None
    row["jaccard"] = [max(float(jaccard_score(a == group, b == other)) for other in np.unique(b))
                      for group in np.unique(a)]
    return row


def congruential(n, groups, seed):
    """Labels that any language can make again: the high bits of a linear congruential generator."""
    labels, state = [], seed
    for _ in range(n):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        labels.append((state >> 33) % groups)
    return np.array(labels)


n = 500
a = rng.integers(0, 5, n)
cases = [
    case("independent", a, rng.integers(0, 7, n)),
    case("related", a, np.where(rng.random(n) < 0.7, a, rng.integers(0, 6, n))),
    case("relabelled", a, (a * 37 - 50) % 1001),
    case("same", a, a),
    case("refined", a, a * 2 + rng.integers(0, 2, n)),
    case("skewed", np.minimum(rng.geometric(0.4, n), 9), np.minimum(rng.geometric(0.6, n), 5)),
    case("many groups", rng.integers(0, 50, n), rng.integers(0, 11, n)),
    case("negative labels", rng.integers(-3, 2, 60), rng.integers(-900, -895, 60)),
    case("discordant", [0, 0, 1, 1], [0, 1, 0, 1]),
    case("one group each", [4] * 9, [2] * 9),
    case("one group against several", [4] * 9, [0, 1, 2] * 3),
    case("several against one group", [0, 1, 2] * 3, [4] * 9),
    case("singletons each", list(range(12)), list(range(12))[::-1]),
    case("singletons against groups", list(range(12)), [0, 1, 2] * 4),
    case("singletons against one group", list(range(6)), [0] * 6),
    case("one member", [3], [8]),
    case("two members", [0, 1], [0, 0]),
    case("no member", [], []),
]


def exact_expected_information(rows, columns):
    """The expectation in 40 digits, term by term from its definition."""
    total = sum(rows)
    result = mp.mpf(0)
    log_factorial = lambda k: mp.loggamma(k + 1)
    for r in rows:
        for c in columns:
            lead = (log_factorial(r) + log_factorial(c) + log_factorial(total - r)
                    + log_factorial(total - c) - log_factorial(total))
            for x in range(max(1, r + c - total), min(r, c) + 1):
                log_p = (lead - log_factorial(x) - log_factorial(r - x) - log_factorial(c - x)
                         - log_factorial(total - r - c + x))
                if log_p < -120:
                    continue
                result += mp.exp(log_p) * x / total * mp.log(mp.mpf(total) * x / (r * c))
    return float(result)


def exact_adjusted_information(table):
    """Adjusted mutual information in 40 digits.

    The chance of each overlap follows from that of the smallest by ratios of whole numbers, so that no
    logarithm of a factorial is taken.
    """
    table = [[int(x) for x in row] for row in table]
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table)]
    n = sum(rows)
    information = sum(
        mp.mpf(x) / n * mp.log(mp.mpf(n) * x / (r * c))
        for r, row in zip(rows, table) for c, x in zip(columns, row) if x)
    entropy = lambda sizes: -sum(mp.mpf(s) / n * mp.log(mp.mpf(s) / n) for s in sizes)
    expected = mp.mpf(0)
    for r in rows:
        for c in columns:
            weight = mass = mp.mpf(1)
            lowest = max(0, r + c - n)
            term = lambda x: x * mp.log(mp.mpf(n) * x / (r * c)) / n if x else mp.mpf(0)
            sum_ = term(lowest)
            for x in range(lowest, min(r, c)):
                weight *= mp.mpf((r - x) * (c - x)) / ((x + 1) * (n - r - c + x + 1))
                mass += weight
                sum_ += weight * term(x + 1)
                if weight < mass * mp.mpf(10) ** -45 and x > r * c / n:
                    break
            expected += sum_ / mass
    return float((information - expected) / ((entropy(rows) + entropy(columns)) / 2 - expected))


def huge(copied):
    """A million members: labels are made again by the test from groups and seeds; the second partition
    copies the first where a third draw modulo 10 is below `copied`."""
    n, groups = 1_000_000, (12, 9)
    first = congruential(n, groups[0], 1)
    second = congruential(n, groups[1], 2)
    second = np.where(congruential(n, 10, 3) < copied, first % groups[1], second)
    table = contingency_matrix(first, second)
    h, c, v = homogeneity_completeness_v_measure(first, second)
    return dict(
        members=n, groups=groups, copied=copied, adjusted_rand=adjusted_rand_score(first, second),
        homogeneity=h, completeness=c, v_measure=v,
        # scikit-learn's own, whose expectation is by log-gamma.
        adjusted_mutual_information=adjusted_mutual_info_score(first, second),
        exact_adjusted_mutual_information=exact_adjusted_information(table))


large = []
for rows, columns in [
    ([600, 300, 100], [450, 350, 150, 50]),
    ([5, 1, 1, 993], [990, 4, 3, 3]),
    ([12_000, 7_000, 900, 100], [11_000, 8_999, 1]),
]:
    large.append(dict(rows=rows, columns=columns, expected=exact_expected_information(rows, columns)))

assignments = []
for shape, kind in [((1, 1), "real"), ((6, 6), "real"), ((4, 9), "real"), ((9, 4), "real"),
                    ((12, 12), "small integers"), ((25, 31), "small integers"),
                    ((7, 7), "equal"), ((40, 40), "real"), ((0, 3), "real"), ((5, 8), "negative")]:
    m = {"real": rng.normal(size=shape), "small integers": rng.integers(0, 5, shape) * 1.0,
         "equal": np.ones(shape), "negative": -rng.random(shape)}[kind]
    if kind == "real":
        m = np.round(m, 6)
    i, j = linear_sum_assignment(m)
    k, l = linear_sum_assignment(m, maximize=True)
    assignments.append(dict(rows=shape[0], columns=shape[1], values=[float(v) for v in m.ravel()],
                            least=float(m[i, j].sum()), greatest=float(m[k, l].sum())))

out = pathlib.Path(__file__).with_name("agreement.json")
out.write_text(json.dumps(dict(
    cases=cases, huge=[huge(4), huge(1), huge(0)], expected_information=large, assignments=assignments)) + "\n")
