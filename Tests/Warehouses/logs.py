"""Writes the tables of orders that .ci/warehouses loads into engines: logs.py FOLDER

cdnow.rows.csv, journey.rows.csv, tenth.rows.csv (CDNOW's customers by tens): the data sets as tables with the columns customer_id, order_id, ordered_at, amount,
quantity, discount, category.
journey.events.csv, returns.events.csv: events of the same customers, with the columns customer_id, occurred_at, kind,
value; those of returns are of all kinds, under names as tools write them.
returns.csv, returns.rows.csv: a log of 400 customers with refunds, orders that are cancelled by rows of their own,
orders whose later rows come days after, orders without numbers, free orders and many orders at one second.
regular.csv, regular.rows.csv: orders of 600 customers whose gaps are sums of three, some of whom leave after an order.
"""

import csv
import datetime
import gzip
import pathlib
import random
import sys

folder = pathlib.Path(sys.argv[1])
HEADER = ["customer_id", "order_id", "ordered_at", "amount", "quantity", "discount", "category"]


def write(name, rows, header=HEADER):
    with open(folder / name, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)


def cdnow():
    with gzip.open("datasets/cdnow/CDNOW_master.txt.gz", "rt") as file:
        next(file)
        for line in file:
            if line.strip():
                customer, date, _, amount = line.split()
                yield [customer, "", f"{date[:4]}-{date[4:6]}-{date[6:]} 00:00:00", amount, "", "", ""]


def journey():
    with gzip.open("datasets/completejourney/orders.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            yield [
                row["customer_id"], row["order_id"], row["ordered_at"].replace("T", " "), row["amount"], row["items"],
                row["discount"], row["category"],
            ]


def returns():
    draw = random.Random(7)
    start = datetime.datetime(2023, 1, 1)
    for customer in range(400):
        rate = draw.expovariate(1 / 40) + 3
        day, number, life = draw.uniform(0, 300), 0, draw.expovariate(1 / 400)
        end = min(729, day + life)
        while day < end:
            time = start + datetime.timedelta(days=day)
            time = time.replace(minute=0, second=draw.choice([0, 0, 30]), microsecond=0)
            named = draw.random() < 0.7
            order = f"{customer}-{number:03}" if named else ""
            lines = draw.choice([1, 1, 2, 3])
            amounts = [draw.choice([0, 1, 1, 1]) * round(draw.lognormvariate(3, 1), 2) for _ in range(lines)]
            for line, amount in enumerate(amounts):
                late = datetime.timedelta(days=draw.choice([0, 0, 0, 9]) if named and line else 0)
                yield row(customer, order, time + late, amount, draw)
            fate = draw.random()
            if fate < 0.08 and named:
                for amount in amounts:
                    yield row(customer, order, time + datetime.timedelta(days=draw.choice([0, 5])), -amount, draw)
            elif fate < 0.2:
                back = time + datetime.timedelta(days=draw.choice([0, 3, 20]))
                yield row(customer, f"R{order}" if named else "", back, -round(max(amounts) / 2 + 0.01, 2), draw)
            elif fate < 0.25:
                yield row(customer, f"{order}b" if named else "", time, round(draw.lognormvariate(3, 1), 2), draw)
            day += draw.expovariate(1 / rate)
            number += 1


def regular():
    draw = random.Random(13)
    start = datetime.datetime(2022, 1, 1)
    for customer in range(600):
        rate, chance = draw.gammavariate(2, 1 / 30), draw.betavariate(0.8, 9)
        day, spend = draw.uniform(0, 500), draw.lognormvariate(3, 0.5)
        while day < 1000:
            time = start + datetime.timedelta(days=int(day))
            yield [f"r{customer:03}", "", time.strftime("%Y-%m-%d %H:%M:%S"), f"{spend * draw.lognormvariate(0, 0.4):.2f}",
                   "", "", ""]
            if draw.random() < chance:
                break
            day += sum(draw.expovariate(rate) for _ in range(3))


def row(customer, order, time, amount, draw):
    quantity = draw.choice(["", 1, 2, 3]) if amount > 0 else ""
    category = draw.choice(["", "books", "music", "it's"])
    return [f"k{customer:03}", order, time.strftime("%Y-%m-%d %H:%M:%S"), f"{amount:.2f}", quantity,
            draw.choice([0, 0, 1.5]), category]


EVENT_HEADER = ["customer_id", "occurred_at", "kind", "value"]
# What the kinds are called by tools, names that say nothing of engagement, and one that nobody knows.
KINDS = ["email_open", "Opened Email", "emailOpened", "click", "EmailClicked", "page_view", "Viewed Product",
         "add-to-cart", "cartAdd", "cart.abandoned", "mailing", "Email Sent", "coupon_used", "ticket: billing", "Review",
         "referral", "search", "Search Performed", "bounce", "unsubscribe", "order_placed", "frobnicated",
         # One word by its capitals and another by its letters, words by runs of signs, and letters all large.
         "eMail_Open", "Viewed  -  Product", "EMAIL.OPENED"]


def journey_events():
    with gzip.open("datasets/completejourney/events.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            yield [row["customer_id"], f"{row['occurred_at']} 00:00:00", row["kind"], ""]


def returns_events():
    draw = random.Random(11)
    start = datetime.datetime(2023, 1, 1)
    # Some have events and no order, and some kinds come late.
    for customer in range(450):
        kinds = draw.sample(KINDS, draw.randint(1, 9))
        for _ in range(draw.randint(0, 40)):
            kind = draw.choice(kinds)
            day = draw.uniform(500 if kind == "referral" else 20, 729)
            time = start + datetime.timedelta(days=day, hours=draw.choice([0, 13]))
            mark = draw.choice(["", 1, 4.5, 5]) if kind == "Review" else ""
            yield [f"k{customer:03}", time.strftime("%Y-%m-%d %H:%M:%S"), kind, mark]


write("journey.events.csv", journey_events(), EVENT_HEADER)
write("returns.events.csv", returns_events(), EVENT_HEADER)
write("cdnow.rows.csv", cdnow())
write("tenth.rows.csv", (row for row in cdnow() if int(row[0]) % 10 == 0))
write("journey.rows.csv", journey())
rows = list(returns())
# A million of the currency: more digits than a product of small decimals has.
rows.append(["k007", "large", "2024-06-01 10:00:00", "1500000.50", 1, 0, "books"])
write("returns.csv", rows)
for name in ("regular.csv", "regular.rows.csv"):
    write(name, regular())
# Rows that count for nothing, which a file would not be read with: of nobody, at no time, of no amount; "k900" has none
# beside.
rows += [
    ["", "x1", "2024-06-01 10:00:00", "12.00", 1, 0, "books"], ["k008", "x2", "", "12.00", 1, 0, "books"],
    ["k009", "x3", "2024-06-01 10:00:00", "", 1, 0, "books"], ["k010", "", "2024-06-02 10:00:00", "", "", "", ""],
    ["k900", "x4", "2024-06-01 10:00:00", "", 1, 0, "books"],
]
write("returns.rows.csv", rows)
