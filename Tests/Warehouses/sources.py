"""Writes a log as tables of engines, typed as shops have them: sources.py CSV FOLDER

arrow-*.parquet (pyarrow: each unit of times, INT96, zones, version 2 pages, zstd, split bytes, dictionaries),
book.xlsx and book-1904.xlsx (openpyxl, the second sheet), four.parquet and six.parquet (decimals of more places) with four.csv and six.csv, polars.parquet, orders.json,
orders.db (SQLite), bad.parquet. CSV has customer_id, order_id, ordered_at, amount, quantity, discount, category.
"""

import csv
import datetime
import decimal
import json
import pathlib
import sqlite3
import sys

import openpyxl
import openpyxl.utils.datetime
import polars
import pyarrow as pa
import pyarrow.parquet as pq

source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
with open(source, newline="") as file:
    rows = list(csv.DictReader(file))


def column(name, make=str):
    return [make(row[name]) if row[name] else None for row in rows]


times = column("ordered_at", lambda text: datetime.datetime.fromisoformat(text))
plain = {
    "customer_id": pa.array(column("customer_id")).dictionary_encode(),
    "order_id": pa.array(column("order_id")),
    "amount": pa.array(column("amount", decimal.Decimal), pa.decimal128(12, 2)),
    "quantity": pa.array(column("quantity", int), pa.int32()),
    "discount": pa.array(column("discount", float)),
    "category": pa.array(column("category")).dictionary_encode(),
}


def arrow(name, unit="us", zone=None, amount=None, **settings):
    own = dict(plain)
    own["ordered_at"] = pa.array(times, pa.timestamp(unit, zone))
    if amount:
        own["amount"] = own["amount"].cast(amount)
    pq.write_table(pa.table(own), folder / f"arrow-{name}.parquet", **settings)


for unit in ("s", "ms", "us", "ns"):
    arrow(unit, unit)
arrow("int96", use_deprecated_int96_timestamps=True)
arrow("utc", zone="UTC")
arrow("v2-zstd", data_page_version="2.0", compression="zstd", row_group_size=200)
arrow("split", use_dictionary=False, use_byte_stream_split=["discount"], compression="none")
arrow("integers", store_decimal_as_integer=True)
# Decimals of more places, and a CSV of the same cells.
for name, kind in (("four", pa.decimal128(38, 4)), ("six", pa.decimal128(18, 6))):
    arrow("x", amount=kind)
    (folder / "arrow-x.parquet").rename(folder / f"{name}.parquet")
    places = {"four": 4, "six": 6}[name]
    with open(folder / f"{name}.csv", "w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows({**row, "amount": f"{decimal.Decimal(row['amount']):.{places}f}"} for row in rows)
# Workbooks in both calendars; amounts and ids as people have them.
for name, epoch in (("book", openpyxl.utils.datetime.WINDOWS_EPOCH), ("book-1904", openpyxl.utils.datetime.MAC_EPOCH)):
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.active.title = "notes"
    book.active["A1"] = "Orders are on the other sheet"
    sheet = book.create_sheet("the orders")
    sheet.append(list(rows[0]))
    for row, time in zip(rows, times):
        cells = {key: cell or None for key, cell in row.items()}
        cells |= {"ordered_at": time, "amount": float(row["amount"])}
        cells |= {key: float(row[key]) for key in ("quantity", "discount") if row[key]}
        sheet.append(list(cells.values()))
    book.save(folder / f"{name}.xlsx")
polars.DataFrame({
    name: values.to_pylist() for name, values in plain.items()} | {"ordered_at": times},
    schema_overrides={"amount": polars.Decimal(12, 2)}).write_parquet(folder / "polars.parquet")
with open(folder / "orders.json", "w") as file:
    for row in rows:
        kept = {name: cell or None for name, cell in row.items()}
        kept["amount"] = float(row["amount"])
        file.write(json.dumps(kept) + "\n")
base = sqlite3.connect(folder / "orders.db")
base.execute('CREATE TABLE "the ""orders""" (customer_id TEXT, order_id TEXT, ordered_at TEXT, amount NUMERIC, '
             "quantity INTEGER, discount REAL, category TEXT)")
base.executemany('INSERT INTO "the ""orders""" VALUES (?, ?, ?, ?, ?, ?, ?)',
                 ([row[name] or None for name in row] for row in rows))
base.commit()
# What no amount may be.
bad = {"customer_id": ["a", "b", "c", "d"], "ordered_at": times[:4], "amount": [1.5, float("nan"), float("inf"), None]}
pq.write_table(pa.table(bad), folder / "bad.parquet")
