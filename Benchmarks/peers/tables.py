"""Compares Perennial's models of labelled tables with LightGBM's, tuned anew inside each of ten folds.

    python tables.py --perennial PROGRAM --data FOLDER [--only NAME] [--configurations 20] [--json FILE]

FOLDER holds the tables as `TABLES` below names them. Both sides learn from the same nine folds and score the tenth.
Perennial runs with its defaults. LightGBM's settings are drawn at random (the same draws for all); in each fold the
training rows are cut in three again, every draw is scored on rows left out, its rounds end where those say, and the
draw of least log-loss is fitted to all training rows. So neither side sees the rows that it is judged on.

One thread each. Times are processor seconds a fold: of Perennial the whole command, which evaluates itself in two
folds besides (two further fits and those of single columns); of LightGBM the tuning and the last fit.
Intervals of the differences are bootstrapped over rows, the same draw for both (2,000 replicates, seed 1).
"""

import argparse
import csv
import gzip
import json
import pathlib
import resource
import subprocess
import tempfile
import time

import lightgbm
import numpy
from sklearn.model_selection import StratifiedKFold

FOLDS, INNER_FOLDS, REPLICATES = 10, 3, 2_000
MOST_ROUNDS, PATIENCE = 2_000, 50

# Path below the folder, label, its value for churn, id (none: rows are numbered), columns that are no features.
TABLES = {
    "telephone, 5,000": ("churn_5000/churn_mlc.csv.gz", "label", "1", "rowid", []),
    "television, 9,379": (
        "tv_subscriptions/churn_tv_subscriptions.csv.gz", "target", "1.0", None,
        ["id", "C_FP", "C_FN", "C_TP", "C_TN"]),
    "Telco, 7,043": ("telco/Telco-Customer-Churn.csv", "Churn", "Yes", "customerID", []),
    "motor policies, 23,060": ("insurance/eudirectlapse.csv.gz", "lapse", "1", None, []),
}


class Table:
    """A table's rows as texts, and as the numbers and codes of categories that LightGBM takes."""

    def __init__(self, folder, path, label, positive, key, ignored):
        source = pathlib.Path(folder) / path
        opened = gzip.open(source, "rt") if source.suffix == ".gz" else open(source)
        with opened as file:
            header, *self.rows = csv.reader(file)
        self.rows = [row for row in self.rows if row]
        self.header, self.label, self.key, self.positive = header, label, key, positive
        at = header.index(label)
        self.y = numpy.array([row[at] == positive for row in self.rows], dtype=int)
        if len(set(self.y)) != 2:
            raise SystemExit(f"{path}: '{label}' is never, or always, '{positive}'")
        self.features = [name for name in header if name not in (label, key, *ignored)]
        columns, self.categories = [], []
        for place, name in enumerate(self.features):
            cells = [row[header.index(name)].strip() for row in self.rows]
            try:
                columns.append([float(cell) if cell not in ("", "NA") else numpy.nan for cell in cells])
            except ValueError:
                codes = {text: code for code, text in enumerate(sorted(set(cells)))}
                columns.append([codes[cell] for cell in cells])
                self.categories.append(place)
        self.x = numpy.array(columns, dtype=float).T

    def write(self, path, members):
        """The rows as a table with an id of its own, without what is no feature."""
        places = [self.header.index(name) for name in self.features]
        with open(path, "w", newline="") as file:
            out = csv.writer(file)
            out.writerow(["row_id", "churned_label", *self.features])
            for row in members:
                cells = self.rows[row]
                out.writerow([row, self.y[row], *(cells[place].strip() for place in places)])


def drawn_settings(count):
    """From few and strong rounds to many and weak; LightGBM's defaults are the first."""
    random = numpy.random.default_rng(1)
    settings = [{}]
    while len(settings) < count:
        settings.append(dict(
            num_leaves=int(random.choice([3, 5, 7, 11, 15, 23, 31, 63])),
            learning_rate=float(random.choice([0.02, 0.03, 0.05, 0.1])),
            min_data_in_leaf=int(random.choice([5, 10, 20, 40, 80, 160])),
            feature_fraction=float(random.choice([0.3, 0.5, 0.7, 1.0])),
            bagging_fraction=float(random.choice([0.6, 0.8, 1.0])), bagging_freq=1,
            lambda_l2=float(random.choice([0.0, 1.0, 5.0, 20.0])),
            cat_smooth=float(random.choice([5.0, 10.0, 50.0])),
            cat_l2=float(random.choice([1.0, 10.0, 50.0])),
            min_data_per_group=int(random.choice([20, 50, 100])),
            max_bin=int(random.choice([63, 255]))))
    return settings


