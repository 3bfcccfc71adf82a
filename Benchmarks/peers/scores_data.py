"""Makes what scoring is compared on: scores_data.py FEATURES TRUTH FOLDER ROWS

Fits a scaler and a logistic regression to the peers' features of a log whose truth is known (churned:
no order in the 90 days that follow), and repeats the features to so many rows. Writes
scored-features.csv and pipeline.pkl; whatever is there already is kept.
"""
import math
import pathlib
import pickle
import sys

import polars as pl
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

features, truth, folder, rows = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3]), int(sys.argv[4])
scored, pipeline = folder / "scored-features.csv", folder / "pipeline.pkl"
if scored.exists() and pipeline.exists():
    sys.exit()
table = pl.read_csv(features, infer_schema_length=None).sort("customer_id")
outcomes = table.select("customer_id").join(
    pl.read_csv(truth), on="customer_id", how="left", maintain_order="left")
x = table.drop("customer_id").to_numpy().astype(float)
y = (outcomes["orders_next_90"] == 0).to_numpy().astype(int)
model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky")).fit(x, y)
with open(pipeline, "wb") as file:
    pickle.dump(model, file)
copies = [
    table.with_columns((pl.col("customer_id") + str(copy)).alias("customer_id"))
    for copy in range(math.ceil(rows / len(table)))]
pl.concat(copies).head(rows).write_csv(scored, float_precision=6)
