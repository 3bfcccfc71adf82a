"""Learns what other shops' coefficients are, for the prior of small shops: writes DonorCoefficients.swift.

    python donor_prior.py --perennial PROGRAM --data FOLDER --output Sources/Training/Prior/DonorCoefficients.swift
                          [--oracle Tests/Oracles/donor_prior.json]

A donor is a shop: the logs of shop_logs.py (Online Retail and the two-year log are one shop), and simulated
ones (`perennial simulate`). At each horizon of a log, at its first date and at dates one horizon apart before it (8
at most, a horizon after its first order), customers give a row. All labels end before the windows that
docs/judging-log.md reserves. One logistic regression a log and horizon: `TERMS` of the features, scaled by the
horizon, one free constant a date, and a ridge penalty of `RIDGE` on the coefficients, which are held to be alike.
A donor's coefficients are the mean over its logs and horizons. No row and no constant is kept.
The oracle holds features of a few invented customers with the terms and the log-odds of each donor.
"""

import argparse
import datetime
import json
import math
import pathlib
import subprocess
import tempfile

import numpy
import polars
from scipy.optimize import minimize

from shop_logs import COLUMNS, LOGS, orders

VERSION = 1
RIDGE = 2.0
MOST_DATES = 8
WINDOWS = (30, 90, 180, 365)
FEATURES = ["days_since_last_order", "days_since_first_order", "orders", "current_gap_to_own_gap",
            *(f"orders_{days}" for days in WINDOWS)]
# Superstore is fictional, and nothing in it tells who comes back: it would only weaken what the others say.
SHOPS = {"CDNOW": "cdnow", "Online Retail": "online-retail", "two years": "online-retail",
         "Complete Journey": "complete-journey"}
SIMULATED = {  # seed: flags
    1: ["--season", "20%"],
    2: ["--purchase", "0.6,40", "--dropout", "0.6,150"],
    3: ["--purchase", "1.4,50", "--dropout", "1.2,500"],
}
SIMULATED_HORIZON = 90


def hinge(values, knot):
    return numpy.maximum(0, values - knot)


def orders_within(table, days):
    """log1p of the orders of a window, between those of the catalogue's windows by the log of its length."""
    known = [numpy.log1p(numpy.where(numpy.isnan(table[f"orders_{w}"]), table["orders"], table[f"orders_{w}"]))
             for w in WINDOWS]
    if days <= WINDOWS[0]:
        return known[0]
    for (short, low), (long, high) in zip(zip(WINDOWS, known), zip(WINDOWS[1:], known[1:])):
        if days <= long:
            return low + (high - low) * math.log(days / short) / math.log(long / short)
    return known[-1]


def terms(table, horizon):
    """What the coefficients belong to: rows × terms, of features by name (missing: not-a-number)."""
    recency = numpy.log(table["days_since_last_order"] / horizon)
    tenure = numpy.log(table["days_since_first_order"] / horizon)
    frequency = numpy.log(table["orders"])
    unknown = numpy.isnan(table["current_gap_to_own_gap"])
    overdue = numpy.log(numpy.where(unknown, 1, numpy.maximum(table["current_gap_to_own_gap"], 1e-3)))
    return numpy.column_stack([
        recency, hinge(recency, math.log(0.5)), hinge(recency, math.log(1.5)),
        frequency, hinge(frequency, math.log(4)), tenure, hinge(tenure, math.log(2)),
        unknown, overdue, hinge(overdue, 0), recency * frequency, recency * unknown,
        orders_within(table, horizon), orders_within(table, 2 * horizon), orders_within(table, 4 * horizon)])


def fitted(snapshots, horizon):
    """Coefficients of the terms, from (columns, labels) of several dates."""
    x = numpy.vstack([terms(columns, horizon) for columns, _ in snapshots])
    y = numpy.concatenate([labels for _, labels in snapshots])
    date = numpy.repeat(numpy.arange(len(snapshots)), [len(labels) for _, labels in snapshots])
    width = x.shape[1]

    def objective(point):
        log_odds = x @ point[:width] + point[width:][date]
        residual = 1 / (1 + numpy.exp(-log_odds)) - y
        value = (numpy.logaddexp(0, log_odds) - y * log_odds).sum() + RIDGE / 2 * (point[:width] ** 2).sum()
        constants = numpy.bincount(date, residual, minlength=len(snapshots))
        return value, numpy.concatenate([x.T @ residual + RIDGE * point[:width], constants])

    return minimize(objective, numpy.zeros(width + len(snapshots)), jac=True, method="L-BFGS-B",
                    options={"maxiter": 2_000}).x[:width]


