#!/usr/bin/env python3
"""Command lines that nobody would type: the program's own words in random order among numbers, empty words, escapes
and long ones. Each has to end by itself with an exit code of docs/architecture.md that is not 1 (a fault of ours),
with one line on stderr when it is not 0, and must never send a control character to the terminal."""
import os
import random
import re
import subprocess
import tempfile

program = os.environ["BGBINGO"]
chance = random.Random(int(os.environ.get("SEED", "1")))
runs = 300 if os.environ.get("SCALE") == "quick" else 3000

# The words come from the completion, so new commands are tried as soon as they exist. What runs until it is
# stopped is left out.
completion = subprocess.run([program, "completion", "bash"], capture_output=True, text=True, check=True).stdout
words = sorted(set(re.findall(r"(?<![\w-])(?:--)?[a-z][a-z-]+(?![\w-])", completion)) - {"simulate", "serve", "chat"})
strange = ["", "-", "--", "---", "0", "-1", "6.4", "6,4", "54 mmol/L", "HI", "99999999999999999999", "nan", "1e400", "%s%n",
           "../..", "/dev/null", "/", "file", "missing", "2026-02-30", "Europe/Nowhere", "\x1b[2J\x1b]0;x\x07", "\u202eabc",
           "a\nb", "\udcff\udcfe", "*", "$(id)", "x" * 5000, "--unit=", "--json=1", "--limit=-5"]

internal = silent = unclear = escaped = hung = odd = 0
with tempfile.TemporaryDirectory() as home:
    environment = {"PATH": os.environ["PATH"], "HOME": home, "XDG_DATA_HOME": home, "XDG_CONFIG_HOME": home, "LC_ALL": "C.UTF-8"}
    with open(os.path.join(home, "file"), "wb") as file:
        file.write(b"01-02-1990\t08:00\t58\t100\n\x00\xff broken\n")
    subprocess.run([program, "setup", "--yes"], env=environment, cwd=home, stdin=subprocess.DEVNULL, capture_output=True)
    for _ in range(runs):
        line = [chance.choice(words if chance.random() < 0.75 else strange) for _ in range(chance.randint(1, 6))]
        try:
            done = subprocess.run([program, *line], env=environment, cwd=home, stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
        except subprocess.TimeoutExpired:
            hung += 1
            print("# did not end:", ascii(line))
            continue
        talk = done.stderr.decode("utf-8", "replace").strip("\n")
        faults = {"internal": done.returncode == 1, "odd": done.returncode not in (0, 1, 2, 3, 4, 5, 6),
                  "silent": done.returncode != 0 and not talk.startswith("bgbingo: "),
                  "unclear": done.returncode != 0 and len(talk.splitlines()) > 3,
                  "escaped": bool(re.search(rb"[\x00-\x08\x0b-\x1f\x7f]|\xe2\x80\xae", done.stdout + done.stderr))}
        if any(faults.values()):
            print("#", ", ".join(k for k, v in faults.items() if v), done.returncode, ascii(line), ascii(talk[:200]))
        internal, odd, silent = internal + faults["internal"], odd + faults["odd"], silent + faults["silent"]
        unclear, escaped = unclear + faults["unclear"], escaped + faults["escaped"]

print(f"# {runs} command lines of {len(words)} words of the program and {len(strange)} strange ones")
for name, count in (("exit_code_1", internal), ("other_exit_codes", odd), ("without_sentence", silent),
                    ("more_than_3_lines", unclear), ("control_characters", escaped), ("did_not_end", hung)):
    print(f"{name} {count} runs 0 {'over' if count else 'ok'}")
