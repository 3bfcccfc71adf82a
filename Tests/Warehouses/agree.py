"""Compares numbers of two tables of one order of rows: agree.py ONE OTHER TITLE

The columns of numbers that both have: to 1e-9 of the larger, or 1e-12 near 0. Exit 1 where one differs.
"""

import csv
import sys

largest, count = 0.0, 0
with open(sys.argv[1], newline="") as one, open(sys.argv[2], newline="") as other:
    first, second = csv.DictReader(one), csv.DictReader(other)
    others = {row["customer_id"]: row for row in second}
    names = [name for name in first.fieldnames
             if name in second.fieldnames
             and (name == "logit" or name.endswith("_probability") or name.startswith("contribution_"))]
    if not names:
        sys.exit(f"{sys.argv[3]}: no column in common")
    for row in first:
        pair = others.pop(row["customer_id"])
        count += 1
        for name in names:
            a, b = float(row[name]), float(pair[name])
            off = abs(a - b) / max(abs(a), abs(b), 1e-3)
            largest = max(largest, off)
            if not off <= 1e-9:
                sys.exit(f"{sys.argv[3]}: {row['customer_id']}, {name}: {a!r} and {b!r}")
if others:
    sys.exit(f"{sys.argv[3]}: {len(others)} rows of the second alone")
print(f"{sys.argv[3]}: {count} rows, {len(names)} columns agree, the largest difference {largest:.1e}")
