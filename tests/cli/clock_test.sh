#!/bin/bash
# A meter's clock: looked at, set only with a yes, and every look kept in the logbook of a known meter.
set -u
source "$(dirname "$0")/world.sh"
checks() { sqlite3 data/bgbingo/me.logbook 'SELECT count(*) FROM clock_check'; }

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
simulate ibgstar --readings 5 --fault clock=+1h
expect 0 '(60 min|1 h 0 min) fast' clock --port ./meter
[ ! -e data/bgbingo/me.logbook ] || wrong "looking at a clock made a logbook"
expect 0 ' 5 new' sync --port ./meter
known=$(checks)
expect 0 '"difference_s":3[56][0-9][0-9],.*"after_set":null' clock --port ./meter --json
[ "$(checks)" = $((known + 1)) ] || wrong "a look at the clock is not kept"
expect 6 'wants a yes: .*Set it to [-0-9T: ]*\. Add --yes' clock --port ./meter --set
expect 0 '(60 min|1 h 0 min) fast' clock --port ./meter
expect 0 '"after_set":\{"meter".*"difference_s":[-01]' clock --port ./meter --set --yes --json
expect 0 ': right|, right' clock --port ./meter
unplug_simulator

# the line breaks while the clock is set: what was seen before is kept
simulate ibgstar --readings 5 --fault clock=+1h
known=$(checks)
echo 'fault disconnect=420' >&3
expect 4 . clock --port ./meter --meter ibgstar --set --yes
[ "$(checks)" = $((known + 1)) ] || wrong "the look before the setting is lost: $(cat err)"
finish
