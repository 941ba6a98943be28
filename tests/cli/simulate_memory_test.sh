#!/bin/bash
# --memory: what a simulated meter holds outlives the simulator, also one that is killed.
set -u
source "$(dirname "$0")/world.sh"
kill_simulator() {
  kill -9 "$simulator"
  wait "$simulator" 2>/dev/null
  simulator=
  rm -rf meter  # another test's simulator may have been given that pseudo-terminal since
}

bgbingo setup --name Anna --unit mg/dL --zone UTC --country DE >/dev/null
simulate td-4277 --memory memory --readings 5 --serial 53494D53494D0007 --fault clock=-2h
[ "$(stat -c %a memory)" = 600 ] || wrong "the memory has the mode $(stat -c %a memory)"
echo 'add 212 mg/dL' >&3
eventually answered 1 || wrong "no answer but: $(cat ready)"
kill_simulator

simulate td-4277 --memory memory --readings 9
grep -q 'memory holds a meter already: --readings' ready || wrong "readings for a meter that has some: $(cat ready)"
grep -q '"serial":"53494D53494D0007","readings":6' ready || wrong "killed and started again it is $(cat ready)"
expect 0 ' 6 new' sync --port ./meter
expect 0 '2 h [01] min slow' clock --port ./meter
expect 0 . clock --port ./meter --set --yes
kill_simulator
# What the host did is kept, too.
simulate td-4277 --memory memory
expect 0 'right' clock --port ./meter
expect 0 . sync --port ./meter --erase-meter --yes
kill_simulator
simulate td-4277 --memory memory
grep -q '"readings":0' ready || wrong "erased, killed and started again it is $(cat ready)"
unplug_simulator

expect 6 'memory of another model: td-4277, not ibgstar .memory' simulate ibgstar --memory memory
expect 2 '--replay does not go together' simulate ibgstar --replay recording --memory memory
head -c 100 memory >damaged
expect 5 'no memory of a simulated meter, or a damaged one .damaged' simulate td-4277 --memory damaged
[ "$(wc -c <damaged)" = 100 ] || wrong 'a damaged memory was written over'
mkdir folder
expect 5 'no memory of a simulated meter' simulate td-4277 --memory folder
expect 3 'the memory cannot be written' simulate td-4277 --memory nowhere/memory

# A folder with a report has a memory as well.
simulate accuchek-mobile --memory folder-memory --preset hi-lo
echo 'add 104 mg/dL' >&3
eventually answered 1 || wrong "no answer but: $(cat ready)"
count=$(grep -o '"readings":[0-9]*' ready | tail -n 1)
kill_simulator
simulate accuchek-mobile --memory folder-memory
grep -q "$count," ready || wrong "after $count it is $(cat ready)"
finish
