"""Compares score rows in a Parquet file, a workbook or a database with those of CSV: sinks.py CSV KIND PLACE

Every cell by its type: KIND is parquet (pyarrow), xlsx (openpyxl) or sqlite (PLACE is FILE TABLE). Numbers to the last
bit, amounts to the last digit, ids as texts, dates as dates, yes and no as truth.
"""

import csv
import datetime
import decimal
import sys

with open(sys.argv[1], newline="") as file:
    expected = list(csv.DictReader(file))
names = list(expected[0])
kind, place = sys.argv[2], sys.argv[3]
AMOUNTS = {"historic_clv", "average_order_value"}
DATES = {"as_of", "expected_date_of_next_order", "contact_on"}
COUNTS = {"rank", "orders", "days_since_last_order", "horizon_days", "cluster", "r_score", "f_score", "m_score", "e_score"}
TEXTS = {"customer_id", "list", "segment", "segments", "reason_1", "reason_2", "reason_3", "model", "lifecycle", "lapse",
         "journey", "usual_weekday", "preferred_channel", "favourite_category", "next_category", "action", "why_not"}
if kind == "parquet":
    import pyarrow.parquet
    table = pyarrow.parquet.read_table(place)
    rows, found = table.to_pylist(), table.column_names
elif kind == "xlsx":
    import openpyxl
    sheet = openpyxl.load_workbook(place).worksheets[0]
    assert sheet.freeze_panes == "A2", sheet.freeze_panes
    cells = list(sheet.iter_rows())
    assert not any(cell.data_type == "f" for row in cells for cell in row)
    found = [cell.value for cell in cells[0]]
    rows = [dict(zip(found, (cell.value for cell in row))) for row in cells[1:]]
else:
    import sqlite3
    base = sqlite3.connect(place)
    cursor = base.execute(f'SELECT * FROM "{sys.argv[4]}" ORDER BY rank')
    found = [column[0] for column in cursor.description]
    rows = [dict(zip(found, row)) for row in cursor]
assert found == names, (found, names)
assert len(rows) == len(expected), (len(rows), len(expected))


def right(name, text, cell):
    if text == "":
        return cell is None
    if name in TEXTS:
        return cell == text
    if name in COUNTS:
        return isinstance(cell, int) and cell == int(text)
    if name in DATES:
        if kind == "sqlite":
            return cell == text
        day = cell.date() if isinstance(cell, datetime.datetime) else cell
        return day == datetime.date.fromisoformat(text)
    if name == "reliable":
        return bool(cell) == (text == "yes") and cell in (True, False)
    if name in AMOUNTS and kind == "parquet":
        return isinstance(cell, decimal.Decimal) and cell == decimal.Decimal(text)
    return isinstance(cell, (int, float)) and float(cell) == float(text)


for row, own in zip(expected, rows):
    for name, text in row.items():
        if not right(name, text, own[name]):
            sys.exit(f"{kind}: customer {row['customer_id']}, {name}: found {own[name]!r}, expected {text!r}")
print(f"sinks: {kind}: {len(rows)} rows of {len(names)} columns are those of CSV, with their types")
