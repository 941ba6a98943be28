#!/usr/bin/env python3
"""kill_test.py PROGRAM KILL_AT_LIBRARY [POINTS [SEED]]: kills bgbingo with SIGKILL right before its k-th write, sync,
truncation or unlink, during import, sync, log add, log undo, meters move and round enter, at seeded points k, and looks
at what is left: nothing acknowledged may be lost, nothing doubled, and the same command again must complete what was
begun."""
import collections
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

program, library = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
points = int(sys.argv[3]) if len(sys.argv) > 3 else 40
seed = int(sys.argv[4]) if len(sys.argv) > 4 else 20261122
random_points = random.Random(seed)
place = tempfile.mkdtemp(prefix="bgbingo-kill-")


class Home:
    """A data folder of its own, copied from another one."""

    def __init__(self, name, template=None):
        self.folder = os.path.join(place, name)
        shutil.rmtree(self.folder, ignore_errors=True)
        if template:
            shutil.copytree(template.folder, self.folder)
        else:
            os.makedirs(self.folder)

    def run(self, *words, kill_at=None, count=None):
        environment = dict(os.environ, XDG_DATA_HOME=os.path.join(self.folder, "data"),
                           XDG_CONFIG_HOME=os.path.join(self.folder, "config"), TZ="UTC", LC_ALL="C.UTF-8")
        if kill_at or count:
            environment["LD_PRELOAD"] = library
        if kill_at:
            environment["KILL_AT"] = str(kill_at)
        if count:
            environment["KILL_COUNT"] = count
        return subprocess.run([program, *words], env=environment, capture_output=True, text=True, timeout=60,
                              stdin=subprocess.DEVNULL, check=False)

    def data(self, *words):
        done = self.run(*words, "--json")
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
        return json.loads(done.stdout)

    def entries(self, profile="me"):
        if not os.path.exists(os.path.join(self.folder, f"data/bgbingo/{profile}.logbook")):
            return []
        listed = self.run("log", "list", "--json", "--profile", profile)
        if listed.returncode == 3:  # killed before the file was a logbook
            return []
        return sorted((e["time"], e["kind"], json.dumps(e.get("value")), e.get("meal", "")) for e in json.loads(listed.stdout))

    def check(self, profile="me"):
        done = self.run("check", "--json", "--profile", profile)
        return done.returncode in (0, 3), done.stdout + done.stderr


