"""Measures one piece of work as Perennial's own benchmark programs do."""
import json
import resource
import time


def usage():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def measured(work):
    """The value of a piece of work, and its wall and CPU seconds and the process's peak memory."""
    wall, (cpu, _) = time.perf_counter(), usage()
    value = work()
    wall = time.perf_counter() - wall
    after, peak = usage()
    return value, {"wallSeconds": wall, "cpuSeconds": after - cpu, "peakMebibytes": peak}


def report(**values):
    print(json.dumps(values, sort_keys=True), flush=True)