class Log:
    """Features of a log by date."""

    def __init__(self, program, reading, folder):
        self.program, self.reading, self.folder = program, reading, folder

    def features(self, day):
        path = self.folder / "features.csv"
        subprocess.run([self.program, "features", *map(str, self.reading), "--as-of", str(day), "--select",
                        ",".join(FEATURES), "--output", str(path), "--quiet"], check=True)
        return polars.read_csv(path, schema_overrides={"customer_id": polars.String} |
                               {name: polars.Float64 for name in FEATURES})

    def snapshot(self, day, horizon):
        """Columns, and 1 for who placed no order in the horizon from a day."""
        table = self.features(day)
        later = self.features(day + datetime.timedelta(days=horizon)).select(
            "customer_id", later=polars.col("days_since_last_order"))
        joined = table.join(later, on="customer_id", how="left", maintain_order="left")
        labels = (joined["later"] > horizon).to_numpy().astype(float)
        return {name: table[name].fill_null(math.nan).to_numpy() for name in FEATURES}, labels

    def coefficients(self, first_day, day, horizon):
        days, spacing = [day], datetime.timedelta(days=horizon)
        while len(days) < MOST_DATES and days[-1] - spacing >= first_day + spacing:
            days.append(days[-1] - spacing)
        return fitted([self.snapshot(day, horizon) for day in days], horizon)


def donors(program, data):
    """Coefficients by shop: the mean over its logs and horizons."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for name, shop in SHOPS.items():
            table = orders(LOGS[name], data)
            table.write_csv(folder / "orders.csv")
            log = Log(program, [folder / "orders.csv", "--columns",
                                COLUMNS + (",order=order_id" if "order_id" in table.columns else "")], folder)
            first = datetime.date.fromisoformat(table["date"].min())
            for horizon, days in LOGS[name].dates.items():
                found.setdefault(shop, []).append(log.coefficients(first, days[0], horizon))
        for seed, flags in SIMULATED.items():
            subprocess.run([program, "simulate", "--customers", "4000", "--output", str(folder / str(seed)), "--seed",
                            str(seed), "--from", "2022-01-01", "--until", "2024-01-01", "--engagement", "0",
                            "--quiet", *flags], check=True)
            log = Log(program, [folder / str(seed) / "orders.csv"], folder)
            day = datetime.date(2024, 1, 1) - datetime.timedelta(days=SIMULATED_HORIZON)
            found.setdefault("simulated", []).append(
                log.coefficients(datetime.date(2022, 1, 1), day, SIMULATED_HORIZON))
    return {shop: numpy.mean(every, axis=0) for shop, every in found.items()}


def swift(found):
    lines = ["// Made by Benchmarks/peers/donor_prior.py; not to be edited.", "",
             "extension DonorPrior {",
             "  /// Rises whenever coefficients, donors or terms change.",
             f"  static let currentVersion = {VERSION}", "",
             "  /// Coefficients of `terms`, a donor each.",
             "  static let donors = ["]
    for shop, coefficients in found.items():
        lines += ["    Donor(", f'      name: "{shop}",', "      coefficients: ["]
        numbers = [f"{value:.4f}" for value in coefficients]
        lines += ["        " + ", ".join(numbers[at:at + 8]) + "," for at in range(0, len(numbers), 8)]
        lines += ["      ]),"]
    return "\n".join(lines + ["  ]", "}"]) + "\n"


def oracle(found):
    generator = numpy.random.default_rng(1)
    count = 12
    table = {"days_since_last_order": generator.integers(1, 300, count).astype(float)}
    table["days_since_first_order"] = table["days_since_last_order"] + generator.integers(0, 400, count)
    table["orders"] = generator.integers(1, 15, count).astype(float)
    table["current_gap_to_own_gap"] = numpy.where(
        table["orders"] > 1, generator.uniform(0.01, 6, count), math.nan)
    rising = numpy.sort(generator.integers(0, 15, (count, len(WINDOWS))), axis=1).astype(float)
    for place, days in enumerate(WINDOWS):
        table[f"orders_{days}"] = numpy.minimum(rising[:, place], table["orders"])
    table["orders_365"][::3] = math.nan
    def told(values):
        return [None if math.isnan(value) else float(value) for value in values]
    return {"features": {name: told(values) for name, values in table.items()},
            "cases": [{"horizon": horizon, "terms": terms(table, horizon).tolist(),
                       "log_odds": {shop: (terms(table, horizon) @ numpy.round(c, 4)).tolist()
                                    for shop, c in found.items()}} for horizon in (28, 45, 90, 365)]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--perennial", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    parser.add_argument("--oracle", type=pathlib.Path)
    arguments = parser.parse_args()
    found = donors(arguments.perennial, arguments.data)
    arguments.output.write_text(swift(found))
    if arguments.oracle:
        arguments.oracle.write_text(json.dumps(oracle(found), indent=1) + "\n")


if __name__ == "__main__":
    main()
