#!/bin/bash
# Several meters in one sync: each goes into its owner's logbook, a failing one keeps no other away.
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
mkdir a b
(cd a && exec "$program" simulate ibgstar --link ../one --readings 5 </dev/null >ready) &
first=$!
(cd b && exec "$program" simulate onetouch-verio-iq --link ../two --readings 7 </dev/null >ready) &
second=$!
trap 'kill "$first" "$second" 2>/dev/null; clean_up' EXIT
eventually grep -q '^{' a/ready && eventually grep -q '^{' b/ready

# new meters are not anybody's without being asked about
expect 6 'no meter was read' sync --port ./one --port ./two
grep -q 'two: the meter VerioIQ SIM000001 is new here.*--new-meter' err || wrong "a new meter: $(cat err)"
[ ! -e data/bgbingo/me.logbook ] || wrong "a refused meter made a logbook"
expect 0 'SIM000001.*7 new' sync --port ./one --port ./two --new-meter
expect 0 '^\[\{"port":"./one","meter".*"port":"./two".*"known":0' sync --port ./one --port ./two --json

# at a terminal the person is asked whose each is, and one left unread keeps no other away
rm data/bgbingo/me.logbook
at_terminal - '' -- sync --port ./one --port ./two
grep -qz '^6 .*one: the meter iBGStar.*left unread.*VerioIQ SIM000001 is new here. Whose is it?.* 7 new' answer || wrong "each meter is asked about: $(cat answer)"

# each into its owner's logbook
rm data/bgbingo/me.logbook
expect 0 ' 7 new' sync --port ./two --profile ben --yes
expect 0 ' 5 new' sync --port ./one --profile me
expect 0 ' 0 new' sync --port ./one --port ./two
expect 0 '"readings":5' stats --json
expect 0 '"readings":7' stats --json --profile ben

# into the file that is named, nobody is asked
expect 6 'no meter was read' sync --port ./one --port ./two --logbook ./one.logbook
grep -q 'one: this meter belongs to another person' err || wrong "owned meters: $(cat err)"
rm data/bgbingo/*.logbook
expect 0 ' 7 new' sync --port ./one --port ./two --logbook ./both.logbook
[ -z "$(find data/bgbingo -name '*.logbook')" ] || wrong "a profile got a logbook, too"
expect 0 . sync --port ./two --profile ben --yes
expect 0 . sync --port ./one --profile me

# one that fails
expect 3 'not every meter was read' sync --port ./one --port ./nothing --port ./two
grep -q 'nothing: there is no such port' err || wrong "the failing port is not named: $(cat err)"
[ "$(grep -c ' 0 new' out)" = 2 ] || wrong "the others were not read: $(cat out)"

# what does not go together
expect 2 'exclude each other' sync --all --port ./one
expect 2 'go with one meter' sync --port ./one --port ./two --record x
expect 2 'go with one meter' sync --port ./one --port ./two --erase-meter --yes
finish
