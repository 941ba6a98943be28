#!/bin/bash
# The names that --json gives are promised (docs/json.md): each command's stay as tests/data/json-names.txt has them.
# To add a name, add it to both files; `BGBINGO_JSON_NAMES=1 tests/cli/json_test.sh PROGRAM` prints what there is now.
# long: begins before the others
set -u
source "$(dirname "$0")/world.sh"

# names TITLE WORD…: runs the program with --json and prints TITLE and the names of what it gives, a path each.
names() {
  local title=$1
  shift
  bgbingo "$@" --json >out 2>err </dev/null || wrong "'$*': $(cat err)"
  python3 - "$title" <<'PATHS' || wrong "'$*' gives no JSON: $(cat out)"
import json, sys
def walk(value, path):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from walk(below, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for below in value:
            yield from walk(below, path + "[]")
        if not value:
            yield path + "[]"
    else:
        yield path
print(f"{sys.argv[1]}: {' '.join(sorted(set(walk(json.load(open('out')), ''))))}")
PATHS
}

story() {
  names setup setup --name Anna --unit mmol/L --zone UTC --country GB
  names 'profile list' profile list
  names meters meters
  simulate ibgstar --readings 3 --seed 3 --serial SIM00000000001
  names sync sync --port ./meter --record session
  names inspect inspect session
  names 'recording share' recording share session
  names clock clock --port ./meter
  names 'clock --set' clock --port ./meter --set --yes
  unplug_simulator
  # the same record with another meal marker: a conflict
  for meal in before_lunch after_lunch; do
    printf '2026-01-31 12:00 6.4 mmol/L %s\n2026-01-31 13:00 HI\n2026-01-31 14:00 error 3\n' $meal >readings
    simulate ibgstar --readings readings --serial SIM00000000002
    bgbingo sync --port ./meter --whole >/dev/null 2>&1
    unplug_simulator
  done
  names import import "$here/tests/data/uci-logbook.txt" --format uci
  echo 'no entry' >rejected
  names 'import, with rejects' import rejected --format uci
  names 'log add' log add insulin 9 rapid --time '2026-01-31 08:00' --note a --tag b
  for words in '6.4 mmol/L fasting' 'carbs 45' 'ketone 0.6' 'hba1c 7.1' 'meal more' 'exercise less' 'symptom hypo' event; do
    # shellcheck disable=SC2086  # words
    bgbingo log add $words --time '2026-01-31 08:00' >/dev/null
  done
  names 'log edit' log edit 1 --note shown
  names 'log history' log history
  names 'log history ID' log history 1
  names 'log list' log list --all-states
  names 'log remove' log remove 1
  names 'log undo' log undo
  names 'log redo' log redo
  names 'log keep' log keep "$(bgbingo log list --conflicts --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')"
  names 'log purge' log purge 2 --yes
  names stats stats
  names check check
  names 'series new' series new club --public local
  names 'round new' round new --series club
  names 'round open' round open --series club
  names 'round enter' round enter anna 6.4 mmol/L --series club
  names 'round correct' round correct anna 6.5 mmol/L --series club
  names 'round receipt' round receipt anna --series club
  names 'round close' round close --series club
  names 'round draw' round draw --series club
  names 'round object' round object 'why me' --series club
  names 'round object --answer' round object --answer "$(python3 -c 'import json; print(json.load(open("out"))["objection"])')" because --series club
  names 'round show' round show --series club
  names 'round final' round final --series club
  bgbingo round receipt anna --series club >anna.receipt
  bgbingo round show --series club --text >evening.round
  names 'round verify' round verify evening.round
  names 'round verify --mine' round verify evening.round --mine anna.receipt
  names 'series check' series check club
  names 'series verify' series verify evening.round
  names 'series backup' series backup club club.backup
  names 'series next' series next club --yes
  names 'round forget' round forget anna --yes
  names 'series hand-over' series hand-over club club.series --yes
  XDG_DATA_HOME=$place/elsewhere names 'series take-over' series take-over club.series
}

story >now
[ -z "${BGBINGO_JSON_NAMES:-}" ] || cat now
diff -u "$here/tests/data/json-names.txt" now || wrong "the names above changed"
# what is promised is written down
for name in $(sed 's/^[^:]*: //' "$here/tests/data/json-names.txt" | tr ' .' '\n' | tr -d '[]' | sort -u); do
  grep -qw -- "$name" "$here/docs/json.md" || wrong "docs/json.md does not name $name"
done
finish
