#!/bin/bash
# A recording has its place before the wire is used, replaces nothing unasked, and never costs a reading.
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
simulate ibgstar --readings 40 --seed 3
# where no recording can be made, the meter is not even asked
expect 3 'the recording cannot be written' sync --port ./meter --record ./nowhere/session
[ ! -e data/bgbingo/me.logbook ] || wrong "a sync without its recording made a logbook"
expect 3 'the recording cannot be written' clock --port ./meter --set --yes --record ./nowhere/session

expect 0 ' 40 new' sync --port ./meter --record session
[ "$(stat -c %a session)" = 600 ] || wrong "a recording has the mode $(stat -c %a session)"
sum=$(sha256sum <session)
expect 6 'Replace the file session.*--yes' sync --port ./meter --record session
[ "$(sha256sum <session)" = "$sum" ] || wrong "a recording was replaced unasked"
mkfifo pipe
expect 6 'pipe' sync --port ./meter --record pipe --yes
[ -p pipe ] || wrong "a recording took a pipe's place"
unplug_simulator

# it shows what it holds, and played back it gives the same readings
expect 0 'get glurec 39' inspect session
expect 0 '"driver":"bgstar".*"direction":"to_meter","hex":"68656c6c6f0d"' inspect session --json
entries() { bgbingo log list --json | python3 -c 'import json, sys
print([(e["time"], e["value"], e["meal"]) for e in json.load(sys.stdin)])'; }
read_first=$(entries)
export XDG_DATA_HOME=$place/elsewhere
simulate ibgstar --replay session
expect 0 ' 40 new' sync --port ./meter --meter ibgstar --record second
unplug_simulator
[ "$(entries)" = "$read_first" ] || wrong "a recording played back gives other readings"
cp second before
simulate ibgstar --readings 3 --serial SIM00000000003
expect 0 ' 3 new' sync --port ./meter --record second --yes
cmp -s second before && wrong "--yes did not replace a recording"
unplug_simulator
[ "$(echo session* second*)" = "session second" ] || wrong "left beside a recording: $(echo session* second*)"

# a disk that fails afterwards costs the recording alone
mkdir gone
simulate ibgstar --readings 30 --serial SIM00000000030 --fault stall=900:1.5
(sleep 0.7 && rm -r gone) &
expect 0 ' 30 new' sync --port ./meter --record gone/session
grep -q 'the recording cannot be written' err || wrong "a lost recording goes unsaid: $(cat err)"
unplug_simulator

# a conversation that breaks is recorded up to its break
simulate ibgstar --readings 30 --serial SIM00000000031 --fault disconnect=900
expect 4 'sync again' sync --port ./meter --record broken
expect 0 'get glurec 0' inspect broken
finish
