"""Reference values of beta-geometric models of regular buyers: writes lifetime.json beside itself.

Python 3.11, mpmath 1.4.1, numpy 2.4.6, scipy 1.17.1.

Maxima: CDNOW's 1/10 sample (order days merged, weeks = days / 7, to 1997-09-30), Newton's method on the
log-parameters at 40 digits with derivatives by differences. Forecasts: double integrals over a customer's
own rate and chance to drop out of what the renewal process of Erlang gaps says for known ones; nothing of
the closed forms is used. Likelihoods: double integrals likewise.
"""
import collections
import datetime
import json
import pathlib

import mpmath as mp
import numpy as np
from mpmath.calculus.quadrature import GaussLegendre
from scipy.optimize import minimize
from scipy.special import gammaln

HERE = pathlib.Path(__file__)
SAMPLE = HERE.parents[2] / "datasets/cdnow/CDNOW_sample.txt"


def cdnow():
    end = datetime.date(1997, 9, 30)
    days = collections.defaultdict(set)
    for line in SAMPLE.read_text().split("\n"):
        f = line.split()
        if f:
            day = datetime.datetime.strptime(f[2], "%Y%m%d").date()
            if day <= end:
                days[f[1]].add(day)
    rows, gaps = collections.Counter(), collections.Counter()
    for own in days.values():
        own = sorted(own)
        rows[len(own) - 1, (own[-1] - own[0]).days, (end - own[0]).days] += 1
        gaps.update((b - a).days for a, b in zip(own, own[1:]))
    return sorted(rows.items()), gaps


ROWS, GAPS = cdnow()


def total(theta, k, new, lib):
    """The log-likelihood of CDNOW; lib has log, lgamma for floats or mpf."""
    log, lg, num = lib
    r, alpha, a, b = theta
    out = num(0)
    for (x, tx, T), w in ROWS:
        tx, T = num(tx) / 7, num(T) / 7
        n, R = x + new, r + k * x
        S = sum((T - tx) ** j * num(1) / mp.factorial(j) * mp.rf(R, j) / (alpha + T) ** j for j in range(k))
        value = S
        if n:
            value += a / (b + n - 1) * ((alpha + T) / (alpha + tx)) ** R
        out += w * (lg(R) - lg(r) + r * log(alpha) - R * log(alpha + T) + lg(a + b) - lg(a + b + n) + lg(b + n)
                    - lg(b) + log(value) - x * lg(num(k)))
    return out + (k - 1) * sum(w * log(num(g) / 7) for g, w in GAPS.items())


def maximum(k, new):
    mp.mp.dps = 40
    x = np.array([r[0] for r, _ in ROWS]); tx = np.array([r[1] / 7 for r, _ in ROWS])
    T = np.array([r[2] / 7 for r, _ in ROWS]); w = np.array([c for _, c in ROWS])

    def quick(logs):
        r, alpha, a, b = np.exp(logs)
        n, R = x + new, r + k * x
        S, term = np.ones_like(T), np.ones_like(T)
        for j in range(1, k):
            term = term * (R + j - 1) / j * (T - tx) / (alpha + T)
            S = S + term
        odds = np.where(n > 0, a / (b + np.maximum(n, 1) - 1) * ((alpha + T) / (alpha + tx)) ** R, 0)
        return -np.sum(w * (gammaln(R) - gammaln(r) + r * np.log(alpha) - R * np.log(alpha + T) + gammaln(a + b)
                            - gammaln(a + b + n) + gammaln(b + n) - gammaln(b) + np.log(S + odds)))

    start = min((minimize(quick, s, method="Nelder-Mead", options=dict(maxiter=8000, xatol=1e-9, fatol=1e-9))
                 for s in ([-1, 1.5, -.3, .9], [0, 2.5, -.3, .9])), key=lambda m: m.fun).x
    lib = (mp.log, mp.loggamma, mp.mpf)

    def f(point):
        return total([mp.exp(v) for v in point], k, new, lib)

    point = [mp.mpf(float(v)) for v in start]
    h = mp.mpf(10) ** -10
    for _ in range(4):
        centre = f(point)

        def at(*moves):
            p = list(point)
            for i, d in moves:
                p[i] += d
            return f(p)

        up, down = [at((i, h)) for i in range(4)], [at((i, -h)) for i in range(4)]
        g = mp.matrix([(u - d) / (2 * h) for u, d in zip(up, down)])
        H = mp.matrix(4, 4)
        for i in range(4):
            H[i, i] = (up[i] - 2 * centre + down[i]) / h ** 2
            for j in range(i):
                H[i, j] = H[j, i] = (at((i, h), (j, h)) - up[i] - up[j] + centre) / h ** 2
        step = mp.lu_solve(H, -g)
        point = [p + s for p, s in zip(point, step)]
        print(k, new, [float(mp.exp(p)) for p in point], mp.nstr(mp.norm(g), 3), flush=True)
    return dict(regularity=k, loses_new=bool(new), estimates=[float(mp.exp(p)) for p in point],
                log_likelihood=float(f(point)))


