"""Lloyd's k-means by scikit-learn: kmeans.py POINTS CENTROIDS ITERATIONS [seeded]

From the given centroids, or from as many seeds that it draws itself (greedy k-means++).
"""
import sys
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans

from cost import measured, report

# It says that 25 iterations do not converge, which is what was asked for.
warnings.simplefilter("ignore")
x, start = np.load(sys.argv[1]), np.load(sys.argv[2])
init = "k-means++" if sys.argv[4:] == ["seeded"] else start
model, cost = measured(
    lambda: KMeans(
        n_clusters=len(start), init=init, n_init=1, max_iter=int(sys.argv[3]), tol=0,
        random_state=1, algorithm="lloyd").fit(x))
report(
    cost=cost, inertia=float(model.inertia_), iterations=int(model.n_iter_),
    version=f"scikit-learn {sklearn.__version__}")
