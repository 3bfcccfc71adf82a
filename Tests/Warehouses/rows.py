"""Draws rows of features with missing and unusual values: rows.py FEATURES OUTPUT COUNT

Each row is a customer's with a tenth of its cells emptied, and one made larger or smaller. What no customer is without
stays.
"""

import csv
import random
import sys

draw = random.Random(11)
with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
kept = {"customer_id", "as_of", "frequency", "recency", "tenure", "orders", "order_days", "days_since_last_order",
        "days_since_first_order"}
others = [name for name in rows[0] if name not in kept]
# What a feature file may not say: that a part is more than its whole.
free = [name for name in others if "share" not in name and "orders" not in name and "days" not in name]
with open(sys.argv[2], "w", newline="") as file:
    writer = csv.DictWriter(file, rows[0])
    writer.writeheader()
    for number in range(int(sys.argv[3])):
        row = dict(draw.choice(rows), customer_id=f"r{number}")
        for name in draw.sample(others, len(others) // 10):
            row[name] = ""
        name = draw.choice(free)
        if row[name]:
            row[name] = repr(float(row[name]) * draw.choice([0, 0.1, 3, 1000]))
        writer.writerow(row)
