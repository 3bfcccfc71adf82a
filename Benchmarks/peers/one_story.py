"""What a list and its values came to: earlier dates of the logs of shop_logs.py, and simulated shops.

    python one_story.py --perennial PROGRAM [--perennial EARLIER]… --data FOLDER [--log NAME]… [--seeds 1 2 3 4 5]

Of a log everything before a date is given to `train` and `predict` (default settings, values over the horizon, no
discount), and the rows are compared with the orders of the horizon after it. Simulated shops (`simulate --season
0.2`, 4,000 customers) are scored at their end and compared with the truth beside them. A table a program:

  Gini, RMSE, top tenth  of `predicted_clv` against what was spent: the Gini coefficient as a share of the perfect
                         one, the error, and the spend of the tenth with the highest values as a share of that of the
                         tenth that spent most; total off in percent
  inside, above, below   shares of customers within and beyond `predicted_clv_low` and `predicted_clv_high`
  act                    share of the customers; of its first 20, 100 and 500 the share who placed no order in the
                         horizon (of simulated shops: who had left); mean churn probability of the first 100
  contradictions         rows that say two things (`CONTRADICTIONS`)
  lapse                  of each label the share who ordered again, with their number
"""

import argparse
import csv
import datetime
import pathlib
import subprocess
import tempfile

import polars

from shop_logs import COLUMNS, LOGS, orders

LAPSES = ("on time", "skipped once", "high risk", "lost", "not due")
LAPSED, WELL = {"high risk", "lost"}, {"on time", "not due"}


def probability(row):
    return float(row["churn_probability"])


# What no row may say at once.
CONTRADICTIONS = {
    "lost, under 20 % churn": lambda r: r["lapse"] == "lost" and probability(r) < .2,
    "on time, over 90 % churn": lambda r: r["lapse"] == "on time" and probability(r) > .9,
    "on the list, to be left alone": lambda r: r["list"] == "act" and "leave them" in r["action"].lower(),
    "on the list, without consent": lambda r: r["list"] == "act" and r.get("why_not"),
    "well, inactive": lambda r: r["lapse"] in WELL and "inactive" in r["lifecycle"],
    "lost, not inactive": lambda r: r["lapse"] == "lost" and r["lifecycle"] not in ("inactive", ""),
    "segment Lost, not lapsed": lambda r: r["segment"] == "Lost" and r["lapse"] and r["lapse"] not in LAPSED,
    "Champions, lost": lambda r: r["segment"] == "Champions" and r["lapse"] == "lost",
    "value above its bound": lambda r: r["predicted_clv"] and r["predicted_clv_high"]
    and float(r["predicted_clv"]) > float(r["predicted_clv_high"]),
}


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments), "--quiet"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, arguments))}: {done.stderr.strip()}")


def scored(program, folder, reading, horizon, *flags):
    """Rows of a model that is trained and asked at the end of the same files."""
    run(program, "train", *reading, "--horizon", f"{horizon}d", "--model", folder / "model")
    run(program, "predict", *reading, "--model", folder / "model", "--output", folder / "rows.csv",
        *flags)
    with open(folder / "rows.csv", newline="") as file:
        return list(csv.DictReader(file))


def area(amounts):
    """Between the line of equality and the concentration curve of amounts in this order."""
    total, seen, sum_ = sum(amounts), 0.0, 0.0
    for amount in amounts:
        sum_ += seen + amount / 2
        seen += amount
    return sum_ / (total * len(amounts)) - .5


def value_figures(rows, spent):
    known = [(float(r["predicted_clv"]), spent[r["customer_id"]], r) for r in rows if r["predicted_clv"]]
    by_value = [s for _, s, _ in sorted(known, key=lambda k: -k[0])]
    best = sorted(by_value, reverse=True)
    n = len(known)
    low = sum(s < float(r["predicted_clv_low"] or 0) for _, s, r in known) / n
    high = sum(s > float(r["predicted_clv_high"] or 0) for _, s, r in known) / n
    return {
        "Gini": f"{area(by_value) / area(best):.3f}",
        "RMSE": f"{(sum((v - s) ** 2 for v, s, _ in known) / n) ** .5:,.0f}",
        "top tenth": f"{sum(by_value[:n // 10]) / sum(best[:n // 10]):.3f}",
        "total off": f"{100 * (sum(v for v, _, _ in known) / sum(best) - 1):+.0f} %",
        "inside / above / below": f"{1 - low - high:.2f} / {high:.2f} / {low:.2f}",
    }


