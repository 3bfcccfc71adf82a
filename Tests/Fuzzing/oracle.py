"""What may come of a run, whatever its input."""
import dataclasses
import os
import pathlib
import resource
import signal
import subprocess
import time

# docs/file-formats.md#exit-codes
CODES = {0, 1, 64, 65, 66, 73}

# Bounds of docs/limits.md, for inputs of n bytes: generous for the small ones that are made here. Seconds are
# of the processor, so that a busy machine finds no faults; who waits, and does nothing, has ten times as long.
SECONDS = 10
SECONDS_A_BYTE = 2e-5
WAITS = 10
BYTES = 600 << 20
BYTES_A_BYTE = 400

CRASHES = ("Fatal error", "Crash!", "Program crashed", "Backtrace took", "AddressSanitizer", "runtime error:")


@dataclasses.dataclass
class Verdict:
    code: object
    faults: list
    size: int
    command: list


@dataclasses.dataclass
class Run:
    code: object
    output: bytes
    errors: str
    peak: int
    # Of the processor.
    seconds: float


def run(perennial, command, folder, threads, seconds):
    """Runs a command in a folder of its own; a code of None where it took too long."""
    arguments = [str(perennial), *(part.format(threads=threads) for part in command)]
    # Programs that a door brings stand before those of the machine.
    environment = dict(os.environ, SWIFT_BACKTRACE="enable=no", PATH=f"{folder}/bin:{os.environ['PATH']}")
    begin = time.monotonic()
    with open(folder / "stdout", "wb") as out, open(folder / "stderr", "wb") as err:
        process = subprocess.Popen(
            arguments, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env=environment,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1,) * 2))
        code = None
        while time.monotonic() - begin < WAITS * seconds:
            done, status, used = os.wait4(process.pid, os.WNOHANG)
            if done:
                code = os.waitstatus_to_exitcode(status)
                if code in (-signal.SIGXCPU, -signal.SIGKILL):
                    code = None
                break
            time.sleep(0.002)
        else:
            process.kill()
            _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
    output, errors = (folder / "stdout").read_bytes(), (folder / "stderr").read_text(errors="replace")
    (folder / "stdout").unlink()
    (folder / "stderr").unlink()
    return Run(code, output, errors, used.ru_maxrss << 10, used.ru_utime + used.ru_stime)


def written(folder):
    """All files of a folder with their bytes, by name."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(pathlib.Path(folder).rglob("*")) if path.is_file()}


def judge(perennial, command, folder, size, chance, rewrites=()):
    """Runs a command on the files of a folder, now and then with another number of threads too.

    What begins with one of `rewrites` may be written to, unless the run is refused.
    """
    before = written(folder)
    seconds = SECONDS + SECONDS_A_BYTE * size
    first = run(perennial, command, folder, 2, seconds)
    after = written(folder)
    faults = faults_of(first, before, after, size, rewrites)
    if not faults and chance.random() < 0.1:
        for name in set(after) - set(before):
            (folder / name).unlink()
        for name in before:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(before[name])
        again = run(perennial, command, folder, 1, seconds)
        if (again.code, again.output, written(folder)) != (first.code, first.output, after):
            faults.append("one thread gives other bytes than two")
    return Verdict("time" if first.code is None else first.code, faults, size, command)


def faults_of(ran, before, after, size, rewrites):
    faults = []
    if ran.code is None:
        faults.append(f"still running after {ran.seconds:.0f} s of the processor")
    elif ran.code not in CODES:
        faults.append(f"exit {ran.code}")
    if any(word in ran.errors for word in CRASHES):
        faults.append("a crash is told")
    if ran.peak > BYTES + BYTES_A_BYTE * size:
        faults.append(f"{ran.peak >> 20} MiB for {size} bytes")
    if ran.code not in (0, None) and not (ran.errors.strip() or ran.output.strip()):
        faults.append(f"exit {ran.code} without a word")
    refused = ran.code in (None, 64, 65, 66, 73)
    changed = [name for name in before if after.get(name) != before[name]
               and (refused or not name.startswith(tuple(rewrites)))]
    if changed:
        faults.append(f"changed its input {changed[0]}")
    new = sorted(set(after) - set(before))
    if any(".partial" in name for name in new):
        faults.append("left a file half written")
    # A weak model and a requirement that is missed are told by 1 with what was asked for written.
    if refused and new:
        faults.append(f"exit {ran.code} and wrote {new[0]}")
    return faults
