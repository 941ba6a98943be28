#!/bin/bash
# The long form of the seeded trials in the test programs: power cuts, cables cut at every byte, flipped bits, noise,
# draws, rounds and altered round files (BGBINGO_CAMPAIGN makes them long; docs/testing.md).
set -u
programs=$(dirname "$BGBINGO")/tests
[ "$SCALE" = full ] && export BGBINGO_CAMPAIGN=1
trial() {
  local name=$1 program=$2 filter=$3 shown status=0 verdict=ok
  shown=$("$programs/$program" "$filter" -d yes 2>&1) || { status=1 verdict=over; }
  echo "$shown" | grep -aE '^ *[0-9.]+ s: |power cuts|at so many calls|records|rounds|draws|files|offsets|flipped' | sed 's/^/# /'
  echo "$shown" | grep -qE 'All tests passed|assertions' || verdict=over
  echo "$name $status stopped 0 $verdict"
}
trial power_cuts_and_failing_calls test_faults '*'
trial cables_flips_and_noise test_device '*cable pulled*,*flipped*,*is lost*'
trial draws_rounds_and_altered_files test_game '*spread evenly*,*simulated rounds*,*altered*'
