"""Runs a query over a table of orders: run.py ENGINE ROWS QUERY OUTPUT [EVENTS], or run.py postgres --probe

ROWS is a CSV of customer_id, order_id, ordered_at, amount, quantity, discount, category; EVENTS one of customer_id,
occurred_at, kind, value; OUTPUT a CSV of what the query gives. PostgreSQL is the server of the environment's PGHOST, PGPORT, PGUSER and PGDATABASE, through psql.
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
EVENTS = [("customer_id", "text"), ("occurred_at", "timestamp"), ("kind", "text"), ("value", "double precision")]


def table(name, columns, plain=False):
    """The statement that makes a table; `plain` with types that SQLite and DuckDB know as well."""
    types = (f"{n} {t.replace('double precision', 'double') if plain else t}" for n, t in columns)
    return f"CREATE TABLE {name} ({', '.join(types)})"


def duckdb(rows, events, query):
    import duckdb

    base = duckdb.connect()
    for name, columns, path in (("orders", COLUMNS, rows), ("events", EVENTS, events)):
        base.execute(table(name, columns, plain=True))
        # Read as text first, so that ids keep their zeros.
        if path:
            base.execute(f"INSERT INTO {name} SELECT * FROM read_csv(?, header = true, all_varchar = true)", [path])
    found = base.execute(query)
    return [column[0] for column in found.description], found.fetchall()


def sqlite(rows, events, query):
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE orders (customer_id TEXT, order_id TEXT, ordered_at TEXT, amount REAL, quantity REAL, "
                 "discount REAL, category TEXT)")
    base.execute("CREATE TABLE events (customer_id TEXT, occurred_at TEXT, kind TEXT, value REAL)")
    for name, columns, path in (("orders", COLUMNS, rows), ("events", EVENTS, events)):
        if not path:
            continue
        with open(path, newline="") as file:
            lines = csv.reader(file)
            next(lines)
            places = ", ".join("?" * len(columns))
            base.executemany(f"INSERT INTO {name} VALUES ({places})",
                             ([cell or None for cell in line] for line in lines))
    found = base.execute(query)
    return [column[0] for column in found.description], found.fetchall()


def psql(*arguments, text=None):
    return subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", *arguments], input=text, text=True,
                          check=True, capture_output=True).stdout


def postgres(rows, events, query, output):
    for name, columns, path in (("orders", COLUMNS, rows), ("events", EVENTS, events)):
        psql(text=f"DROP TABLE IF EXISTS {name}; {table(name, columns)};\n"
             + (f"\\copy {name} FROM '{path}' WITH (FORMAT csv, HEADER true)\n" if path else ""))
    body = "\n".join(line for line in query.splitlines() if not line.startswith("--"))
    psql(text=f"COPY ({body}) TO STDOUT WITH (FORMAT csv, HEADER true) \\g {output}\n")


engine = sys.argv[1]
if sys.argv[2] == "--probe":
    if not (shutil.which("psql") and os.environ.get("PGHOST")):
        sys.exit("no PostgreSQL")
    psql("-c", "SELECT 1")
    sys.exit(0)
_, _, rows, path, output, *more = sys.argv
events = more[0] if more else None
query = open(path).read()
if engine == "postgres":
    postgres(rows, events, query, output)
else:
    names, found = {"duckdb": duckdb, "sqlite": sqlite}[engine](rows, events, query)
    with open(output, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        writer.writerows(found)
