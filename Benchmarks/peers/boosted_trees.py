"""Compares Perennial's holdout churn probabilities with LightGBM's, trained on the same features.

    python boosted_trees.py --perennial PROGRAM --horizon 90 --evaluate-at 1998-04-02 ORDERS… [-- FLAGS OF READING]

Perennial trains with its defaults and evaluates itself at the date. LightGBM sees the same catalogue of features,
written by `perennial features` at the evaluation date and at dates one horizon apart before it, whose labels end by
then. Its settings and the number of dates are chosen as honestly: each candidate learns from the dates before the
latest and is scored on the latest; the best is fitted again to all. Labels are read off features: who has an order
in the horizon from D has a last order at most a horizon old at D + horizon.

The differences are bootstrapped over customers, the same draw for both (2,000 replicates, seed 1).
Prints one JSON object.
"""

import argparse
import datetime
import json
import pathlib
import subprocess
import tempfile
import time

import lightgbm
import numpy
import polars

REPLICATES = 2_000
THREADS = 2
# What the literature's defaults and careful tuning usually end at, from few and strong rounds to many and weak.
SETTINGS = {
    "100 rounds, defaults": {},
    "60 rounds of 7 leaves": dict(
        n_estimators=60, num_leaves=7, learning_rate=0.1, min_child_samples=50),
    "300 rounds of 31 leaves": dict(n_estimators=300, learning_rate=0.05, min_child_samples=100),
    "200 rounds of 7 leaves, sampled": dict(
        n_estimators=200, num_leaves=7, learning_rate=0.05, min_child_samples=100, subsample=0.7,
        subsample_freq=1, colsample_bytree=0.6, reg_lambda=5),
    "300 rounds of 15 leaves, sampled": dict(
        n_estimators=300, num_leaves=15, learning_rate=0.02, min_child_samples=200, subsample=0.7,
        subsample_freq=1, colsample_bytree=0.6, reg_lambda=5),
    "800 rounds of 31 leaves, sampled": dict(
        n_estimators=800, learning_rate=0.02, min_child_samples=200, subsample=0.7,
        subsample_freq=1, colsample_bytree=0.6, reg_lambda=5),
}


class Shop:
    """Features and labels of one log, by date."""

    def __init__(self, program, reading, horizon, folder):
        self.program, self.reading, self.folder = program, reading, folder
        self.horizon = horizon
        self.tables = {}

    def run(self, command, *flags):
        subprocess.run(
            [self.program, *command.split(), *self.reading, *map(str, flags), "--quiet"],
            check=True, stdout=subprocess.DEVNULL)

    def features(self, day):
        if day not in self.tables:
            path = self.folder / f"features-{day}.csv"
            self.run("features", "--as-of", day, "--output", path)
            table = polars.read_csv(path, schema_overrides={"customer_id": polars.String},
                                    infer_schema_length=None)
            self.tables[day] = table.with_columns(
                polars.all().exclude("customer_id").cast(polars.Float64))
        return self.tables[day]

    def snapshot(self, day):
        """Customers, features and 1 for who placed no order in the horizon from the day."""
        table = self.features(day)
        later = self.features(day + datetime.timedelta(days=self.horizon)).select(
            "customer_id", later=polars.col("days_since_last_order"))
        joined = table.select("customer_id").join(
            later, on="customer_id", how="left", maintain_order="left")
        churned = (joined["later"] > self.horizon).cast(polars.Int8).to_numpy()
        return table["customer_id"], table.drop("customer_id").to_numpy(), churned

    def begin(self):
        """The first day with a whole horizon of history, by the oldest customer's first order."""
        latest = max(self.tables)
        oldest = int(self.tables[latest]["days_since_first_order"].max())
        return latest - datetime.timedelta(days=oldest - self.horizon)


def log_loss(churned, probability):
    p = numpy.clip(probability, 1e-15, 1 - 1e-15)
    return -numpy.mean(numpy.where(churned == 1, numpy.log(p), numpy.log1p(-p)))


def auc(churned, ranks):
    """Area under the ROC curve from ranks, ties at their mean rank."""
    positives = churned.sum()
    negatives = churned.size - positives
    return (ranks[churned == 1].sum() - positives * (positives + 1) / 2) / (positives * negatives)


def mean_ranks(values):
    return polars.Series(values).rank("average").to_numpy()


def fitted(settings, snapshots):
    x = numpy.vstack([s[1] for s in snapshots])
    y = numpy.concatenate([s[2] for s in snapshots])
    return lightgbm.LGBMClassifier(
        n_jobs=THREADS, verbose=-1, random_state=1, deterministic=True, **settings).fit(x, y)


