"""Reference values for metrics of predicted probabilities: writes metrics.json beside itself.

numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1, statsmodels 0.15.0. Figures that neither library has (error of
calibration, lift, capture) are recomputed here from their definitions over repeated rows.
"""
import json
import pathlib
import warnings

import numpy as np
import statsmodels.api as sm
from scipy.optimize import brentq
from sklearn.metrics import (average_precision_score, brier_score_loss, log_loss, roc_auc_score)

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240601)
EPS = np.finfo(float).eps


def by_rank(p, y):
    """ECE, lift and capture as DESIGN.md words them, rows already repeated by weight."""
    n = len(p)
    order = np.lexsort((np.arange(n), p))
    ece = 0.0
    for i in range(10):
        b = order[i * n // 10:(i + 1) * n // 10]
        if len(b):
            ece += len(b) / n * abs(p[b].mean() - y[b].mean())
    k = n // 10
    top = np.lexsort((np.arange(n), -p))[:k]
    lift = y[top].mean() / y.mean() if k and y.any() else None
    capture = (1 - y[order[:k]]).sum() / (1 - y).sum() if k and not y.all() else None
    return ece, lift, capture


def recalibration(p, y, w, separated):
    if y.min() == y.max():
        return None, None
    x = np.log(np.clip(p, EPS, 1 - EPS)) - np.log(np.clip(1 - p, EPS, 1 - EPS))
    def score(a, b=1.0):
        residual = w * (y - 1 / (1 + np.exp(-(a + b * x))))
        return np.array([residual.sum(), (residual * x).sum()])

    binomial = sm.families.Binomial()
    limits = dict(maxiter=200, tol=1e-15, tol_criterion="params")
    a = sm.GLM(y, np.ones((len(y), 1)), family=binomial, offset=x, freq_weights=w).fit(
        **limits).params[0]
    # statsmodels leaps away where some p are 0 or 1; the intercept's score falls, so it has one root.
    if not abs(score(a)[0]) < 1e-8:
        a = brentq(lambda a: score(a)[0], -60, 60, xtol=1e-15, rtol=1e-15)
    if separated or np.ptp(x) == 0:
        return a, None
    line = sm.GLM(y, sm.add_constant(x), family=binomial, freq_weights=w).fit(**limits).params
    assert np.abs(score(*line)).max() < 1e-7, score(*line)
    return a, line[1]


def level(p, y):
    """The mean probability, and the error of calibration after one shift of all logits that makes the mean
    probability the observed rate; rows already repeated by weight."""
    if y.min() == y.max():
        return p.mean(), None
    x = np.log(np.clip(p, EPS, 1 - EPS)) - np.log(np.clip(1 - p, EPS, 1 - EPS))
    def moved(shift):
        return 1 / (1 + np.exp(-(x + shift)))

    shift = brentq(lambda s: moved(s).mean() - y.mean(), -60, 60, xtol=1e-15, rtol=1e-15)
    # Ranks are those of p: a shift of what is 0 or 1 but for rounding may tie what was not.
    order, n = np.lexsort((np.arange(len(p)), p)), len(p)
    q, z = moved(shift)[order], y[order]
    return p.mean(), sum(abs((q - z)[i * n // 10:(i + 1) * n // 10].sum()) for i in range(10)) / n


def case(name, p, y, w=None, separated=False):
    p, y = np.asarray(p, float), np.asarray(y, int)
    w = np.ones(len(y), int) if w is None else np.asarray(w, int)
    kept = w > 0
    both = len(set(y[kept])) == 2
    rp, ry = np.repeat(p, w), np.repeat(y, w)
    ece, lift, capture = by_rank(rp, ry)
    predicted, unshifted = level(rp, ry)
    a, b = recalibration(p[kept], y[kept], w[kept], separated)
    weighted = dict(sample_weight=w[kept])
    p_, y_ = p[kept], y[kept]
    return dict(
        name=name, p=list(p), y=[int(v) for v in y], w=[int(v) for v in w],
        auc=roc_auc_score(y_, p_, **weighted) if both else None,
        average_precision=average_precision_score(y_, p_, **weighted) if y_.any() else None,
        log_loss=log_loss(y_, p_, labels=[0, 1], **weighted),
        brier=brier_score_loss(y_, p_, **weighted),
        ece=ece, lift_10=lift, capture_10=capture, calibration_intercept=a, calibration_slope=b,
        predicted_rate=predicted, ece_without_shift=unshifted)


def draw(n, intercept=0.0, slope=1.0):
    z = rng.normal(-0.3, 1.4, n)
    p = 1 / (1 + np.exp(-z))
    y = rng.random(n) < 1 / (1 + np.exp(-(intercept + slope * z)))
    return p, y.astype(int)


cases = [
    case("random", *draw(400)),
    case("miscalibrated", *draw(300, 0.7, 0.5)),
    case("n not a multiple of ten", *draw(137)),
]
p, y = draw(350)
cases += [
    case("tied", np.round(p, 1), y),
    case("tied and weighted", np.round(p, 1), y, rng.integers(0, 4, 350)),
    case("weighted", p, y, rng.poisson(1, 350)),
    case("imbalanced", *draw(400, -4, 0.6)),
    case("nearly all yes", *draw(400, 4, 0.6)),
    case("all equal", np.full(60, 0.3), rng.random(60) < 0.4),
    case("one yes", rng.random(50), np.arange(50) == 17),
    case("no yes", rng.random(40), np.zeros(40)),
    case("no no", rng.random(40), np.ones(40)),
    case("nine rows", rng.random(9), [0, 1, 0, 1, 1, 0, 0, 1, 0]),
    case("two rows", [0.4, 0.6], [0, 1], separated=True),
    case("separated", np.linspace(0.02, 0.98, 80), np.arange(80) >= 33, separated=True),
    case("zeros and ones", np.clip(np.round(draw(200)[0] * 1.6 - 0.3, 2), 0, 1),
         rng.random(200) < 0.5),
]
values = rng.normal(size=37)
numpy_quantiles = dict(
    values=list(values), low=np.quantile(values, 0.025), high=np.quantile(values, 0.975))
out = pathlib.Path(__file__).with_name("metrics.json")
out.write_text(json.dumps(dict(cases=cases, quantiles=numpy_quantiles)) + "\n")
