#!/usr/bin/env python3
"""cable_test.py PROGRAM [OFFSETS [SEED]]: for every family with a wire, pulls the cable of a simulated meter on a real
pseudo-terminal after so many different bytes of a sync, from the first to the last. The sync must end in time and in
one sentence, and after plugging in again the next one must bring the rest: the logbook as after an undisturbed sync."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

program = os.path.abspath(sys.argv[1])
offsets = int(sys.argv[2]) if len(sys.argv) > 2 else 64
chance = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
place = tempfile.mkdtemp(prefix="bgbingo-cable-")
port = os.path.join(place, "meter")
in_time = 15  # seconds; no meter may keep anybody longer once its cable is out


def run(*words):
    environment = dict(os.environ, XDG_DATA_HOME=os.path.join(place, "data"), XDG_CONFIG_HOME=os.path.join(place, "config"),
                       TZ="UTC", LC_ALL="C.UTF-8")
    return subprocess.run([program, *words], env=environment, capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL, check=False)


class Simulator:
    def __init__(self, model, *words):
        self.process = subprocess.Popen([program, "simulate", model, "--link", port, "--readings", "20", *words],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def plug(self):
        self.process.stdin.write("plug\n")
        self.process.stdin.flush()
        for _ in range(500):
            if os.path.exists(port):
                return
            time.sleep(0.01)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()


def sync(model, *words):
    return run("sync", "--port", port, "--meter", model, *words)


def entries():
    return sorted((e["time"], e["kind"], json.dumps(e.get("value")), e.get("meal", ""))
                  for e in json.loads(run("log", "list", "--json", "--limit", "1000").stdout))


def start_logbook():
    shutil.rmtree(os.path.join(place, "data"), ignore_errors=True)


def undisturbed(model):
    """What the logbook holds after it, and how many bytes the meter sent."""
    start_logbook()
    recording = os.path.join(place, "recording")
    with Simulator(model):
        done = sync(model, "--record", recording)
    if done.returncode != 0:
        raise SystemExit(f"{model}: {done.stderr}")
    said = [e["hex"] for e in json.loads(run("inspect", recording, "--json").stdout)["exchanges"] if e["direction"] == "from_meter"]
    os.unlink(recording)
    return entries(), sum(map(len, said)) // 2


def pull(model, offset, expected):
    """What was wrong with one pulled cable; nothing where all was right. And how long the broken sync took."""
    start_logbook()
    with Simulator(model, "--fault", f"disconnect={offset}") as meter:
        begin = time.monotonic()
        broken = sync(model)
        took = time.monotonic() - begin
        sentences = sum(line.startswith("bgbingo: ") for line in broken.stderr.splitlines())
        # What comes after all has been read need not be missed.
        if broken.returncode not in (0, 4) or (broken.returncode == 4 and sentences != 1):
            return f"ended with {broken.returncode}: {broken.stderr}", took
        if took > in_time:
            return f"took {took:.1f} s", took
        meter.plug()
        again = sync(model)
    if again.returncode != 0:
        return f"after plugging in: {again.stderr}", took
    found = entries()
    if found != expected:
        return f"{len(found)} entries instead of {len(expected)}: {set(found) ^ set(expected)}", took
    return None, took


def main():
    families = {}
    for meter in json.loads(run("meters", "--json").stdout):
        if meter["family"] != "accuchek_mobile":  # a folder
            families.setdefault(meter["family"], meter["name"])
    run("setup", "--name", "Anna", "--unit", "mg/dL", "--zone", "UTC", "--country", "US")
    faults = 0
    for family, model in families.items():
        expected, total = undisturbed(model)
        if len(expected) < 15:
            raise SystemExit(f"{model}: only {len(expected)} entries")
        ends = [1, total] if offsets > 2 else []
        points = ends + chance.sample(range(2, total), offsets - len(ends))
        longest = 0.0
        for offset in sorted(points):
            problem, took = pull(model, offset, expected)
            longest = max(longest, took)
            if problem:
                faults += 1
                print(f"{family}, cable pulled after byte {offset} of {total}: {problem}")
        print(f"{family}: {len(points)} cables pulled within {total} bytes, the longest sync took {longest:.1f} s")
    print(f"{faults} faults")
    return 1 if faults else 0


try:
    sys.exit(main())
finally:
    shutil.rmtree(place, ignore_errors=True)
