#!/usr/bin/env python3
"""The figures of `bgbingo stats --json`, computed a second time: exact fractions and Python's statistics module.

    glucose_statistics.py FILE                  prints the figures
    glucose_statistics.py FILE --equals OTHER   compares with the JSON in OTHER ("-": standard input)

FILE is a UCI logbook (lines with TABs), or has one value a line: "104 mg/dL", "5.8 mmol/L", "HI", "LO".
What cannot be read as a reading is left out. Figures are equal within 1e-9 relative, counts exactly.
Exit code 1 when a figure differs; each is named.
"""
import datetime
import json
import math
import re
import statistics
import sys
from fractions import Fraction

FACTOR = Fraction("18.01559")
GLUCOSE_CODES = {"48"} | {str(code) for code in range(57, 65)}
LIMITS = {"mg/dL": ("54", "70", "180", "250"), "mmol/L": ("3.0", "3.9", "10.0", "13.9")}
BANDS = ("very_low", "low", "in_range", "high", "very_high")


def uci_readings(lines):
    for line in lines:
        fields = line.strip("\r\n").split("\t")
        if len(fields) != 4 or fields[2] not in GLUCOSE_CODES:
            continue
        try:
            moment = datetime.datetime.strptime(fields[0] + " " + fields[1], "%m-%d-%Y %H:%M")
        except ValueError:
            continue
        value = fields[3].lstrip("0").upper()
        if value in ("HI", "LO"):
            yield moment.date(), value, None
        elif re.fullmatch("[0-9]+", value) and 20 <= int(value) <= 600:
            yield moment.date(), Fraction(value), "mg/dL"


def plain_readings(lines):
    for line in lines:
        words = line.split()
        if words:
            yield None, *((words[0], None) if len(words) == 1 else (Fraction(words[0]), words[1]))


def band(value, unit):
    if value in ("HI", "LO"):
        return "very_high" if value == "HI" else "very_low"
    very_low, low, high, very_high = map(Fraction, LIMITS[unit])
    if value < low:
        return "very_low" if value < very_low else "low"
    return "in_range" if value <= high else "high" if value <= very_high else "very_high"


def risk(value):
    return 1.509 * (math.log(value) ** 1.084 - 5.381)


def figures(readings):
    numbers = [value * (FACTOR if unit == "mmol/L" else 1) for _, value, unit in readings if unit]
    n = len(numbers)
    mean = statistics.mean(numbers) if n else None
    sd = statistics.stdev(numbers) if n > 1 else None
    ea1c = (mean + Fraction("46.7")) / Fraction("28.7") if n else None
    # "inclusive" is type 7; it wants two values.
    cuts = statistics.quantiles(numbers * 2 if n == 1 else numbers, n=100, method="inclusive") if n else None
    risks = [risk(value) for value in numbers]
    bands = dict.fromkeys(BANDS, 0)
    for _, value, unit in readings:
        bands[band(value, unit)] += 1

    def number(value):
        return None if value is None else float(value)

    return {
        "readings": len(readings),
        "time_unknown": 0,  # a line without a time is no reading of a UCI logbook; plain values have no place for one
        "days": len({day for day, _, _ in readings if day}),
        "excluded_hi": sum(value == "HI" for _, value, _ in readings),
        "excluded_lo": sum(value == "LO" for _, value, _ in readings),
        "mean_mg_dl": number(mean),
        "median_mg_dl": number(statistics.median(numbers) if n else None),
        "sd_mg_dl": number(sd),
        "cv_percent": number(100 * sd / float(mean) if n > 1 else None),
        "bands": bands,
        "lbgi": number(math.fsum(10 * f * f for f in risks if f < 0) / n if n else None),
        "hbgi": number(math.fsum(10 * f * f for f in risks if f > 0) / n if n else None),
        "ea1c_percent": number(ea1c),
        "ea1c_mmol_mol": number((ea1c - Fraction("2.152")) / Fraction("0.09148") if n else None),
        "percentiles_mg_dl": {str(p): number(cuts[p - 1] if n else None) for p in (5, 25, 50, 75, 95)},
    }


def differences(ours, other, path=""):
    if isinstance(ours, dict) and isinstance(other, dict):
        for key in sorted(ours.keys() | other.keys()):
            name = f"{path}.{key}" if path else key
            if key not in ours or key not in other:
                yield f"{name}: only in one of the two"
            else:
                yield from differences(ours[key], other[key], name)
    elif isinstance(ours, float) and isinstance(other, (int, float)) and not isinstance(other, bool):
        if not math.isclose(ours, other, rel_tol=1e-9, abs_tol=0):
            yield f"{path}: oracle {ours!r}, other {other!r}"
    elif type(ours) is not type(other) or ours != other:
        yield f"{path}: oracle {ours!r}, other {other!r}"


def main(arguments):
    with open(arguments[0], encoding="utf-8") as file:
        lines = file.readlines()
    reader = uci_readings if any("\t" in line for line in lines) else plain_readings
    result = figures(list(reader(lines)))
    if len(arguments) == 1:
        print(json.dumps(result))
        return 0
    if len(arguments) != 3 or arguments[1] != "--equals":
        print(__doc__, file=sys.stderr)
        return 2
    with sys.stdin if arguments[2] == "-" else open(arguments[2], encoding="utf-8") as file:
        found = list(differences(result, json.load(file)))
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
