"""Doors of what the program keeps and reads again: stores, plans, contacts, runs, models of contracts and tables."""
import json
import pathlib
import random
import subprocess

import checksums
import mutation
from doors import Door, THREADS, json_changed, log, signed

OFFERS = """plan:
  budget: 50
  cool_down: 14d
  hold_out: 50%
  even_if_unreliable: true
  offers:
    - name: reminder
      contact_cost: 0.02
      save_rate: 4%
      win_back: true
  triggers:
    - {name: any, where: 'orders >= 1', offer: reminder, cool_down: 3d}
"""
LEARNED = OFFERS.replace("save_rate: 4%", "save_rate: {learned_from: [plan], start: 10%}")
# So that a changed cell is not the end of most runs.
PATIENT = ["--max-rejected", "50%", *THREADS]
SALT = ["--salt", "a secret of some length"]
ROLES = ["--id", "id", "--start", "began", "--end", "ended", "--ignore", "note"]


def manifest_of(content):
    return json.loads(content.split(b"\n", 1)[1])


def manifest_changed(content, chance):
    """A manifest with other figures, and the checksum of what it now says."""
    document = mutation.document_changed(manifest_of(content), chance)
    return manifest_bytes(document)


def manifest_bytes(document):
    body = json.dumps(document, separators=(",", ":"), sort_keys=True).encode("utf-8", "surrogatepass")
    return b"perennial-store 1 %016x\n" % checksums.xxh64(body) + body


def blocks_signed(files, folder):
    """The files of a store whose manifest has the checksums of its rows as they now are."""
    manifest = manifest_of(files[f"{folder}/manifest"])
    for segment in manifest["segments"]:
        content = files[f"{folder}/{segment['file']}"]
        for block in segment["blocks"]:
            for part in ("ids", "rows", "details"):
                extent = block[part]
                extent["checksum"] = checksums.xxh64(content[extent["start"]:extent["start"] + extent["size"]])
    return {**files, f"{folder}/manifest": manifest_bytes(manifest)}


