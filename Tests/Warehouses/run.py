"""Runs a query over a table of orders: run.py ENGINE ROWS QUERY OUTPUT, or run.py postgres --probe

ROWS is a CSV of customer_id, order_id, ordered_at, amount, quantity, discount, category; OUTPUT a CSV of what the
query gives. PostgreSQL is the server of the environment's PGHOST, PGPORT, PGUSER and PGDATABASE, through psql.
"""

import csv
import shutil
import sqlite3
import subprocess
import sys
import os

COLUMNS = [
    ("customer_id", "text"), ("order_id", "text"), ("ordered_at", "timestamp"), ("amount", "decimal(18, 6)"),
    ("quantity", "double precision"), ("discount", "double precision"), ("category", "text"),
]


def duckdb(rows, query):
    import duckdb

    base = duckdb.connect()
    base.execute(f"CREATE TABLE orders ({', '.join(f'{n} {t}' for n, t in COLUMNS)})".replace(
        "double precision", "double"))
    # Read as text first, so that ids keep their zeros.
    base.execute("INSERT INTO orders SELECT * FROM read_csv(?, header = true, all_varchar = true)", [rows])
    found = base.execute(query)
    return [column[0] for column in found.description], found.fetchall()


def sqlite(rows, query):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE orders (customer_id TEXT, order_id TEXT, ordered_at TEXT, amount REAL, quantity REAL, "
                 "discount REAL, category TEXT)")
    with open(rows, newline="") as file:
        lines = csv.reader(file)
        next(lines)
        base.executemany("INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?)",
                         ([cell or None for cell in line] for line in lines))
    found = base.execute(query)
    return [column[0] for column in found.description], found.fetchall()


def psql(*arguments, text=None):
    return subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments], input=text, text=True,
                          check=True, capture_output=True).stdout


def postgres(rows, query, output):
    psql(text=f"DROP TABLE IF EXISTS orders; CREATE TABLE orders ({', '.join(f'{n} {t}' for n, t in COLUMNS)});\n"
         f"\\copy orders FROM '{rows}' WITH (FORMAT csv, HEADER true)\n")
    body = "\n".join(line for line in query.splitlines() if not line.startswith("--"))
    psql(text=f"COPY ({body}) TO STDOUT WITH (FORMAT csv, HEADER true) \\g {output}\n")


engine = sys.argv[1]
if sys.argv[2] == "--probe":
    if not (shutil.which("psql") and os.environ.get("PGHOST")):
        sys.exit("no PostgreSQL")
    psql("-c", "SELECT 1")
    sys.exit(0)
_, _, rows, path, output = sys.argv
query = open(path).read()
if engine == "postgres":
    postgres(rows, query, output)
else:
    names, found = {"duckdb": duckdb, "sqlite": sqlite}[engine](rows, query)
    with open(output, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(found)
