"""Compares a model learned from an engine's rows with one of the same customers' log: learned.py ROWS LOG

Both are folders of models. Every figure of model.json and evaluation.json is compared, but for what rows of
features do not hold (values, lifetimes, prospects) and the digests of what was read: numbers to 1e-9 of the larger
or 1e-12, anything else as it is. Exit 1 where one differs.

learned.py --draw SHARE ORDERS OUTPUT writes the rows of a CSV whose customers a query of that share draws.
"""

import csv
import hashlib
import json
import sys

APART = {
    ".digest", ".data.rows_sha256", ".sections.lifetime", ".sections.value", ".sections.prospects", ".value",
    ".prospects",
}
# Figures that rest on where a search ended, which has a tolerance of its own.
SEARCHED = {"gradient_norm", "iterations"}


def draw(share, orders, output):
    # All hexadecimal digits come before this one.
    limit = f"{int(share * 2**32):08x}" if share < 1 else "g"
    with open(orders, newline="") as file, open(output, "w", newline="") as drawn:
        rows = [r for r in csv.DictReader(file)
                if r["customer_id"] and r["ordered_at"] and r["amount"]
                and hashlib.md5(r["customer_id"].encode()).hexdigest()[:8] < limit]
        # A column without a cell is none.
        names = [name for name in rows[0] if any(r[name] for r in rows)]
        writer = csv.DictWriter(drawn, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def figures(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in SEARCHED and f"{path}.{key}" not in APART:
                yield from figures(inner, f"{path}.{key}")
    elif isinstance(value, list):
        yield f"{path}.count", len(value)
        for place, inner in enumerate(value):
            yield from figures(inner, f"{path}[{place}]")
    else:
        yield path, value


def differ(a, b):
    if isinstance(a, float) or isinstance(b, float):
        if not all(isinstance(x, (int, float)) for x in (a, b)):
            return float("inf")
        gap = abs(a - b)
        return 0 if gap <= 1e-12 else gap / max(abs(a), abs(b))
    return 0 if a == b else float("inf")


def main(rows, log):
    compared, largest, wrong = 0, 0.0, []
    for name in ("model.json", "evaluation.json"):
        ours, theirs = (dict(figures(json.load(open(f"{folder}/{name}")))) for folder in (log, rows))
        for path in ours.keys() | theirs.keys():
            gap = differ(ours.get(path), theirs.get(path))
            compared += 1
            if gap > 1e-9:
                wrong.append((path, ours.get(path), theirs.get(path)))
            else:
                largest = max(largest, gap)
    print(f"{compared} figures, {len(wrong)} differ; the largest difference of the others is {largest:.0e} of the larger")
    for path, a, b in sorted(wrong)[:20]:
        print(f"  {path}: of the log {a!r}, of the rows {b!r}")
    sys.exit(1 if wrong else 0)


if sys.argv[1] == "--draw":
    draw(float(sys.argv[2]), *sys.argv[3:])
else:
    main(*sys.argv[1:])
