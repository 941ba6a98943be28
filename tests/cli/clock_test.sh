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
expect 6 'wants a yes: .*Set its clock to [-0-9T: ]*\?? *\.? *Add --yes' clock --port ./meter --set
expect 0 '(60 min|1 h 0 min) fast' clock --port ./meter

# read before it is set: a test taken since the last sync is in the logbook, with the look at the clock it was taken by
echo 'add 6.4' >&3
eventually grep -q '"readings":6' ready
known=$(checks)
expect 0 '"after_set":\{"meter".*"difference_s":[-01]' clock --port ./meter --set --yes --json
[ "$(checks)" = $((known + 3)) ] || wrong "kept of reading, setting and looking again: $(checks) after $known"
expect 0 '"readings":6' stats --json
expect 0 ': right|, right' clock --port ./meter
unplug_simulator

# an unknown meter becomes somebody's before its clock is set
simulate ibgstar --readings 7 --serial SIM00000000091 --fault clock=-1h
expect 0 'read, 7 new' clock --port ./meter --set --yes --logbook other.logbook
expect 0 '"readings":7' stats --json --logbook other.logbook
unplug_simulator

# the command that sets it is said as it would have to be given; no answer to whether is a no
simulate ibgstar --readings 3 --serial SIM00000000092 --fault clock=-20m
expect 0 'bgbingo clock --set --port ./meter --logbook third.logbook. sets it' sync --port ./meter --logbook third.logbook
at_terminal $'\x04' -- sync --port ./meter --logbook third.logbook
grep -qz '^0 .*Set the meter.s clock to this computer.s time' answer || wrong "the end of the input at a question: $(cat answer)"
unplug_simulator

# the line breaks while the clock is set: the readings and the look before are kept
simulate ibgstar --readings 5 --fault clock=+1h
known=$(checks)
echo 'fault disconnect=920' >&3
expect 4 'Setting the clock' clock --port ./meter --meter ibgstar --set --yes
[ "$(checks)" -gt "$known" ] || wrong "the look before the setting is lost: $(cat err)"
finish
