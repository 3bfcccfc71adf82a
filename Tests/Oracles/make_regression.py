"""Reference values of logistic and Poisson regression.

Writes regression.json beside this file. Coefficients come from Newton's method with 60 digits
(mpmath); scikit-learn and statsmodels fit the same designs, and their answers are kept where they
apply. Robust errors: statsmodels' cluster covariance without its corrections, times G/(G - 1).

python 3.11, mpmath 1.4.1, numpy 2.4.6, scikit-learn 1.9.1, statsmodels 0.15.0
"""

import json
import pathlib

import mpmath as mp
import numpy as np
import statsmodels.api as sm
from sklearn.linear_model import LogisticRegression, PoissonRegressor

mp.mp.dps = 60


def newton(x, y, w, l2, family):
    """Minimises sum(w l)/sum(w) + l2/2 |b|^2; returns point, errors, robust errors' parts, cond(H)."""
    n, p = x.shape
    rows = [[mp.mpf(1)] + [mp.mpf(float(v)) for v in row] for row in x]
    y = [mp.mpf(float(v)) for v in y]
    w = [mp.mpf(float(v)) for v in w]
    total = mp.fsum(w)
    mean = mp.fsum(a * b for a, b in zip(w, y)) / total
    beta = mp.matrix(p + 1, 1)
    beta[0] = mp.log(mean / (1 - mean)) if family == "logistic" else mp.log(mean)

    def derivatives(beta, only_value=False):
        value, grad, hess = mp.mpf(0), mp.matrix(p + 1, 1), mp.matrix(p + 1, p + 1)
        for r, yi, wi in zip(rows, y, w):
            eta = mp.fsum(r[j] * beta[j] for j in range(p + 1))
            if family == "logistic":
                mu = 1 / (1 + mp.exp(-eta))
                loss, curvature = mp.log(1 + mp.exp(eta)) - yi * eta, mu * (1 - mu)
            else:
                mu = mp.exp(eta)
                loss, curvature = mu - yi * eta, mu
            value += wi * loss
            if only_value:
                continue
            for j in range(p + 1):
                grad[j] += wi * (mu - yi) * r[j]
                for k in range(j, p + 1):
                    hess[j, k] += wi * curvature * r[j] * r[k]
        value, grad, hess = value / total, grad / total, hess / total
        for j in range(p + 1):
            for k in range(j):
                hess[j, k] = hess[k, j]
            if j > 0:
                value += l2 / 2 * beta[j] ** 2
                grad[j] += l2 * beta[j]
                hess[j, j] += l2
        return value, grad, hess

    l2 = mp.mpf(float(l2))
    for _ in range(200):
        value, grad, hess = derivatives(beta)
        step = mp.lu_solve(hess, -grad)
        scale = mp.mpf(1)
        while derivatives(beta + scale * step, True)[0] > value + mp.mpf(10) ** -50:
            scale /= 2
        beta += scale * step
        if max(abs(v) for v in scale * step) < mp.mpf(10) ** -45:
            break
    else:
        raise RuntimeError("no convergence")
    value, grad, hess = derivatives(beta)
    inverse = (hess * total) ** -1
    errors = [float(mp.sqrt(inverse[j, j])) for j in range(p + 1)]
    eigenvalues = mp.eigsy(hess, eigvals_only=True)
    condition = float(max(eigenvalues) / min(eigenvalues))
    return [float(v) for v in beta], errors, float(value), condition


def clustered(result, groups, parameters):
    count = len(set(groups))
    covariance = result.cov_params()
    return [float(v) for v in np.sqrt(np.diag(covariance) * count / (count - 1))][:parameters]


def case(name, x, y, w=None, l2=0.0, family="logistic", groups=None, check=True):
    n, p = x.shape
    weights = np.ones(n) if w is None else w
    beta, errors, objective, condition = newton(x, y, weights, l2, family)
    out = dict(
        name=name, family=family, columns=p, x=[float(v) for v in x.ravel()],
        response=[float(v) for v in y], weights=None if w is None else [float(v) for v in w],
        groups=groups, l2Strength=l2, coefficients=beta, standardErrors=errors,
        objective=objective, condition=condition)
    design = np.column_stack([np.ones(n), x])
    if check and l2 == 0:
        model = sm.GLM(
            y, design, freq_weights=w,
            family=sm.families.Binomial() if family == "logistic" else sm.families.Poisson())
        fit = model.fit(tol=1e-14, maxiter=200)
        out["statsmodels"] = [float(v) for v in fit.params]
        out["statsmodelsErrors"] = [float(v) for v in fit.bse]
        if family == "poisson":
            out["dispersion"] = float(fit.pearson_chi2 / (weights.sum() - p - 1))
        if groups is not None:
            robust = model.fit(
                tol=1e-14, maxiter=200, cov_type="cluster",
                cov_kwds=dict(groups=np.array(groups), use_correction=False))
            out["robustStandardErrors"] = clustered(robust, groups, p + 1)
    if check and family == "logistic":
        c = np.inf if l2 == 0 else 1 / (l2 * weights.sum())
        fit = LogisticRegression(C=c, solver="newton-cholesky", tol=1e-12, max_iter=1000)
        fit.fit(x, y, sample_weight=weights)
        out["scikitLearn"] = [float(fit.intercept_[0])] + [float(v) for v in fit.coef_[0]]
    if check and family == "poisson":
        fit = PoissonRegressor(alpha=l2, solver="newton-cholesky", tol=1e-12, max_iter=1000)
        fit.fit(x, y, sample_weight=weights)
        out["scikitLearn"] = [float(fit.intercept_)] + [float(v) for v in fit.coef_]
    for other in ("statsmodels", "scikitLearn"):
        if other in out:
            off = np.max(np.abs(np.array(out[other]) - beta) / np.array(errors))
            print(f"{name}: {other} off by {off:.1e} errors", end="; ")
    print(f"{name}: cond {condition:.2e}")
    return out


