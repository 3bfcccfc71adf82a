"""Reference values for k-means, silhouettes and the Davies-Bouldin index: writes clusters.json.

numpy 2.4.6, scipy 1.17.1, scikit-learn 1.9.1. Fits go by Lloyd from given centroids until no row
changes its cluster (tol=0). Silhouettes and Davies-Bouldin indices are scikit-learn's over SciPy's
distances, which come from differences: scikit-learn's own leave about 1e-8 between equal points.
"""
import json
import pathlib
import warnings

import numpy as np
from scipy.spatial.distance import cdist
import sklearn.metrics.cluster._unsupervised as unsupervised
from sklearn.cluster import KMeans
from sklearn.metrics import davies_bouldin_score, silhouette_score

warnings.filterwarnings("ignore")
unsupervised.pairwise_distances = lambda a, b=None, **_: cdist(a, a if b is None else np.asarray(b))
rng = np.random.default_rng(5)


def blobs(n, k, d, spread):
    centres = rng.normal(size=(k, d)) * spread
    return np.round(centres[rng.integers(0, k, n)] + rng.normal(size=(n, d)), 4)


def silhouette(x, labels):
    if not 2 <= len(set(labels)) < len(x):
        return None
    return float(silhouette_score(cdist(x, x), labels, metric="precomputed"))


def davies_bouldin(x, labels):
    if not 2 <= len(set(labels)) < len(x):
        return None
    return float(davies_bouldin_score(x, labels))


def fit(name, x, start):
    start = np.asarray(start, float)
    m = KMeans(len(start), init=start, n_init=1, tol=0, max_iter=1000, algorithm="lloyd").fit(x)
    return dict(
        name=name, rows=x.shape[0], columns=x.shape[1], x=[float(v) for v in x.ravel()],
        k=len(start), start=[float(v) for v in start.ravel()], inertia=float(m.inertia_),
        centroids=[float(v) for v in m.cluster_centers_.ravel()],
        assignments=[int(v) for v in m.labels_], silhouette=silhouette(x, m.labels_),
        davies_bouldin=davies_bouldin(x, m.labels_))


x = blobs(400, 4, 3, 3)
y = blobs(300, 6, 5, 1.5)
far = np.round(blobs(200, 3, 2, 4) + [4000, -7000], 3)
duplicates = rng.integers(0, 4, (250, 2)) * 1.0
line = np.arange(40.0)[:, None] ** 1.5
fits = [
    fit("four of four", x, x[:4]), fit("eight of four", x, x[10:18]), fit("one", x, x[:1]),
    fit("two", y, y[:2]), fit("twenty", y, y[20:40]),
    fit("far from the origin", far, far[:5]),
    fit("duplicates", duplicates * [1.0, 1.37], [[0.1, 0], [3, 3], [1, 2.2], [0, 3.6], [2.3, 2]]),
    fit("an empty cluster", x, np.vstack([x[:3], [[1e3, 1e3, 1e3]]])),
    fit("one column", line, line[[0, 1, 2]]),
]
labels = rng.integers(0, 3, 250)
silhouettes = []
for name, points, given in [
    ("random labels", y[:120], rng.integers(0, 4, 120)),
    ("duplicates", duplicates, labels),
    ("singletons among groups", x[:60], np.r_[np.zeros(30), np.ones(28), 2, 3]),
    ("one group", x[:20], np.zeros(20)),
    ("all singletons", x[:20], np.arange(20)),
    ("groups without spread", np.repeat([[0.0, 1], [3, 4], [7, 1]], 5, axis=0), np.repeat([0, 1, 2], 5)),
    ("two groups of one mean", np.array([[-1.0, 0], [1, 0], [0, -2], [0, 2], [9, 9], [9, 10]]),
     np.array([0, 0, 1, 1, 2, 2])),
    ("many groups", y, rng.integers(-20, 20, 300)),
]:
    silhouettes.append(dict(
        name=name, rows=points.shape[0], columns=points.shape[1],
        x=[float(v) for v in points.ravel()], labels=[int(v) for v in given],
        mean=silhouette(points, given), davies_bouldin=davies_bouldin(points, given)))
out = pathlib.Path(__file__).with_name("clusters.json")
out.write_text(json.dumps(dict(fits=fits, silhouettes=silhouettes)) + "\n")
