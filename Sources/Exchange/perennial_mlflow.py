"""A model of Perennial in MLflow: features in, the probability of churn, or of its target, out, by ONNX Runtime."""

import json
import os

import numpy
import onnxruntime
import pandas


class ChurnModel:
    """What mlflow.pyfunc.load_model gives: its predict takes a table with a column for each feature."""

    def __init__(self, path):
        self.session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
        said = self.session.get_modelmeta().custom_metadata_map
        self.features = json.loads(said["features"])
        self.column = self.session.get_outputs()[0].name

    def predict(self, table, params=None):
        """A missing value is not-a-number; a column that is not there is an error."""
        absent = [name for name in self.features if name not in table.columns]
        if absent:
            raise ValueError(f"found no {', '.join(absent)}, expected every feature that the model uses")
        features = table[self.features].to_numpy(dtype=numpy.float64, na_value=numpy.nan)
        probability, logit = self.session.run([self.column, "logit"], {"features": features})
        return pandas.DataFrame({self.column: probability[:, 0], "logit": logit[:, 0]}, index=table.index)


def _load_pyfunc(path):
    return ChurnModel(os.path.join(path, "model.onnx"))