def list_figures(rows, is_lost):
    act = [r for r in rows if r["list"] == "act"]
    lost = [f"{sum(map(is_lost, act[:k])) / len(act[:k]):.2f}" if act else "–" for k in (20, 100, 500)]
    risk = f"{sum(map(probability, act[:100])) / len(act[:100]):.2f}" if act else "–"
    return {"act": f"{len(act) / len(rows):.0%}", "lost of first 20 / 100 / 500": " / ".join(lost),
            "risk of first 100": risk}


def story_figures(rows, returned):
    found = {name: sum(bool(rule(r)) for r in rows) for name, rule in CONTRADICTIONS.items()}
    labels = []
    for label in LAPSES:
        members = [r for r in rows if r["lapse"] == label]
        if members:
            labels.append(f"{label} {sum(map(returned, members)) / len(members):.0%} ({len(members)})")
    return {"contradictions": "; ".join(f"{n} {name}" for name, n in found.items() if n) or "0",
            "lapse, ordered again": ", ".join(labels)}


def of_log(program, name, data, folder):
    log = LOGS[name]
    horizon = next(iter(log.dates))
    day = log.dates[horizon][0]
    until = day + datetime.timedelta(days=horizon)
    table = orders(log, data)
    table.filter(polars.col("date") < str(day)).write_csv(folder / "orders.csv")
    reading = [folder / "orders.csv", "--columns",
               COLUMNS + (",order=order_id" if "order_id" in table.columns else "")]
    if log.events:
        events = polars.read_csv(data / log.events, infer_schema=False)
        events.filter(polars.col("occurred_at") < str(day)).write_csv(folder / "events.csv")
        reading += ["--events", folder / "events.csv", "--allow-unmatched"]
    after = table.filter((polars.col("date") >= str(day)) & (polars.col("date") < str(until)))
    spent = dict(after.group_by("customer_id").agg(polars.col("amount").cast(polars.Float64).sum()).rows())
    rows = scored(program, folder, reading, horizon, "--as-of", day, "--clv-horizon", f"{horizon}d",
                  "--discount", "0%/y")
    spend = {r["customer_id"]: spent.get(r["customer_id"], 0.0) for r in rows}
    return {"log": f"{name}, {day}, {horizon} days", **value_figures(rows, spend),
            **list_figures(rows, lambda r: r["customer_id"] not in spent),
            **story_figures(rows, lambda r: r["customer_id"] in spent)}


def of_simulation(program, seed, folder):
    run(program, "simulate", "--output", folder / "shop", "--customers", 4000, "--season", .2, "--seed", seed)
    shop = folder / "shop"
    with open(shop / "truth.csv", newline="") as file:
        truth = {r["customer_id"]: r for r in csv.DictReader(file)}
    rows = scored(program, folder, [shop / "orders.csv", "--events", shop / "events.csv"], 90,
                  "--clv-horizon", "90d", "--discount", "0%/y")

    def is_lost(row):
        return truth[row["customer_id"]]["alive"].lower() not in ("1", "true", "yes")

    spend = {r["customer_id"]: float(truth[r["customer_id"]]["expected_spend"]) for r in rows}
    figures = {"log": f"simulated, season of 20 %, seed {seed}", **value_figures(rows, spend),
               **list_figures(rows, is_lost), **story_figures(rows, lambda r: not is_lost(r))}
    # The truth is what is expected, which no interval is of; of labels it is who is still a customer.
    figures["inside / above / below"] = "–"
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--perennial", required=True, action="append")
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--log", action="append", choices=sorted(LOGS))
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3, 4, 5])
    options = parser.parse_args()
    for program in options.perennial:
        print(f"\n{program}\n")
        header = False
        jobs = [(of_log, name, options.data) for name in options.log or LOGS]
        jobs += [(of_simulation, seed) for seed in options.seeds]
        for job, *arguments in jobs:
            with tempfile.TemporaryDirectory() as folder:
                figures = job(program, *arguments, pathlib.Path(folder))
            if not header:
                print("| " + " | ".join(figures) + " |\n|" + "---|" * len(figures))
                header = True
            print("| " + " | ".join(map(str, figures.values())) + " |", flush=True)


if __name__ == "__main__":
    main()