def by_lightgbm(table, training, holdout, settings):
    """Probabilities of the holdout rows, the settings taken, and the processor time that it took."""
    started = time.process_time()
    fixed = dict(objective="binary", metric="binary_logloss", num_threads=1, verbosity=-1, seed=1,
                 deterministic=True)

    def dataset(one):
        return lightgbm.Dataset(
            table.x[training], table.y[training], categorical_feature=table.categories,
            params={"max_bin": one.get("max_bin", 255), "verbosity": -1,
                    "min_data_in_leaf": one.get("min_data_in_leaf", 20)})

    inner = list(StratifiedKFold(INNER_FOLDS, shuffle=True, random_state=1).split(
        table.x[training], table.y[training]))
    best = None
    for one in settings:
        losses = lightgbm.cv(
            {**fixed, **one}, dataset(one), MOST_ROUNDS, folds=inner,
            callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)])["valid binary_logloss-mean"]
        if best is None or min(losses) < best[0]:
            best = (min(losses), one, int(numpy.argmin(losses)) + 1)
    _, one, rounds = best
    model = lightgbm.train({**fixed, **one}, dataset(one), rounds)
    return model.predict(table.x[holdout]), {**one, "rounds": rounds}, time.process_time() - started


def by_perennial(program, table, training, holdout, folder):
    table.write(folder / "training.csv", training)
    table.write(folder / "holdout.csv", holdout)
    shared = ["--quiet", "--threads", "1"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [program, "table", "train", folder / "training.csv", "--label", "churned_label", "--id", "row_id",
         "--folds", "2", "--model", folder / "model", *shared],
        check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [program, "table", "predict", folder / "holdout.csv", "--model", folder / "model",
         "--output", folder / "scores.csv", *shared],
        check=True, stdout=subprocess.DEVNULL)
    with open(folder / "scores.csv") as file:
        scores = {int(row["customer_id"]): float(row["churn_probability"])
                  for row in csv.DictReader(file)}
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return numpy.array([scores[row] for row in holdout]), seconds


def log_loss(y, p):
    p = numpy.clip(p, 1e-15, 1 - 1e-15)
    return float(-numpy.mean(numpy.where(y == 1, numpy.log(p), numpy.log1p(-p))))


def auc(y, p):
    """Area under the ROC curve, ties at their mean rank."""
    _, inverse, counts = numpy.unique(p, return_inverse=True, return_counts=True)
    ranks = (numpy.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = y.sum()
    return float((ranks[y == 1].sum() - positives * (positives + 1) / 2)
                 / (positives * (y.size - positives)))


def difference(metric, y, ours, theirs):
    random = numpy.random.default_rng(1)
    drawn = []
    for _ in range(REPLICATES):
        draw = random.integers(0, y.size, y.size)
        drawn.append(metric(y[draw], ours[draw]) - metric(y[draw], theirs[draw]))
    low, high = numpy.percentile(drawn, [2.5, 97.5])
    return {"ours": metric(y, ours), "theirs": metric(y, theirs), "low": float(low), "high": float(high)}


def compared(name, table, program, settings):
    ours, theirs = numpy.zeros(table.y.size), numpy.zeros(table.y.size)
    seconds, taken = {"ours": [], "theirs": []}, []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=1).split(table.x, table.y)
    with tempfile.TemporaryDirectory() as folder:
        for training, holdout in folds:
            ours[holdout], cost = by_perennial(
                program, table, training, holdout, pathlib.Path(folder))
            seconds["ours"].append(cost)
            theirs[holdout], one, cost = by_lightgbm(table, training, holdout, settings)
            seconds["theirs"].append(cost)
            taken.append(one)
    return {
        "table": name, "rows": int(table.y.size), "churned": float(table.y.mean()),
        "auc": difference(auc, table.y, ours, theirs),
        "log_loss": difference(log_loss, table.y, ours, theirs),
        "seconds": {side: float(numpy.median(costs)) for side, costs in seconds.items()},
        "lightgbm": {"configurations": len(settings), "taken": taken},
    }


def told(result):
    def cell(metric):
        one = result[metric]
        return (f"{one['ours']:.4f} / {one['theirs']:.4f} | {one['ours'] - one['theirs']:+.4f} "
                f"({one['low']:+.4f} … {one['high']:+.4f})")

    seconds = result["seconds"]
    return (f"| {result['table']} | {cell('auc')} | {cell('log_loss')} | "
            f"{seconds['ours']:.1f} s / {seconds['theirs']:.1f} s |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--perennial", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--only", action="append", help="tables whose name holds this text")
    parser.add_argument("--configurations", type=int, default=20)
    parser.add_argument("--json", help="file for all figures, one object a line")
    arguments = parser.parse_args()
    settings = drawn_settings(arguments.configurations)
    print("| table | AUC (ours / theirs) | difference | log-loss (ours / theirs) | difference | a fold |")
    print("|---|---|---|---|---|---|", flush=True)
    for name, place in TABLES.items():
        if arguments.only and not any(text in name for text in arguments.only):
            continue
        result = compared(name, Table(arguments.data, *place), arguments.perennial, settings)
        print(told(result), flush=True)
        if arguments.json:
            with open(arguments.json, "a") as file:
                file.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
