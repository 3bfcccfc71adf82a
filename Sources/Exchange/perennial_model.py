"""Scores customers by a model of Perennial: features in, the probability and what moves it out.

The probability is that of churn (churn_probability), or of the target that the model was trained for
(target_probability).

Needs Python 3.8 or newer and nothing else. Reads model.json, and tables of `perennial features`.

    python3 perennial_model.py models/shop/model.json features.csv > scores.csv

    from perennial_model import ChurnModel
    model = ChurnModel("models/shop/model.json")
    model.score({"orders": 3, "days_since_last_order": 40, ...})

A missing value is None, an empty text or not-a-number; a feature that is not named at all is an error. Values are
those of `perennial predict` to 1e-9 of themselves.
"""

import csv
import datetime
import json
import math
import sys


class ChurnModel:
    """The model of churn, or of a target, of a model folder's model.json.

    features: the names that a row must have.
    contributions: the names of the features that the logit is split by.
    target: the rule of what is predicted; None for churn.
    probability: the name of the probability.
    as_of: the date whose season counts; that of the model where none is given.
    """

    def __init__(self, path, as_of=None):
        try:
            with open(path, encoding="utf-8") as file:
                document = json.load(file)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"{path}: found no JSON, expected a model.json of Perennial: {error}") from None
        if not isinstance(document, dict):
            raise ValueError(f"{path}: found no object of JSON, expected a model.json of Perennial")
        try:
            self._read(document, path, as_of)
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            raise ValueError(f"{path}: the model is damaged or not written by Perennial: {error!r}") from None

    def _read(self, document, path, as_of):
        if document.get("format") != "perennial-model" or document.get("version", "").split(".")[0] not in VERSIONS:
            raise ValueError(f"{path}: found no model of Perennial that this reads, expected version "
                             f"{' or '.join(VERSIONS)} of perennial-model")
        target = document["sections"].get("target")
        churn = target["model"] if target else document["sections"].get("churn")
        if churn is None:
            raise ValueError(f"{path}: found no model of churn or of a target, expected one: perennial train writes it")
        self.target = target["rule"] if target else None
        self.probability = "target_probability" if target else "churn_probability"
        design = churn["design"]
        self.columns = list(zip(design["columns"], churn["coefficients"]))
        used = {column["feature"] for column, _ in self.columns}
        used |= {column["other"] for column, _ in self.columns if column.get("other")}
        self._fitted = {feature["name"]: feature for feature in design["features"] if feature["name"] in used}
        self._outlook = churn.get("outlook")
        self.contributions = list(self._fitted)
        self.features = [name for name in self._fitted if not (self._outlook and name == OUTLOOK)]
        if self._outlook:
            self.features += [name for name in SOURCES if name not in self.features]
        self.horizon_days = document["data"]["horizon_days"]
        self.as_of = _day(as_of or document["data"]["as_of"])
        self.intercept = churn["intercept"] + _season(churn.get("season"), self.as_of)

    def score(self, row):
        """Of a mapping of features: the probability by its name, logit, and contributions, what each feature adds to the logit."""
        absent = [name for name in self.features if name not in row]
        if absent:
            raise KeyError(f"found no {', '.join(absent)}, expected every feature that the model uses")
        raw = {name: _number(name, row[name]) for name in self.features}
        if self._outlook:
            raw[OUTLOOK] = _order_probability(self._outlook, *(raw[name] for name in SOURCES))
        values = {name: _prepared(feature, raw[name]) for name, feature in self._fitted.items()}
        contributions = dict.fromkeys(self._fitted, 0.0)
        for column, coefficient in self.columns:
            feature, other = column["feature"], column.get("other") or column["feature"]
            value = self._column(column, raw, values)
            term = coefficient * ((value - column["mean"]) / column["standard_deviation"])
            contributions[feature] += term / 2
            contributions[other] += term / 2
        logit = self.intercept + sum(contributions.values())
        return {self.probability: _logistic(logit), "logit": logit, "contributions": contributions}

    def _column(self, column, raw, values):
        kind, name = column["kind"], column["feature"]
        if kind == "value":
            return values[name]
        if kind == "missing":
            return 1.0 if math.isnan(raw[name]) else 0.0
        if kind == "hinge":
            return max(0.0, values[name] - column["knot"])
        if kind == "interaction":
            return (self._factor(name, column.get("knot"), values)
                    * self._factor(column["other"], column.get("other_knot"), values))
        raise ValueError(f"found a column of the kind {kind}, expected one that this file knows: export it anew")

    def _factor(self, name, knot, values):
        feature = self._fitted[name]
        above = values[name] - feature["mean"] if knot is None else max(0.0, values[name] - knot)
        return above / feature["standard_deviation"]


