#!/bin/bash
# A logbook by hand: what log add, edit, remove, keep, unlink, purge, undo and redo do to it, and what log list and
# log history show of it, as text and as JSON.
# long: begins before the others
set -u
source "$(dirname "$0")/world.sh"

# says WANTED COMMAND…: what the program prints is this and nothing else.
says() {
  local wanted=$1
  shift
  bgbingo "$@" >out 2>err </dev/null || wrong "'$*' fails: $(cat err)"
  [ "$(cat out)" = "$wanted" ] || wrong "'$*' prints $(cat out)
instead of $wanted"
}

# shows WANTED EXPRESSION COMMAND…: with --json it prints what makes this Python, of its document x, the wanted JSON.
shows() {
  local wanted=$1 expression=$2
  shift 2
  bgbingo "$@" --json 2>err </dev/null | python3 -c 'import json, sys
x = json.load(sys.stdin)
got = eval(sys.argv[2])
sys.exit(print(json.dumps(got)) or 1 if got != json.loads(sys.argv[1]) else 0)' "$wanted" "$expression" >out 2>&1 ||
    wrong "'$* --json' shows $(tail -1 out) instead of $wanted $(cat err)"
}

# unchanged COMMAND…: refused, and the file is as before.
unchanged() {
  sqlite3 data/bgbingo/me.logbook .dump >before
  expect "$@"
  sqlite3 data/bgbingo/me.logbook .dump | cmp -s before - || wrong "'$*' changed the logbook"
}

numbers='[e["id"] for e in x]'

expect 0 . setup --name Anna --profile me --unit mmol/L --zone UTC --country GB

# -- add and edit
says '2026-01-01 08:00:00  6.4 mmol/L before_lunch' log add 6.4 before_lunch --time '2026-01-01 08:00'
says '{"operation":2}' log add insulin 9.5 rapid --time '2026-01-01 08:05' --json
unchanged 2 'not a glucose value .11 4 mg/dL' log add '11 4 mg/dL'
unchanged 2 'not understood .4' log add 11 4
says '2026-01-01 08:00:00  6.4 mmol/L after_lunch  a walk' log edit 1 --meal after_lunch --note 'a walk' --tag sports
says '{"operation":4}' log edit 1 --value 6.5 --value bedtime --time '2026-01-01 08:10' --json
shows '["2026-01-01 08:10:00", 6.5, "mmol/L", "bedtime", ["sports"], "a walk"]' \
  '[x[1][m] for m in ("time", "value", "unit", "meal", "tags", "note")]' log list
unchanged 2 'nothing to change was given' log edit 1
unchanged 3 'no entry with this number' log edit 99 --note x
unchanged 5 'this cannot be: insulin .99999.' log add insulin 99999
unchanged 5 'this cannot be: hba1c .71.\. It is written in percent' log add hba1c 71
unchanged 2 'has not come yet' log add 6.4 --time '2150-01-01 08:00'
unchanged 2 'only a glucose reading has a meal marker' log edit 2 --meal bedtime

# an edit to what is there already is no operation
says 'nothing to change: it is so already' log edit 1 --note 'a walk'
says '{"operation":null}' log edit 1 --note 'a walk' --json
shows '[4, 3, 2, 1]' '[o["operation"] for o in x]' log history

# -- remove, undo, redo
says 'removed' log remove 2 2
shows '[1]' "$numbers" log list
shows '["active", "removed"]' 'sorted(e["state"] for e in x)' log list --all-states
says 'taken back: log remove 2 2 (added: 0, changed: 1)' log undo
shows '[2, 1]' "$numbers" log list
unchanged 6 'undone already' log undo 5
says 'done again' log redo
shows '[1]' "$numbers" log list
unchanged 3 'nothing to redo' log redo
says '{"operation":8,"undone":5}' log undo --json
says '{"operation":9}' log redo --json
says '{"operation":10}' log remove 1 --json
unchanged 3 'no entry with this number' log remove 1
says '{"operation":11,"undone":10}' log undo 10 --json

# -- history: every command, and every change of one entry, newest first
shows '[["log undo 10 --json", 0, 0, 10, null], ["log remove 1 --json", 0, 1, null, 11]]' \
  '[[o[m] for m in ("command", "added", "changed", "undoes", "undone_by")] for o in x]' log history --limit 2