def forecast(k, new, theta, x, tx, T, t):
    """P(alive), expected orders, P(0..3 orders) within t, and the likelihood without its gap factor."""
    mp.mp.dps = 30
    r, alpha, a, b = map(mp.mpf, theta)
    tx, T, t = mp.mpf(tx), mp.mpf(T), mp.mpf(t)
    n = x + new

    # Nodes of the customer's own rate, gamma(r, alpha), times the likelihood of the orders up to tx.
    # Gauss and Legendre's rule on pieces; lambda = u^(1/r) takes a pole at 0 away.
    mode, width = (r + k * x) / (alpha + T), mp.sqrt(r + k * x + 1) / (alpha + T)
    cuts = {max(mode + i * width, 0) for i in [-9, *range(-5, 21), 25, 30, 40, 60, 90]} | {mp.mpf(0)}
    # Of a customer lost at tx the rate may be far higher.
    last = (r + k * x) / (alpha + tx)
    cuts = sorted(cuts | {last + i / (alpha + tx) for i in (0, 2, 5, 10, 15, 20, 30, 40, 60, 90)})
    # Fractional powers at 0 want pieces that shrink towards it.
    cuts = sorted(set(cuts) | {cuts[1] / 2 ** i for i in range(1, 61)})
    power = 1 / r if r + k * x < 1 else 1
    cuts = [c ** (1 / mp.mpf(power)) for c in cuts]
    rule = GaussLegendre(mp.mp).calc_nodes(5, mp.mp.prec)
    nodes = []
    for lo, hi in zip(cuts, cuts[1:]):
        for u, w in rule:
            point = lo + (hi - lo) * (u + 1) / 2
            v = point ** power
            density = alpha ** r / mp.gamma(r) * v ** (r - 1) * mp.exp(-alpha * v)
            jacobian = power * point ** (power - 1)
            nodes.append((v, w * (hi - lo) / 2 * jacobian * density * v ** (k * x) * mp.exp(-v * tx)))

    def poisson(mean, count):
        """P(0), ..., P(count) of a Poisson variable."""
        out = [mp.exp(-mean)]
        for m in range(1, count + 1):
            out.append(out[-1] * mean / m)
        return out

    MOST = 80
    ahead = []
    for v, w in nodes:
        below = [mp.mpf(0)]
        for q in poisson(v * t, MOST * k):
            below.append(below[-1] + q)
        ahead.append((w, poisson(v * (T - tx), k - 1), below))

    def beta_mean(f):
        """Over the chance to drop out, beta(a, b), on the logit's scale."""
        def g(w):
            p = 1 / (1 + mp.exp(-w))
            q = 1 / (1 + mp.exp(w))
            return f(p, q) * p ** a * q ** b / mp.beta(a, b)
        return mp.quad(g, [-150, -60, -20, -8, -3, 0, 3, 8, 20, 60, 150])

    stay = beta_mean(lambda p, q: q ** n)
    leave = beta_mean(lambda p, q: p * q ** (n - 1)) if n else mp.mpf(0)
    phases = [mp.fsum(w * idle[j] for w, idle, _ in ahead) for j in range(k)]
    gone = mp.fsum(w for w, _, _ in ahead)
    alive = stay * sum(phases)
    everything = alive + leave * gone
    moments = [beta_mean(lambda p, q, m=m: q ** (n + m)) for m in range(MOST)]

    def orders_at_least(m):
        """P(alive and at least m more orders)."""
        return moments[m - 1] * mp.fsum(
            w * idle[j] * (1 - below[m * k - j]) for w, idle, below in ahead for j in range(k))

    tails, m = [], 1
    while m < MOST and (not tails or tails[-1] > 1e-14 * tails[0]):
        tails.append(orders_at_least(m))
        m += 1
    assert tails[-1] <= 1e-13 * tails[0], (len(tails), tails[-1] / tails[0])
    some = [v / everything for v in tails]
    return dict(regularity=k, loses_new=bool(new), parameters=list(map(float, theta)), frequency=x, recency=float(tx),
                tenure=float(T), time=float(t), alive=float(alive / everything), expected=float(sum(some)),
                counts=[float(1 - some[0])] + [float(some[i] - some[i + 1]) for i in range(3)],
                log_likelihood=float(mp.log(everything) - x * mp.loggamma(k)))


FORECASTS = [
    (2, 0, (0.8, 3.5, 0.9, 3.1), 3, 20, 30, 12), (2, 1, (0.8, 3.5, 0.9, 3.1), 3, 20, 30, 12),
    (3, 1, (1.4, 2.0, 0.6, 2.2), 5, 28.5, 30, 10), (3, 0, (1.4, 2.0, 0.6, 2.2), 1, 4, 30, 10),
    (2, 1, (0.6, 4.0, 1.0, 2.0), 0, 0, 26, 13), (1, 1, (0.525, 6.183, 0.891, 1.614), 2, 30.43, 38.86, 13),
    (1, 0, (0.243, 4.414, 1.0, 2.426), 4, 25, 38.86, 20), (4, 1, (2.0, 1.5, 0.4, 5.0), 8, 35, 36, 6),
]

if __name__ == "__main__":
    data = dict(maxima=[], forecasts=[])
    for case in FORECASTS:
        data["forecasts"].append(forecast(*case))
        print(data["forecasts"][-1], flush=True)
    for k, new in ((2, 0), (2, 1), (3, 1)):
        data["maxima"].append(maximum(k, new))
    HERE.with_name("lifetime.json").write_text(json.dumps(data, indent=1) + "\n")