VERSIONS = ("2",)
OUTLOOK = "lifetime_order_probability"
SOURCES = ("frequency", "recency", "tenure")


def _number(name, value):
    if value is None or value == "":
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: found {value!r}, expected a number or nothing") from None


def _day(value):
    return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(value)


def _logistic(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    power = math.exp(x)
    return power / (1 + power)


def _prepared(feature, x):
    """The transformed value, imputed where it is missing, within the range of training."""
    if math.isnan(x):
        return feature["imputation"]
    transform = feature["transform"]
    if transform == "log1p":
        x = math.log1p(max(x, 0.0))
    elif transform == "signed_log1p":
        x = math.copysign(math.log1p(abs(x)), x)
    elif transform == "log":
        x = math.log(max(x, 1e-9))
    elif transform == "logit":
        x = min(max(x, 1e-9), 1 - 1e-9)
        x = math.log(x) - math.log1p(-x)
    elif transform != "identity":
        raise ValueError(f"found the transform {transform}, expected one that this file knows: export it anew")
    return min(max(x, feature["lowest"]), feature["highest"])


def _order_probability(outlook, frequency, recency, tenure):
    """Of an order within the horizon: MBG/NBD (Batislam, Denizel & Filiztekin 2007)."""
    if math.isnan(frequency + recency + tenure):
        return math.nan
    r, alpha, a, b = (outlook[name] for name in ("r", "alpha", "a", "b"))
    odds = (math.log(a / (b + frequency))
            + (r + frequency) * math.log1p((tenure - recency) / (alpha + recency)))
    none = (r + frequency) * math.log1p(outlook["horizon_days"] / (alpha + tenure))
    return _logistic(-odds) * -math.expm1(-none)


def _season(season, day):
    """What is added to the logit at a date, on the line between two levels; 0 before the first and after the last."""
    levels = [(_day(level["as_of"]), level["shift"]) for level in (season or {}).get("levels", [])]
    for place, (later, shift) in enumerate(levels):
        if later == day:
            return shift
        if later > day:
            if place == 0:
                return 0.0
            before, level = levels[place - 1]
            return level + (day - before).days / (later - before).days * (shift - level)
    return 0.0


def main(arguments):
    if len(arguments) != 2:
        sys.exit("usage: python3 perennial_model.py MODEL.JSON FEATURES.CSV > SCORES.CSV")
    try:
        _score_file(*arguments)
    except KeyError as error:
        sys.exit(f"{arguments[1]}: {error.args[0]}")
    except (OSError, ValueError, TypeError, AttributeError, IndexError, ArithmeticError, csv.Error) as error:
        sys.exit(f"perennial_model.py: {error}")


def _score_file(model_path, features_path):
    with open(features_path, newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        first = next(rows, None)
        day = first.get("as_of") if first else None
        model = ChurnModel(model_path, as_of=day or None)
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["customer_id", model.probability, "logit"]
                        + [f"contribution_{name}" for name in model.contributions])
        while first is not None:
            score = model.score(first)
            writer.writerow([first.get("customer_id", ""), score[model.probability], score["logit"]]
                            + list(score["contributions"].values()))
            first = next(rows, None)


if __name__ == "__main__":
    main(sys.argv[1:])
