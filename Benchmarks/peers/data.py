"""Makes the inputs of the numeric jobs: data.py FOLDER [ROWS [CUSTOMERS]]

design.npy (rows x 40, standardised, correlated, some columns heavy-tailed) and labels.npy; points.npy
(rows x 16, from 50 Gaussian blobs) and centroids.npy (50 X
"""
import pathlib
import sys

import numpy as np
from sklearn.cluster import kmeans_plusplus

COLUMNS, DIMENSIONS, CLUSTERS = 40, 16, 50


def regression(folder, rows):
    rng = np.random.default_rng(1)
    mixing = np.eye(COLUMNS) + 0.35 * rng.standard_normal((COLUMNS, COLUMNS)) / np.sqrt(COLUMNS)
    mixing += 0.25 / COLUMNS
    weights = rng.standard_normal(COLUMNS) * (rng.random(COLUMNS) < 0.7) * 0.5
    x = rng.standard_normal((rows, COLUMNS)) @ mixing
    x[:, ::3] = np.sign(x[:, ::3]) * np.abs(x[:, ::3]) ** 1.3
    x = (x - x.mean(0)) / x.std(0)
    chance = 1 / (1 + np.exp(-(x @ weights - 0.7)))
    np.save(folder / "design.npy", x)
    np.save(folder / "labels.npy", (rng.random(rows) < chance).astype(np.float64))


def clustering(folder, rows):
    rng = np.random.default_rng(2)
    centres = rng.standard_normal((CLUSTERS, DIMENSIONS)) * 1.6
    x = centres[rng.integers(0, CLUSTERS, rows)] + rng.standard_normal((rows, DIMENSIONS))
    np.save(folder / "points.npy", x)
    seeds, _ = kmeans_plusplus(x[:200_000], CLUSTERS, random_state=3)
    np.save(folder / "centroids.npy", seeds)


def purchases(folder, customers):
    rng = np.random.default_rng(20240607)
    r, alpha, a, b = 0.243, 4.414, 0.793, 2.426  # per week
    tenure = rng.integers(189, 273, customers)
    rate = rng.gamma(r, 1 / alpha, customers) / 7
    dropout = rng.beta(a, b, customers)
    orders = np.zeros(customers, int)
    now, last = np.zeros(customers), np.zeros(customers)
    alive = np.arange(customers)
    while alive.size:
        now[alive] += rng.exponential(1, alive.size) / np.maximum(rate[alive], 1e-300)
        alive = alive[now[alive] <= tenure[alive]]
        orders[alive] += 1
        last[alive] = now[alive]
        alive = alive[rng.random(alive.size) >= dropout[alive]]
    recency = np.minimum(np.ceil(last), tenure).astype(int)
    # No more repeat days than days.
    orders = np.minimum(orders, recency)
    np.savetxt(
        folder / "summaries.csv", np.c_[orders, recency, tenure], fmt="%d", delimiter=",",
        header="frequency,recency_days,tenure_days", comments="")


def orders(folder):
    """Repeat orders evenly from the first to the last, as only their number, first and last day matter."""
    rng = np.random.default_rng(4)
    repeats, recency, tenure = np.loadtxt(folder / "summaries.csv", delimiter=",", skiprows=1, dtype=int).T
    rows = repeats + 1
    customer = np.repeat(np.arange(rows.size), rows)
    place = np.arange(rows.sum()) - np.repeat(np.cumsum(rows) - rows, rows)
    day = place * recency[customer] // np.maximum(repeats[customer], 1)
    date = np.datetime64("2024-10-01") - tenure[customer] + day
    spend = rng.gamma(6, rng.gamma(4, 4, rows.size)[customer] / 2)
    with open(folder / "orders.csv", "w") as file:
        file.write("customer_id,ordered_at,amount\n")
        file.writelines(f"{c},{d},{s:.2f}\n" for c, d, s in zip(customer, date.astype(str), spend + 0.01))


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000_000
    customers = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000_000
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "labels.npy").exists():
        regression(folder, rows)
    if not (folder / "centroids.npy").exists():
        clustering(folder, rows)
    if not (folder / "summaries.csv").exists():
        purchases(folder, customers)
    if not (folder / "orders.csv").exists():
        orders(folder)
