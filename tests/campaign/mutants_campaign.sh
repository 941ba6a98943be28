#!/bin/bash
# A hundred seeded one-token changes in draw, judge, logbook key, statistics and codec; ninety have to be noticed.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
count=100
[ "$SCALE" = full ] || count=5
shown=$("$root/scripts/mutants" --count "$count" --seed "$SEED" --least 0)
caught=$(sed -nE 's/^mutants: ([0-9]+) of [0-9]+ caught.*/\1/p' <<<"$shown")
sed -n '/^Same machine code\|^Survived:/,$p' <<<"$shown" | sed 's/^/# /'
verdict=ok
[ -n "$caught" ] && [ "$caught" -ge $((count * 90 / 100)) ] || verdict=over
echo "mutants_caught_of_$count ${caught:-0} mutants $((count * 90 / 100)) $verdict"
