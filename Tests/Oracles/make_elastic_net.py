"""Writes elastic_net.json: elastic nets to Karush-Kuhn-Tucker violations of 1e-13 or so.

Two answers that know nothing of each other: a damped Newton method in NumPy on the active set of
signs, checked by the conditions on all columns, and scikit-learn's saga solver for the same problem.
For the latter C = 1/(strength * sum(weights)).

python make_elastic_net.py, with numpy 2.4.6 and scikit-learn 1.9.1.
"""
import json
import pathlib
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression


def probability(eta):
    return np.where(eta > 0, 1 / (1 + np.exp(-np.abs(eta))),
                    np.exp(-np.abs(eta)) / (1 + np.exp(-np.abs(eta))))


def mean_loss(beta, x, y, w):
    eta = x @ beta
    return w @ (np.logaddexp(0, eta) - y * eta)


def solve(x, y, w, l1, l2, start):
    """The minimum by proximal Newton steps; the inner problem by active sets of signs."""
    beta = start.copy()

    def objective(b):
        return mean_loss(b, x, y, w) + l1 @ np.abs(b) + l2 @ b**2 / 2

    for _ in range(500):
        mu = probability(x @ beta)
        g = x.T @ (w * (mu - y))
        if violation(beta, g, l1, l2) < 2e-16 * max(1, np.abs(x).max()):
            break
        h = (x * (w * mu * (1 - mu))[:, None]).T @ x + np.diag(l2)
        step = inner(h, g + l2 * beta, beta, l1) - beta
        scale = 1.0
        while objective(beta + scale * step) > objective(beta) + 1e-15 and scale > 1e-12:
            scale /= 2
        if np.abs(scale * step).max() <= 1e-16 * np.abs(beta).max():
            beta = beta + scale * step
            break
        beta = beta + scale * step
    return beta


def inner(h, g, at, l1):
    """min over b of g.(b - at) + (b - at)' h (b - at) / 2 + l1.|b| by cyclic descent and solves."""
    b = at.copy()
    u = g.copy()
    for sweep in range(20000):
        signs = np.sign(b)
        for j in range(len(b)):
            if h[j, j] <= 0:
                continue
            z = h[j, j] * b[j] - u[j]
            new = np.sign(z) * max(abs(z) - l1[j], 0) / h[j, j]
            u += h[:, j] * (new - b[j])
            b[j] = new
        if (np.sign(b) == signs).all():
            on = np.flatnonzero((b != 0) | (l1 == 0))
            residual = u[on] + l1[on] * np.sign(b[on])
            try:
                move = np.linalg.solve(h[np.ix_(on, on)], -residual)
            except np.linalg.LinAlgError:
                move = None
            if move is not None:
                trial = b.copy()
                trial[on] += move
                if (np.sign(trial) == np.sign(b))[l1 > 0].all():
                    b, u = trial, g + h @ (trial - at)
        if violation(b, u, l1, np.zeros_like(l1)) < 1e-17:
            break
        if sweep > 200 and np.abs(b).max() and violation(b, u, l1, np.zeros_like(l1)) < 1e-15:
            break
    return b


def violation(b, g, l1, l2):
    s = g + l2 * b
    return np.where(b == 0, np.maximum(np.abs(s) - l1, 0), np.abs(s + l1 * np.sign(b))).max()


