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

# Each file of readings that the page shows is taken as it is, and each preset and fault it names is there.
awk '/^```/ { fences++; next } fences % 2 == 1 && /^(20|time)/' "$page" >readings
[ "$(wc -l <readings)" -ge 11 ] || wrong "the page shows $(wc -l <readings) readings"
echo quit | bgbingo simulate glucorx-hct --readings readings >said 2>err || wrong "the page's readings: $(cat err)"
[ ! -s err ] || wrong "of the page's readings some are not taken: $(cat err)"
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
