"""Scores rows of features by a folder of MLflow, with its signature enforced: mlflow_scores.py FOLDER ROWS OUTPUT"""

import csv
import sys

import mlflow.pyfunc
import pandas

model = mlflow.pyfunc.load_model(sys.argv[1])
table = pandas.read_csv(sys.argv[2], dtype={"customer_id": str})
ids = table.pop("customer_id")
names = model.metadata.get_input_schema().input_names()
found = model.predict(table[names].astype(float))
assert list(found.columns) == model.metadata.get_output_schema().input_names(), found.columns
try:
    model.predict(table[names[1:]].astype(float))
    sys.exit("a table without a feature was scored")
except Exception as error:
    assert names[0] in str(error), error
with open(sys.argv[3], "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["customer_id", "churn_probability", "logit"])
    for row, p, x in zip(ids, found["churn_probability"], found["logit"]):
        writer.writerow([row, repr(float(p)), repr(float(x))])
