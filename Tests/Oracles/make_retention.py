"""Reference values for the expected maximum profit of a churn model, the incomplete beta function and
the calibration error that chance brings: writes retention.json beside itself.

EMP-PY 2.0.4 (empChurn), numpy 2.4.6, scipy 1.17.1, mpmath 1.4.1; `profit` is also integrated here from its
definition, max over all cut-offs inside the integral, and must agree.
"""
import json
import pathlib

import mpmath as mp
import numpy as np
from EMP.metrics import empChurn
from scipy.integrate import quad
from scipy.stats import beta as beta_distribution

rng = np.random.default_rng(20130525)


def integrated(p, y, a, b, clv, d, f):
    cuts = np.concatenate([[np.inf], np.unique(p)[::-1]])
    churners = np.array([(y[p >= c] == 1).sum() for c in cuts]) / len(y)
    others = np.array([(y[p >= c] == 0).sum() for c in cuts]) / len(y)

    def best(gamma):
        return (clv * gamma * churners - d * gamma * churners - f * churners - (d + f) * others).max()

    knots = np.linspace(0, 1, 401)
    return sum(quad(lambda g: best(g) * beta_distribution.pdf(g, a, b), low, high, epsabs=1e-12)[0]
               for low, high in zip(knots, knots[1:]))


def profit(name, p, y, a=6, b=14, clv=200, d=10, f=1):
    p, y = np.asarray(p, float), np.asarray(y, int)
    value = float(empChurn(p, y, a, b, clv, d, f).EMP)
    assert abs(value - integrated(p, y, a, b, clv, d, f)) < 1e-5, (name, value)
    return dict(name=name, p=p.tolist(), y=y.tolist(), alpha=a, beta=b, clv=clv, d=d, f=f, empc=value)


def draw(n, intercept=0.0, slope=1.0):
    z = rng.normal(-0.3, 1.4, n)
    p = 1 / (1 + np.exp(-z))
    return p, rng.random(n) < 1 / (1 + np.exp(-(intercept + slope * z)))


p, y = draw(300)
profits = [
    profit("random", *draw(300)),
    profit("many churners", *draw(300, 3)),
    profit("few churners", *draw(400, -3)),
    profit("tied", np.round(p, 1), y),
    profit("costly offer", p, y, d=60, f=5),
    profit("keen customers", p, y, a=14, b=6),
    profit("small values", p, y, clv=15, d=3, f=0.5),
    profit("fractional shape", p, y, a=1.7, b=3.2),
]

mp.mp.dps = 40
grid = [(x, a, b) for x in (1e-6, 0.03, 0.2, 0.3, 0.5, 0.77, 0.99) for a, b in
        ((6, 14), (7, 14), (0.5, 0.5), (1, 1), (1.7, 3.2), (120, 30), (2, 900))]
betas = [dict(x=x, a=a, b=b, value=float(mp.betainc(a, b, 0, x, regularized=True))) for x, a, b in grid]


def chance(p):
    """The exact mean: a bin's number of yeses is Poisson binomial."""
    p = np.sort(np.asarray(p, float))
    n, mean = len(p), 0.0
    for i in range(10):
        b = p[i * n // 10:(i + 1) * n // 10]
        counts = np.array([1.0])
        for q in b:
            counts = np.convolve(counts, [1 - q, q])
        mean += (counts * np.abs(np.arange(len(counts)) - b.sum())).sum() / n
    return dict(p=p.tolist(), mean=mean)


noises = [chance(draw(n)[0]) for n in (10, 57, 1000)] + [chance(np.full(40, 0.98))]
pathlib.Path(__file__).with_name("retention.json").write_text(
    json.dumps(dict(profits=profits, betas=betas, noises=noises)) + "\n")
