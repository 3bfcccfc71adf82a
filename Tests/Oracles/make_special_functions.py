"""Reference values of special functions at 60 digits: writes special_functions.json beside itself.

Python 3.11, mpmath 1.4.1. Arguments are the exact values of the doubles printed with them; ranges are
those that fits of purchase models meet. Every row is [arguments ..., value].
"""
import json
import pathlib
import random

import mpmath as mp

mp.mp.dps = 60
rng = random.Random(4)


def spread(low, high):
    return float(f"{10 ** rng.uniform(low, high):.6g}")


gamma = [spread(-6, 6) for _ in range(80)] + [1.0, 2.0, 0.5, 1.4616, 12.0, 11.999]
rising = [(spread(-6, 5), float(rng.choice([1, 2, 3, 7, 30, 200, 5000]))) for _ in range(60)]
rising += [(spread(-6, 5), spread(-6, 5)) for _ in range(60)]
beta = [(spread(-6, 5), spread(-6, 5)) for _ in range(60)]

# (a, b, c, z): P(alive) of beta-geometric customers has a = r + x, b = a, c = a + b + n and z = -t/(alpha + T);
# Pareto/NBD's textbook form a = r + s + x, b = s + 1, c = a + 1 and z = |alpha - beta|/(alpha + t).
hyper = []
for _ in range(60):
    x = rng.choice([0, 0, 1, 2, 5, 20, 100, 1000, 5000])
    r, a, b = spread(-2, 1.3), spread(-1.5, 1), spread(-1, 2)
    hyper.append((r + x, a, a + b + x, -spread(-3, 3)))
for _ in range(60):
    x = rng.choice([0, 0, 1, 2, 5, 20, 100, 200])
    r, s = spread(-2, 1), spread(-2, 1)
    z = rng.choice([spread(-4, -0.1), 1 - spread(-9, -1)])
    hyper.append((r + s + x, s + 1, r + s + x + 1, z))


def hyp(a, b, c, z):
    """By Euler's integral where the series is hopeless; both where both are to be had."""
    a, b, c, z = map(mp.mpf, (a, b, c, z))
    return mp.log(mp.hyp2f1(a, b, c, z, maxterms=10 ** 6))


def rows(points, function):
    out = []
    for point in points:
        point = point if isinstance(point, tuple) else (point,)
        try:
            out.append([*point, float(function(*map(mp.mpf, point)))])
        except (mp.NoConvergence, ValueError) as error:
            print("left out", point, error)
    return out


data = dict(
    digamma=rows(gamma, mp.digamma),
    trigamma=rows(gamma, lambda x: mp.polygamma(1, x)),
    log_rising_factorial=rows(rising, lambda x, n: mp.loggamma(x + n) - mp.loggamma(x)),
    log_beta=rows(beta, lambda a, b: mp.loggamma(a) + mp.loggamma(b) - mp.loggamma(a + b)),
    log_hypergeometric=rows(hyper, hyp),
)
out = pathlib.Path(__file__).with_name("special_functions.json")
out.write_text("{\n" + ",\n".join(
    f' "{name}": [\n' + ",\n".join("  " + json.dumps(row) for row in values) + "\n ]"
    for name, values in data.items()) + "\n}\n")
print({k: len(v) for k, v in data.items()})
