#!/bin/bash
# A preset is a meter in a known state, read as any other one.
set -u
source "$(dirname "$0")/world.sh"

expect 2 'there is no such preset .last-week.\. There are: first-week, summer-time' simulate ibgstar --preset last-week
expect 2 '--preset and --readings do not go together' simulate ibgstar --preset hi-lo --readings 3
bgbingo setup --name Anna --unit mmol/L --zone Europe/London --country GB >/dev/null

# The same seed and time are the same meter, also as a folder.
for model in ibgstar td-4277 accuchek-mobile; do
  for time in 2026-11-18T21:00:00 2026-11-18T21:00:00; do
    echo quit | bgbingo simulate $model --preset two-people --now $time --link ./same | grep -o '"readings":.*' >>same.$model
  done
  [ "$(sort -u same.$model)" = '"readings":84,"seed":1}' ] || wrong "two-people on $model: $(cat same.$model)"
done

simulate onetouch-verio-iq --preset summer-time
expect 0 'Your meter is one hour behind. .bgbingo clock --set --port ./meter. sets it' sync --port ./meter
summer=$(python3 -c '
import datetime, zoneinfo
now = datetime.datetime.now(datetime.timezone.utc)
print(next(z for z in ("Europe/London", "Australia/Sydney") if now.astimezone(zoneinfo.ZoneInfo(z)).dst()))')
unplug_simulator
simulate onetouch-verio-iq --preset summer-time --seed 2 --zone "$summer"
expect 0 'Your meter is one hour behind: it may still be on winter time' clock --port ./meter --zone "$summer"
unplug_simulator
simulate accuchek-mobile --preset clock-lost
expect 0 'days slow. Set it on the meter itself' sync --port ./meter --logbook other.logbook
unplug_simulator
bgbingo log list --json >entries
grep -q '"time_flag":"nonexistent"' entries || wrong 'no reading in the hour that was skipped'

simulate ibgstar --preset clock-lost --serial SIM00000000002
expect 0 'clock is [0-9]+ days slow' sync --port ./meter --new-meter --yes
unplug_simulator
[ "$(bgbingo log list --json | grep -o '"time_flag":"unset"' | wc -l)" = 1 ] || wrong 'the reading right after the battery was changed is not of unknown time'

simulate ibgstar --preset full-memory --serial SIM00000000003
grep -q '"readings":300' ready || wrong "a full memory is $(cat ready)"
expect 0 ' 300 new' sync --port ./meter --new-meter --yes
echo 'add 6.4' >&3
expect 0 ' 1 new' sync --port ./meter
unplug_simulator
finish