def rows_changed(content, chance):
    """Rows of a store with other bytes at their places, so that their extents stay."""
    content = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        place = chance.randrange(len(content))
        kind = chance.randrange(3)
        if kind == 0:
            content[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            content[place] = chance.choice([0, 1, 0x7F, 0x80, 0xFF])
        else:
            # Sizes and numbers of columns are words of eight bytes.
            word = chance.choice([0, 1, 2**31 - 1, 2**32, 2**48 - 1, 2**63, 2**64 - 1]).to_bytes(8, "little")
            content[place:place + 8] = word[:len(content) - place]
    return bytes(content)


def contracts(seed, count=240):
    """Contracts of two plans, most of them ended, with a column that is not learned from."""
    chance = random.Random(seed)
    lines = ["id,began,ended,plan,fee,note"]
    for number in range(count):
        begin = chance.randrange(36)
        end = begin + chance.choice([2, 5, 9, 14, 99])
        ended = f"{2022 + end // 12}-{end % 12 + 1:02d}-01" if end < 36 else ""
        lines.append(f"k{number},{2022 + begin // 12}-{begin % 12 + 1:02d}-01,{ended},"
                     f"{chance.choice(['a', 'b'])},{chance.choice([5, 9.5, 20])},x")
    return "\n".join([*lines, ""]).encode()


def table(seed, count=120):
    chance = random.Random(seed)
    lines = ["id,churned,age,plan"]
    lines += [f"t{number},{chance.choice(['yes', 'no'])},{chance.randint(18, 80)},{chance.choice(['a', 'b', ''])}"
              for number in range(count)]
    return "\n".join([*lines, ""]).encode()


def campaign(seed, count=600):
    chance = random.Random(seed)
    lines = ["id,treated,bought,age"]
    lines += [f"u{number},{chance.choice(['yes', 'no'])},{chance.choice(['yes', 'no'])},{chance.randint(18, 80)}"
              for number in range(count)]
    return "\n".join([*lines, ""]).encode()


def make(perennial, folder):
    """These doors, with a store, plans and models that the command itself makes of a small shop."""
    orders, events, customers = log(9, customers=80)
    late, late_events, _ = log(10)
    folder.mkdir(parents=True)
    texts = {
        "orders.csv": orders, "events.csv": events, "late.csv": late, "late-events.csv": late_events,
        "perennial.yaml": OFFERS.encode(), "learned.yaml": LEARNED.encode(), "contracts.csv": contracts(9),
        "table.csv": table(9), "campaign.csv": campaign(9)}
    for name, content in texts.items():
        (folder / name).write_bytes(content)

    def run(*arguments):
        done = subprocess.run([str(perennial), *arguments], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"fuzz: {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")

    read = ["orders.csv", "--events", "events.csv"]
    run("train", *read, "--horizon", "60d", "--model", "model", "--accept-weak")
    run("predict", *read, "--model", "model", "--output", "scores.csv")
    run("predict", *read, "--model", "model", "--as-of", "2024-08-01", "--output", "before.csv")
    run("plan", "before.csv", "--offers", "perennial.yaml", *SALT, "--output", "plan", "--contacts", "contacts.csv",
        "--record")
    run("experiment", "readout", "orders.csv", "--assignment", "plan/assignment.csv", "--window", "60d", "--json",
        "--output", "plan/readout.json")
    run("triggers", *read, "--offers", "perennial.yaml", "--as-of", "2024-12-01", "--output", "triggers")
    run("run", *read, "--model", "model", "--as-of", "2024-08-01", "--output", "runs")
    run("store", "build", "store", *read)
    run("contracts", "train", "contracts.csv", *ROLES, "--model", "of-contracts")
    run("table", "train", "table.csv", "--label", "churned", "--id", "id", "--model", "of-table")

    def kept(*names):
        paths = [path for name in names for path in
                 ([folder / name] if (folder / name).is_file() else sorted((folder / name).rglob("*")))]
        return {str(path.relative_to(folder)): path.read_bytes() for path in paths if path.is_file()}

    logs = {name: texts[name] for name in ("orders.csv", "events.csv")}
    model, text = kept("model"), [mutation.bytes_changed, mutation.cells_changed]
    written = [mutation.bytes_changed, mutation.words_changed]
    of_model = ["--model", "model", *THREADS]
    of_store = [
        ["store", "verify", "store"], ["store", "info", "store", "--json"],
        ["features", "--store", "store", *THREADS, "--output", "out.csv"],
        ["check", "--store", "store", *THREADS], ["clv", "--store", "store", *THREADS],
        ["store", "append", "store", "late.csv", "--events", "late-events.csv", *THREADS]]
    store = {**kept("store"), "late.csv": late, "late-events.csv": late_events}
    rows = next(name for name in store if "/rows-" in name)
    run_date = next(path.name for path in (folder / "runs").iterdir())
    plan = kept("plan")
    return [
        Door("store", store, {"store/manifest": [mutation.bytes_changed, manifest_changed, manifest_changed],
                              rows: [mutation.bytes_changed]}, of_store, rewrites=["store/"]),
        Door("store-rows", store, {rows: [rows_changed]}, of_store, rewrites=["store/"],
             finish=lambda files: blocks_signed(files, "store")),
        Door("contracts", {"contracts.csv": texts["contracts.csv"], **kept("of-contracts")}, {"contracts.csv": text}, [
            ["contracts", "train", "contracts.csv", *ROLES, *PATIENT, "--model", "out"],
            ["contracts", "train", "contracts.csv", *ROLES[:-1], "note,fee", "--valid-from", "began", *PATIENT,
             "--model", "out"],
            ["contracts", "predict", "contracts.csv", "--model", "of-contracts", "--value", "fee", *PATIENT,
             "--output", "out.csv"]]),
        Door("contracts-model", {"contracts.csv": texts["contracts.csv"], **kept("of-contracts")},
             {"of-contracts/model.json": [signed], "of-contracts/evaluation.json": [json_changed]}, [
                 ["contracts", "predict", "contracts.csv", "--model", "of-contracts", "--value", "fee", *THREADS,
                  "--output", "out.csv"],
                 ["inspect", "--model", "of-contracts"]]),
        Door("table", {"table.csv": texts["table.csv"], **kept("of-table")}, {"table.csv": text}, [
            ["table", "train", "table.csv", "--label", "churned", "--id", "id", *PATIENT, "--model", "out"],
            ["table", "predict", "table.csv", "--model", "of-table", *PATIENT, "--output", "out.csv"]]),
        Door("table-model", {"table.csv": texts["table.csv"], **kept("of-table")},
             {"of-table/model.json": [signed], "of-table/evaluation.json": [json_changed]}, [
                 ["table", "predict", "table.csv", "--model", "of-table", *THREADS, "--output", "out.csv"],
                 ["inspect", "--model", "of-table"]]),
        Door("campaign", {"campaign.csv": texts["campaign.csv"]}, {"campaign.csv": text}, [
            ["uplift", "campaign.csv", "--treatment", "treated", "--outcome", "bought", "--id", "id", *PATIENT,
             "--output", "out.csv"]]),
        Door("contacts", {**logs, **kept("scores.csv", "contacts.csv", "triggers"), "perennial.yaml": OFFERS.encode()},
             {"contacts.csv": text, "triggers/state.csv": text}, [
                 ["plan", "scores.csv", "--offers", "perennial.yaml", *SALT, "--contacts", "contacts.csv", "--record",
                  "--output", "out"],
                 ["triggers", *read, "--offers", "perennial.yaml", "--contacts", "contacts.csv", "--output", "triggers"]],
             rewrites=["contacts.csv", "triggers/"]),
        Door("plans", {**logs, **plan, **kept("scores.csv"), "learned.yaml": LEARNED.encode(), "customers.csv":
                       b"customer_id,email,consent\n" + b"".join(b"c%d,c%d@example.org,yes\n" % (n, n) for n in range(80))},
             {"plan/plan.csv": text, "plan/plan.json": [json_changed, mutation.bytes_changed],
              "plan/readout.json": [json_changed, mutation.bytes_changed], "plan/assignment.csv": text}, [
                  ["plan", "scores.csv", "--offers", "learned.yaml", *SALT, "--output", "out"],
                  ["export", "audience", "plan/plan.csv", "--customers", "customers.csv", "--to", "klaviyo",
                   "--output", "out.csv"],
                  ["experiment", "readout", "orders.csv", "--assignment", "plan/assignment.csv", "--window", "60d"]]),
        Door("runs", {**logs, **model, **kept("runs")},
             {f"runs/{run_date}/scores.csv": text, f"runs/{run_date}/summary.json": [json_changed, mutation.bytes_changed]},
             [["run", *read, *of_model, "--output", "runs"]], rewrites=["runs/"]),
        Door("profiles", shop_export(perennial, folder), {"profile.yaml": written},
             [["check", "export.csv", "--profile", "profile.yaml", *THREADS],
              ["features", "export.csv", "--profile", "profile.yaml", *THREADS, "--output", "out.csv"]]),
        Door("exports", shop_export(perennial, folder), {"export.csv": text},
             [["check", "export.csv", *THREADS],
              ["features", "export.csv", *THREADS, "--output", "out.csv"]]),
    ]


def shop_export(perennial, folder):
    """An export of a shop, and its profile under another name, so that the file is read by it."""
    formats = pathlib.Path(__file__).resolve().parent.parent / "Golden/formats"
    profile = subprocess.run([str(perennial), "profiles", "shopify-orders"], capture_output=True, check=True).stdout
    return {"export.csv": (formats / "shopify-orders/orders.csv").read_bytes(),
            "profile.yaml": profile.replace(b"name: shopify-orders", b"name: profile", 1)}
