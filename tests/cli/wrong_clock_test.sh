#!/bin/bash
# A computer whose clock shows a time that cannot be right reads a meter, and does nothing by that clock.
set -u
source "$(dirname "$0")/world.sh"
library=$(dirname "$program")/tests/libclock_ahead.so
years=$((45 * 365 * 86400))
# shellcheck disable=SC2329  # expect calls it
bgbingo() { env ${behind:+LD_PRELOAD="$library" CLOCK_AHEAD=-"$behind"} "$program" "$@"; }
behind=
bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
simulate td-4277 --readings 3
checks() { sqlite3 data/bgbingo/me.logbook 'SELECT count(*) FROM clock_check'; }

behind=$years
expect 0 'clock shows 19.* cannot be right' sync --port ./meter --meter td-4277
expect 0 'new' sync --port ./meter --meter td-4277 --json
grep -q '"clock_difference_s":null' out || wrong "a difference to a wrong clock: $(cat out)"
expect 0 'cannot be right' clock --port ./meter --meter td-4277
grep -qE 'fast|slow|--set' out err && wrong "a meter's clock is judged by a wrong one: $(cat out err)"
expect 0 '"difference_s":null' clock --port ./meter --meter td-4277 --json
expect 6 'the meter.s would be set to it.*Set the computer.s clock first' clock --port ./meter --meter td-4277 --set --yes
[ "$(checks)" = 0 ] || wrong "a check by a wrong clock is kept"
behind=
expect 0 'right' clock --port ./meter --meter td-4277
[ "$(checks)" = 1 ] || wrong "$(checks) checks of a right clock"

# an erasure is noted by the meter's clock: an equal reading of the same minute is new
until [ "$(date +%S)" -lt 45 ]; do sleep 1; done
echo 'add 6.4 before_lunch' >&3
sleep 0.5
behind=$years
expect 0 'memory is erased' sync --port ./meter --meter td-4277 --erase-meter --yes
behind=
echo 'add 6.4 before_lunch' >&3
sleep 0.5
expect 0 '1 read, 1 new' sync --port ./meter --meter td-4277
finish
