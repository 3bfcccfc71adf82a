"""A plain table with everything in it, and what an independent implementation makes of it: table.json.

numpy alone, no part of the program: encoding, splines, a Newton fit, probabilities of a second table,
and population stability indices. Pinned: numpy 2.x (any version gives these digits).
Run: python make_table.py > table.json
"""
import json

import numpy as np

random = np.random.default_rng(20261125)
LAMBDA = 1e-3


def table(n, shift):
    """Rows of numbers and categories; None is missing."""
    spend = np.exp(random.normal(3 + shift, 1, n)).round(2)
    age = random.normal(45, 12, n).round(1)
    visits = random.poisson(2, n)
    plan = random.choice(["basic", "plus", "pro"], n, p=[0.5, 0.3, 0.2])
    region = random.choice(["north", "south"], n, p=[0.6 - shift / 4, 0.4 + shift / 4])
    rows = []
    for i in range(n):
        rows.append(
            {
                "id": f"c{random.integers(10**9):09d}",
                "spend": None if random.random() < 0.08 else float(spend[i]),
                "age": float(age[i]),
                "visits": int(visits[i]),
                "plan": None if random.random() < 0.06 else str(plan[i]),
                "region": str(region[i]),
            }
        )
    return rows


train, score = table(600, 0.0), table(150, 0.8)
for i in range(9):
    train[i * 7]["plan"] = "trial" if i < 5 else "legacy"
score[3]["plan"], score[4]["plan"] = "legacy", "never seen"
for row in train:
    x = 0.4 * np.log1p(row["spend"] or 20) - 0.02 * row["age"] - 0.3 * row["visits"]
    x += {"pro": -1.0, "plus": 0.2}.get(row["plan"], 0) + (row["region"] == "south") * 0.5
    row["churned"] = "yes" if random.random() < 1 / (1 + np.exp(-x)) else "no"
train.sort(key=lambda row: row["id"])

NUMBERS, CATEGORIES = ["spend", "age", "visits"], ["plan", "region"]


def numbers(rows, name):
    return np.array([np.nan if r[name] is None else r[name] for r in rows], dtype=float)


def skewness(x):
    return np.mean(((x - x.mean()) / x.std()) ** 3)


class Design:
    def __init__(self, rows):
        self.parts = []
        for name in NUMBERS:
            x = numbers(rows, name)
            present = x[~np.isnan(x)]
            plain = skewness(present)
            log = present.min() >= 0 and plain > 0.5 and abs(skewness(np.log1p(present))) < plain
            t = np.log1p(x) if log else x
            seen = t[~np.isnan(t)]
            count = 0 if len(set(present)) < 10 else min(4, len(rows) // 200)
            knots = [np.quantile(seen, (k + 1) / (count + 1)) for k in range(count)]
            self.parts.append((name, log, np.median(seen), seen.min(), seen.max(), knots,
                               np.isnan(x).any()))
        self.levels = {}
        for name in CATEGORIES:
            texts = [r[name] for r in rows]
            counts = {t: texts.count(t) for t in set(texts) if t is not None}
            common = sorted(t for t in counts if counts[t] >= 20)
            reference = max(common, key=lambda t: counts[t])
            rare = any(t is not None and t not in common for t in texts)
            self.levels[name] = (common, reference, rare, None in texts)
        raw = self.raw(rows)
        self.mean, self.std = raw.mean(axis=0), raw.std(axis=0)

    def raw(self, rows):
        columns = []
        for name, log, median, low, high, knots, missing in self.parts:
            x = numbers(rows, name)
            t = np.log1p(x) if log else x
            t = np.where(np.isnan(t), median, np.clip(t, low, high))
            columns.append(t)
            columns += [np.maximum(0, t - k) for k in knots]
            if missing:
                columns.append(np.isnan(x).astype(float))
        for name, (common, reference, rare, missing) in self.levels.items():
            texts = [r[name] for r in rows]
            for level in common:
                if level != reference:
                    columns.append(np.array([t == level for t in texts], dtype=float))
            if rare:
                columns.append(
                    np.array([t is not None and t not in common for t in texts], dtype=float))
            if missing:
                columns.append(np.array([t is None for t in texts], dtype=float))
        return np.column_stack(columns)

    def matrix(self, rows):
        return (self.raw(rows) - self.mean) / self.std


def fit(x, y):
    """Minimises mean log-loss + λ/2 ‖β‖², the intercept free, by Newton's method."""
    x = np.column_stack([np.ones(len(x)), x])
    penalty = np.full(x.shape[1], LAMBDA)
    penalty[0] = 0
    beta = np.zeros(x.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (p - y) / len(y) + penalty * beta
        hessian = (x * (p * (1 - p))[:, None]).T @ x / len(y) + np.diag(penalty)
        beta -= np.linalg.solve(hessian, gradient)
    assert np.abs(gradient).max() < 1e-14
    return beta


def stability(expected, found):
    e, f = np.maximum(expected, 1e-4), np.maximum(found, 1e-4)
    return float(((f - e) * np.log(f / e)).sum())


def indices(design, p_train, p_score):
    def of_numbers(a, b):
        edges = np.unique(np.quantile(a[~np.isnan(a)], np.arange(1, 10) / 10))

        def shares(x):
            bins = np.where(np.isnan(x), 0, 1 + np.searchsorted(edges, x, side="left"))
            return np.bincount(bins, minlength=len(edges) + 2) / len(x)

        return stability(shares(a), shares(b))

    found = {n: of_numbers(numbers(train, n), numbers(score, n)) for n in NUMBERS}
    for name, (common, *_rest) in design.levels.items():
        def shares(rows):
            keys = ["missing" if r[name] is None else r[name] if r[name] in common else "other"
                    for r in rows]
            return np.array([keys.count(k) for k in ["missing"] + common + ["other"]]) / len(rows)

        found[name] = stability(shares(train), shares(score))
    found["churn_probability"] = of_numbers(p_train, p_score)
    return found


def csv(rows, columns):
    lines = [",".join(columns)]
    for row in rows:
        lines.append(",".join("" if row[c] is None else str(row[c]) for c in columns))
    return "\n".join(lines) + "\n"


design = Design(train)
y = np.array([row["churned"] == "yes" for row in train], dtype=float)
beta = fit(design.matrix(train), y)
probability = [1 / (1 + np.exp(-(beta[0] + design.matrix(rows) @ beta[1:])))
               for rows in (train, score)]
print(json.dumps({
    "training": csv(train, ["id"] + NUMBERS + CATEGORIES + ["churned"]),
    "scored": csv(score, ["id"] + NUMBERS + CATEGORIES),
    "columns": len(beta) - 1,
    "intercept": beta[0],
    "probabilities": {row["id"]: p for row, p in zip(score, probability[1])},
    "stability": indices(design, *probability),
}, indent=1))
