#!/bin/bash
# A meter that is somebody else's: its readings move whole, or a new period begins and the old ones stay away.
set -u
source "$(dirname "$0")/world.sh"
expect_readings() { # PROFILE COUNT
  expect 0 "\"readings\":$2," stats --json --profile "$1"
}

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
bgbingo setup --profile ben --name Ben --unit mmol/L --zone UTC --country GB >/dev/null
simulate ibgstar --readings 20 --seed 3
expect 0 ' 20 new' sync --port ./meter --profile me
serial=$(python3 -c 'import json, sys; print(json.loads(sys.argv[1])[0]["serial"])' "$(bgbingo meters --known --json)")
expect 0 "$serial.*me .*20" meters --known
expect 0 . log edit 3 --note 'after a walk'
expect 0 . log remove 4
before=$(bgbingo log list --json | sed 's/"operation":[0-9]*/"operation":0/g')

# read into the wrong person's logbook: all of it moves
expect 3 'no logbook here knows' meters move 777777 --to ben
expect 2 'not a day or time' meters move "$serial" --to ben --from soon
expect 6 'Nobody here is called zoe' meters move "$serial" --to zoe
for name in Zoe ../../zoe 'zoe x' ''; do
  expect 2 "a profile's name is 1 to 32" meters move "$serial" --to "$name" --yes
done
[ -z "$(find "$HOME" -name '*zoe*' -o -name '*Zoe*')" ] || wrong "a name that is none made a file: $(find "$HOME")"
expect 2 'not to a file' meters move "$serial" --to ben --logbook data/bgbingo/me.logbook
expect 0 "$serial.*me.logbook .*20" meters --known --logbook data/bgbingo/me.logbook
cp data/bgbingo/me.logbook kept
expect 0 'belongs to ben now: 19 readings moved, 0 stay with me' meters move "${serial: -6}" --to ben
expect_readings ben 19
expect_readings me 0
grep -q 'after a walk' <(bgbingo log list --profile ben) || wrong "a note did not move"
expect 0 'so already' meters move "$serial" --to Ben
expect 6 'belongs to another person: ben' sync --port ./meter --profile me
expect 0 ' 0 new' sync --port ./meter --profile ben
expect 0 ' 0 new' sync --port ./meter --profile ben --whole
expect 6 'moved a meter.*meters move' log undo --profile me
expect 6 'moved a meter.*meters move' log undo --profile ben

# moved back it is as before
expect 0 'belongs to me now: 19 readings moved' meters move "$serial" --to me
[ "$(bgbingo log list --json --profile me | sed 's/"operation":[0-9]*/"operation":0/g')" = "$before" ] ||
  wrong "moved back it is another logbook: $(bgbingo log list --profile me)"
expect_readings ben 0
expect 0 ' 0 new' sync --port ./meter --profile me
expect 6 'belongs to another person: Anna .profile me.' sync --port ./meter --profile ben

# a break between the two logbooks: both have it, and moving it again finishes
expect 0 . meters move "$serial" --to ben
rm -f data/bgbingo/me.logbook-*
cp kept data/bgbingo/me.logbook
expect_readings me 19
expect_readings ben 19
expect 6 'in two logbooks: an earlier move to ben broke off.*leave out --from' meters move "$serial" --to ben --from now
expect 0 'belongs to ben now' meters move "$serial" --to ben
expect_readings me 0
expect_readings ben 19
expect 0 . meters move "$serial" --to me

# given away: a new period begins
expect 0 'belongs to ben now: 0 readings moved, 19 stay with me' meters move "$serial" --to ben --from now
expect_readings me 19
echo 'add 6.4 before_lunch' >&3
sleep 0.5
expect 0 ' 1 new' sync --port ./meter --profile ben
expect 0 ' 0 new' sync --port ./meter --profile ben --whole
expect_readings ben 1
expect_readings me 19
expect 6 'belongs to another person: ben' sync --port ./meter --profile me
expect 0 'me \(until given away\)' meters --known
expect 6 'me kept readings of this time.*--to me' meters move "$serial" --to ben --from 2000-01-01
expect 0 . check --profile me
expect 0 . check --profile ben

# and given back
expect 0 '"moved":1,"stays":0' meters move "$serial" --to me --json
expect_readings me 20
expect 0 ' 0 new' sync --port ./meter --profile me --whole

