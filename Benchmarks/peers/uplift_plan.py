"""What a plan by measured uplift earns of a simulated shop whose uplift is known, beside other lists.

    python uplift_plan.py --perennial PROGRAM [--customers 200000] [--seeds 1 2 3 4 5] [--budget-share 0.05]

A contact of the shop brings an order, more often of some customers than of others, by what the log tells (`simulate
--saves`). One randomised campaign lies in the log. A model is trained on the orders before it and scores that day and
the log's end; uplift is learned from the campaign, as a share of `silent_probability`, and a list is made as of the
log's end, under a budget for one customer in twenty. Each list earns, by the truth that the simulation states and that
no list sees,

    margin · (expected spend if contacted - expected spend) - contact - incentive · P(order if contacted)

summed over whom it contacts. The best list that observed columns allow ranks by the expectation of that given the
log, in closed form under the parameters that the shop was drawn with: Pareto/NBD (Schmittlein, Morrison & Colombo
1987) and gamma-gamma (Fader, Hardie & Lee 2005), and the stated factors of the uplift. Written by itself: only numpy
and polars.
"""

import argparse
import datetime
import json
import math
import pathlib
import subprocess
import tempfile
import time

import numpy
import polars

CONTACT, INCENTIVE, HORIZON = 0.5, 2.0, 90
SAVES = 0.2
R, ALPHA, S, BETA = 0.9, 22.0, 0.75, 260.0
P, Q, GAMMA = 4.0, 3.2, 28.0
CHANNEL = {"app": 1.8, "web": 1.2, "store": 0.4, "phone": 0.0}


