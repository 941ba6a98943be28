#!/bin/bash
# A meter on a pseudo-terminal: read once, nothing doubled, its owner's alone, and every break finished by the next sync.
set -u
source "$(dirname "$0")/world.sh"
value() { python3 -c 'import json, sys; print(json.load(open("out"))'"$1"')'; }
expect_value() { [ "$(value "$1")" = "$2" ] || wrong "$1 is $(value "$1") instead of $2: $(cat out)"; }

# before anything was set up nothing has to be said: the meter is the only person's
simulate ibgstar --readings 40 --seed 3
expect 0 ' 40 new' sync --port ./meter
rm -r data/bgbingo

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
expect 0 '"new":40' sync --port ./meter --json
expect_value '["read"]' 40
expect_value '["meter"]["model"]' iBGStar
expect 0 '"new":0' sync --port ./meter --json
[ "$(value '["exchanges"]')" -le 12 ] || wrong "a second sync takes $(value '["exchanges"]') exchanges"
expect 0 '"readings":40' stats --json
expect 0 'simulated' log list
expect 0 'taken back' log undo
expect 0 '"readings":0' stats --json
expect 0 '"new":40' sync --port ./meter --json
expect 0 'right' clock --port ./meter

# another person's meter
expect 6 'belongs to another person: Anna .profile me.* --profile me' sync --port ./meter --profile ben
[ ! -e data/bgbingo/ben.logbook ] || wrong "a refused sync made a logbook"

# another person's logbook that cannot be read: a remark, and one's own meter is read all the same
: >data/bgbingo/zoe.logbook
echo junk >data/bgbingo/bob.logbook
expect 0 ' 0 new' sync --port ./meter --profile me
grep -q "zoe" err && wrong "an empty logbook is remarked upon: $(cat err)"
grep -q "bob's logbook cannot be read" err || wrong "nothing is said of a logbook that could not be asked: $(cat err)"
rm data/bgbingo/zoe.logbook

# --meter is a promise: another model that answers is not read
expect 4 'iBGStar, so it is not the Sanofi BGStar.*--meter ibgstar' sync --port ./meter --meter bgstar --logbook other.logbook
expect 4 'iBGStar, so it is not the Sanofi MyStar Extra' clock --port ./meter --meter mystar-extra
[ ! -e other.logbook ] || wrong "another model was read"
expect 0 ' 0 new' sync --port ./meter --meter ibgstar

# whose a new meter is, is said when it is stored, not before; a logbook that cannot be asked leaves it open
unplug_simulator
simulate ibgstar --readings 5 --serial SIM00000000077
expect 6 'several people' sync --port ./meter
rm data/bgbingo/bob.logbook
python3 - "$program" <<'LOCKED' || wrong "a locked logbook"
import sqlite3, subprocess, sys
other = sqlite3.connect("data/bgbingo/me.logbook", isolation_level=None)
other.execute("BEGIN IMMEDIATE")
done = subprocess.run([sys.argv[1], "sync", "--port", "./meter"], capture_output=True, text=True,
                      stdin=subprocess.DEVNULL)
sys.exit(0 if done.returncode == 4 and "belongs" not in done.stderr else print(done) or 1)
LOCKED
expect 0 'new here; it now belongs to Anna' sync --port ./meter
: >empty.logbook  # what a first write to a full disk leaves
mv data/bgbingo/me.logbook kept
expect 0 ' 5 new' sync --port ./meter --logbook empty.logbook
mv kept data/bgbingo/me.logbook

# stopped in the middle: what had come is kept; at a question: nothing
unplug_simulator
for signal in INT TERM; do
  simulate ibgstar --readings 300 --fault stall=6000:2
  "$program" sync --port ./meter --logbook "stopped$signal.logbook" --record "stopped$signal" >out 2>err </dev/null &
  stopped=$!
  sleep 1
  kill -"$signal" $stopped
  wait $stopped
  code=$?
  if [ "$code" != 6 ] || ! grep -q 'stopped.*new readings .*are kept; sync again' err; then wrong "stopped by $signal: $code $(cat err)"; fi
  expect 0 'get glurec 0' inspect "stopped$signal"
  expect 0 . sync --port ./meter --logbook "stopped$signal.logbook"
  expect 0 '"readings":300' stats --json --logbook "stopped$signal.logbook"
  unplug_simulator
done
simulate ibgstar --readings 5 --serial SIM00000000078
expect 0 . setup --profile zoe --name Zoe
expect 0 . log add 6.4 mmol/L --profile zoe
at_terminal $'\x03' -- sync --port ./meter
grep -qz '^6 .*Whose is it?.*no answer was given' answer || wrong "Ctrl-C at a question: $(cat answer)"
if grep -q 'belongs' answer; then wrong "a meter was taken without an answer: $(cat answer)"; fi
rm data/bgbingo/zoe.logbook

# the port is busy: held by a sync of our own that waits for a silent meter
unplug_simulator
simulate ibgstar --readings 5 --fault stall=1
"$program" sync --port ./meter --meter ibgstar >/dev/null 2>&1 </dev/null &
busy=$!
sleep 0.5
expect 4 'busy|in use|another' sync --port ./meter
wait "$busy"
code=$?
[ "$code" = 4 ] || wrong "a meter that fell silent ended with $code"

# a cable pulled in the middle, then plugged in again
unplug_simulator
simulate ibgstar --readings 60 --seed 5 --fault disconnect=2500
expect 4 'BGStar was unplugged while its readings were read.*kept; sync again' sync --port ./meter --logbook cut.logbook
echo plug >&3
eventually test -e ./meter
expect 0 ' new' sync --port ./meter --logbook cut.logbook
expect 0 '"readings":60' stats --json --logbook cut.logbook
unplug_simulator

# another device answers; a meter at another speed; nobody answers
python3 - "$program" <<'OTHER' || wrong "another device"
import os, pty, subprocess, sys, threading
def answer(master, text):
    try:
        while True:
            os.read(master, 100)
            os.write(master, text)
    except OSError:
        pass
for text, words in ((b"ERROR 17 unknown\r\n", "not as a BGStar"), (b"\x80\xf8\xfe\x9e\x00\xe0" * 8, "not readable at 115200 baud"),
                    (b"", "does not answer")):
    master, slave = pty.openpty()
    threading.Thread(target=answer, args=(master, text), daemon=True).start()
    done = subprocess.run([sys.argv[1], "sync", "--port", os.ttyname(slave), "--meter", "bgstar", "--logbook", "other.logbook"],
                          capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 4 or words not in done.stderr or os.path.exists("other.logbook"):
        sys.exit(print(done) or 1)
OTHER

# a port that only a group may use: the group is named
[ "$(id -u)" != 0 ] || python3 - "$program" "$here/tests/as_user" <<'GROUP' || wrong "a port of the group dialout"
import os, pty, shutil, subprocess, sys
master, slave = pty.openpty()
port = os.ttyname(slave)
shutil.chown(port, "nobody", "dialout")
os.chmod(port, 0o660)
done = subprocess.run([sys.argv[2], sys.argv[1], "sync", "--port", port, "--logbook", "group.logbook"],
                      capture_output=True, text=True, stdin=subprocess.DEVNULL)
if done.returncode != 6 or "members of the group dialout" not in done.stderr or "adduser" not in done.stderr:
    sys.exit(print(done) or 1)
GROUP
finish
