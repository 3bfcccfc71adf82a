"""Compares Perennial with LightGBM (see boosted_trees.py) at many earlier dates of many logs.

    python trees_at_dates.py --perennial PROGRAM --data FOLDER [--log NAME]… [--latest N] [--output FILE]

The logs and dates are those of shop_logs.py. Prints a row a date: log-loss of both and the difference with its
paired 95 % interval over customers (2,000 replicates, seed 1), on all customers and on active ones; then the means,
and the dates where the interval lies above 0 and above .002. FILE gets the same as JSON.
"""

import argparse
import datetime
import json
import pathlib
import tempfile

import numpy
import polars

from boosted_trees import REPLICATES, SETTINGS, Shop, chosen, evaluated_by_perennial, fitted, interval
from shop_logs import COLUMNS, LOGS, orders

DATES = 4
GROUPS = ("all", "active")
HARM = 0.002


def losses(churned, probability):
    p = numpy.clip(probability, 1e-15, 1 - 1e-15)
    return -numpy.where(churned == 1, numpy.log(p), numpy.log1p(-p))


def compared(rows):
    """Mean log-losses, and the paired interval of their difference."""
    churned = rows["churned"].to_numpy()
    ours = losses(churned, rows["churn_probability"].to_numpy())
    theirs = losses(churned, rows["theirs"].to_numpy())
    difference, generator = ours - theirs, numpy.random.default_rng(1)
    draws = [difference[generator.integers(0, difference.size, difference.size)].mean()
             for _ in range(REPLICATES)]
    return {"customers": int(churned.size), "ours": float(ours.mean()), "theirs": float(theirs.mean()),
            "difference": interval(draws) | {"mean": float(difference.mean())}}


def at_date(shop, day):
    ours, _ = evaluated_by_perennial(shop, day)
    ids, x, _ = shop.snapshot(day)
    days = [day - datetime.timedelta(days=step * shop.horizon) for step in range(1, DATES + 1)]
    snapshots = [shop.snapshot(past) for past in days if past == days[0] or past >= shop.begin()]
    name, count = chosen(snapshots)
    model = fitted(SETTINGS[name], snapshots[:count])
    theirs = polars.DataFrame({"customer_id": ids, "theirs": model.predict_proba(x)[:, 1]})
    rows = ours.join(theirs, on="customer_id", how="left", maintain_order="left")
    if rows["theirs"].null_count():
        raise SystemExit("the two do not predict the same customers")
    return {"settings": name, "dates": count, "all": compared(rows),
            "active": compared(rows.filter(polars.col("group_active") == 1))}


def row(log, horizon, day, found):
    def cells(group):
        d = found[group]["difference"]
        return (f"{found[group]['ours']:.4f} | {found[group]['theirs']:.4f} | "
                f"{d['mean']:+.4f} ({d['low']:+.4f} … {d['high']:+.4f})")
    return f"| {log}, {day}, {horizon} d | {cells('all')} | {cells('active')} |"


def summary(found, group):
    differences = [f[group]["difference"] for f in found]
    mean = numpy.mean([d["mean"] for d in differences])
    count = {name: sum(test(d) for d in differences) for name, test in {
        "surely better": lambda d: d["high"] < 0, "surely worse": lambda d: d["low"] > 0,
        f"surely worse by {HARM}": lambda d: d["low"] > HARM}.items()}
    return f"{group}: mean difference {mean:+.4f} at {len(found)} dates, " + ", ".join(
        f"{name} at {number}" for name, number in count.items())


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--perennial", required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--log", action="append", choices=LOGS, help="logs (default: all)")
    parser.add_argument("--latest", type=int, help="so many dates of each horizon (default: all)")
    parser.add_argument("--output", type=pathlib.Path)
    arguments = parser.parse_args()
    found = []
    for name in arguments.log or LOGS:
        log = LOGS[name]
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            table = orders(log, arguments.data)
            table.write_csv(folder / "orders.csv")
            reading = [folder / "orders.csv", "--columns",
                       COLUMNS + (",order=order_id" if "order_id" in table.columns else "")]
            if log.events:
                reading += ["--events", arguments.data / log.events]
            for horizon, days in log.dates.items():
                shop = Shop(arguments.perennial, reading, horizon, folder)
                for day in days[:arguments.latest]:
                    found.append({"log": name, "horizon": horizon, "day": str(day)} | at_date(shop, day))
                    print(row(name, horizon, day, found[-1]), flush=True)
    for group in GROUPS:
        print(summary(found, group))
    if arguments.output:
        arguments.output.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
