"""The doors: kinds of input, valid ones of each kind, and the commands that take them."""
import hashlib
import json
import random
import subprocess

import mutation

THREADS = ["--threads", "{threads}"]

RULES = """name: shop
scores:
  inactivity: {of: days_since_last_order, best: low, cut_offs: [180, 90, 30]}
segments:
  - name: Cooling
    when: inactivity <= 2 and spend_rank >= 0.8
    priority: 1
  - name: Regular
    when: orders >= 3 and not unsubscribed = 'yes' or rfm in ('555', '554')
    priority: 2
otherwise: Others
"""
OFFERS = """plan:
  budget: 50
  cool_down: 14d
  offers:
    - name: reminder
      contact_cost: 0.02
      save_rate: 4%
    - name: voucher
      incentive_cost: 5
      save_rate: {on time: 2%, high risk: 8%, else: 3%}
      where: churn_probability > 0.3 and orders >= 2
"""


# In the place of the engines of databases: what they write of their rows.
ENGINE = b"""#!/bin/sh
case "$1" in -version|-V) echo "v9.9.9 99.9" ;; *) cat answer.csv ;; esac
"""


class Door:
    """One kind of input: valid files, of which some are changed, and commands that read them.

    `rewrites` are beginnings of names that a command may write to although it reads them; `finish` makes of
    the changed files those that are tried, as with checksums that fit.
    """

    def __init__(self, name, files, changes, commands, rewrites=(), finish=None):
        self.name = name
        self.files = files
        self.changes = changes
        self.commands = commands
        self.rewrites = tuple(rewrites)
        self.finish = finish

    def changed(self, chance):
        """All files of an input, one of them changed."""
        files = dict(self.files)
        name = chance.choice(sorted(self.changes))
        files[name] = chance.choice(self.changes[name])(files[name], chance)
        return self.finish(files) if self.finish else files

    def command(self, chance):
        return list(chance.choice(self.commands))


def log(seed, customers=40):
    """Orders and events of a small shop in 2023 and 2024."""
    chance = random.Random(seed)
    orders, events = [], []
    for customer in range(customers):
        for _ in range(chance.choice([1, 1, 2, 3, 6, 12])):
            orders.append(f"c{customer},{day(chance)},{chance.choice([5, 12.5, 99.99, -5, 0])},"
                          f"o{len(orders) // 2},{chance.choice(['wine', 'tea', ''])},{chance.choice([1, 2, ''])}")
        for _ in range(chance.choice([0, 1, 5])):
            events.append(f"c{customer},{day(chance)},{chance.choice(['email_open', 'visit', 'review'])},"
                          f"{chance.choice([1, 5, ''])}")
    return (
        "\n".join(["customer_id,date,amount,order_id,category,quantity", *orders, ""]).encode(),
        "\n".join(["customer_id,date,kind,value", *events, ""]).encode(),
        "\n".join(["customer_id,country,accepts_email", *(
            f"c{customer},{chance.choice(['de', 'fr'])},{chance.choice(['yes', 'no'])}"
            for customer in range(customers)), ""]).encode())


def day(chance):
    return f"{chance.choice([2023, 2024])}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"


def signed(content, chance):
    """A changed model, with the digest of what it now says."""
    document = mutation.document_changed(json.loads(content), chance)
    if isinstance(document, dict):
        document.pop("digest", None)
        try:
            document["digest"] = hashlib.sha256(mutation.canonical(document).encode()).hexdigest()
        except (OverflowError, UnicodeEncodeError):
            document["digest"] = ""
    return json.dumps(document).encode("utf-8", "surrogatepass")


def json_changed(content, chance):
    return json.dumps(mutation.document_changed(json.loads(content), chance)).encode("utf-8", "surrogatepass")