shows '[["state", "state: active -> removed", true],
 ["content", "content: 6.4 mmol/L after_lunch -> 6.5 mmol/L bedtime", false],
 ["time", "time: 2026-01-01 08:00:00 -> 2026-01-01 08:10:00", false],
 ["note", "note: (nothing) -> a walk", false], ["tags", "tags: (nothing) -> sports", false],
 ["content", "content: 6.4 mmol/L before_lunch -> 6.4 mmol/L after_lunch", false], ["added", "added", false]]' \
  '[[s[m] for m in ("field", "text", "taken_back")] for s in x]' log history 1
expect 0 'note: \(nothing\) -> a walk +log edit 1 --meal after_lunch' log history 1
expect 0 'log remove 1 --json \[taken back by 11\]' log history
expect 3 'no entry with this number' log history 99

# -- conflicts: a meter that shows two of its records with other markers
read_meter() {
  simulate bgstar --readings readings
  expect 0 "$1" sync --port ./meter --yes --whole
  unplug_simulator
}
printf '%s\n' '2026-01-02 08:00:00 100 mg/dL before_breakfast' '2026-01-02 12:00:00 120 mg/dL before_lunch' \
  '2026-01-02 18:00:00 140 mg/dL' >readings
read_meter '3 new'
sed -i 's/before/after/' readings
read_meter '2 in conflict'
differing='[[e["id"], e["state"], e["meal"], e["conflicts_with"]] for e in x]'
shows '[[7, "conflict", "after_breakfast", 5], [6, "conflict", "after_lunch", 4]]' "$differing" log list --conflicts
expect 0 'after_breakfast +BGStar \(simulated\) +\[differs from 5\]' log list --conflicts
shows '[6]' "$numbers" log list --conflicts --limit 1  # of the conflicts, though entry 3 is newer
shows '[1, 5, 4, 3]' "$numbers" log list
unchanged 6 'not in conflict with another .3' log keep 7 3
unchanged 6 'one of them can be kept .7 and 5' log keep 7 5
unchanged 3 'no entry with this number .99' log keep 7 99
says 'kept' log keep 6 7
shows '[[1, ""], [7, "after_breakfast"], [6, "after_lunch"], [3, ""]]' '[[e["id"], e["meal"] if e["id"] > 1 else ""] for e in x]' \
  log list
shows '[]' "$numbers" log list --conflicts
says 'nothing to change: it is so already' log keep 6 7
says 'taken back: log keep 6 7 (added: 0, changed: 4)' log undo
shows '[1, 5, 4, 3]' "$numbers" log list
says 'done again' log redo
read_meter '0 new'

# -- twins: the same readings in a file
printf '01-02-2026\t8:00\t48\t100\n01-02-2026\t12:00\t48\t120\n01-02-2026\t18:00\t48\t140\n' >file
shows '[3, 0, 0, []]' '[x[m] for m in ("new", "known", "conflicts", "rejected")]' import file --format uci
shows '[1, 7, 6, 3]' "$numbers" log list
shows '[[8, 7], [9, 6], [10, 3]]' 'sorted([e["id"], e["twin_of"]] for e in x if e["twin_of"])' log list --all-states
expect 0 'file uci +\[same as 7\]' log list --all-states
unchanged 6 'not linked to another .3' log unlink 8 3
says 'unlinked' log unlink 8 9
shows '[8, 9]' '[i for i in (8, 9, 10) if i in [e["id"] for e in x]]' log list
shows '["twin_of: 7 -> (nothing)", "added"]' '[s["text"] for s in x]' log history 8
says 'taken back: log unlink 8 9 (added: 0, changed: 2)' log undo
shows '[1, 7, 6, 3]' "$numbers" log list

# -- purge: for good, and only what is all there
unchanged 6 'this wants a yes: Delete for good, beyond undo' log purge 8
unchanged 3 'no entry with this number .99' log purge 8 99 --yes
says 'deleted for good' log purge 8 7 --yes
shows '[]' '[e for e in x if e["id"] in (7, 8)]' log list --all-states
expect 3 'no entry with this number' log history 8
shows '["log purge 8 7 --yes", 2]' '[x[0]["command"], sum(o["command"] == "(purged)" for o in x)]' log history
expect 0 'whole' check

# a copy by hand says so, and counts once it is another reading
simulate bgstar --readings readings --serial SIM00000000002
expect 0 '3 new' sync --port ./meter --yes --logbook other
unplug_simulator
expect 0 'A meter brought the same reading.*log unlink [0-9]+. counts both' log add 140 mg/dL --time '2026-01-02 18:00:10' --logbook other
shows '3' 'len(x)' log list --logbook other
says '2026-01-02 18:00:10  9.9 mmol/L' log edit 4 --value 9.9 --logbook other
shows '4' 'len(x)' log list --logbook other
finish
