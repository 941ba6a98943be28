#!/bin/bash
# The cable of every family's simulated meter pulled on a pseudo-terminal, after 64 different bytes each.
set -u
offsets=64
[ "$SCALE" = full ] || offsets=3
status=0
shown=$("$(dirname "$0")/../faults/cable_test.py" "$BGBINGO" "$offsets" "$SEED") || status=1
awk '{ print "# " $0 }' <<<"$shown"
pulled=$(sed -nE 's/.*: ([0-9]+) cables pulled within .*/\1/p' <<<"$shown" | awk '{ sum += $1 } END { print sum + 0 }')
families=$(grep -c ' cables pulled within ' <<<"$shown")
verdict=over
[ "$families" = 10 ] && [ "$pulled" = $((offsets * families)) ] && verdict=ok
echo "cables_pulled $pulled cables $((offsets * 10)) $verdict"
faults=$(sed -nE 's/^([0-9]+) faults$/\1/p' <<<"$shown")
verdict=over
[ "$status" = 0 ] && [ "$faults" = 0 ] && verdict=ok
echo "cable_faults ${faults:--1} faults 0 $verdict"
