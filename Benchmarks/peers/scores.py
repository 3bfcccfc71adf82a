"""Scores a feature file by Polars and scikit-learn: scores.py FEATURES PIPELINE OUTPUT

Writes rank, customer_id and churn_probability, the likeliest to churn first.
"""
import importlib.metadata
import pickle
import sys

import numpy as np
import polars as pl

with open(sys.argv[2], "rb") as file:
    pipeline = pickle.load(file)
table = pl.read_csv(sys.argv[1])
x = table.drop("customer_id").to_numpy().astype(float, copy=False)
churn = pipeline.predict_proba(x)[:, 1]
order = np.argsort(-churn, kind="stable")
ranked = pl.DataFrame({
    "rank": np.arange(1, len(order) + 1), "customer_id": table["customer_id"].gather(order),
    "churn_probability": churn[order]})
ranked.write_csv(sys.argv[3], float_precision=6)
versions = (f"{name} {importlib.metadata.version(name)}" for name in ("polars", "scikit-learn"))
print(" + ".join(versions))
