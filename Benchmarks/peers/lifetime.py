"""BG/NBD by lifetimes, with weeks as the unit of time: lifetime.py SUMMARIES"""
import sys
import warnings

import lifetimes
import numpy as np
import pandas as pd

from cost import measured, report

warnings.simplefilter("ignore")
data = pd.read_csv(sys.argv[1])
x, recency, tenure = data.frequency, data.recency_days / 7, data.tenure_days / 7
model, cost = measured(lambda: lifetimes.BetaGeoFitter().fit(x, recency, tenure))
r, alpha, a, b = (float(model.params_[name]) for name in ("r", "alpha", "a", "b"))


def log_likelihood(r, alpha, a, b):
    """Of Fader, Hardie & Lee (2005), equation 7, written here anew."""
    from scipy.special import betaln, gammaln

    rows = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    alive = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + tenure)
    gone = np.where(
        x > 0,
        betaln(a + 1, np.maximum(b + x - 1, 1e-9)) - betaln(a, b) - (r + x) * np.log(alpha + recency),
        -np.inf)
    return float(np.sum(rows + np.logaddexp(alive, gone)))


theirs = dict(r=r, alpha=alpha, a=a, b=b, logLikelihood=log_likelihood(r, alpha, a, b))
result = dict(cost=cost, fit=theirs, version=f"lifetimes {lifetimes.__version__}")
if len(sys.argv) > 2:
    # The likelihood, by the same formula, of somebody else's parameters: r,alpha,a,b.
    result["logLikelihoodOfGiven"] = log_likelihood(*map(float, sys.argv[2].split(",")))
report(**result)
