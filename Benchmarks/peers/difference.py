"""Compares two CSV files by customer: difference.py values|probabilities|scores OURS THEIRS"""
import sys

import polars as pl

from cost import report


def values(a, b):
    """The largest relative difference of two feature files."""
    a, b = a.sort("customer_id"), b.sort("customer_id")
    if a.columns != b.columns or not a["customer_id"].equals(b["customer_id"]):
        return {"fault": "the files differ in columns or customers"}
    worst = 0.0
    for name in a.columns[1:]:
        x, y = a[name].cast(pl.Float64), b[name].cast(pl.Float64)
        if x.null_count() or y.null_count():
            return {"fault": f"{name} has empty cells"}
        worst = max(worst, ((x - y).abs() / (1 + y.abs())).max())
    return {"worst": worst}


def probabilities(a, b):
    """The largest difference of two ranked lists; the peer writes six decimals."""
    joined = a.join(b, on="customer_id", how="inner")
    if len(joined) != len(a) or len(a) != len(b):
        return {"fault": "the ranked lists differ in customers"}
    if not a["churn_probability"].is_sorted(descending=True):
        return {"fault": "our list is not ranked"}
    return {"worst": (joined["churn_probability"] - joined["churn_probability_right"]).abs().max()}


def scores(a, b):
    """The largest difference of the probabilities in two files of score rows."""
    joined = a.join(b, on="customer_id", how="inner")
    if len(joined) != len(a) or len(a) != len(b):
        return {"fault": "the score rows differ in customers"}
    return {"worst": (joined["churn_probability"] - joined["churn_probability_right"]).abs().max()}


compare = {"values": values, "probabilities": probabilities, "scores": scores}[sys.argv[1]]
report(**compare(*(pl.read_csv(path, infer_schema_length=None) for path in sys.argv[2:4])))
