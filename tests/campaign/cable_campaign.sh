#!/bin/bash
# The cable of every family's simulated meter pulled on a pseudo-terminal, after 64 different bytes each.
set -u
offsets=64
[ "$SCALE" = full ] || offsets=3
status=0
shown=$("$(dirname "$0")/../faults/cable_test.py" "$BGBINGO" "$offsets" "$SEED") || status=1
echo "$shown" | sed 's/^/# /'
pulled=$(echo "$shown" | sed -nE 's/.*: ([0-9]+) cables pulled within .*/\1/p' | paste -sd+ | bc)
families=$(echo "$shown" | grep -c ' cables pulled within ')
verdict=over
[ "$families" = 10 ] && [ "$pulled" = $((offsets * families)) ] && verdict=ok
echo "cables_pulled ${pulled:-0} cables $((offsets * 10)) $verdict"
faults=$(echo "$shown" | sed -nE 's/^([0-9]+) faults$/\1/p')
verdict=over
[ "$status" = 0 ] && [ "$faults" = 0 ] && verdict=ok
echo "cable_faults ${faults:--1} faults 0 $verdict"
