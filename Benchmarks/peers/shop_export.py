"""Writes an orders export in the true shape of Shopify's (79 columns, one line an item, the cells of
the order on its first line only), and the same lines as plain files, narrow and as wide.

    python shop_export.py FOLDER --megabytes 1000

writes FOLDER/export.csv, FOLDER/narrow.csv (the columns that are read, filled on every line) and
FOLDER/wide.csv (79 columns, as many bytes a line as the export has on average). Everything is made up.
"""

import argparse
import os
import random
from datetime import datetime, timedelta

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,"
    "Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,"
    "Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,"
    "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,"
    "Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,"
    "Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,"
    "Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,"
    "Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,"
    "Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,"
    "Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,"
    "Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,"
    "Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,"
    "Next Payment Due At,Payment References"
)
ITEMS = ["Print", "Mug, large", "Tote", "Card", "Bowl - blue", "Tea 100 g", "Scarf / wool", "Candle"]
STATUSES = ["paid"] * 92 + ["partially_refunded"] * 3 + ["refunded"] * 2 + ["voided"] * 2 + ["pending"]


def quoted(text):
    return f'"{text}"' if "," in text else text


def order(number, count, draw, start):
    """The lines of one order: the cells of the export, and of the plain file."""
    at = start - timedelta(minutes=number * 5)
    stamp = f"{at:%Y-%m-%d %H:%M:%S} -0500"
    customer = int(count / 3 * draw.random() ** 2)
    email = f"customer{customer}@example.com"
    status = draw.choice(STATUSES)
    lines = []
    for _ in range(min(1 + int(draw.expovariate(0.8)), 9)):
        cents = draw.randrange(400, 9000)
        lines.append((draw.choice(ITEMS), draw.randrange(1, 4), cents))
    subtotal = sum(quantity * cents for _, quantity, cents in lines)
    shipping, taxes = draw.choice([0, 495, 795]), subtotal * 8 // 108
    total = subtotal + shipping
    refunded = {"refunded": total, "partially_refunded": lines[0][2]}.get(status, 0)
    code = draw.choice(["", "", "", "SUMMER10"])
    street = f"{customer % 997} Example Street"
    address = f"Person {customer},{street},{street},,,Springfield,'0{customer % 9000 + 1000},NY,US,"
    for place, (item, quantity, cents) in enumerate(lines):
        line = f"{quantity},{quoted(item)},{cents / 100:.2f},,SKU-{cents},true,true,fulfilled"
        name, vendor = f"#{number + 1001}", ["Leaf", "Stone", "Root"][cents % 3]
        if place == 0:
            cancelled = stamp if status == "voided" else ""
            yield (
                f"{name},{email},{status},{stamp},fulfilled,{stamp},yes,USD,{subtotal / 100:.2f},"
                f"{shipping / 100:.2f},{taxes / 100:.2f},{total / 100:.2f},{code},0.00,Standard,"
                f"{stamp},{line},{address},{address},,,{cancelled},Shopify Payments,"
                f"c{number}.1,{refunded / 100:.2f},{vendor},0.00,,,,{5550000000 + number},,Low,web,"
                f"0.00,New York State Tax 4%,{taxes / 100:.2f},,,,,,,,,,,,New York,New York,"
                f"r{number},,,c{number}.1\n"
            ), (email, at, total, name, quantity, vendor, "web")
        else:
            yield (
                f"{name},{email},,,,,,,,,,,,,,{stamp},{line},,,,,,,,,,,,,,,,,,,,,,,,,,,{vendor},,,,,,"
                f",,,0.00,,,,,,,,,,,,,,,,,,,\n"
            ), (email, at, 0, name, quantity, vendor, "web")


def write(folder, size, seed):
    draw = random.Random(seed)
    count = size // 600
    start = datetime(2026, 6, 1)
    with open(os.path.join(folder, "export.csv"), "w") as export:
        written = export.write(HEADER + "\n")
        narrow = open(os.path.join(folder, "narrow.csv"), "w")
        narrow.write("customer_id,order_date,amount,order_id,quantity,category,channel\n")
        number = rows = 0
        while written < size:
            for line, cells in order(number, count, draw, start):
                written += export.write(line)
                email, at, amount, name, quantity, vendor, source = cells
                text = (
                    f"{email.split('@')[0]},{at:%Y-%m-%d %H:%M:%S},{amount / 100:.2f},{name},"
                    f"{quantity},{vendor},{source}"
                )
                narrow.write(text + "\n")
                rows += 1
            number += 1
        narrow.close()
    filler = "x" * max(0, written // rows - 72 - 80)
    with open(os.path.join(folder, "narrow.csv")) as narrow:
        with open(os.path.join(folder, "wide.csv"), "w") as wide:
            names = ",".join(f"extra{place}" for place in range(72))
            wide.write(next(narrow).rstrip("\n") + "," + names + "\n")
            tail = "," + filler[: len(filler) // 2] + "," * 36 + filler[len(filler) // 2 :] + "," * 35
            for line in narrow:
                wide.write(line.rstrip("\n") + tail + "\n")
    print(f"{rows} rows of {number} orders, {written / rows:.0f} bytes a row")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    write(options.folder, options.megabytes * 1_000_000, options.seed)
