#!/bin/bash
# What docs/testing-with-simulators.md shows a tester works as it is printed there.
set -u
source "$(dirname "$0")/../cli/world.sh"
page=$here/docs/testing-with-simulators.md
mkdir bin && ln -s "$program" bin/bgbingo
export PATH=$place/bin:$PATH

# block TITLE: the first code block below the heading
block() {
  awk -v title="## $1" '/^## / { inside = $0 == title } inside && /^```/ { fences++; next } inside && fences == 1' "$page"
}

block 'From a shell' >example.sh
[ "$(grep -c '^bgbingo ' example.sh)" = 2 ] || wrong "the shell's example is $(cat example.sh)"
timeout 60 bash -e example.sh >said 2>err || wrong "the shell's example: $(cat said err)"

block 'From Python' >test_example.py
timeout 120 python3 -m unittest -v test_example >said 2>err || wrong "the example in Python: $(cat said err)"
grep -q '^Ran 2 tests' err || wrong "unittest ran other tests than the page's two: $(cat err)"
grep -q 'OK$' err || wrong "unittest says $(cat err)"

# Over TCP: pyserial opens it (Debian's package, for Debian's python), and through socat's own port bgbingo reads it.
mkfifo tcp-commands
exec 4<>tcp-commands
"$program" simulate bgstar --readings 12 --link ./wire --listen 127.0.0.1:0 <tcp-commands >tcp 2>&1 4>&- &
simulator=$!
eventually grep -q '"listen"' tcp || wrong "the simulator says $(cat tcp)"
block 'Over TCP' | sed "s/7000/$(grep -o '"listen":"127.0.0.1:[0-9]*' tcp | grep -o '[0-9]*$')/" >lines
[ "$(wc -l <lines)" = 2 ] || wrong "the page shows over TCP $(cat lines)"
PATH=/usr/bin:$PATH timeout 30 bash -e <(head -n 1 lines) >said 2>&1 || wrong "pyserial: $(cat said)"
timeout 60 bash <(tail -n 1 lines) >said 2>&1 4>&- &
socat=$!
eventually test -e ./meter || wrong "socat: $(cat said)"
bgbingo setup --name Anna --unit mg/dL --zone UTC --country DE >/dev/null
expect 0 ' 12 new' sync --port ./meter --meter bgstar
kill "$simulator" && wait "$simulator" 2>/dev/null
simulator=
wait "$socat" || wrong "socat ends with the meter, but: $(cat said)"

# Each file of readings that the page shows is taken as it is, and each preset and fault it names is there.
awk '/^```/ { fences++; next } fences % 2 == 1 && /^(20|time)/' "$page" >readings
[ "$(wc -l <readings)" -ge 11 ] || wrong "the page shows $(wc -l <readings) readings"
echo quit | bgbingo simulate glucorx-hct --readings readings >said 2>err || wrong "the page's readings: $(cat err)"
# One is of a kind that this meter does not hold, and it says so.
[ "$(cat err)" = '1 of 11 readings were left out: this meter cannot hold records of their kind, or of their year.' ] ||
  wrong "of the page's readings others are not taken: $(cat err)"
presets=$(awk '/^\| preset/ { inside = 1; next } /^$/ { inside = 0 } inside && !/---/ { print $2 }' "$page")
[ "$(wc -w <<<"$presets")" = 6 ] || wrong "the page's presets are $presets"
for preset in $presets; do
  echo quit | bgbingo simulate ibgstar --preset "$preset" >said 2>&1 || wrong "the preset $preset: $(cat said)"
done
faults=$(awk '/^\| fault/ { inside = 1; next } /^$/ { inside = 0 } inside && !/---/ { sub(/^\| /, ""); sub(/ \|.*/, ""); print }' "$page" |
  tr ',' '\n' | sed -E 's/\[[^]]*\]//g; s/=N$/=1/; s/=RATE/=0.001/; s/^ +//')
[ "$(wc -w <<<"$faults")" -ge 17 ] || wrong "the page's faults are $faults"
for fault in $faults; do
  model=contour
  [ "$fault" != twice ] || model=accuchek-mobile
  echo quit | bgbingo simulate $model --link ./one --fault "$fault" >said 2>&1 || wrong "the fault $fault: $(cat said)"
done
finish
