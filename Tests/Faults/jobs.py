"""What writes: the commands with the files that they read and the places that they write to."""
import pathlib
import random
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Fuzzing"))
import doors  # noqa: E402

READ = ["orders.csv", "--events", "events.csv"]
CLEAN = READ + ["--model", "model"]
OFFERS = """plan:
  budget: 50
  hold_out: 20%
  even_if_unreliable: true
  offers:
    - {name: reminder, contact_cost: 0.02, save_rate: 4%, win_back: true}
  triggers:
    - {name: small, where: 'orders >= 1', offer: reminder}
"""


class Job:
    """A command, and what it writes.

    `command` is run on the files of the last months over what `before` wrote of the earlier ones.
    """

    def __init__(self, name, command, targets, needs=(), before=None, adds=False):
        self.name = name
        self.command = command
        self.targets = targets
        # Files and folders beside the logs that it reads.
        self.needs = needs
        self.before = before or command
        # Whether it adds to what it finds, so that a second run is another one.
        self.adds = adds


JOBS = [
    Job("check", ["check", "with-faults.csv", "--events", "events.csv", "--max-rejected", "5%", "--output", "found.yaml",
                  "--ledger", "ledger.json", "--rejected", "bad.csv"],
        ["found.yaml", "ledger.json", "bad.csv"]),
    Job("features", ["features", *READ, "--output", "features.csv"], ["features.csv"]),
    Job("train", ["train", *READ, "--horizon", "60d", "--accept-weak", "--model", "trained"], ["trained"]),
    Job("predict", ["predict", *CLEAN, "--output", "rows.csv", "--ledger", "ledger.json"],
        ["rows.csv", "ledger.json"], ["model"]),
    Job("segment", ["segment", *READ, "--output", "segments.csv"], ["segments.csv"]),
    Job("crosstab", ["segment", "crosstab", *READ, "--customers", "customers.csv", "--by", "country",
                      "--output", "tables"], ["tables"]),
    Job("movement", ["segment", "movement", *READ, "--compare-to", "2024-03-01", "--output", "moves"], ["moves"]),
    Job("compare", ["compare", *CLEAN, "--output", "compared"], ["compared"], ["model"]),
    Job("report", ["report", *CLEAN, "--output", "page.html", "--charts", "charts"],
        ["page.html", "charts"], ["model"]),
    Job("clv", ["clv", *READ, "--output", "clv.txt"], ["clv.txt"]),
    Job("campaigns", ["campaigns", *READ, "--output", "campaigns.txt"], ["campaigns.txt"]),
    Job("notebook", ["export", "notebook", *CLEAN, "--output", "notebooks"], ["notebooks/model"], ["model"]),
    Job("run", ["run", *CLEAN, "--output", "runs"], ["runs"], ["model"]),
    Job("plan", ["plan", "scores.csv", "--offers", "offers.yaml", "--salt", "a secret of some length",
                 "--output", "plan"], ["plan"], ["scores.csv", "offers.yaml"]),
    Job("record", ["plan", "scores.csv", "--offers", "offers.yaml", "--salt", "a secret of some length",
                   "--contacts", "contacts.csv", "--record"],
        ["contacts.csv"], ["scores.csv", "offers.yaml"], adds=True),
    Job("triggers", ["triggers", *READ, "--offers", "offers.yaml", "--output", "triggers"],
        ["triggers"], ["offers.yaml"], adds=True),
    Job("audience", ["export", "audience", "scores.csv", "--list", "none", "--customers", "people.csv", "--to", "klaviyo",
                     "--output", "audience.csv"], ["audience.csv"], ["scores.csv", "people.csv"]),
    Job("assign", ["experiment", "assign", "scores.csv", "--experiment", "may", "--arms", "control:10%,offer:90%",
                   "--salt-file", "salt.txt", "--starts", "2024-05-01", "--output", "arms.csv"],
        ["arms.csv"], ["scores.csv", "salt.txt"]),
    Job("table", ["table", "train", "table.csv", "--label", "churned", "--id", "id", "--model", "of-table"],
        ["of-table"], ["table.csv"]),
    Job("contracts", ["contracts", "train", "contracts.csv", "--id", "id", "--start", "began", "--end", "ended",
                      "--model", "of-contracts"], ["of-contracts"], ["contracts.csv"]),
    Job("uplift", ["uplift", "campaign.csv", "--treatment", "treated", "--outcome", "bought", "--id", "id",
                   "--output", "uplift.csv", "--report", "uplift.txt"], ["uplift.csv", "uplift.txt"], ["campaign.csv"]),
    Job("simulate", ["simulate", "--customers", "300", "--output", "shop"], ["shop"],
        before=["simulate", "--customers", "200", "--output", "shop"]),
    Job("store-build", ["store", "build", "store", *READ], ["store"]),
    Job("store-append", ["store", "append", "store", "late.csv", "--events", "late-events.csv"], ["store"],
        ["late.csv", "late-events.csv"], before=["store", "build", "store", *READ], adds=True),
]


def contracts(chance, count):
    lines = ["id,began,ended,plan"]
    for number in range(count):
        begin = chance.randrange(36)
        lasted = min(chance.choice([2, 5, 9, 14, 99]), 99)
        end = begin + lasted
        ended = f"{2022 + end // 12}-{end % 12 + 1:02d}-01" if end < 36 else ""
        lines.append(f"k{number},{2022 + begin // 12}-{begin % 12 + 1:02d}-01,{ended},{chance.choice(['a', 'b'])}")
    return "\n".join([*lines, ""])


def rows_of(chance, header, count, row):
    return "\n".join([header, *(row(number, chance) for number in range(count)), ""])


def inputs(perennial, folder):
    """The folders `old` and `new` of inputs, with a model, scores and tables in both."""
    for seed, name in ((7, "old"), (8, "new")):
        place = folder / name
        place.mkdir(parents=True)
        orders, events, customers = doors.log(seed, customers=120)
        late, late_events, _ = doors.log(seed + 100, customers=30)
        chance = random.Random(seed)
        texts = {
            "orders.csv": orders, "events.csv": events, "customers.csv": customers,
            "with-faults.csv": orders + f"c{seed},no day,5,o{seed},tea,1\n".encode(),
            "late.csv": late, "late-events.csv": late_events,
            "offers.yaml": OFFERS.encode(), "salt.txt": b"a secret of more than sixteen bytes\n",
            "people.csv": rows_of(chance, "customer_id,email,consent", 120, lambda number, _:
                                  f"c{number},c{number}@example.org,yes").encode(),
            "table.csv": rows_of(chance, "id,churned,age,plan", 150, lambda number, chance:
                                 f"t{number},{chance.choice(['yes', 'no'])},{chance.randint(18, 80)},"
                                 f"{chance.choice(['a', 'b'])}").encode(),
            "campaign.csv": rows_of(chance, "id,treated,bought,age", 600, lambda number, chance:
                                    f"u{number},{chance.choice(['yes', 'no'])},{chance.choice(['yes', 'no'])},"
                                    f"{chance.randint(18, 80)}").encode(),
            "contracts.csv": contracts(chance, 200).encode(),
        }
        for file, content in texts.items():
            (place / file).write_bytes(content)
        for command in (["train", *READ, "--horizon", "60d", "--model", "model", "--accept-weak"],
                        ["predict", *CLEAN, "--output", "scores.csv"]):
            done = subprocess.run([str(perennial), *command], cwd=place, capture_output=True, text=True)
            if done.returncode != 0:
                raise SystemExit(f"faults: {' '.join(command)} ended with {done.returncode}: {done.stderr}")
