"""Reference coefficients of a gamma regression with log link.

Python 3.11, numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0. Run: python make_gamma_regression.py
"""

import json

import numpy as np
import scipy
import statsmodels
import statsmodels.api as sm
from scipy.optimize import minimize

rng = np.random.default_rng(20)
n = 120
x = np.round(rng.normal(size=(n, 3)), 6)
y = np.round(np.exp(1.2 + x @ [0.5, -0.3, 0.0]) * rng.gamma(2.0, 0.5, size=n), 6)
l2 = 0.05

design = sm.add_constant(x)
family = sm.families.Gamma(sm.families.links.Log())
plain = sm.GLM(y, design, family=family).fit(tol=1e-14, maxiter=200)


def objective(beta):
    eta = design @ beta
    ratio = y * np.exp(-eta)
    value = np.mean(ratio + eta) + l2 / 2 * np.sum(beta[1:] ** 2)
    gradient = design.T @ (1 - ratio) / n + l2 * np.r_[0, beta[1:]]
    return value, gradient


penalised = minimize(objective, np.zeros(4), jac=True, method="BFGS", options={"gtol": 1e-12})
json.dump(
    {
        "versions": [np.__version__, scipy.__version__, statsmodels.__version__],
        "x": x.tolist(),
        "y": y.tolist(),
        "l2": l2,
        "plain": plain.params.tolist(),
        "penalised": penalised.x.tolist(),
    },
    open("gamma_regression.json", "w"),
)
