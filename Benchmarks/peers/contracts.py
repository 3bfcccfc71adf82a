"""Concordance, AUC and Brier scores of `perennial contracts` beside lifelines and scikit-survival.

    python contracts_data.py INSURANCE DATA
    python contracts.py PERENNIAL DATA [uslapseagent|eusaving|simulated …]

Everybody knows what was known on a day (evaluation day), and forecasts the contracts in force then for a year,
any end. Peers get the same columns as indicators, durations in days, and what is left of a contract by
S(age + t) ÷ S(age). Figures of all are by scikit-survival. Versions: requirements-survival.txt. All three
tables take five minutes on one core; the forest learns from 6,000 lives, as it takes their square in memory.
"""

import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from sksurv.ensemble import RandomSurvivalForest
from sksurv.linear_model import CoxPHSurvivalAnalysis
from sksurv.metrics import (
    brier_score, concordance_index_censored, cumulative_dynamic_auc, integrated_brier_score)
from sksurv.util import Surv

warnings.filterwarnings("ignore")
perennial, data = sys.argv[1], Path(sys.argv[2])

SETS = {
    "uslapseagent": dict(
        id="contract", start="start", end="end", reason="reason", running=[], asof="2010-04-01",
        day="2009-04-01", period="3m", drop=["DJIA"]),
    "eusaving": dict(
        id="policy.ID", start="issue.date", end="termination.date", reason="lapse.reason",
        running=["In force"], asof="2008-01-01", day="2007-01-01", period="1m",
        drop="relvar"),
    "simulated": dict(
        id="contract", start="start", end="end", reason="reason", running=[], asof="2022-01-01",
        day="2021-01-01", period="1m", drop=[], observed="2015-01-01", term="1y"),
}


