"""The logs of orders that forecasts are compared on, as plain frames.

Of each the folder of data holds the file as published (names in `LOGS`). Labels of every date here end before
the windows that docs/judging-log.md reserves, so nothing is chosen by them.
"""

import dataclasses
import datetime
import gzip
import io

import polars

COLUMNS = "customer=customer_id,time=date,amount=amount"


@dataclasses.dataclass(frozen=True)
class Log:
    """Where a log lies, and the horizons (days) and dates that forecasts of it are compared at."""

    path: str
    dates: dict
    events: str | None = None


def by_horizon(**dates):
    """{90: [date, …]} of d90="1998-01-02 1997-10-04"."""
    return {int(name[1:]): [datetime.date.fromisoformat(day) for day in days.split()]
            for name, days in dates.items()}


JOURNEY = by_horizon(d28="2017-11-06 2017-10-09 2017-09-11 2017-08-14", d56="2017-10-09 2017-08-14")
LOGS = {
    "CDNOW": Log("cdnow/CDNOW_master.txt.gz", by_horizon(
        d90="1998-01-02 1997-11-03 1997-10-04", d45="1998-02-16 1997-11-18")),
    "Online Retail": Log("online_retail/online_retail.csv.gz", by_horizon(
        d90="2011-06-13", d60="2011-07-13 2011-05-14", d30="2011-08-12 2011-07-13 2011-06-13")),
    "two years": Log("online_retail_two_years/orders.csv.gz", by_horizon(
        d90="2011-06-13 2011-05-14 2011-03-15 2010-12-15", d60="2011-07-13 2010-09-16")),
    "Complete Journey": Log("completejourney/orders.csv.gz", JOURNEY, "completejourney/events.csv.gz"),
    "Complete Journey, orders alone": Log("completejourney/orders.csv.gz", JOURNEY),
    "Superstore": Log("superstore/sample-orders.csv", by_horizon(
        d90="2014-09-01 2014-03-01 2013-09-01 2013-03-01", d180="2014-06-01 2013-06-01")),
}


def orders(log, folder):
    """The log's orders: customer_id, date, amount, and order_id where it has one."""
    raw = (folder / log.path).read_bytes()
    raw = gzip.decompress(raw) if log.path.endswith(".gz") else raw
    return READERS[log.path.split("/")[0]](raw).sort("date", maintain_order=True)


def cdnow(raw):
    rows = [line.split() for line in raw.decode().splitlines()[1:]]
    return polars.DataFrame({
        "customer_id": [row[0] for row in rows],
        "date": [f"{row[1][:4]}-{row[1][4:6]}-{row[1][6:]}" for row in rows],
        "amount": [float(row[-1]) for row in rows]})


def online_retail(raw):
    """Lines of sales: a customer, no cancellation, quantity and price above 0."""
    table = polars.read_csv(raw, infer_schema=False)
    sold = table.with_columns(
        polars.col("Quantity", "UnitPrice").cast(polars.Float64)
    ).filter(
        polars.col("CustomerID").is_not_null() & ~polars.col("InvoiceNo").str.starts_with("C")
        & (polars.col("Quantity") > 0) & (polars.col("UnitPrice") > 0))
    return sold.select(
        customer_id="CustomerID", date=polars.col("InvoiceDate").str.slice(0, 10),
        amount=polars.col("Quantity") * polars.col("UnitPrice"), order_id="InvoiceNo")


def two_years(raw):
    return polars.read_csv(raw, schema_overrides={"customer_id": polars.String})


def complete_journey(raw):
    return polars.read_csv(raw, infer_schema=False).select(
        "customer_id", date=polars.col("ordered_at").str.slice(0, 10), amount="amount", order_id="order_id")


def superstore(raw):
    text = raw.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    table = polars.read_csv(io.BytesIO(text.encode()), infer_schema=False)
    return table.select(
        customer_id="customer", date=polars.col("order_date").str.to_date("%m/%d/%y").cast(polars.String),
        amount="grand_total", order_id="order_id")


READERS = {"cdnow": cdnow, "online_retail": online_retail, "online_retail_two_years": two_years,
           "completejourney": complete_journey, "superstore": superstore}
