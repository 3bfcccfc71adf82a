"""Reference RFM scores and segment sizes, by pandas ranks rather than by cut-offs.

Python 3.11, pandas 3.1.1, numpy 2.4.6.
Usage: rfm.py datasets/cdnow/CDNOW_sample.txt [online_retail.csv.gz] > rfm.json

The second file is UCI Online Retail (Chen 2015); without it that section is left out. Scores are
1 + floor(5 x customers strictly worse / customers) over the whole history at the day after the
last order. Segments are the published map of the 125 codes.
"""

import json
import sys
from decimal import Decimal

import numpy as np
import pandas as pd

SEGMENTS = {
    "Champions": "555 554 545 544 455 454 445",
    "Loyal": "543 444 435 355 354 345 344 335",
    "Potential Loyalist": "553 552 551 542 541 533 532 531 453 452 451 442 441 433 432 431 423 "
    "353 352 351 342 341 333 323",
    "New Customers": "512 511 422 421 412 411 311",
    "Promising": "525 524 523 522 521 515 514 513 425 424 415 414 413 315 314 313",
    "Need Attention": "535 534 443 434 343 334 325 324",
    "About to Sleep": "331 321 312 251 241 231 221 213",
    "At Risk": "255 254 253 252 245 244 243 242 235 234 225 224 153 152 145 143 142 135 134 133 "
    "125 124",
    "Cannot Lose Them": "215 214 155 154 144 115 114 113",
    "Hibernating": "332 322 233 232 223 222 212 211 132 123 122",
    "Lost": "151 141 131 121 112 111",
}
SEGMENT_OF_CODE = {code: name for name, codes in SEGMENTS.items() for code in codes.split()}


def score(values, larger_is_worse):
    worseness = -values if larger_is_worse else values
    strictly_worse = worseness.rank(method="min").astype(int) - 1
    return 1 + 5 * strictly_worse // len(values)


def summary(orders):
    """`orders`: customer, day, units (whole cents or finer), one row an order."""
    as_of = orders["day"].max() + pd.Timedelta(days=1)
    by_customer = orders.groupby("customer").agg(
        last=("day", "max"), orders=("day", "size"), units=("units", "sum")
    )
    scores = {
        "R": score((as_of - by_customer["last"]).dt.days, larger_is_worse=True),
        "F": score(by_customer["orders"], larger_is_worse=False),
        "M": score(by_customer["units"], larger_is_worse=False),
    }
    codes = scores["R"].astype(str) + scores["F"].astype(str) + scores["M"].astype(str)
    segments = codes.map(SEGMENT_OF_CODE)

    def counts(column):
        return {str(key): int(n) for key, n in column.value_counts().sort_index().items()}

    return {
        "as_of": str(as_of.date()),
        "customers": len(by_customer),
        "orders": len(orders),
        "R": counts(scores["R"]),
        "F": counts(scores["F"]),
        "M": counts(scores["M"]),
        "segments": counts(segments),
        "unmapped": int(segments.isna().sum()),
    }


def cdnow(path):
    rows = pd.read_csv(
        path, sep=r"\s+", header=None, names=["master", "customer", "day", "cds", "dollars"], dtype=str
    )
    rows["day"] = pd.to_datetime(rows["day"], format="%Y%m%d")
    rows["units"] = [int(Decimal(text) * 100) for text in rows["dollars"]]
    orders = rows.groupby(["customer", "day"], as_index=False)["units"].sum()
    return summary(orders) | {"amount": orders["units"].sum() / 100}


def online_retail(path):
    rows = pd.read_csv(path, dtype=str, encoding="utf-8")
    rows = rows[rows["CustomerID"].notna() & ~rows["InvoiceNo"].str.startswith("C")]
    rows["units"] = [
        int(Decimal(quantity) * Decimal(price) * 1000)
        for quantity, price in zip(rows["Quantity"], rows["UnitPrice"])
    ]
    rows = rows[rows["units"] > 0]
    rows["day"] = pd.to_datetime(rows["InvoiceDate"]).dt.normalize()
    orders = rows.groupby(["CustomerID", "InvoiceNo"], as_index=False).agg(
        day=("day", "min"), units=("units", "sum")
    )
    orders = orders.rename(columns={"CustomerID": "customer"})
    return summary(orders) | {"amount": round(float(orders["units"].sum()) / 1000, 2)}


result = {"cdnow_sample": cdnow(sys.argv[1])}
if len(sys.argv) > 2:
    result["online_retail"] = online_retail(sys.argv[2])
json.dump(result, sys.stdout, indent=1)
print()
