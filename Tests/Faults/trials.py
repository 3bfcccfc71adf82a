"""What may go wrong while a command writes, and what must then be found where it writes."""
import contextlib
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Fuzzing"))
from oracle import CODES, CRASHES  # noqa: E402

DRAFT = re.compile(r"\.[^/]+\.[^/]*partial(\.old)?$|\.[^/]+\.old$")
SECONDS = 120
# Calls of the system at which a run is ended, or that fail, and how.
KILLED_AT = ["write", "rename,renameat,renameat2", "openat", "close", "fsync", "unlink,unlinkat", "ftruncate", "mkdir,mkdirat"]
FAILING = [
    ("write", "ENOSPC"), ("write", "EIO"), ("write", "EDQUOT"), ("read", "EIO"), ("pread64", "EIO"), ("fsync", "EIO"),
    ("openat", "EMFILE"), ("openat", "EACCES"), ("openat", "ENOSPC"), ("rename,renameat,renameat2", "EXDEV"),
    ("rename,renameat,renameat2", "EACCES"), ("close", "ENOSPC"), ("mkdir,mkdirat", "ENOSPC"), ("ftruncate", "EIO"),
    ("lseek", "EIO"), ("fstat,newfstatat", "EIO"), ("flock", "EINTR"),
]


class Place:
    """A folder in which a job has written before, and all that a trial needs to know of it."""

    def __init__(self, perennial, job, inputs, scratch):
        self.perennial, self.job, self.inputs = str(perennial), job, inputs
        self.base, self.folder = scratch / "base", scratch / "place"
        shutil.rmtree(self.base, ignore_errors=True)
        shutil.copytree(inputs / "old", self.base)
        self.must(job.before, self.base)
        for path in (inputs / "new").iterdir():
            if path.name not in job.targets:
                replace(path, self.base / path.name)
        self.old = self.states(self.base)
        self.lay()
        begin = time.monotonic()
        self.must(job.command, self.folder)
        self.seconds = time.monotonic() - begin
        self.new = self.states(self.folder)
        for name in job.targets:
            if self.old[name] == self.new[name]:
                raise SystemExit(f"faults: {job.name}: {name} does not tell old from new")

    def lay(self):
        """Puts the folder back to what it was before the job."""
        # The mount point of a small disk stays.
        self.folder.mkdir(exist_ok=True)
        for path in self.folder.iterdir():
            remove(path)
        for path in self.base.iterdir():
            replace(path, self.folder / path.name)
        self.before = set(os.listdir(self.folder))

    def must(self, command, folder):
        done = subprocess.run([self.perennial, *command], cwd=folder, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"faults: {' '.join(command)} ended with {done.returncode}: {done.stderr}")

    def states(self, folder):
        return {name: self.state(folder, name) for name in self.job.targets}

    def state(self, folder, name):
        """What a target holds; of a store what can be read from it, as its bytes differ from run to run."""
        path = folder / name
        if (path / "manifest").is_file():
            read = subprocess.run([self.perennial, "features", "--store", name, "--quiet"], cwd=folder, capture_output=True)
            sound = subprocess.run([self.perennial, "store", "verify", name], cwd=folder, capture_output=True)
            if (read.returncode, sound.returncode) != (0, 0):
                return f"unreadable: {read.stderr.decode()}{sound.stderr.decode()}"
            return read.stdout
        if path.is_dir():
            # Drafts within are beside what they will be, as those of a run in the folder of runs.
            return {
                str(file.relative_to(path)): file.read_bytes()
                for file in sorted(path.rglob("*"))
                if file.is_file() and not any(DRAFT.match(part) for part in file.relative_to(path).parts)}
        return path.read_bytes() if path.is_file() else None

    def judge(self, code, errors, is_killed=False, may_crash=False, may_differ=False, may_be_new=False):
        """The faults of how a run ended and of what stands in the folder."""
        faults = []
        states = self.states(self.folder)
        ended = code in CODES or (is_killed and code is not None and code < 0)
        if code is None:
            faults.append(f"still running after {SECONDS} s")
        elif not ended and not may_crash:
            faults.append(f"exit {code}")
        if not may_crash and any(word in errors for word in CRASHES):
            faults.append("a crash is told")
        for name, state in states.items():
            if state not in (self.old[name], self.new[name]) and not may_differ:
                faults.append(f"{name} is neither the old nor the new")
            elif code == 0 and state != self.new[name] and not may_differ:
                faults.append(f"exit 0 and {name} is not the new")
        if code in (64, 65, 66, 73) and not may_be_new and any(states[name] != self.old[name] for name in self.job.targets[:1]):
            faults.append(f"exit {code} and {self.job.targets[0]} is not the old")
        left = set(os.listdir(self.folder)) - self.before - set(self.job.targets)
        left -= {pathlib.PurePath(name).parts[0] for name in self.job.targets}
        drafts = {name for name in left if DRAFT.match(name)}
        drafts |= {path.name for name in self.job.targets for path in (self.folder / name).rglob(".*")
                   if DRAFT.match(path.name)}
        if left - drafts:
            faults.append(f"left {', '.join(sorted(left - drafts))}")
        if drafts and not is_killed and (code is None or code >= 0):
            faults.append(f"left {', '.join(sorted(drafts))}")
        return faults, bool(drafts)

    def run_again(self):
        """Whether the next run puts all right: its results whole, and no draft of the killed one left."""
        faults = []
        done = subprocess.run([self.perennial, *self.job.command], cwd=self.folder, capture_output=True, text=True)
        if done.returncode != 0:
            return [f"the next run ended with {done.returncode}: {done.stderr[-300:]}"]
        if not self.job.adds:
            states = self.states(self.folder)
            faults += [f"after the next run {name} is not the new" for name in states if states[name] != self.new[name]]
        left = [str(path.relative_to(self.folder)) for path in self.folder.rglob(".*") if DRAFT.match(path.name)]
        return faults + ([f"the next run left {', '.join(sorted(left))}"] if left else [])


