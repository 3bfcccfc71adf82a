"""Makes survival_late_entry.json and followed_lives.json: lifelines 0.30.3 and scikit-survival 0.28.0.

    python make_followed_lives.py

Times are drawn without ties, as libraries order ties of ends and losses in different ways.
"""

import json

import numpy as np
from lifelines import KaplanMeierFitter
from sksurv.metrics import brier_score, concordance_index_censored, cumulative_dynamic_auc
from sksurv.util import Surv

rng = np.random.default_rng(5)

# Lives in whole periods with late entry.
count = 300
entry = np.where(rng.random(count) < 0.4, rng.integers(1, 6, count), 0)
length = rng.geometric(0.12, count)
cut = rng.integers(3, 20, count)
ended = length <= cut
exit = np.minimum(length, cut)
kept = exit > entry
entry, exit, ended = entry[kept], exit[kept], ended[kept]
curve = KaplanMeierFitter().fit(exit, ended, entry=entry)
grid = list(range(0, int(exit.max()) + 1))
with open("survival_late_entry.json", "w") as file:
    json.dump(
        {"entries": entry.tolist(), "exits": exit.tolist(), "ended": ended.tolist(),
         "survival": [float(v) for v in curve.survival_function_at_times(grid)]}, file)

# Followed from a moment on, some lost.
count = 250
score = rng.normal(size=count).round(2)
time = rng.exponential(np.exp(-0.6 * score)) + 0.01
lost = rng.exponential(2.0, count) + 0.005
times = np.minimum(time, lost)
ended = time <= lost
probability = np.clip(1 / (1 + np.exp(-score)), 0.01, 0.99)
y = Surv.from_arrays(ended, times)
at = [0.2, 0.5, 1.0, 1.5]
areas = cumulative_dynamic_auc(y, y, score, at)[0]
_, briers = brier_score(y, y, np.tile((1 - probability)[:, None], (1, len(at))), at)
concordance = concordance_index_censored(ended, times, score)[0]
with open("followed_lives.json", "w") as file:
    json.dump(
        {"times": times.tolist(), "ended": ended.tolist(), "scores": score.tolist(),
         "probabilities": probability.tolist(), "at": at, "auc": areas.tolist(),
         "brier": briers.tolist(), "concordance": float(concordance)}, file)