def make(perennial, folder):
    """All doors, with a model and scores that the command itself makes of a small shop."""
    orders, events, customers = log(7)
    folder.mkdir(parents=True)
    for name, content in (("orders.csv", orders), ("events.csv", events), ("customers.csv", customers)):
        (folder / name).write_bytes(content)

    def run(*arguments):
        done = subprocess.run([str(perennial), *arguments], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"fuzz: {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")

    run("train", "orders.csv", "--events", "events.csv", "--horizon", "60d", "--model", "model", "--accept-weak")
    run("predict", "orders.csv", "--events", "events.csv", "--model", "model", "--output", "scores.csv")
    run("check", "orders.csv", "--events", "events.csv", "--output", "perennial.yaml")
    run("features", "orders.csv", "--events", "events.csv", "--output", "features.csv")
    model = {f"model/{path.name}": path.read_bytes() for path in sorted((folder / "model").iterdir())}
    logs = {"orders.csv": orders, "events.csv": events}
    configuration, scores, features = (
        (folder / name).read_bytes() for name in ("perennial.yaml", "scores.csv", "features.csv"))
    written = [mutation.bytes_changed, mutation.words_changed]
    text = [mutation.bytes_changed, mutation.cells_changed]
    read = ["orders.csv", "--events", "events.csv"]
    of_model = ["--model", "model", *THREADS]
    return [
        Door("orders", logs, {"orders.csv": text}, [
            ["check", *read], ["features", *read, *THREADS, "--output", "out.csv"],
            ["segment", *read, *THREADS], ["clv", *read, *THREADS],
            ["train", *read, "--horizon", "60d", "--model", "out", *THREADS]]),
        Door("events", logs, {"events.csv": text}, [
            ["check", *read], ["features", *read, *THREADS, "--output", "out.csv"],
            ["campaigns", *read]]),
        Door("customers", {**logs, "customers.csv": customers, **model}, {"customers.csv": text}, [
            ["predict", *read, "--customers", "customers.csv", *of_model, "--output", "out.csv"]]),
        Door("rules", {**logs, "rules.yaml": RULES.encode()}, {"rules.yaml": written}, [
            ["segment", *read, "--rules", "rules.yaml", *THREADS], ["segment", "lint", "rules.yaml"]]),
        Door("configuration", {**logs, "perennial.yaml": configuration}, {"perennial.yaml": written}, [
            ["features", "--config", "perennial.yaml", *THREADS, "--output", "out.csv"]]),
        Door("answers", {"bin/duckdb": ENGINE, "bin/psql": ENGINE, "answer.csv": orders}, {"answer.csv": text}, [
            ["check", "duckdb:?query=SELECT 1", "--max-rejected", "50%"],
            ["check", "postgresql://db/shop?table=orders", "--max-rejected", "50%"],
            ["features", "duckdb:?query=SELECT 1", *THREADS, "--output", "out.csv"]]),
        Door("offers", {"scores.csv": scores, "perennial.yaml": OFFERS.encode()},
             {"perennial.yaml": written}, [
                 ["plan", "scores.csv", "--offers", "perennial.yaml", "--output", "out"]]),
        Door("scores", {**logs, **model, "scores.csv": scores, "perennial.yaml": OFFERS.encode()},
             {"scores.csv": text}, [
                 ["plan", "scores.csv", "--offers", "perennial.yaml", "--output", "out"],
                 ["predict", *read, *of_model, "--previous", "scores.csv", "--output", "out.csv"],
                 ["monitor", *read, "--scores", "scores.csv", "--as-of", "2024-10-01"]]),
        Door("features", {**model, "features.csv": features}, {"features.csv": text}, [
            ["predict", "--features", "features.csv", *of_model, "--output", "out.csv"]]),
        Door("model", {**logs, **model, "features.csv": b"\n".join(features.split(b"\n")[:31]) + b"\n"},
             {"model/model.json": [signed], "model/evaluation.json": [json_changed]}, [
                 ["predict", *read, *of_model, "--output", "out.csv"],
                 ["predict", "--features", "features.csv", *of_model, "--output", "out.csv"],
                 ["inspect", "--model", "model"], ["compare", *read, *of_model],
                 ["report", *read, *of_model, "--output", "out.html"],
                 ["export", "notebook", *read, *of_model, "--output", "out"]]),
    ]