def case(name, x, y, share, weights=None, factors=None, fractions=(0.7, 0.2, 0.03), check=True):
    n, p = x.shape
    w = np.ones(n) if weights is None else weights
    total = w.sum()
    v = np.ones(p) if factors is None else factors
    used = w > 0
    varying = np.ptp(x[used], axis=0) > 0
    # Centred columns make the equations well conditioned and leave coefficients as they are.
    means = w @ x / total
    centred = np.column_stack([np.ones(n), (x - means) * varying])
    free = np.concatenate([[0.0], np.where(varying, v, 1)])
    null = solve(centred * (free == 0), y, w / total, np.where(free == 0, 0, 1e3), np.zeros(p + 1),
                 np.zeros(p + 1))
    slopes = centred.T @ (w / total * (probability(centred @ null) - y))
    penalised = free > 0
    largest = np.max(np.abs(slopes[penalised]) / (max(share, 1e-3) * free[penalised]))
    points, beta = [], null
    for fraction in fractions:
        strength = largest * fraction
        l1, l2 = strength * share * free, strength * (1 - share) * free
        beta = solve(centred, y, w / total, l1, l2, beta)
        g = centred.T @ (w / total * (probability(centred @ beta) - y))
        left = violation(beta, g, l1, l2)
        raw = np.concatenate([[beta[0] - means @ beta[1:]], beta[1:]])
        loss = mean_loss(beta, centred, y, w / total)
        point = {"strength": float(strength), "coefficients": raw.tolist(),
                 "violation": float(left), "meanLoss": float(loss),
                 "objective": float(loss + l1 @ np.abs(beta) + l2 @ beta**2 / 2)}
        assert left < 1e-13, (name, fraction, left)
        if check:
            with warnings.catch_warnings():
                warnings.simplefilter("error", ConvergenceWarning)
                other = LogisticRegression(
                    C=1 / (strength * total), l1_ratio=share, solver="saga", tol=1e-12,
                    max_iter=1_000_000, random_state=1,
                ).fit(x - means, y, sample_weight=w)
            point["scikitLearn"] = [
                float(other.intercept_[0] - means @ other.coef_[0]), *other.coef_[0].tolist()]
            off = np.abs(np.array(point["scikitLearn"]) - raw).max()
            print(f"{name} at {fraction}: saga off by {off:.1e}", end="; ")
        points.append(point)
    print(f"{name}: {[int((np.array(q['coefficients'][1:]) != 0).sum()) for q in points]} of {p}")
    return {"name": name, "columns": p, "x": x.ravel().tolist(), "labels": y.tolist(),
            "weights": None if weights is None else weights.tolist(),
            "penaltyFactors": None if factors is None else factors.tolist(),
            "l1Share": share, "strengthOfNone": float(largest), "points": points}


def correlated(rng, n, p, rho):
    x = rng.standard_normal((n, p))
    for j in range(1, p):
        x[:, j] = rho * x[:, j - 1] + np.sqrt(1 - rho**2) * x[:, j]
    return np.round(x, 3)


def bernoulli(rng, eta):
    return (rng.random(len(eta)) < probability(eta)).astype(float)


rng = np.random.default_rng(20260217)
cases = []

x = correlated(rng, 150, 8, 0.3)
y = bernoulli(rng, 0.4 + x[:, 0] - 0.7 * x[:, 3])
for label, share in (("lasso", 1.0), ("elastic net", 0.5), ("ridge", 0.0), ("nearly ridge", 0.01)):
    cases.append(case(label, x, y, share))

x = correlated(rng, 200, 12, 0.95)
y = bernoulli(rng, x[:, 2] - x[:, 8])
cases.append(case("correlated, lasso", x, y, 1.0))
cases.append(case("correlated, elastic net", x, y, 0.7))

w = np.round(rng.gamma(1.0, 1.0, 200), 3)
w[::17] = 0
cases.append(case("weighted, some 0", x, y, 0.8, weights=w))

x = correlated(rng, 30, 60, 0.2)
y = bernoulli(rng, 1.5 * x[:, 0] - x[:, 7])
cases.append(case("fewer rows than columns", x, y, 0.9))
cases.append(case("fewer rows than columns, lasso", x, y, 1.0, fractions=(0.7, 0.3, 0.1)))

x = correlated(rng, 60, 5, 0.2)
y = (x[:, 0] + 0.5 * x[:, 1] > 0.1).astype(float)
cases.append(case("separated", x, y, 0.5, fractions=(0.5, 0.1, 0.01)))

x = correlated(rng, 120, 7, 0.2)
x[:, 4] = 3
x[:, 6] = x[:, 1]
y = bernoulli(rng, x[:, 1] - x[:, 2])
cases.append(case("constant and duplicate columns", x, y, 0.5))

x = correlated(rng, 140, 8, 0.4)
y = bernoulli(rng, 0.8 * x[:, 0] + 0.5 * x[:, 5])
factors = np.array([0, 1, 0.5, 2, 0, 1, 1, 3.0])
cases.append(case("penalty factors", x, y, 0.6, factors=factors, check=False))

x = correlated(rng, 160, 6, 0.2) * np.array([1, 10, 0.1, 1, 5, 1]) + np.array([50, 0, 3, -20, 0, 0])
x = np.round(x, 4)
y = bernoulli(rng, (x[:, 0] - 50) + 0.1 * x[:, 1])
cases.append(case("raw units", x, y, 0.5, check=False))

path = pathlib.Path(__file__).with_name("elastic_net.json")
path.write_text(json.dumps(cases, separators=(",", ":")) + "\n")
print(path, path.stat().st_size)
