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

# Played back it gives the same readings, whole weeks earlier; so does a meter's of every other family. Nobody has to
# say whose recording it is: the player lets the words meant for other meters pass, as a real meter does.
entries() { bgbingo log list --logbook "$1" --json | python3 -c 'import json, sys
for e in json.load(sys.stdin):
    print(e["time"], e["value"], e.get("reach"), e["meal"], e["source"]["simulated"])'; }
plays_back() { # MODEL SHARED ORIGINAL
  simulate "$1" --replay "$2"
  rm -f played.logbook
  expect 0 " $(wc -l <"$3") new" sync --port ./meter --logbook played.logbook --yes
  unplug_simulator
  grep '^{' ready | python3 -c 'import json, sys
sys.exit(any(list(line) != ["remark"] for line in map(json.loads, list(sys.stdin)[1:])))' || wrong "playing back a $1: $(cat ready)"
  entries played.logbook >played
  python3 - "$3" <<'COMPARE' || wrong "a shared recording of a $1 played back gives other readings"
import datetime, sys
def read(name):
    for line in open(name):
        day, clock, rest = line.rstrip("\n").split(" ", 2)
        yield datetime.datetime.fromisoformat(day + " " + clock), rest
pairs = list(zip(read(sys.argv[1]), read("played"), strict=True))
moved = {a[0] - b[0] for a, b in pairs}
sys.exit(not (pairs and len(moved) == 1 and moved.pop() % datetime.timedelta(weeks=1) == datetime.timedelta(0)
              and all(a[1] == b[1] for a, b in pairs)))
COMPARE
}
entries data/bgbingo/me.logbook >original
[ "$(wc -l <original)" = 40 ] || wrong "there are other readings: $(wc -l <original)"
plays_back ibgstar session.shared original
for model in onetouch-ultra2 onetouch-ultra-easy onetouch-verio-iq freestyle-lite freestyle-optium contour td-4277 codefree glucomen-areo; do
  simulate "$model" --readings 6
  rm -f original.logbook
  expect 0 ' 6 new' sync --port ./meter --meter "$model" --record "$model.recording" --logbook original.logbook
  unplug_simulator
  expect 0 . recording share "$model.recording"
  entries original.logbook >original
  plays_back "$model" "$model.recording.shared" original
done
expect 2 'another family than this meter: contour, not bgstar' simulate ibgstar --replay contour.recording
for other in --preset=hi-lo --readings=5 --memory=memory --serial=SIM00000000001 --seed=2 --fault=drop=1 --option=eol=cr --strict --unit=mg/dL --now=2026-01-01T08:00:00; do
  expect 2 "--replay does not go together with another option .${other%%=*}." simulate ibgstar --replay session "$other"
done
finish