def run(name):
    spec = SETS[name]
    path = data / f"{name}.csv"
    table = pd.read_csv(path)
    drop = [c for c in table.columns if spec["drop"] in c] if isinstance(spec["drop"], str) else spec["drop"]
    day, asof = pd.Timestamp(spec["day"]), pd.Timestamp(spec["asof"])
    start = pd.to_datetime(table[spec["start"]])
    end = pd.to_datetime(table[spec["end"]])
    end[table[spec["reason"]].isin(spec["running"])] = pd.NaT
    horizon = 4 if spec["period"] == "3m" else 12
    months = 3 if spec["period"] == "3m" else 1
    times = np.array([(day + pd.DateOffset(months=months * t) - day).days for t in range(1, horizon + 1)])

    # What was known on the day.
    begun = (start < day) & ~(end <= start)
    known = end.where(end < day)
    duration = ((known.fillna(day) - start).dt.days).clip(lower=0.5)
    observed = pd.Timestamp(spec["observed"]) if "observed" in spec else None
    entry = ((observed - start).dt.days.clip(lower=0) if observed is not None else pd.Series(0, table.index))
    train = begun & (duration > entry)
    test = begun & ~(end < day) & (start < day)
    features = [c for c in table.columns
                if c not in (spec["id"], spec["start"], spec["end"], spec["reason"], *drop)]
    x = pd.get_dummies(table[features], drop_first=True, dtype=float)
    x = x.loc[:, x[train].std() > 0]
    x = (x - x[train].mean()) / x[train].std()
    ended = test & (end < asof)
    follow = pd.Series(np.where(ended, (end - day).dt.days + 1, (asof - day).days + 1), table.index)
    y = Surv.from_arrays(ended[test].values, follow[test].values.astype(float))
    age = (day - start).dt.days[test].values
    print(f"\n{name}: {train.sum()} lives known on {day.date()}, {test.sum()} in force, "
          f"{ended.sum()} ended within the year; {len(features)} columns")

    forecasts = {}

    def timed(label, fit):
        before = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        surv = fit()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = time.process_time() - before[0] + after.ru_utime + after.ru_stime \
            - before[1].ru_utime - before[1].ru_stime
        forecasts[label] = (surv, cpu)

    def ours():
        with tempfile.TemporaryDirectory() as folder:
            role = ["--id", spec["id"], "--start", spec["start"], "--end", spec["end"],
                    "--reason", spec["reason"]]
            role += ["--running", ",".join(spec["running"])] if spec["running"] else []
            role += ["--ignore", ",".join(drop)] if drop else []
            role += ["--observed-from", spec["observed"]] if observed is not None else []
            role += ["--term", spec["term"]] if "term" in spec else []
            subprocess.run(
                [perennial, "contracts", "train", path, *role, "--as-of", spec["day"], "--period",
                 spec["period"], "--model", f"{folder}/m", "--quiet"],
                check=True, stdout=subprocess.DEVNULL)
            subprocess.run(
                [perennial, "contracts", "predict", path, "--model", f"{folder}/m", "--as-of", spec["day"],
                 "--points", ",".join(str(t) for t in range(1, horizon + 1)), "--life", "1y", "--quiet",
                 "--output", f"{folder}/s.csv"], check=True)
            scores = pd.read_csv(f"{folder}/s.csv").set_index("customer_id")
        rows = scores.loc[table[spec["id"]][test]]
        return rows[[f"survival_{t}" for t in range(1, horizon + 1)]].values

    def conditional(surv_at):
        """From S of absolute ages to what is left of each contract."""
        return np.column_stack([surv_at(age + t) / np.maximum(surv_at(age), 1e-12) for t in times])

    def steps(values, grid):
        def at(ages):
            place = np.clip(np.searchsorted(grid, ages, side="right") - 1, -1, len(grid) - 1)
            return np.where(place < 0, 1.0, values[np.arange(len(ages)) if values.ndim > 1 else 0, place]
                            if values.ndim > 1 else values[np.maximum(place, 0)])
        return at

    def kaplan_meier():
        km = KaplanMeierFitter().fit(duration[train], known[train].notna(), entry=entry[train])
        return conditional(steps(km.survival_function_.iloc[:, 0].values, km.survival_function_.index.values))

    def cox_lifelines():
        frame = x[train].assign(T=duration[train], E=known[train].notna(), entry=entry[train])
        cox = CoxPHFitter(penalizer=1e-4).fit(frame, "T", "E", entry_col="entry")
        base = cox.baseline_cumulative_hazard_.iloc[:, 0]
        risk = cox.predict_partial_hazard(x[test]).values
        hazard = steps(base.values, base.index.values)
        return conditional(lambda ages: np.exp(-np.where(ages < base.index[0], 0, hazard(ages)) * risk))

    def sksurv_model(model, rows):
        fitted = model.fit(x[train].values[rows], Surv.from_arrays(
            known[train].notna().values[rows], duration[train].values[rows]))
        functions = fitted.predict_survival_function(x[test].values, return_array=True)
        return conditional(steps(functions, fitted.unique_times_))

    everyone = np.arange(train.sum())
    some = np.sort(np.random.default_rng(1).permutation(everyone)[:6000])
    timed("perennial contracts", ours)
    timed("Kaplan-Meier (lifelines)", kaplan_meier)
    timed("Cox (lifelines)", cox_lifelines)
    if observed is None:
        timed("Cox (scikit-survival)", lambda: sksurv_model(CoxPHSurvivalAnalysis(alpha=1e-4, ties="efron"), everyone))
        timed("random survival forest, 6,000 lives", lambda: sksurv_model(
            RandomSurvivalForest(100, min_samples_leaf=50, max_features="sqrt", random_state=1, n_jobs=1,
                                 low_memory=False), some))
    print("| forecast | concordance | AUC at a year | mean AUC | Brier at a year | integrated Brier | predicted | CPU s |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    for label, (surv, cpu) in forecasts.items():
        risk = 1 - surv[:, -1]
        c = concordance_index_censored(y["event"], y["time"], risk)[0]
        grid = times.astype(float)
        grid[-1] = min(grid[-1], y["time"].max() - 1e-6)
        areas, mean = cumulative_dynamic_auc(y, y, 1 - surv, grid)
        _, briers = brier_score(y, y, surv, grid)
        ibs = integrated_brier_score(y, y, surv, grid)
        print(f"| {label} | {c:.4f} | {areas[-1]:.4f} | {mean:.4f} | {briers[-1]:.5f} | {ibs:.5f} "
              f"| {risk.mean():.4f} | {cpu:.1f} |")
    print(f"observed {y['event'].mean():.4f}")


for name in sys.argv[3:] or SETS:
    run(name)
