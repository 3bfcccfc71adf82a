"""How well `train` does for shops of 100, 200 and 500 customers drawn from the logs of shop_logs.py.

    python small_shops.py --perennial PROGRAM --data FOLDER [--log NAME]… [--customers N]… [--draws 20]
                          [--prior none]

A draw takes customers who had ordered by the evaluation date, the log's first one in shop_logs.py. Two looks:
  own     `train --evaluate-at` on the drawn ones, beside its own baselines;
  others  a model of the drawn ones' log up to that date, asked about all the customers who were not drawn. Labels
          and baselines (logistic regressions on the drawn ones at the model's training dates) are computed here.
Prints per log and number of customers: mean log-loss of the model, the training base rate, recency alone, and
log recency + log frequency; the draws where the model is worse than the base rate; draws that were not trained.
"""

import argparse
import datetime
import json
import pathlib
import random
import shutil
import subprocess
import tempfile

import numpy
import polars
from sklearn.linear_model import LogisticRegression

from shop_logs import COLUMNS, LOGS, orders

SHOPS = {"CDNOW": "cdnow", "Online Retail": "online-retail", "two years": "online-retail",
         "Complete Journey": "complete-journey", "Complete Journey, orders alone": "complete-journey"}
BASELINES = {"recency": ["days_since_last_order"], "both": ["days_since_last_order", "orders"]}
KINDS = ("model", "base rate", "recency", "both")


def log_loss(churned, probability):
    p = numpy.clip(probability, 1e-15, 1 - 1e-15)
    return float(-numpy.where(churned == 1, numpy.log(p), numpy.log1p(-p)).mean())


class Whole:
    """A log with all its customers, and the place where draws of it are put."""

    def __init__(self, program, log, data, folder, prior):
        self.program, self.folder, self.prior = program, folder, prior
        self.horizon = next(iter(log.dates))
        self.day = log.dates[self.horizon][0]
        self.orders = orders(log, data)
        self.events = polars.read_csv(data / log.events, infer_schema=False) if log.events else None
        self.known = sorted(
            self.orders.filter(polars.col("date") < str(self.day))["customer_id"].unique())
        self.asked = self.labelled(self.orders, self.events, self.day)

    def run(self, command, *flags):
        return subprocess.run([self.program, *command.split(), *map(str, flags), "--quiet"],
                              capture_output=True, text=True).returncode == 0

    def reading(self, table, events, before=None):
        """Writes a log up to a day; gives the flags that read it."""
        if before:
            table = table.filter(polars.col("date") < str(before))
        table.write_csv(self.folder / "orders.csv")
        flags = [self.folder / "orders.csv", "--columns",
                 COLUMNS + (",order=order_id" if "order_id" in table.columns else "")]
        if events is not None and events.height:
            if before:
                events = events.filter(polars.col("occurred_at") < str(before))
            events.write_csv(self.folder / "events.csv")
            flags += ["--events", self.folder / "events.csv", "--allow-unmatched"]
        return flags

    def labelled(self, table, events, day):
        """Features of the baselines as of a day, and 1 for who placed no order in the horizon from it."""
        reading, found = self.reading(table, events), []
        for date in (day, day + datetime.timedelta(days=self.horizon)):
            path = self.folder / "features.csv"
            if not self.run("features", *reading, "--as-of", date, "--output", path, "--select",
                            ",".join(BASELINES["both"])):
                raise SystemExit(f"no features at {date}")
            found.append(polars.read_csv(path, schema_overrides={"customer_id": polars.String}))
        later = found[1].select("customer_id", churned=polars.col("days_since_last_order") > self.horizon)
        return found[0].join(later, on="customer_id", how="left").with_columns(
            polars.col("churned").cast(polars.Int8))

    def draw(self, number, seed):
        drawn = set(random.Random(seed).sample(self.known, number))

        def theirs(table):
            return None if table is None else table.filter(polars.col("customer_id").is_in(drawn))

        return theirs(self.orders), theirs(self.events), drawn

    def own(self, table, events, _):
        """Log-loss of the holdout by its own evaluation; nothing where nothing is trained."""
        model = self.folder / "model"
        shutil.rmtree(model, ignore_errors=True)
        if not self.run("train", *self.reading(table, events), *self.prior, "--horizon", f"{self.horizon}d",
                        "--evaluate-at", self.day, "--model", model, "--accept-weak"):
            return None
        found = json.loads((model / "evaluation.json").read_text())["groups"]["all"]
        return (found["model"]["log_loss"], found["training_base_rate_log_loss"],
                found["recency"]["log_loss"], found["recency_frequency"]["log_loss"])

    def others(self, table, events, drawn):
        """Log-loss of what a model of the drawn ones says about the other customers."""
        model, scored = self.folder / "model", self.folder / "scored.csv"
        shutil.rmtree(model, ignore_errors=True)
        if not self.run("train", *self.reading(table, events, before=self.day), *self.prior, "--horizon",
                        f"{self.horizon}d", "--model", model, "--accept-weak"):
            return None
        days = json.loads((model / "model.json").read_text())["sections"]["churn"]["trained_as_of"]
        learned = polars.concat(
            [self.labelled(table, events, datetime.date.fromisoformat(day)) for day in days])
        if not self.run("predict", *self.reading(self.orders, self.events, before=self.day), "--as-of",
                        self.day, "--model", model, "--select", "customer_id,churn_probability",
                        "--output", scored):
            raise SystemExit("the model scores nobody")
        said = polars.read_csv(scored, schema_overrides={"customer_id": polars.String})
        asked = self.asked.filter(~polars.col("customer_id").is_in(drawn)).join(said, on="customer_id")
        churned = asked["churned"].to_numpy()
        rate = float(learned["churned"].mean())
        said = [asked["churn_probability"].to_numpy(), numpy.full(churned.size, rate)]
        for names in BASELINES.values():
            fit = LogisticRegression(C=numpy.inf, max_iter=1_000).fit(
                numpy.log1p(learned.select(names).to_numpy()), learned["churned"].to_numpy())
            said.append(fit.predict_proba(numpy.log1p(asked.select(names).to_numpy()))[:, 1])
        return tuple(log_loss(churned, probability) for probability in said)


