"""Reference values for survival curves of whole days: writes survival.json beside itself.

numpy 2.4.6, statsmodels 0.15.0 (SurvfuncRight, the Kaplan-Meier estimate).
"""
import json
import pathlib

import numpy as np
from statsmodels.duration.survfunc import SurvfuncRight

rng = np.random.default_rng(19580601)


def case(name, days, ended):
    days, ended = np.asarray(days, int), np.asarray(ended, bool)
    length = int(days.max()) + 1
    curve = SurvfuncRight(days + 1.0, ended.astype(int))  # it refuses times of 0
    survival = []
    for day in range(length):
        before = curve.surv_times <= day + 1
        survival.append(float(curve.surv_prob[before][-1]) if before.any() else 1.0)
    return dict(
        name=name, ended=np.bincount(days[ended], minlength=length).tolist(),
        cut_off=np.bincount(days[~ended], minlength=length).tolist(), survival=survival,
        at_risk=[int((days >= day).sum()) for day in range(length)])


def censored(n, scale, window):
    wait = rng.geometric(1 / scale, n)
    observed = rng.integers(0, window, n)
    return np.minimum(wait, observed), wait <= observed


cases = [
    case("ties and cuts", *censored(400, 30, 90)),
    case("mostly cut off", *censored(300, 200, 60)),
    case("nothing cut off", rng.integers(1, 40, 120), np.ones(120)),
    case("nothing ended", rng.integers(0, 20, 30), np.zeros(30)),
    case("the longest ended", [1, 2, 2, 3, 9], [1, 0, 1, 0, 1]),
    case("one", [4], [1]),
]
pathlib.Path(__file__).with_name("survival.json").write_text(json.dumps(cases) + "\n")
