"""Logistic regression by Intel's extension of scikit-learn: logistic.py DESIGN LABELS L2STRENGTH"""
import importlib.metadata
import sys

import numpy as np
from sklearnex import patch_sklearn

patch_sklearn(verbose=False)
from sklearn.linear_model import LogisticRegression

from cost import measured, report

x, y = np.load(sys.argv[1]), np.load(sys.argv[2])
strength = float(sys.argv[3])
model, cost = measured(
    lambda: LogisticRegression(
        C=1 / (strength * len(y)), solver="lbfgs", tol=1e-6, max_iter=500).fit(x, y))
weights, intercept = model.coef_[0], model.intercept_[0]
logits = x @ weights + intercept
residuals = 1 / (1 + np.exp(-logits)) - y
gradient = np.append(x.T @ residuals / len(y) + strength * weights, residuals.mean())
report(
    cost=cost, gradientNorm=float(np.max(np.abs(gradient))),
    objective=float(np.mean(np.logaddexp(0, logits) - y * logits) + strength / 2 * weights @ weights),
    coefficients=weights.tolist(), intercept=float(intercept),
    version=f"scikit-learn-intelex {importlib.metadata.version('scikit-learn-intelex')}")
