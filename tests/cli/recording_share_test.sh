#!/bin/bash
# A shared recording says the same readings at other days, and not whose meter it was.
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mmol/L --zone Europe/London --country GB >/dev/null
simulate ibgstar --readings 40 --seed 3 --serial SIM00000004711
expect 0 ' 40 new' sync --port ./meter --record session
unplug_simulator
sum=$(sha256sum <session)

expect 2 'One of: share' recording
expect 0 'get glurec 39' inspect session
grep -q 'serial number  *SIM00000004711$' out || wrong "the serial number is not explained: $(head -20 out)"
grep -Eq '^ {17}([0-9a-f]{2} )+ +time  +20[0-9]{2}-' out || wrong "no record's time is explained"
expect 0 '200 serial SIM' inspect session --raw
grep -q 'serial number' out && wrong "--raw explains"

expect 0 'Still in it: the readings' recording share session
for said in 'serial number (2 times)' 'moved by whole weeks' 'the time zone' 'session.shared'; do
  grep -qF "$said" out || wrong "share does not say '$said': $(cat out)"
done
[ "$(stat -c %a session.shared)" = 600 ] || wrong "a shared recording has the mode $(stat -c %a session.shared)"
[ "$(sha256sum <session)" = "$sum" ] || wrong "the recording itself was changed"
grep -q -e 4711 -e London session.shared && wrong "the shared recording tells serial number or zone"
expect 0 'started 2020-01-' inspect session.shared
expect 6 'session.shared' recording share session
expect 0 'kept' recording share session --to other --keep-serial --keep-dates --keep-unknown
grep -q 4711 other || wrong "--keep-serial masks"
expect 3 '' recording share nowhere
echo 'no recording' >noise
expect 5 'no recording' recording share noise

# played back it gives the same readings, whole weeks earlier
entries() { bgbingo log list --json | python3 -c 'import json, sys
for e in json.load(sys.stdin):
    print(e["time"], e["value"], e.get("reach"), e["meal"], e["source"]["simulated"])'; }
entries >original
export XDG_DATA_HOME=$place/elsewhere
simulate ibgstar --replay session.shared
expect 0 ' 40 new' sync --port ./meter --meter ibgstar --yes
unplug_simulator
entries >played
python3 - <<'COMPARE' || wrong "a shared recording played back gives other readings"
import datetime, sys
def read(name):
    for line in open(name):
        day, clock, rest = line.rstrip("\n").split(" ", 2)
        yield datetime.datetime.fromisoformat(day + " " + clock), rest
pairs = list(zip(read("original"), read("played"), strict=True))
moved = {a[0] - b[0] for a, b in pairs}
sys.exit(not (len(pairs) == 40 and len(moved) == 1 and moved.pop() % datetime.timedelta(weeks=1) == datetime.timedelta(0)
              and all(a[1] == b[1] for a, b in pairs)))
COMPARE
finish
