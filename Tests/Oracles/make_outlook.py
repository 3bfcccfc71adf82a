"""Reference values of the outlook on orders: writes outlook.json beside itself.

Python 3.11, mpmath 1.4.1. MBG/NBD (Batislam, Denizel & Filiztekin 2007): a customer orders at a rate of its own,
gamma distributed (r, alpha), and after each order, the first included, drops out with a probability of its own,
beta distributed (a, b). The probability of an order within the horizon, given x order days after the first, the
last of them at tx, and nothing from then to T, is what the two distributions say by numerical integration;
nothing of the closed forms (gamma, beta or hypergeometric functions) is used but the densities' constants.
"""
import json
import pathlib

import mpmath as mp

mp.mp.dps = 30


def over_rates(r, alpha, x, t, f):
    """Mean of l^x e^(-l t) f(l) over the rates, scaled by the peak of the first two, as the quadrature stops at an
    absolute error."""
    log_peak = x * mp.log(mp.mpf(x) / t) - x if x else mp.mpf(0)
    scale = r / alpha
    knots = [0] + [scale * mp.mpf(4) ** e for e in range(-8, 5)] + [mp.inf]
    constant = alpha ** r / mp.gamma(r)
    scaled = mp.quad(
        lambda l: constant * l ** (r - 1) * mp.exp((x * mp.log(l) if x else 0) - l * (t + alpha) - log_peak) * f(l),
        knots)
    return scaled * mp.exp(log_peak)


def over_chances(a, b, f):
    """Mean of f over the chances to drop out; p = s^m makes a density that rises steeply at 0 a flat one."""
    m = max(1, int(mp.ceil(1 / a)))
    constant = mp.gamma(a + b) / mp.gamma(a) / mp.gamma(b)
    return mp.quad(
        lambda s: constant * s ** (m * (a - 1) + m - 1) * m * (1 - s ** m) ** (b - 1) * f(s ** m),
        [0, 0.01, 0.1, 0.5, 0.9, 0.99, 1])


def probability(p, x, tx, T, horizon):
    r, alpha, a, b = (mp.mpf(v) for v in p)
    alive = over_chances(a, b, lambda q: (1 - q) ** (x + 1))
    left = over_chances(a, b, lambda q: q * (1 - q) ** x)
    silent = over_rates(r, alpha, x, T, lambda l: 1)
    gone = over_rates(r, alpha, x, tx, lambda l: 1)
    order = over_rates(r, alpha, x, T, lambda l: -mp.expm1(-l * horizon))
    return alive * order / (alive * silent + left * gone)


processes = [
    (0.5, 60, 0.8, 2.4),      # like CDNOW's, in days
    (0.28, 11, 0.35, 0.9),
    (2.5, 40, 1.6, 7),        # steady buyers
    (1.1, 300, 0.05, 12),     # hardly anybody leaves
]
customers = [
    (0, 0, 1), (0, 0, 30), (0, 0, 400), (1, 1, 1), (1, 20, 30), (1, 20, 400), (4, 90, 97), (4, 90, 300),
    (12, 360, 365), (12, 100, 365), (60, 700, 710), (60, 300, 710),
]
cases = []
for p in processes:
    for x, tx, T in customers:
        for horizon in (28, 365):
            value = probability(p, x, tx, T, horizon)
            cases.append(dict(r=p[0], alpha=p[1], a=p[2], b=p[3], x=x, tx=tx, T=T, horizon=horizon,
                              probability=float(value)))
pathlib.Path(__file__).with_name("outlook.json").write_text(
    "[\n" + ",\n".join(json.dumps(c) for c in cases) + "\n]\n")