def prior(name, kind):
    """Flags of `train`: no shop may teach its own forecasts."""
    if kind == "default":
        return []
    return ["--prior", "none"] if kind == "none" else ["--prior-without", SHOPS[name]] if name in SHOPS else []


def row(name, number, look, draws, found):
    found = numpy.array([f for f in found if f is not None]).reshape(-1, len(KINDS))
    if not len(found):
        return f"| {name} | {number} | {look} | – | – | – | – | – | {draws} |"
    means = " | ".join(f"{mean:.4f}" for mean in found.mean(axis=0))
    worse = int((found[:, 0] > found[:, 1]).sum())
    return f"| {name} | {number} | {look} | {means} | {worse} | {draws - len(found)} |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--perennial", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--log", action="append", choices=LOGS, help="logs (default: all)")
    parser.add_argument("--customers", action="append", type=int, help="default: 100, 200, 500")
    parser.add_argument("--look", action="append", choices=("own", "others"), help="default: both")
    parser.add_argument("--prior", choices=("others", "none", "default"), default="others",
                        help="donors: shops other than the log's own; none; as the program has it")
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--output", type=pathlib.Path, help="JSON of every draw")
    arguments = parser.parse_args()
    print("| log | customers | look | " + " | ".join(KINDS) + " | worse than base rate | not trained |")
    every = []
    for name in arguments.log or LOGS:
        with tempfile.TemporaryDirectory() as folder:
            whole = Whole(arguments.perennial, LOGS[name], arguments.data, pathlib.Path(folder),
                          prior(name, arguments.prior))
            for number in arguments.customers or (100, 200, 500):
                found = {look: [] for look in arguments.look or ("own", "others")}
                for seed in range(arguments.draws):
                    drawn = whole.draw(number, seed)
                    for look, draws in found.items():
                        draws.append(getattr(whole, look)(*drawn))
                for look, draws in found.items():
                    print(row(name, number, look, arguments.draws, draws), flush=True)
                every.append({"log": name, "customers": number} | found)
    if arguments.output:
        arguments.output.write_text(json.dumps(every, indent=1) + "\n")


if __name__ == "__main__":
    main()
