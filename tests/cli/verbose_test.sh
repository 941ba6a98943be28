#!/bin/bash
# --verbose: what last went over the wire stands before the sentence that says what went wrong.
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mg/dL --zone UTC --country DE >/dev/null

# fails TITLE COMMAND…: ends with 4 and one sentence, which is the last line; the hex is in err, or is not with "plain".
fails() {
  local title=$1
  shift
  expect 4 . "$@"
  tail -n 1 err | grep -q '^bgbingo: ' || wrong "$title: the sentence is not the last line: $(cat err)"
}
hex_lines() { grep -cE '^ +[0-9]+\.[0-9]{6} [<>] ([0-9a-f]{2} )+|^ {15}[<>] ([0-9a-f]{2} )+' err; }

simulate ibgstar --readings 30 --fault disconnect=1500
fails 'without it' sync --port ./meter --meter ibgstar
[ "$(hex_lines)" = 0 ] || wrong "hex without being asked for: $(cat err)"
unplug_simulator
simulate ibgstar --readings 30 --fault disconnect=1500
fails 'a cable pulled' sync --port ./meter --meter ibgstar --verbose --whole
grep -q 'What last went over the wire' err || wrong "no title: $(cat err)"
[[ $(hex_lines) =~ ^(1[1-9]|2[0-4])$ ]] || wrong "$(hex_lines) lines of hex: $(cat err)"
grep -q '> 67 65 74 20 67 6c 75 72 65 63 20 [0-9a-f ]* *get glurec' err || wrong "no question: $(cat err)"
grep -q '< 32 30 30 20 67 6c 75 72 65 63' err || wrong "no answer: $(cat err)"
# What the wire has no part in shows no wire.
echo plug >&3
eventually test -e ./meter
expect 6 'belongs to another person' sync --port ./meter --verbose --logbook third
[ "$(hex_lines)" = 0 ] || wrong "hex about a person: $(cat err)"
unplug_simulator

# Nobody answers: the probes are shown. So it is with clock.
mkfifo pty
python3 - pty <<'END' &
import os, sys, time, tty
master, slave = os.openpty()
tty.setraw(slave)
os.symlink(os.ttyname(slave), "deaf")
open(sys.argv[1]).read()
END
deaf=$!
eventually test -e deaf
fails 'silence' clock --port ./deaf --meter td-4277 --verbose
grep -q '> 51 22 00 00 00 00 a3 16' err || wrong "the question is not shown: $(cat err)"
: >pty
wait "$deaf"

# A success says nothing more.
simulate ibgstar --readings 5 --seed 9
expect 0 ' 5 new' sync --port ./meter --verbose --whole
[ "$(hex_lines)" = 0 ] || wrong "hex after a success: $(cat err)"
finish
