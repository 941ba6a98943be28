#!/usr/bin/env python3
"""Writes tests/data/uci-logbook.txt and tests/data/mixed-values.txt: made-up readings, nobody's.

The files are kept in the repository; this shows where they came from. Its own generator of pseudo-random
numbers (Lehmer, modulus 2^31 - 1) makes it write the same bytes with every Python.
"""
import datetime
import pathlib

state = 20240229


def below(limit):
    global state
    state = state * 48271 % 2147483647
    return state % limit


def spread(limit):
    """Peaks in the middle of 0 .. 3 * limit."""
    return below(limit) + below(limit) + below(limit)


def uci_logbook():
    day = datetime.date(1990, 2, 20)
    lines = []
    for _ in range(60):
        date = day.strftime("%m-%d-%Y")
        for code, hour in (("58", 7), ("60", 12), ("62", 18), ("48", 22)):
            if below(5) == 0:
                continue
            value = 25 + spread(90)
            text = {0: "0Hi", 1: "0Lo"}.get(below(30), f"{value:03d}")
            lines.append(f"{date}\t{hour + below(2)}:{below(60):02d}\t{code}\t{text}")
            if code != "48":
                lines.append(f"{date}\t{hour + 2}:00\t33\t{1 + below(12):03d}")
        if below(8) == 0:
            lines.append(f"{date}\t{10 + below(9)}:15\t{65 + below(8)}\t000")
        day += datetime.timedelta(days=1 + (below(9) == 0))
    # What the reader has to leave out, in the kinds seen in real logbooks.
    for at, line in ((20, "02-30-1990\t08:00\t58\t149"), (60, "03-05-1990\t56:35\t58\t101"),
                     (90, "03-09-1990\t08:00\t4\t120"), (120, "03-12-1990\t08:00\t58\t000"),
                     (150, "03-19-1990\t08:00\t58\t0''"), (180, "58\t120\t03-25-1990\t08:00"), (200, "")):
        lines.insert(at, line)
    return "\n".join(lines) + "\n"


def mixed_values():
    lines = []
    for i in range(300):
        kind = below(20)
        if kind < 8:
            lines.append(f"{25 + spread(120)} mg/dL")
        elif kind < 16:
            tenths = 15 + spread(70)
            lines.append(f"{tenths // 10}.{tenths % 10} mmol/L")
        elif kind < 17:
            lines.append(f"{2 + below(20)}.{below(100):02d} mmol/L")
        elif kind < 18:
            lines.append(f"{2 + below(20)}.{below(1000):03d} mmol/L")
        elif kind < 19:
            lines.append(f"{40 + below(300)}.5 mg/dL")
        else:
            lines.append("HI" if below(2) else "LO")
    edges = "53 54 69 70 180 181 250 251 53.9 69.5 180.5".split()
    lines += [edge + " mg/dL" for edge in edges]
    edges = "2.9 3.0 3.8 3.9 10.0 10.1 13.9 14.0 2.99 3.89 10.01 13.901".split()
    lines += [edge + " mmol/L" for edge in edges]
    return "\n".join(lines) + "\n"


data = pathlib.Path(__file__).resolve().parent.parent / "data"
(data / "uci-logbook.txt").write_text(uci_logbook())
(data / "mixed-values.txt").write_text(mixed_values())