# a meter that gives its whole memory at once: what is the former owner's stays out, too
unplug_simulator
simulate freestyle-lite --readings 10 --seed 4
expect 0 ' 10 new' sync --port ./meter --profile me
serial=$(bgbingo meters --known --json | python3 -c '
import json, sys
print(next(m["serial"] for m in json.load(sys.stdin) if m["family"].startswith("freestyle")))')
expect 0 '10 stay with me' meters move "$serial" --to ben --from now
expect 0 ' 0 new' sync --port ./meter --profile ben
expect_readings ben 0

# two meters of one number are told apart by their names
unplug_simulator
simulate codefree --readings 3
expect 0 ' 3 new' sync --port ./meter --meter codefree --profile me
expect 0 "SIM00000001.*me +3 .* $(date -u +%Y-%m)-[0-9]*T.*Z" meters --known  # though its clock cannot be read
unplug_simulator
simulate accuchek-mobile --readings 4
expect 0 ' 4 new' sync --port ./meter --profile me
expect 2 'with the meter.s name before it.*CodeFree SIM00000001' meters move SIM00000001 --to ben
expect 0 '4 readings moved' meters move 'Mobile SIM00000001' --to ben

# while it is read, too: nobody gets readings of another person's meter
unplug_simulator
simulate onetouch-verio-iq --readings 150 --seed 8 --pace
bgbingo sync --port ./meter --meter onetouch-verio-iq --fast --profile me >first 2>&1 || wrong "the first reading: $(cat first)"
serial=$(sed -nE 's/^VerioIQ (SIM[0-9]+).*/\1/p' first)
bgbingo sync --port ./meter --meter onetouch-verio-iq --whole --profile me >late 2>&1 &
reading=$!
sleep 1
expect 0 'belongs to ben now' meters move "$serial" --to ben
if wait $reading; then wrong "a meter that was given away while it was read was kept: $(cat late)"; fi
grep -q 'belongs to another person: ben' late || wrong "nothing says who has it now: $(cat late)"
expect 0 "$serial *VerioIQ .simulated. *ben *150 " meters --known
expect 0 . sync --port ./meter --meter onetouch-verio-iq --profile ben

# what a sync brings while the meter moves, the move waiting for a busy logbook, is not left behind
echo 'add 6.4 before_lunch' >&3
sleep 0.5
python3 -c '
import sqlite3, time
busy = sqlite3.connect("data/bgbingo/me.logbook")
busy.execute("BEGIN IMMEDIATE")
print("busy", flush=True)
time.sleep(2)' >held &
holding=$!
eventually test -s held
bgbingo meters move "$serial" --to me >moved 2>&1 &
moving=$!
sleep 0.5
expect 6 'belongs to another person: Anna' sync --port ./meter --meter onetouch-verio-iq --profile ben
wait $holding
wait $moving || wrong "the move: $(cat moved)"
expect 0 ' 1 new' sync --port ./meter --meter onetouch-verio-iq --profile me
expect 0 . meters move "$serial" --to ben
expect 0 "$serial *VerioIQ .simulated. *ben *151 " meters --known

# a day to come begins no period; the day is the owner's
expect 2 'still to come' meters move "$serial" --to me --from 2099-01-01
cp config/bgbingo/config kept.config
expect 0 . setup --profile ben --zone Pacific/Kiritimati
expect 0 'moved' meters move "$serial" --to me --from "$(TZ=Pacific/Kiritimati date -d '-1 minute' '+%Y-%m-%d %H:%M')"
cp kept.config config/bgbingo/config
expect 0 . meters move "$serial" --to ben
# what the former owner kept is not the new one's without a word
expect 0 '151 stay with ben' meters move "$serial" --to me --from now
expect 6 'ben kept readings of it.*--to ben' meters move "$serial" --to me

# the owner is asked for by name, again after one that can be no profile's; - leaves the meter unread
unplug_simulator
simulate onetouch-ultra2 --readings 5
at_terminal 'Carol X' carol n - -- sync --port ./meter --meter onetouch-ultra2
grep -qz "^6 .*a profile's name is 1 to 32.*called carol yet.*left unread" answer || wrong "no name of a profile is answered: $(cat answer)"
[ "$(echo data/bgbingo/*.logbook)" = 'data/bgbingo/ben.logbook data/bgbingo/me.logbook' ] || wrong "there are other logbooks: $(ls data/bgbingo)"
at_terminal 'Ben' -- sync --port ./meter --meter onetouch-ultra2
grep -qz '^0 .*belongs to Ben' answer || wrong "the owner's name is answered: $(cat answer)"
[ ! -e data/bgbingo/Ben.logbook ] || wrong "Ben has a second logbook"
finish
