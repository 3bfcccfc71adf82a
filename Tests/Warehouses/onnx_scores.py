"""Scores rows of features by an ONNX file in ONNX Runtime: onnx_scores.py MODEL ROWS OUTPUT"""

import csv
import json
import sys

import numpy
import onnxruntime

session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
said = session.get_modelmeta().custom_metadata_map
names, contributions = json.loads(said["features"]), json.loads(said["contributions"])
with open(sys.argv[2], newline="") as file:
    rows = list(csv.DictReader(file))
features = numpy.array([[float(row[name]) if row[name] else numpy.nan for name in names] for row in rows])
name = session.get_outputs()[0].name
probability, logit, added = session.run([name, "logit", "contributions"], {"features": features})
with open(sys.argv[3], "w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["customer_id", name, "logit"] + [f"contribution_{name}" for name in contributions])
    for row, p, x, own in zip(rows, probability[:, 0], logit[:, 0], added):
        writer.writerow([row["customer_id"], float(p), float(x)] + [float(value) for value in own])
