#!/bin/sh
# kill -9 at seeded points of import, sync, log add, log undo, meters move and round enter: 40 points each, 240 in all.
set -eu
points=40
[ "$SCALE" = full ] || points=8
here=$(dirname "$0")
status=0
shown=$("$here/../faults/kill_test.py" "$BGBINGO" "$(dirname "$BGBINGO")/tests/libkill_at.so" "$points" "$SEED") || status=1
echo "$shown" | sed 's/^/# /'
kills=$(echo "$shown" | sed -nE 's/^seed .*, ([0-9]+) kills, .*/\1/p')
echo "kills $kills points $((6 * points)) ok"
faults=$(echo "$shown" | grep -c ', killed before call' || true)
verdict=ok
[ "$status" = 0 ] || verdict=over
echo "kill_faults $faults faults 0 $verdict"
