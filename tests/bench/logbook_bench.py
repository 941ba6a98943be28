#!/usr/bin/env python3
"""A million readings: import against the sqlite3 shell's .import, stats against a bare scan, and a small logbook."""
import os
import random
import shutil
import statistics
import subprocess
import tempfile
import time

program = os.environ["BGBINGO"]
quick = os.environ.get("SCALE") == "quick"
count, runs = (100_000, 3) if quick else (1_000_000, 5)
folder = tempfile.mkdtemp(prefix="bgbingo-bench-")
path = lambda name: os.path.join(folder, name)
environment = dict(os.environ, XDG_DATA_HOME=folder, XDG_CONFIG_HOME=folder, TZ="UTC")


def seconds(command, **more):
    started = time.perf_counter()
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True, **more)
    return time.perf_counter() - started


def figure(name, value, unit, limit):
    print(f"{name} {value:.3f} {unit} {limit} {'ok' if value <= limit else 'over'}", flush=True)


def fresh(*names):
    for name in names:
        for suffix in ("", "-wal", "-shm", "-journal"):
            if os.path.exists(path(name + suffix)):
                os.remove(path(name + suffix))


def write_readings(file, lines):
    dice, minute = random.Random(int(os.environ.get("SEED", "1"))), 0
    with open(file, "w", encoding="ascii") as out:
        for _ in range(lines):
            minute += dice.randint(1, 19)
            day = time.gmtime(minute * 60 + 315532800)
            out.write(f"{day.tm_mon:02d}-{day.tm_mday:02d}-{day.tm_year}\t{day.tm_hour}:{day.tm_min:02d}\t"
                      f"{dice.choice((48, 58, 60, 62))}\t{dice.randint(40, 400)}\n")


try:
    write_readings(path("readings"), count)
    # The easier table for the shell: the file's four columns, unique in all of them.
    columns = "CREATE TABLE t(day TEXT, time TEXT, code INTEGER, value INTEGER, UNIQUE(day, time, code, value));"
    ours, shell, scans, figures = [], [], [], []
    for _ in range(runs):
        fresh("ours", "shell")
        ours.append(seconds([program, "import", path("readings"), "--format", "uci", "--logbook", path("ours")]))
        shell.append(seconds(["sqlite3", path("shell")],
                             input=f"{columns}\n.mode tabs\n.import {path('readings')} t\n".encode()))
    print(f"# import of {count} readings {statistics.median(ours):.2f} s, .import into the four columns "
          f"{statistics.median(shell):.2f} s")
    figure("import_over_shell_import_of_four_columns",
           statistics.median(a / b for a, b in zip(ours, shell)), "ratio", 0.75)

    # The same table with its index: the shell gets a file with the rows as they stand in the logbook.
    schema = subprocess.run(["sqlite3", path("ours"), "SELECT sql || ';' FROM sqlite_schema WHERE name LIKE 'entry%'"],
                            capture_output=True, text=True, check=True).stdout
    with open(path("rows"), "wb") as rows:
        subprocess.run(["sqlite3", "-tabs", "-nullvalue", "0", path("ours"), "SELECT * FROM entry"], stdout=rows, check=True)
    same, again = [], []
    for _ in range(runs):
        fresh("ours", "shell")
        again.append(seconds([program, "import", path("readings"), "--format", "uci", "--logbook", path("ours")]))
        same.append(seconds(["sqlite3", path("shell")], input=f"{schema}\n.mode tabs\n.import {path('rows')} entry\n".encode()))
    figure("import_over_shell_import_of_same_table",
           statistics.median(a / b for a, b in zip(again, same)), "ratio", 0.75)

    def peak():
        process = subprocess.Popen([program, "import", path("readings"), "--format", "uci", "--logbook", path("peak")],
                                   env=environment, stdout=subprocess.DEVNULL)
        _, _, usage = os.wait4(process.pid, 0)
        return usage.ru_maxrss / 1024

    figure("import_peak_memory", peak(), "MiB", 64)
    for _ in range(runs * 3):
        figures.append(seconds([program, "stats", "--json", "--logbook", path("ours")]))
        scans.append(seconds(["sqlite3", path("ours"), "SELECT sum(local), sum(digits), sum(kind) FROM entry"]))
    figure("stats_over_bare_scan", statistics.median(a / b for a, b in zip(figures, scans)), "ratio", 3)

    write_readings(path("few"), 500)
    seconds([program, "import", path("few"), "--format", "uci", "--logbook", path("small")])
    small = [seconds([program, "stats", "--logbook", path("small")]) * 1000 for _ in range(40)]
    figure("stats_of_small_logbook_p50", statistics.median(small), "ms", 10)
finally:
    shutil.rmtree(folder, ignore_errors=True)