def chosen(snapshots):
    """The setting and number of dates that predict the latest training date best."""
    if len(snapshots) == 1:
        return "60 rounds of 7 leaves", 1
    latest, before = snapshots[0], snapshots[1:]
    tried = {
        (name, count): log_loss(
            latest[2], fitted(settings, before[:count]).predict_proba(latest[1])[:, 1])
        for name, settings in SETTINGS.items() for count in range(1, len(before) + 1)
    }
    name, count = min(tried, key=tried.get)
    return name, min(count + 1, len(snapshots))


def interval(differences):
    low, high = numpy.percentile(differences, [2.5, 97.5])
    return {"mean": float(numpy.mean(differences)), "low": float(low), "high": float(high)}


def compared(churned, ours, theirs):
    generator = numpy.random.default_rng(1)
    areas, losses = [], []
    for _ in range(REPLICATES):
        draw = generator.integers(0, churned.size, churned.size)
        y = churned[draw]
        if y.min() == y.max():
            continue
        areas.append(auc(y, mean_ranks(ours[draw])) - auc(y, mean_ranks(theirs[draw])))
        losses.append(log_loss(y, ours[draw]) - log_loss(y, theirs[draw]))
    return {
        "customers": int(churned.size), "churned": float(churned.mean()),
        "auc": [float(auc(churned, mean_ranks(ours))), float(auc(churned, mean_ranks(theirs)))],
        "log_loss": [float(log_loss(churned, ours)), float(log_loss(churned, theirs))],
        "auc_difference": interval(areas), "log_loss_difference": interval(losses),
    }


def evaluated_by_perennial(shop, evaluate_at):
    """Its holdout probabilities, and the seconds that the whole of `train` took."""
    model = shop.folder / "evaluated"
    started = time.perf_counter()
    shop.run("train", "--horizon", f"{shop.horizon}d", "--evaluate-at", evaluate_at, "--model", model,
             "--accept-weak")
    seconds = time.perf_counter() - started
    shop.run("export notebook", "--model", model, "--output", shop.folder / "notebook")
    table = polars.read_csv(shop.folder / "notebook" / "evaluated" / "evaluation.csv",
                            schema_overrides={"customer_id": polars.String})
    return table, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--perennial", required=True)
    parser.add_argument("--horizon", type=int, required=True, help="days")
    parser.add_argument("--evaluate-at", type=datetime.date.fromisoformat, required=True)
    parser.add_argument("--dates", type=int, default=4, help="training dates at most")
    parser.add_argument("reading", nargs="+", help="order files, then flags of reading after --")
    arguments = parser.parse_args()
    horizon = datetime.timedelta(days=arguments.horizon)
    evaluate_at = arguments.evaluate_at

    with tempfile.TemporaryDirectory() as folder:
        shop = Shop(arguments.perennial, arguments.reading, arguments.horizon,
                    pathlib.Path(folder))
        ours, seconds = evaluated_by_perennial(shop, evaluate_at)
        ids, x, _ = shop.snapshot(evaluate_at)
        days = [evaluate_at - horizon * step for step in range(1, arguments.dates + 1)]
        snapshots = [shop.snapshot(day) for day in days if day == days[0] or day >= shop.begin()]
        started = time.perf_counter()
        name, count = chosen(snapshots)
        choice_seconds = time.perf_counter() - started
        started = time.perf_counter()
        model = fitted(SETTINGS[name], snapshots[:count])
        fit_seconds = time.perf_counter() - started
        theirs = polars.DataFrame({"customer_id": ids, "theirs": model.predict_proba(x)[:, 1]})
        rows = ours.join(theirs, on="customer_id", how="left", maintain_order="left")
        if rows["theirs"].null_count():
            raise SystemExit("the two do not predict the same customers")
        groups = {"all": rows, "active": rows.filter(polars.col("group_active") == 1)}
        print(json.dumps({
            "judged_at": str(evaluate_at), "horizon_days": arguments.horizon,
            "lightgbm": {"settings": name, "dates": count,
                         "choice_seconds": choice_seconds, "fit_seconds": fit_seconds},
            "perennial": {"train_seconds": seconds},
            "groups": {
                group: compared(
                    part["churned"].to_numpy(), part["churn_probability"].to_numpy(),
                    part["theirs"].to_numpy())
                for group, part in groups.items()
            },
        }, indent=1))


if __name__ == "__main__":
    main()
