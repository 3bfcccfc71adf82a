"""Reference probabilities for scores of ready features: writes feature_scores.json beside itself.

numpy 2.4.6, scikit-learn 1.9.1: a StandardScaler before a LogisticRegression on random features of the
catalogue peer43. The model folder's text comes of Benchmarks/peers/model_folder.py.
"""

import hashlib
import json
import pathlib
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

here = pathlib.Path(__file__).parent
sys.path.insert(0, str(here.parent.parent / "Benchmarks" / "peers"))
from model_folder import FEATURES, document, text  # noqa: E402

rng = np.random.default_rng(43)
x = np.round(np.exp(rng.normal(size=(200, len(FEATURES)))), 6)
y = (x[:, 0] - x[:, 1] + rng.normal(size=200) > 0).astype(int)
pipeline = make_pipeline(StandardScaler(), LogisticRegression()).fit(x, y)
scaler, regression = pipeline[0], pipeline[1]
model = document(scaler.mean_, scaler.scale_, regression.coef_[0], regression.intercept_[0])
model["digest"] = hashlib.sha256(text(model).encode()).hexdigest()
rows = x[:40]
table = ["customer_id," + ",".join(FEATURES)]
table += [f"c{i:02}," + ",".join(repr(float(v)) for v in row) for i, row in enumerate(rows)]
values = {
    "model": text(model),
    "features": "\n".join(table) + "\n",
    "probabilities": pipeline.predict_proba(rows)[:, 1].tolist(),
}
(here / "feature_scores.json").write_text(json.dumps(values, indent=1) + "\n")