class Simulator:
    """A simulated meter on a pseudo-terminal."""

    def __init__(self, readings):
        self.port = os.path.join(place, "meter")
        self.process = subprocess.Popen([program, "simulate", "ibgstar", "--link", self.port, "--readings", readings],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def stop(self):
        self.process.terminate()
        self.process.wait()


def calls_of(template, words):
    """How many calls an undisturbed run makes, and what is there afterwards."""
    home = Home("counted", template)
    counted = os.path.join(place, "count")
    done = home.run(*words, count=counted)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
    with open(counted, encoding="ascii") as file:
        return int(file.read()), home


faults = collections.Counter()
kills = collections.Counter()


def fault(kind, name, point, detail):
    faults[kind] += 1
    print(f"{name}, killed before call {point}: {kind}: {detail}")


def trial(name, template, words, is_repeatable):
    calls, whole = calls_of(template, words)
    before, after = template.entries(), whole.entries()
    for point in [random_points.randint(1, calls) for _ in range(points)]:
        home = Home("killed", template)
        done = home.run(*words, kill_at=point)
        kills[name] += done.returncode == -9
        acknowledged = bool(done.stdout.strip())
        is_whole, finding = home.check()
        if not is_whole:
            fault("damaged", name, point, finding)
            continue
        now = home.entries()
        if acknowledged and now != after:
            fault("lost", name, point, f"{len(now)} entries instead of {len(after)}")
        if now not in (before, after):
            fault("half", name, point, f"{len(now)} entries, neither {len(before)} nor {len(after)}")
        if is_repeatable or (not acknowledged and now == before):
            again = home.run(*words)
            if home.entries() != after:
                fault("not completed or doubled", name, point, again.stdout + again.stderr)
    print(f"{name}: {calls} calls, {kills[name]} kills of {points}")


def trial_of_move(template, serial):
    """Two logbooks: until the move is done at least one has each reading, and moving again finishes it."""
    words = ("meters", "move", serial, "--to", "ben")
    calls, whole = calls_of(template, words)
    of_meter = whole.entries("ben")
    stays = whole.entries("me")
    for point in [random_points.randint(1, calls) for _ in range(points)]:
        home = Home("killed", template)
        done = home.run(*words, kill_at=point)
        kills["meters move"] += done.returncode == -9
        mine, bens = home.entries("me"), home.entries("ben")
        if any(entry not in mine and entry not in bens for entry in of_meter) or any(entry not in mine for entry in stays):
            fault("lost", "meters move", point, f"{len(mine)} and {len(bens)} entries of {len(of_meter)} and {len(stays)}")
        again = home.run(*words)
        if home.entries("ben") != of_meter or home.entries("me") != stays:
            fault("not completed or doubled", "meters move", point, again.stdout + again.stderr)
        for profile in ("me", "ben"):
            is_whole, finding = home.check(profile)
            if not is_whole:
                fault("damaged", "meters move", point, finding)
    print(f"meters move: {calls} calls, {kills['meters move']} kills of {points}")


def trial_of_entry(template):
    """A player's entry: the receipt is the acknowledgement."""
    words = ("round", "enter", "bea", "114 mg/dL")
    calls, _ = calls_of(template, words)
    for point in [random_points.randint(1, calls) for _ in range(points)]:
        home = Home("killed", template)
        done = home.run(*words, kill_at=point)
        kills["round enter"] += done.returncode == -9
        receipt = home.run("round", "receipt", "bea")
        if "local-1|" in done.stdout and receipt.returncode != 0:
            fault("lost", "round enter", point, receipt.stderr)
        if receipt.returncode != 0:
            home.run(*words)
        closed = home.run("round", "close")
        drawn = home.run("round", "draw")
        shown = home.run("round", "show", "--text")
        if shown.stdout.count("\n2 ") == 0 or closed.returncode or drawn.returncode:
            fault("not completed or doubled", "round enter", point, closed.stderr + drawn.stderr)
        file = os.path.join(place, "round")
        with open(file, "w", encoding="utf-8") as out:
            out.write(shown.stdout)
        if not home.data("round", "verify", file)["valid"]:
            fault("damaged", "round enter", point, "the file is not valid")
    print(f"round enter: {calls} calls, {kills['round enter']} kills of {points}")


def write_readings(path, first_day, count):
    with open(path, "w", encoding="ascii") as out:
        for i in range(count):
            out.write(f"{first_day}-{1 + i // 24:02d} {i % 24:02d}:10:00 {80 + i * 7 % 150} mg/dL\n")


try:
    readings, uci = os.path.join(place, "readings.txt"), os.path.join(place, "logbook.uci")
    write_readings(readings, "2026-03", 60)
    with open(uci, "w", encoding="ascii") as out:
        for i in range(300):
            out.write(f"{1 + i // 60:02d}-{1 + i % 28:02d}-1990\t{i % 24}:15\t58\t{90 + i % 120:03d}\n")
    empty = Home("empty")
    trial("import", empty, ("import", uci, "--format", "uci"), True)
    used = Home("used")
    used.run("log", "add", "6.4", "--time", "2026-01-01 08:00")
    used.run("import", uci, "--format", "uci")
    trial("log undo", used, ("log", "undo"), False)
    trial("log add", used, ("log", "add", "7.2", "--time", "2026-01-02 08:00"), False)
    simulator = Simulator(readings)
    try:
        trial("sync", used, ("sync", "--port", simulator.port), True)
        owning = Home("owning")
        for profile in ("me", "ben"):
            owning.run("setup", "--profile", profile, "--name", profile, "--unit", "mg/dL", "--zone", "UTC", "--country", "GB")
        owning.run("log", "add", "6.4", "mmol/L", "--time", "2026-01-01 08:00")
        owning.run("sync", "--port", simulator.port, "--profile", "me")
    finally:
        simulator.stop()
    trial_of_move(owning, owning.data("meters", "--known")[0]["serial"])
    playing = Home("playing")
    playing.run("round", "new")
    playing.run("round", "open")
    playing.run("round", "enter", "anna", "6.4")
    trial_of_entry(playing)
finally:
    shutil.rmtree(place, ignore_errors=True)
print(f"seed {seed}, {sum(kills.values())} kills, faults: {dict(faults) or 0}")
sys.exit(1 if faults else 0)
