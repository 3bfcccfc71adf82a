"""Tables of contracts for `contracts.py`: two of insurance, and a simulated one with known hazards.

    python contracts_data.py FOLDER_OF_INSURANCE OUTPUT

uslapseagent counts lives in quarters from the issue date: ends are dated by quarters of 91.3125 days. Of both
tables the columns that say how markets stood at the end are left in: the tool has to find them.
"""

import sys
from pathlib import Path

import numpy as np
import polars as pl

source, output = Path(sys.argv[1]), Path(sys.argv[2])
output.mkdir(parents=True, exist_ok=True)

us = pl.read_csv(source / "uslapseagent.csv.gz").with_row_index("n")
us = us.with_columns(
    start=pl.col("issue.date").str.to_date(),
).with_columns(
    contract=pl.format("u{}", pl.col("n")),
    end=pl.col("start") + pl.duration(days=(pl.col("duration") * 91.3125).round(0).cast(pl.Int64)),
    reason=pl.when(pl.col("termination.cause") == "in-force").then(None).otherwise(pl.col("termination.cause")),
).with_columns(end=pl.when(pl.col("reason").is_null()).then(None).otherwise(pl.col("end")))
us.select(
    "contract", "start", "end", "reason", "acc.death.rider", "gender", "premium.frequency", "risk.state",
    "underwriting.age", "living.place", "annual.premium", "DJIA",
).write_csv(output / "uslapseagent.csv")

eu = pl.read_csv(source / "eusavingULnoPS.csv.gz", infer_schema_length=50_000)
eu.write_csv(output / "eusaving.csv")

# Simulated: monthly hazards on the logit scale, a renewal every 12 months, two causes, late entry from
# 2015 on, and a service that begins within the contract at no effect.
rng = np.random.default_rng(22)
count = 20_000
truth = {"intercept": -4.2, "x": 0.5, "plan_b": -0.7, "log_age": -0.3, "renewal": 1.6, "moved": -5.5}
start = np.datetime64("2010-01-01") + rng.integers(0, 3650, count)
x = rng.normal(size=count)
plan_b = rng.random(count) < 0.4
as_of = np.datetime64("2022-01-01")
rows = []
for i in range(count):
    month0 = start[i].astype("datetime64[M]")
    day = (start[i] - month0.astype("datetime64[D]")).astype(int)
    day = min(day, 27)
    begin = month0.astype("datetime64[D]") + day
    end, reason = None, ""
    for age in range(1, 200):
        boundary = (month0 + age).astype("datetime64[D]") + day
        before = (month0 + age - 1).astype("datetime64[D]") + day
        if boundary >= as_of:
            break
        cancel = truth["intercept"] + truth["x"] * x[i] + truth["plan_b"] * plan_b[i] \
            + truth["log_age"] * np.log1p(age) + truth["renewal"] * (age % 12 == 0)
        a, b = np.exp(cancel), np.exp(truth["moved"])
        draw = rng.random()
        if draw < (a + b) / (1 + a + b):
            reason = "cancelled" if draw < a / (1 + a + b) else "moved"
            days = int((boundary - before).astype(int))
            end = before + int(rng.integers(1, days + 1))
            break
    if end is not None and end < np.datetime64("2015-01-01"):
        continue
    rows.append((f"s{i}", str(begin), "" if end is None else str(end), reason, round(float(x[i]), 6),
                 "b" if plan_b[i] else "a"))
pl.DataFrame(rows, schema=["contract", "start", "end", "reason", "x", "plan"], orient="row").write_csv(
    output / "simulated.csv")
