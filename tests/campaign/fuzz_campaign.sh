#!/bin/bash
# Every fuzz target: ten million inputs without a finding, its planted fault found, and how many of the decoder's
# lines it reaches.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
runs=10000000
[ "$SCALE" = full ] || runs=100000
cd "$root" || exit 1
for target in tests/fuzz/*_fuzz.cpp; do
  name=$(basename "$target" _fuzz.cpp)
  verdict=ok
  shown=$(scripts/fuzz "$name" --runs "$runs" --seed "$SEED" 2>&1) || verdict=over
  tried=$(sed -nE 's/.*: ([0-9]+) inputs tried, 0 findings/\1/p' <<<"$shown")
  [ -n "$tried" ] && [ "$tried" -ge "$runs" ] || verdict=over
  echo "fuzz_${name} ${tried:-0} inputs $runs $verdict"

  verdict=over found=0
  scripts/fuzz "$name" --planted --seed "$SEED" >/dev/null 2>&1 && verdict=ok found=1
  echo "fuzz_${name}_planted_fault $found found 1 $verdict"

  shown=$(scripts/fuzz "$name" --coverage --runs "$((runs / 20))" --seed "$SEED" 2>&1)
  grep -E ': [0-9.]+ % of [0-9]+ lines' <<<"$shown" | while IFS= read -r line; do
    file=${line%%:*} percent=$(sed -E 's/.*: ([0-9.]+) % of.*/\1/' <<<"$line")
    awk -v name="fuzz_${name}_lines_of_$(basename "$file")" -v percent="$percent" \
      'BEGIN { print name, percent, "percent", 95, (percent >= 95 ? "ok" : "over") }'
  done
  grep -qE ': [0-9.]+ % of' <<<"$shown" || echo "fuzz_${name}_lines 0 percent 95 over"
done
