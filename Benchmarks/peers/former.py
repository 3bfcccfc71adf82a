"""Whole commands, run by this build and by a former one in turn on the same files.

The jobs of `compare --former PROGRAM`. A model that both can read is trained by the former build on the
customers whose number ends in 0. What a former build cannot do (a store on disk) it does as it could: from
all files again.
"""
import json
import pathlib
import shutil

from measuring import Disagreement, Missing, measured_process, needed

COLUMNS = ["--columns", "returned_at=timestamp"]
HORIZON = ["--horizon", "90d"]


class FormerBuild:
    def __init__(self, comparison):
        self.options = comparison.options
        self.data = comparison.data
        self.environment = comparison.environment
        self.difference = comparison.difference
        needed(self.options.former, self.options.perennial)

    def jobs(self):
        """Names with what is told of them and the job."""
        middle, large = self.options.histories, self.options.large_histories
        jobs = {
            "predict": ("`predict` from files", lambda: self.predict(middle)),
            "night": ("a day more, `store append` and `predict --store`", lambda: self.night(middle)),
            "train": ("`train`", lambda: self.train(middle)),
            "backtest": ("`backtest --origins 4`", lambda: self.backtest(middle)),
            "clusters": ("`compare`", lambda: self.clusters(middle)),
        }
        if large:
            jobs["train-large"] = ("`train`, large", lambda: self.train(large))
            jobs["night-large"] = ("a day more, large", lambda: self.night(large))
        return jobs

    def pair(self, arguments, output):
        """A function for each build that runs a command into a place of its own."""
        def run(program, name):
            place = self.data / f"{output}-{name}"
            def measured():
                if place.is_dir():
                    shutil.rmtree(place)
                place.unlink(missing_ok=True)
                result = measured_process(
                    [program, *arguments(place), "--threads", self.options.threads, "--quiet"],
                    self.environment)
                result["version"] = "former build"
                return result
            return measured, place
        ours, our_place = run(self.options.perennial, "ours")
        theirs, their_place = run(self.options.former, "former")
        return ours, theirs, our_place, their_place

    def log(self, histories):
        if not histories:
            raise Missing("no folder of histories is given")
        histories = pathlib.Path(histories)
        needed(histories / "transactions.csv", histories / "events.csv")
        return [histories / "transactions.csv", "--events", histories / "events.csv", *COLUMNS]

    def model(self):
        """A model of a tenth of the customers, by the former build."""
        histories = self.options.histories
        model = self.data / "former-model"
        if (model / "model.json").exists():
            return model
        for name in ("transactions.csv", "events.csv"):
            with open(pathlib.Path(histories) / name) as whole, open(self.data / f"tenth-{name}", "w") as tenth:
                header = next(whole)
                place = header.rstrip("\n").split(",").index("customer_id")
                tenth.write(header)
                tenth.writelines(line for line in whole if line.split(",")[place].endswith("0"))
        measured_process(
            [self.options.former, "train", self.data / "tenth-transactions.csv", "--events",
             self.data / "tenth-events.csv", *COLUMNS, *HORIZON, "--model", model, "--quiet"],
            self.environment)
        return model

    def predict(self, histories):
        log, model = self.log(histories), self.model()
        ours, theirs, here, there = self.pair(
            lambda place: ["predict", *log, "--model", model, "--output", place], "predict.csv")
        return ours, theirs, lambda *_: self.difference("scores", here, there, 1e-9)

    def clusters(self, histories):
        log, model = self.log(histories), self.model()
        ours, theirs, _, _ = self.pair(
            lambda place: ["compare", *log, "--model", model, "--output", place], "compare")
        return ours, theirs, lambda *_: ""

    def train(self, histories):
        log = self.log(histories)
        ours, theirs, here, there = self.pair(
            lambda place: ["train", *log, *HORIZON, "--model", place], f"train-{pathlib.Path(histories).name}")

        def check(*_):
            def auc(folder):
                evaluation = json.loads((folder / "evaluation.json").read_text())
                return evaluation["groups"]["all"]["model"]["auc"]
            if abs(auc(here) - auc(there)) > 2e-3:
                raise Disagreement(f"AUC {auc(here):.4f} and {auc(there):.4f}")
            return f"AUC {auc(here):.5f} / {auc(there):.5f}"

        return ours, theirs, check

    def backtest(self, histories):
        log = self.log(histories)
        ours, theirs, _, _ = self.pair(
            lambda place: ["backtest", *log, *HORIZON, "--origins", "4", "--json", "--output", place], "backtest.json")
        return ours, theirs, lambda *_: ""

    def night(self, histories):
        """One day of orders and events behind a store of all before it."""
        self.log(histories)
        model = self.model()
        size = pathlib.Path(histories).name
        store = self.data / f"store-{size}"
        before, day = self.split(histories, self.options.last_day)
        threads = ["--threads", self.options.threads, "--quiet"]
        kept = self.data / f"store-{size}-before"
        if not kept.exists():
            measured_process(
                [self.options.perennial, "store", "build", kept, before[0], "--events", before[1], *COLUMNS, *threads],
                self.environment)
        needed(kept)
        here = self.data / f"night-{size}-ours.csv"

        def ours():
            if store.is_dir():
                shutil.rmtree(store)
            (shutil.copytree if kept.is_dir() else shutil.copyfile)(kept, store)
            here.unlink(missing_ok=True)
            costs = [measured_process(command, self.environment)["cost"] for command in (
                [self.options.perennial, "store", "append", store, day[0], "--events", day[1], *threads],
                [self.options.perennial, "predict", "--store", store, "--model", model, "--output", here, *threads])]
            cost = {key: sum(cost[key] for cost in costs) for key in ("wallSeconds", "cpuSeconds")}
            cost["peakMebibytes"] = max(cost["peakMebibytes"] for cost in costs)
            return {"cost": cost}

        log = [before[0], day[0], "--events", before[1], "--events", day[1], *COLUMNS]
        _, theirs, _, there = self.pair(
            lambda place: ["predict", *log, "--model", model, "--output", place], f"night-{size}.csv")
        return ours, theirs, lambda *_: self.difference("scores", here, there, 1e-9)

    def split(self, histories, day):
        """Both files' rows before a day, and those of it: two pairs of paths."""
        sides = {"before": [], "day": []}
        for name in ("transactions.csv", "events.csv"):
            paths = [self.data / f"{pathlib.Path(histories).name}-{side}-{name}" for side in sides]
            for side, path in zip(sides, paths):
                sides[side].append(path)
            with open(pathlib.Path(histories) / name) as whole, open(paths[0], "w") as before, \
                    open(paths[1], "w") as after:
                header = next(whole)
                place = header.rstrip("\n").split(",").index("timestamp")
                before.write(header)
                after.write(header)
                for line in whole:
                    (after if line.split(",")[place][:10] >= day else before).write(line)
        return sides["before"], sides["day"]