def remove(path):
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def replace(source, target):
    if target.exists():
        remove(target)
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        shutil.copyfile(source, target)


def started(place, prefix=(), limits=None, **streams):
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **streams}
    return subprocess.Popen(
        [*prefix, place.perennial, *place.job.command], cwd=place.folder, stdin=subprocess.DEVNULL,
        env=dict(os.environ, SWIFT_BACKTRACE="enable=no", **(streams.pop("environment", {}))),
        preexec_fn=limits, start_new_session=True, **streams)


def ended(process):
    """Exit code and last words; a code of None where the run had to be killed."""
    try:
        _, errors = process.communicate(timeout=SECONDS)
        return process.returncode, (errors or b"").decode(errors="replace")
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, ""


def killed(place, chance):
    """SIGKILL at any time, half of the times just after a draft has appeared."""
    waits_for_draft = chance.random() < 0.5
    wait = chance.uniform(0, place.seconds * (0.3 if waits_for_draft else 1.1))
    process = started(place)
    if waits_for_draft:
        end = time.monotonic() + SECONDS
        while process.poll() is None and time.monotonic() < end:
            if any(DRAFT.match(name) for name in os.listdir(place.folder)):
                break
            time.sleep(0.0003)
        wait = chance.choice([0, 0.001, 0.003, wait])
    time.sleep(wait)
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    code, errors = ended(process)
    return place.judge(code, errors, is_killed=True)


def traced(place, inject, calls):
    return started(place, [
        "strace", "-f", "-qqq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", "signal=none", "-e", f"inject={calls}:{inject}"])


def killed_at_call(place, chance):
    """SIGKILL at a call of the system: the n-th write, rename, and so on."""
    calls = chance.choice(KILLED_AT)
    number = chance.choice([1, 1, 2, 3, chance.randint(1, 12), chance.randint(1, 60)])
    code, errors = ended(traced(place, f"signal=SIGKILL:when={number}", calls))
    return place.judge(-9 if code == 137 else code, errors, is_killed=True)


def failing_call(place, chance):
    """A call of the system that fails once, or from then on."""
    calls, error = chance.choice(FAILING)
    number = chance.choice([1, 2, 3, chance.randint(1, 12), chance.randint(1, 60)])
    code, errors = ended(traced(place, f"error={error}:when={number}{chance.choice(['', '+'])}", calls))
    # Where the loader of the program itself finds no library, nothing of ours has run yet.
    if code == 127 and "error while loading shared libraries" in errors:
        code = 1
    return place.judge(code, errors)


def full_disk(place, chance):
    """A disk of a few kilobytes less than it takes; only in a mount namespace of its own."""
    used = sum(path.stat().st_size + 4095 & ~4095 for path in place.base.rglob("*") if path.is_file())
    new = sum(len(part) for state in place.new.values() for part in
              (state.values() if isinstance(state, dict) else [state or b""]))
    size = used + 262_144 + chance.randint(0, new + new // 4)
    place.folder.mkdir(exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", place.folder], check=True)
    try:
        place.lay()
        # What is left free is filled but for a part of what the job will write.
        free = os.statvfs(place.folder)
        room = max(0, free.f_bavail * free.f_bsize - chance.randint(0, new + 4096))
        (place.folder / "filler").write_bytes(bytes(room))
        place.before.add("filler")
        code, errors = ended(started(place))
        return place.judge(code, errors)
    finally:
        subprocess.run(["umount", "-l", place.folder], check=True)


def file_size(place, chance):
    """No file may grow beyond a size."""
    size = chance.choice([0, 1, 100, 4096, chance.randint(1, 200_000)])
    code, errors = ended(started(
        place, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)), restore_signals=False))
    return place.judge(code, errors)


