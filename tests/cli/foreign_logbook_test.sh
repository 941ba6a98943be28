#!/bin/bash
# A logbook that came from somebody else: well-formed, with tables as they should be, and values in them that no version
# writes. Whatever reads such a value says that the data is bad, and nothing acts on it.
# long: begins before the others
set -u
source "$(dirname "$0")/world.sh"

simulate bgstar --readings 20
expect 0 'new' sync --port ./meter --yes --logbook sound
unplug_simulator
expect 0 . log edit 1 --note 'before a run' --tag sports --logbook sound
expect 0 . log edit 1 --meal fasting --logbook sound
expect 0 . log remove 2 --logbook sound
expect 0 . log undo --logbook sound
expect 0 . log add 6.4 mmol/L --time '2026-01-01 08:00' --logbook sound
expect 0 . log edit 1 --meal bedtime --note 'after it' --logbook sound
expect 0 'whole' check --logbook sound

# foreign SQL COMMAND…: with this done to it, these commands end with 5 and so does check; none ends as a fault of ours,
# and what does not end well changes nothing.
foreign() {
  local sql=$1 command words got code
  shift
  cp sound foreign
  sqlite3 foreign "$sql" || wrong "SQL: $sql"
  sqlite3 foreign .dump >before
  for command in check stats welcome 'log list' 'log list --json' 'log list --all-states' 'log history' 'log history 1' \
    'log undo' 'log redo' 'log edit 1 --note x' 'log remove 1' 'log keep 1' 'log unlink 1' 'log add 7.0' \
    "import $here/tests/data/uci-logbook.txt --format uci" 'log purge 1 --yes'; do
    cp foreign copy
    words=$command got=0 code='[0356]'
    [ "$command" != welcome ] || words=
    # shellcheck disable=SC2086  # several words
    bgbingo $words --logbook copy >out 2>err </dev/null || got=$?
    case "|check|$(printf '%s|' "$@")" in *"|$command|"*) code=5 ;; esac
    [[ $got =~ ^$code$ ]] || wrong "after '$sql' '$command' ends with $got instead of $code: $(head -c 300 out err)"
    [ "$got" = 0 ] || sqlite3 copy .dump | cmp -s before - || wrong "after '$sql' '$command' fails and changes the file"
  done
}

entries=('log list --json' 'log list --all-states' 'log history 1')
foreign 'UPDATE entry SET state = 7' "${entries[@]}" stats welcome 'log list' 'log edit 1 --note x' 'log remove 1'
foreign 'UPDATE entry SET decimals = 200' "${entries[@]}" stats welcome 'log list' 'log edit 1 --note x'
foreign 'UPDATE entry SET digits = 2000000000' "${entries[@]}" stats welcome 'log list'
foreign 'UPDATE entry SET digits = -1' "${entries[@]}" stats welcome
foreign 'UPDATE entry SET digits = 9223372036854775807' "${entries[@]}" stats welcome
foreign 'UPDATE entry SET unit = 5' "${entries[@]}" stats welcome
foreign 'UPDATE entry SET reach = 9' "${entries[@]}" stats welcome
foreign 'UPDATE entry SET reach = 4294967296' "${entries[@]}" stats welcome
foreign 'UPDATE entry SET kind = 77' "${entries[@]}" 'log list'
foreign 'UPDATE entry SET detail = 12' "${entries[@]}" 'log list'
foreign 'UPDATE entry SET local = 7258118400 WHERE id = 1' "${entries[@]}" stats welcome 'log list'
foreign 'UPDATE entry SET local = 9223372036854775807 WHERE id = 1' "${entries[@]}" stats welcome
foreign 'UPDATE entry SET source = 99' "${entries[@]}" 'log list'
foreign 'UPDATE entry SET operation = 99' "${entries[@]}" 'log list'
foreign 'UPDATE entry SET twin_of = 99'
foreign 'UPDATE entry SET id = 4294967296 WHERE id = 3' 'log add 7.0' "import $here/tests/data/uci-logbook.txt --format uci"
foreign 'UPDATE entry SET id = -3 WHERE id = 3' 'log add 7.0'
foreign 'UPDATE source SET kind = 9' 'log list' 'log list --json'
foreign 'UPDATE clock_check SET meter = -1' 'log list' 'log list --json'
foreign 'UPDATE clock_check SET host = 9223372036854775807' 'log list'
foreign 'UPDATE clock_check SET round_trip_ms = 9223372036854775807' 'log list'
foreign 'UPDATE clock_check SET resolution = -9223372036854775808' 'log list'
foreign 'UPDATE clock_check SET reason = 3' 'log list'
foreign 'UPDATE bookmark SET newest = "yesterday"'
foreign 'UPDATE operation SET at = 9223372036854775807' 'log history' 'log history 1' 'log undo'
foreign 'UPDATE operation SET undoes = id WHERE undoes IS NOT NULL' 'log redo'
foreign 'UPDATE operation SET undoes = 1000 WHERE undoes IS NOT NULL' 'log redo'
foreign 'UPDATE change SET operation = 99' 'log history 1'
foreign 'UPDATE change SET field = "state", before = "x"' 'log history 1' 'log undo'
foreign 'UPDATE change SET field = "state", before = "77", after = "77"' 'log history 1' 'log undo' 'log redo'
foreign 'UPDATE change SET field = "time", before = "99999999999999999999"' 'log history 1' 'log undo'
foreign 'UPDATE change SET field = "time", after = "7258118400"' 'log history 1' 'log redo'
foreign 'UPDATE change SET field = "content", after = "0 100 0 0 0 99"' 'log history 1' 'log redo'
foreign 'UPDATE change SET field = "content", before = "0 100 0 0 0 0 0"' 'log history 1' 'log undo'
foreign 'UPDATE change SET field = "twin_of", after = ""' 'log history 1' 'log redo'
foreign 'UPDATE change SET field = "colour"' 'log history 1' 'log undo' 'log redo'

# a bookmark is read by the next download
simulate bgstar --readings 20
sqlite3 sound 'UPDATE bookmark SET newest = "yesterday"'
expect 5 'bookmark' sync --port ./meter --yes --logbook sound
finish
