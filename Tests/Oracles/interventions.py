"""Reference lifts and discount factors at 400 digits, by the defining formulae.

Python 3.11, mpmath 1.4.1.
Usage: interventions.py > interventions.json

lift = sigma(logit(1 - p) + logit(1/2 + rate)) - (1 - p); factor = (1 + r)^(-days / 365).
The inputs are the exact values of the doubles that are printed with them.
"""

import json
import sys

from mpmath import exp, log, mp, mpf

mp.dps = 400  # p reaches 1e-280, and the difference of the formula cancels that many digits.


def logit(x):
    return log(x / (1 - x))


def sigma(x):
    return 1 / (1 + exp(-x))


def lift(p, rate):
    q = 1 - mpf(p)
    return sigma(logit(q) + logit(mpf("0.5") + mpf(rate))) - q


probabilities = [1e-280, 1e-17, 1e-9, 0.001, 0.1, 0.25, 0.5, 0.6, 0.75, 0.9, 0.999, 1 - 1e-9, 1 - 2**-53]
rates = [1e-9, 0.01, 0.05, 0.1, 0.25, 0.49]
json.dump(
    {
        "lifts": [
            {"p": p, "rate": rate, "lift": float(lift(p, rate))} for p in probabilities for rate in rates
        ],
        "factors": [
            {"rate": r, "days": days, "factor": float((1 + mpf(r)) ** (-mpf(days) / 365))}
            for r in [0.0, 1e-12, 0.05, 0.1, 1.0]
            for days in [1.0, 90.0, 365.0, 3650.0]
        ],
    },
    sys.stdout,
    indent=1,
)
print()