def memory(place, chance):
    """Less address space than it takes. A run that the system ends for it must leave all whole too."""
    size = chance.randint(60, 900) << 20
    # With more threads OpenBLAS waits for ever, as it starts, for memory that it does not get.
    code, errors = ended(started(
        place, limits=lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size)),
        environment={"OPENBLAS_NUM_THREADS": "1"}))
    return place.judge(code, errors, is_killed=True, may_crash=True)


def input_of(place, chance):
    """One of the files that the job reads."""
    read = [name for name in place.job.command if (place.folder / name).exists() and name not in place.job.targets]
    return place.folder / chance.choice(read) if read else None


def shrinking(place, chance):
    """A file that loses its end while it is read: an error, or the whole result of what was read."""
    path = input_of(place, chance)
    if path is None or path.is_dir():
        return None
    process = started(place)
    time.sleep(chance.uniform(0, place.seconds))
    os.truncate(path, chance.choice([0, chance.randint(0, path.stat().st_size)]))
    code, errors = ended(process)
    return place.judge(code, errors, may_differ=code in (0, 1))


def pipe_that_ends(place, chance):
    """A compressed file that ends in the middle, through a pipe."""
    path = input_of(place, chance)
    if path is None or path.name not in ("orders.csv", "table.csv", "contracts.csv", "campaign.csv"):
        return None
    import gzip
    content = gzip.compress(path.read_bytes())
    content = content[:chance.randint(20, len(content) - 1)]
    path.unlink()
    os.mkfifo(path)

    def feed():
        with contextlib.suppress(BrokenPipeError):
            path.write_bytes(content)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    code, errors = ended(started(place))
    # A command that never opened it leaves the thread waiting.
    with contextlib.suppress(OSError):
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
    feeder.join(1)
    faults, drafts = place.judge(code, errors)
    return (faults + (["exit 0 for half an input"] if code == 0 else []), drafts)


def wrong_kind(place, chance):
    """A folder, nothing, or an endless device where a file is expected."""
    path = input_of(place, chance)
    if path is None or path.is_dir():
        return None
    path.unlink()
    kind = chance.choice(["folder", "nothing", "loop"])
    if kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path.name)
    code, errors = ended(started(place))
    faults, drafts = place.judge(code, errors)
    return (faults + (["exit 0 without its input"] if code == 0 else []), drafts)


def streams(place, chance):
    """Standard streams that are closed, full, or whose reader has gone."""
    kind = chance.choice(["closed 1", "closed 2", "closed 0", "closed all", "full", "gone"])
    if kind == "gone":
        reading, writing = os.pipe()
        os.close(reading)
        process = started(place, stdout=writing)
        os.close(writing)
    elif kind == "full":
        with open("/dev/full", "wb") as full:
            process = started(place, stdout=full, stderr=chance.choice([full, subprocess.DEVNULL]))
    else:
        closed = range(3) if kind == "closed all" else [int(kind[-1])]
        process = started(place, limits=lambda: [os.close(stream) for stream in closed], stderr=subprocess.DEVNULL)
    code, errors = ended(process)
    # Whoever reads no more ends a program, as in `perennial … | head`. A report that cannot be printed is an
    # error, although what it tells of has been written.
    return place.judge(code, errors, is_killed=kind == "gone", may_be_new=True)


def stopped(place, chance):
    """SIGINT, SIGTERM, SIGHUP: nothing may be left at all."""
    process = started(place)
    time.sleep(chance.uniform(0, place.seconds * 1.1))
    number = chance.choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(number)
    code, errors = ended(process)
    faults, drafts = place.judge(0 if code == 128 + number else code, errors, is_killed=True)
    if code == 128 + number:
        faults = [fault for fault in faults if not fault.startswith("exit 0")]
    # Before the program has set up what it does on a signal, the system ends it.
    if drafts and code is not None and code >= 0:
        faults.append("left a draft")
    return faults, drafts


def two_at_once(place, chance):
    """Two runs into one place: each ends well or is refused, and one of them has written all."""
    first = started(place)
    time.sleep(chance.uniform(0, place.seconds))
    second = started(place)
    (one, errors), (two, more) = ended(first), ended(second)
    if place.job.adds:
        codes = {code for code in (one, two)}
        return ([f"exit {code}" for code in codes if code not in CODES], False)
    worst = one if one != 0 else two
    if 0 in (one, two):
        # What the other one said is no fault as long as it is of the contract.
        bad = [f"exit {code}" for code in (one, two) if code not in CODES]
        faults, drafts = place.judge(0, errors + more)
        return bad + faults, drafts
    return place.judge(worst, errors + more)


def clock(place, chance, library):
    """A clock that stands in 1971, before the log, in 2200, or jumps while the run goes on."""
    environment = {
        "LD_PRELOAD": str(library), "FAULTS_CLOCK": str(chance.choice([-1_730_000_000, -90_000_000, 5_500_000_000])),
        "FAULTS_AFTER": str(chance.choice([0, 0, 1, 3]))}
    code, errors = ended(started(place, environment=environment))
    # A log of the future is refused by default.
    return place.judge(code, errors, may_differ=code == 0)