def run(program, command, *flags):
    start = time.monotonic()
    done = subprocess.run([program, command, *map(str, flags)], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{command}: {done.stderr}")
    print(f"    {command}: {time.monotonic() - start:.0f} s", flush=True)
    return done


def tails(x, from_day):
    """∫∫ λ^x λ/(λ+μ) e^(-(λ+μ)t) and the same with μ/(λ+μ), over both gamma distributions, as logs.

    1/(λ+μ) e^(-(λ+μ)t) is the integral of e^(-(λ+μ)u) from t on, so each is one integral over u, taken by
    Gauss-Legendre on u = t + (t + 22) z/(1 - z)."""
    nodes, weights = numpy.polynomial.legendre.leggauss(120)
    z, w = (nodes + 1) / 2, weights / 2
    lgamma = numpy.vectorize(math.lgamma)
    ordered, left = numpy.empty(len(x)), numpy.empty(len(x))
    for start in range(0, len(x), 20_000):
        part = slice(start, start + 20_000)
        n, t = x[part][:, None], from_day[part][:, None]
        scale = (t + ALPHA) / (R + n + S)
        u = t + scale * z / (1 - z)
        log_w = numpy.log(w * scale / (1 - z) ** 2)
        rate = (R + n) * (numpy.log(ALPHA) - numpy.log(ALPHA + u)) - n * numpy.log(ALPHA)
        stays = S * (numpy.log(BETA) - numpy.log(BETA + u))
        a = log_w + rate - numpy.log(ALPHA + u) + stays
        b = log_w + rate + stays + numpy.log(S) - numpy.log(BETA + u)
        at = x[part]
        ordered[part] = lgamma(R + at + 1) + numpy.logaddexp.reduce(a, axis=1)
        left[part] = lgamma(R + at) + numpy.logaddexp.reduce(b, axis=1)
    return ordered, left


def expectations(orders, end):
    """Of each customer given the log: P(order in the horizon), P(still there and silent), mean spend, factor."""
    days = (polars.col("ordered_at").str.to_datetime() - polars.lit(end).str.to_datetime()).dt.total_seconds() / 86_400
    log = orders.with_columns(day=days).sort("customer_id", "day")
    of = log.group_by("customer_id", maintain_order=True).agg(
        n=polars.len(), first=polars.col("day").first(), last=polars.col("day").last(),
        mean=polars.col("amount").mean(), channel=polars.col("channel").last(),
        discount=polars.col("discount").last())
    x = (of["n"] - 1).to_numpy().astype(float)
    age, last = -of["first"].to_numpy(), (of["last"] - of["first"]).to_numpy()
    a, b = tails(x, age)
    later, _ = tails(x, age + HORIZON)
    _, left = tails(x, last)
    likelihood = numpy.logaddexp(a, left)
    order = numpy.exp(a - likelihood) - numpy.exp(later - likelihood)
    silent = numpy.exp(b - likelihood) + numpy.exp(later - likelihood)
    n, mean = of["n"].to_numpy(), of["mean"].to_numpy()
    spend = P * (GAMMA + n * mean) / (Q + P * n - 1)
    factor = numpy.array([CHANNEL[c] for c in of["channel"]])
    factor = factor * numpy.where(of["discount"].to_numpy() > 0, 1.3, 0.8)
    factor = factor * numpy.where(n == 1, 0.6, numpy.where(n < 5, 1.0, 1.4))
    return of["customer_id"], order, silent, spend, SAVES * factor


def save_rate_of(mean_lift, scores):
    """The save rate at which the mean lift of all rows is a given one; halved in on the product's formula."""
    q, silent = 1 - scores["churn_probability"].to_numpy(), scores["silent_probability"].to_numpy()
    low, high = 0.0, 0.499
    for _ in range(60):
        rate = (low + high) / 2
        odds = 2 * rate / (0.5 - rate)
        lift = (silent * q * odds / numpy.maximum(q + silent + q * odds, 1e-300)).mean()
        low, high = (rate, high) if lift < mean_lift else (low, rate)
    return rate


KNOWN = ["customer_id", "churn_probability", "silent_probability", "orders", "days_since_last_order",
         "average_order_value"]


def joined(scores, other, columns):
    """What a shop has of each customer on a day: score rows, and the channel and discount of the last order."""
    other = polars.read_csv(other, infer_schema_length=None)
    return polars.read_csv(scores, infer_schema_length=None).select(KNOWN).join(
        other.select(["customer_id", *columns, "last_channel", "last_at_discount"]), on="customer_id", how="inner")


def plan(program, folder, name, rate, budget, worth="order", uplift="uplift.csv"):
    (folder / f"{name}.yaml").write_text(
        f"plan:\n  even_if_unreliable: true\n  budget: {budget:.2f}\n  offers:\n"
        f"    - {{name: voucher, contact_cost: {CONTACT}, incentive_cost: {INCENTIVE}, save_rate: {rate}, "
        f"worth: {worth}, win_back: true}}\n")
    run(program, "plan", folder / "scores.csv", "--offers", folder / f"{name}.yaml", "--uplift", folder / uplift,
        "--output", folder / name, "--quiet")
    rows = polars.read_csv(folder / name / "plan.csv", infer_schema_length=None)
    summary = json.loads((folder / name / "plan.json").read_text())
    return rows.filter(polars.col("arm") == "treat")["customer_id"], summary


def shop(program, seed, customers, share):
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        made = folder / "shop"
        run(program, "simulate", "--customers", customers, "--seed", seed, "--engagement", 0, "--treatment", "50%",
            "--saves", f"{100 * SAVES:g}%", "--horizon", f"{HORIZON}d", "--output", made, "--quiet")
        end = json.loads((made / "simulation.json").read_text())["parameters"]["until"]
        contact = str(datetime.date.fromisoformat(end) - datetime.timedelta(days=HORIZON))
        orders = polars.read_csv(made / "orders.csv", infer_schema_length=None)
        orders.filter(polars.col("ordered_at") < contact).write_csv(folder / "past.csv")
        run(program, "train", folder / "past.csv", "--horizon", f"{HORIZON}d", "--model", folder / "model", "--accept-weak",
            "--quiet")
        for log, day, name in [(folder / "past.csv", contact, "then.csv"), (made / "orders.csv", end, "scores.csv")]:
            run(program, "predict", log, "--model", folder / "model", "--as-of", day, "--clv-horizon", f"{HORIZON}d",
                "--output", folder / name, "--quiet")
        joined(folder / "then.csv", made / "treatments.csv", ["treated", "ordered"]).write_csv(folder / "history.csv")
        joined(folder / "scores.csv", made / "observed.csv", []).write_csv(folder / "now.csv")
        study = ["uplift", folder / "history.csv", "--treatment", "treated", "--outcome", "ordered", "--id", "customer_id",
                 "--score", folder / "now.csv", "--quiet"]
        told = run(program, *study, "--share-of", "silent_probability", "--output", folder / "uplift.csv")
        run(program, *study, "--output", folder / "plain.csv")
        print("    " + told.stdout.split("\n")[3])
        truth = polars.read_csv(made / "truth.csv", infer_schema_length=None).sort("customer_id")
        worth = ((truth["expected_spend_if_contacted"] - truth["expected_spend"]) - CONTACT
                 - INCENTIVE * truth["order_probability_if_contacted"])
        profit = dict(zip(truth["customer_id"], worth))
        budget = share * customers * (CONTACT + INCENTIVE)
        most = int(share * customers)
        scores = polars.read_csv(folder / "scores.csv", infer_schema_length=None)
        lifts = truth["order_probability_if_contacted"] - truth["order_probability"]
        right = save_rate_of(float(lifts.mean()), scores)

        ids, order, silent, spend, factor = expectations(orders, end)
        expected = factor * silent * spend - CONTACT - INCENTIVE * (order + factor * silent)
        best = [ids[int(row)] for row in numpy.argsort(-expected, kind="stable")[:most] if expected[row] > 0]

        value = (1 - scores["churn_probability"]) * scores["value_if_kept"] + scores["churn_probability"] * scores[
            "value_if_not"]
        def top(key):
            return list(scores.with_columns(key=key).sort(["key", "customer_id"], descending=[True, False])["customer_id"][:most])
        lists = {"best that the log allows": best}
        lists["measured uplift"], summary = plan(program, folder, "measured", "measured", budget)
        told = summary["expected_gain"]
        lists["measured, effects by themselves"], _ = plan(
            program, folder, "plain", "measured", budget, uplift="plain.csv")
        lists["measured, worth: customer"], _ = plan(
            program, folder, "customer", "measured", budget, worth="customer")
        for name, rate in [("assumed rate, right", right), ("assumed rate, half", right / 2),
                           ("assumed rate, double", min(0.49, 2 * right))]:
            lists[name], _ = plan(program, folder, name.split()[-1], f"{100 * rate:.4f}%", budget)
        lists["risk × value"] = top(scores["churn_probability"] * value)
        lists["value"] = top(value)
        lists["risk"] = top(scores["churn_probability"])
        earned = {name: sum(profit[i] for i in chosen) for name, chosen in lists.items()}
        print(f"  seed {seed}: right save rate {right:.4f}, mean lift {lifts.mean():.4f}; the plan by measured uplift expected"
              f" {told:.0f}, oracle expected {expected[numpy.argsort(-expected)[:most]].sum():.0f}", flush=True)
        for name in earned:
            print(f"    {name}: {earned[name]:.0f} of {len(lists[name])} contacts", flush=True)
        return earned


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--perennial", required=True)
    parser.add_argument("--customers", type=int, default=200_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4, 5])
    parser.add_argument("--budget-share", type=float, default=0.05)
    arguments = parser.parse_args()
    shops = [shop(arguments.perennial, seed, arguments.customers, arguments.budget_share) for seed in arguments.seeds]
    print(f"\n| list | profit, mean of {len(shops)} | of the best |")
    print("|---|---|---|")
    for name in shops[0]:
        shares = [earned[name] / earned["best that the log allows"] for earned in shops]
        print(f"| {name} | {numpy.mean([earned[name] for earned in shops]):,.0f} | "
              f"{100 * numpy.mean(shares):.1f} % ({100 * min(shares):.1f}–{100 * max(shares):.1f}) |")


if __name__ == "__main__":
    main()
