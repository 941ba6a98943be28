#!/bin/bash
# The same readings give the same figures whether they are imported from a file or come out of a simulated meter, and
# they are those of an oracle in another language; with the reference data of ../shared also those of its own table.
# Then the meter's last readings are played: the round's file passes both verifiers.
set -u
source "$(dirname "$0")/world.sh"

# same_figures FILE: by import, and by simulate and sync.
same_figures() {
  rm -f imported.logbook synced.logbook
  expect 0 'new' import "$1" --format uci --logbook imported.logbook
  bgbingo stats --json --logbook imported.logbook >imported.json
  simulate bgstar --readings "$1"
  expect 0 'new' sync --port ./meter --logbook synced.logbook
  unplug_simulator
  bgbingo stats --json --logbook synced.logbook >synced.json
  cmp -s imported.json synced.json || wrong "$1: $(cat imported.json) differs from $(cat synced.json)"
  python3 "$here/tests/oracle/glucose_statistics.py" "$1" --equals - <imported.json || wrong "$1 differs from the oracle"
}

# play: a round with the last readings of synced.logbook, one a player.
play() {
  expect 0 'prepared' round new --public dice
  expect 0 'Anchor' round open --minutes 10
  bgbingo log list --json --logbook synced.logbook | python3 -c 'import json, sys
readings = [e for e in json.load(sys.stdin) if e["kind"] == "blood_glucose" and e["state"] == "active"]
for number, e in enumerate(readings[-12:]):
    print("player%d" % number, e["value"] if e["value"] in ("HI", "LO") else "%s %s" % (e["value"], e["unit"]))' >players
  [ "$(wc -l <players)" = 12 ] || wrong "the logbook gives $(wc -l <players) players"
  while read -r name reading; do
    # shellcheck disable=SC2086  # value and unit are two words
    expect 0 'Receipt' round enter "$name" $reading
  done <players
  expect 0 'List' round close
  expect 0 'number' round draw --public '3 1 4 1 5 2 6 5 3 5'
  bgbingo round show --text >played.round
  expect 0 '"valid":true' round verify played.round --json
  "$here/scripts/verify-round.sh" played.round >out 2>&1 || wrong "verify-round.sh: $(cat out)"
}

same_figures "$here/tests/data/uci-logbook.txt"
play
# Both in one logbook: each reading counts once, the meter's leading.
expect 0 'new' import "$here/tests/data/uci-logbook.txt" --format uci --logbook synced.logbook
bgbingo stats --json --logbook synced.logbook >both.json
cmp -s imported.json both.json || wrong "read and imported into one logbook the figures are $(cat both.json)"

shared=$here/../shared/data/uci
if [ ! -d "$shared" ]; then
  finish
  echo "SKIP: needs ../shared/data/uci for its three logbooks"
  exit 77
fi
for patient in 01 02 20; do
  same_figures "$shared/data-$patient"
  play
  python3 - "$patient" "$shared/expected_metrics.json" <<'EXPECTED' || wrong "patient $patient"
import json, sys
patient, table = sys.argv[1:]
ours, expected = json.load(open("imported.json")), json.load(open(table))["patients"][patient]["ours"]
pairs = {"days": "days", "mean_mg_dl": "mean", "sd_mg_dl": "sd", "cv_percent": "cv_percent", "lbgi": "lbgi", "hbgi": "hbgi",
         "ea1c_percent": "ea1c_ngsp_percent", "ea1c_mmol_mol": "ea1c_ifcc_mmol_mol"}
close = lambda a, b: abs(a - b) <= 1e-9 * abs(b)
wrong = [name for name, theirs in pairs.items() if not close(ours[name], expected[theirs])]
wrong += [p for p, value in expected["quantile_type7"].items() if not close(ours["percentiles_mg_dl"][p], value)]
counts = [expected["counts"][name] for name in ("lt54", "54_69", "70_180", "181_250", "gt250")]
bands = list(ours["bands"].values())
bands[0] -= ours["excluded_lo"]
bands[4] -= ours["excluded_hi"]
if bands != counts or ours["readings"] - ours["excluded_hi"] - ours["excluded_lo"] != expected["n"]:
    wrong.append("counts")
sys.exit(print(wrong) or 1 if wrong else 0)
EXPECTED
done
finish
