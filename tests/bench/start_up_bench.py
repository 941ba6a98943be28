#!/usr/bin/env python3
"""How long `bgbingo --help` takes, and how much of that any program takes (/bin/true, started the same way)."""
import os
import statistics
import sys
import time

RUNS = 40 if os.environ.get("SCALE") == "quick" else 200
nowhere = os.open(os.devnull, os.O_RDWR)


def milliseconds(command):
    started = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ,
                           file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, fd) for fd in (0, 1, 2)])
    _, status = os.waitpid(child, 0)
    elapsed = (time.perf_counter() - started) * 1000
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return elapsed


ours, bare = [], []
for _ in range(RUNS):  # in turn, so that both see the same machine
    ours.append(milliseconds([os.environ["BGBINGO"], "--help"]))
    bare.append(milliseconds(["/bin/true"]))
p50 = statistics.median(ours)
print(f"help_p50 {p50:.2f} ms 5 {'ok' if p50 <= 5 else 'over'}")
print(f"help_p50_over_bin_true {p50 / statistics.median(bare):.2f} ratio - ok")
