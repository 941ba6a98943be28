#!/bin/bash
# A lost clock: readings are kept, have no time until the person says when, and are never doubled by it.
set -u
source "$(dirname "$0")/world.sh"
times() { bgbingo log list --json "$@" | python3 -c 'import json, sys; print([e["time"] for e in json.load(sys.stdin)])'; }

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
cat >memory <<'MEMORY'
2026-01-01 08:00 5.0
time unknown 6.1
time unknown 6.1
2026-01-03 08:00 7.0
MEMORY
simulate ibgstar --readings memory
expect 0 "log list --time-unknown --logbook 'an other'. lists them" sync --port ./meter --logbook 'an other' --yes
expect 0 ' 4 new' sync --port ./meter
grep -q 'The time of 2 records is unknown.*--time-unknown' err || wrong "nothing is said of them: $(cat err)"
expect 0 'Without a time, and on no day: 2 readings ' stats
expect 0 'Without a time, and left out: 2 readings ' stats --from 2026-01-01
expect 0 '"readings":2,"days":2,"time_unknown":2' stats --json --to 2026-01-31
expect 0 '"readings":4,"days":2,"time_unknown":2' stats --json
expect 2 'no period holds' log list --time-unknown --days 3
[ "$(times --time-unknown)" = '[None, None]' ] || wrong "those of unknown time: $(times --time-unknown)"
[ "$(times --to 2026-01-31)" = "['2026-01-01 08:00:00', '2026-01-03 08:00:00']" ] || wrong "a period: $(times --to 2026-01-31)"

# the person says when one was; the meter's next words of it are known
id=$(bgbingo log list --time-unknown --json | python3 -c 'import json, sys; print(json.load(sys.stdin)[0]["id"])')
expect 2 'has not come yet' log edit "$id" --time 2100-01-01
expect 0 '2026-01-02 07:30:00' log edit "$id" --time '2026-01-02 07:30'
expect 0 '"readings":3,"days":3,"time_unknown":1' stats --json --from 2026-01-01
expect 0 'time: time unknown -> 2026-01-02 07:30:00' log history "$id"
for how in '' --whole; do
  # shellcheck disable=SC2086  # none, or one word
  expect 0 ' 0 new' sync --port ./meter $how
done
echo 'add 6.4' >&3
sleep 0.5
expect 0 ' 1 new' sync --port ./meter
expect 0 ' 0 new' sync --port ./meter --whole
expect 0 'taken back' log undo
expect 0 . log undo
expect 0 '"readings":2,"days":2,"time_unknown":2' stats --json --to 2026-01-31
expect 0 ' 1 new' sync --port ./meter --whole
expect 0 '"readings":5,' stats --json

# the time of a meter that seems right is its word until the person says otherwise
expect 6 'say first that the time is unknown' log edit 1 --time '2026-01-02 09:00'
expect 0 'time unknown' log edit 1 --time unknown
expect 0 . log edit 1 --time '2026-01-02 09:00'
expect 0 . log edit 1 --time recorded
expect 0 ' 0 new' sync --port ./meter --whole
unplug_simulator

# a clock that began again at its default date, and was set before the meter was read
printf '%s\n' '2026-01-01 08:00 5.0' '2000-01-01 00:10 6.2' '2026-01-03 08:00 7.0' >memory
simulate ibgstar --readings memory --serial SIM00000000077
expect 0 ' 3 new' sync --port ./meter --logbook set.logbook
[ "$(times --logbook set.logbook)" = "[None, '2026-01-01 08:00:00', '2026-01-03 08:00:00']" ] ||
  wrong "set before it was read: $(times --logbook set.logbook)"
expect 0 'meter said 2000-01-01 00:10:00' log list --logbook set.logbook
expect 0 ' 0 new' sync --port ./meter --logbook set.logbook --whole
unplug_simulator

# one that still runs on tells the time
printf '%s\n' '2026-01-01 08:00 5.0' '2000-01-01 12:00 6.2' >memory
simulate ibgstar --readings memory --serial SIM00000000078 --fault clock=2000-01-02T12:00
expect 0 ' 2 new' sync --port ./meter --logbook runs.logbook
grep -q 'clock was lost: when 1 reading came' err || wrong "nothing is said of the clock: $(cat err)"
times --logbook runs.logbook | python3 -c '
import ast, datetime, sys
told = datetime.datetime.fromisoformat(ast.literal_eval(sys.stdin.read())[1])
off = (datetime.datetime.utcnow() - datetime.timedelta(days=1) - told).total_seconds()
sys.exit(0 if abs(off) < 180 else f"{told} is {off} s off")' || wrong "a running clock: $(times --logbook runs.logbook)"
expect 0 ' 0 new' sync --port ./meter --logbook runs.logbook --whole
expect 0 . check --logbook runs.logbook
finish
