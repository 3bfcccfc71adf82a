"""What the benchmark scripts share: processes that are measured, and how figures are told."""
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys


class Missing(Exception):
    """An input or program that a row needs is not there."""


class Disagreement(Exception):
    """The answers differ, so that their times say nothing."""


def needed(*paths):
    for path in paths:
        if not pathlib.Path(path).exists():
            raise Missing(f"{path} is missing")


def agree(name, ours, theirs, tolerance):
    error = abs(ours - theirs) / max(abs(theirs), 1e-300)
    if not error <= tolerance:
        raise Disagreement(f"{name}: {ours!r} against {theirs!r}, {error:.1e} apart")
    return error


def run(command, environment):
    """What a command prints."""
    done = subprocess.run(
        [str(part) for part in command], env=environment, text=True, capture_output=True)
    if done.returncode != 0:
        reason = " ".join(done.stderr.split())[-300:]
        raise Missing(f"{command[0]} ended with {done.returncode}: {reason}")
    return done.stdout


def measured_process(command, environment):
    """Output and cost of a whole process, by a small parent of its own for an honest peak."""
    command = [str(part) for part in command]
    script = (
        "import json, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, text=True)\n"
        "wall = time.perf_counter() - start\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps(dict(output=done.stdout[-1000:], cost=dict(\n"
        "    wallSeconds=wall, cpuSeconds=used.ru_utime + used.ru_stime,\n"
        "    peakMebibytes=used.ru_maxrss / 1024))))\n"
        "sys.exit(done.returncode)\n")
    return json.loads(run([sys.executable, "-c", script, *command], environment))


def quiet_environment(threads):
    """The environment without what makes current libraries slower, for ours and theirs alike."""
    environment = dict(os.environ)
    for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
        environment.pop(name, None)
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"):
        environment[name] = str(threads)
    return environment


def median_cost(results):
    return {
        key: statistics.median(result["cost"][key] for result in results)
        for key in ("wallSeconds", "cpuSeconds", "peakMebibytes")}


def figure(value):
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def cost_cells(ours, theirs):
    """Wall, CPU and peak memory of two sides, with ratios; of one where the other has none."""
    cells = []
    for key, unit in (("wallSeconds", "s"), ("cpuSeconds", "s"), ("peakMebibytes", "MiB")):
        text = f"{figure(ours[key])} {unit}"
        if theirs:
            text += f" / {figure(theirs[key])} {unit} = **{theirs[key] / ours[key]:.1f}×**"
        cells.append(text)
    return cells


def conditions(runs, threads):
    """A sentence on where and how the figures were taken."""
    return (
        f"medians of {runs} alternating runs; {threads} threads of {processor()}, {os.cpu_count()} "
        f"processors, load {os.getloadavg()[0]:.1f} at the end")