def rounded(values, digits=3):
    return np.round(values, digits)


def bernoulli(rng, eta):
    return (rng.random(len(eta)) < 1 / (1 + np.exp(-eta))).astype(float)


def near(rng, base, spread, digits):
    return np.round(base + spread * rng.standard_normal(base.shape[0]), digits)


rng = np.random.default_rng(20240501)
cases = []

x = rounded(rng.standard_normal((120, 4)))
eta = 0.3 + x @ [0.8, -0.5, 0.2, 0.0]
y = bernoulli(rng, eta)
groups = [int(g) for g in rng.integers(0, 40, 120)]
cases.append(case("well conditioned", x, y, groups=groups))
cases.append(case("well conditioned, ridge", x, y, l2=0.05))
w = rng.integers(1, 5, 120).astype(float)
cases.append(case("weighted", x, y, w))
cases.append(case("weighted, ridge", x, y, w, l2=0.01))
w = rounded(rng.gamma(1.0, 1.0, 120)) + 0.001
cases.append(case("fractional weights, ridge", x, y, w, l2=0.1))

for label, spread, digits in (
    ("condition 1e4", 2.5e-2, 6), ("condition 1e6", 3.5e-3, 8), ("condition 1e9", 6e-5, 10)):
    x = rounded(rng.standard_normal((100, 4)))
    x[:, 3] = near(rng, x[:, 0] - x[:, 1], spread, digits)
    y = bernoulli(rng, 0.5 * x[:, 0] - 0.4 * x[:, 2])
    cases.append(case(label, x, y, check=label != "condition 1e9"))

x = np.column_stack([
    rounded(20 + 3 * rng.standard_normal(100), 2), rounded(1e3 + 50 * rng.standard_normal(100), 1),
    rounded(1e-2 * rng.standard_normal(100), 5)])
y = bernoulli(rng, 0.2 * (x[:, 0] - 20) + 0.01 * (x[:, 1] - 1e3) + 40 * x[:, 2])
cases.append(case("raw units", x, y, check=False))

x = rounded(rng.standard_normal((60, 3)))
x[:, 0] += np.where(np.arange(60) < 25, 2.5, -2.5)
y = (x[:, 0] > 0).astype(float)
cases.append(case("separated, ridge", x, y, l2=0.02))
cases.append(case("separated, small ridge", x, y, l2=1e-5))

x = rounded(rng.standard_normal((80, 4)))
x[:, 2] = x[:, 0]
y = bernoulli(rng, x[:, 0] + 0.5 * x[:, 1])
cases.append(case("duplicated, ridge", x, y, l2=0.03))

x = rounded(rng.standard_normal((12, 2)))
y = np.array([0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1, 0.0])
cases.append(case("small", x, y))

x = rounded(rng.standard_normal((150, 2)))
y = bernoulli(rng, -4 + 0.7 * x[:, 0])
y[:3] = 1
cases.append(case("rare", x, y))

x = rounded(rng.standard_normal((120, 3)))
y = rng.poisson(np.exp(0.5 + x @ [0.6, -0.3, 0.0])).astype(float)
groups = [int(g) for g in rng.integers(0, 30, 120)]
cases.append(case("counts", x, y, family="poisson", groups=groups))
cases.append(case("counts, ridge", x, y, l2=0.1, family="poisson"))
w = rng.integers(1, 4, 120).astype(float)
cases.append(case("counts, weighted", x, y, w, family="poisson"))
spend = rounded(
    np.where(rng.random(120) < 0.5, 0, rng.gamma(2, 40, 120) * np.exp(0.5 * x[:, 0])), 2)
cases.append(case("spend", x, spend, family="poisson", groups=groups))
cases.append(case("spend, weighted, ridge", x, spend, w, l2=2.0, family="poisson"))
x = rounded(rng.standard_normal((100, 3)))
x[:, 2] = near(rng, x[:, 0] + x[:, 1], 2.5e-3, 8)
y = rng.poisson(np.exp(x[:, 0])).astype(float)
cases.append(case("counts, condition 1e6", x, y, family="poisson"))

path = pathlib.Path(__file__).with_name("regression.json")
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
path.write_text("[\n" + lines + "\n]\n")
