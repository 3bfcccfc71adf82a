"""Scores rows of features by a PMML file: pmml_scores.py jpmml|pmml4s MODEL ROWS OUTPUT

jpmml is JPMML-Evaluator, pmml4s is PMML4S behind PyPMML; both run on Java.
"""

import csv
import sys

import pandas

evaluator, model, rows, output = sys.argv[1:]
table = pandas.read_csv(rows, dtype={"customer_id": str})
ids = table.pop("customer_id")
if evaluator == "jpmml":
    from jpmml_evaluator import make_evaluator
    loaded = make_evaluator(model).verify()
    names = [field.name for field in loaded.getInputFields()]
    found = loaded.evaluateAll(table[names].astype(float), nan_as_missing=True)["churn_probability"]
else:
    from pypmml import Model
    loaded = Model.load(model)
    found = loaded.predict(table[loaded.inputNames].astype(float))["churn_probability"]
with open(output, "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["customer_id", "churn_probability"])
    for row, p in zip(ids, found):
        writer.writerow([row, repr(float(p))])
