#!/bin/bash
# Faults of the meter's own making: refusals, impossible dates, a clock that was never set. The driver gets through,
# or says so in one sentence; what it says it has read is right.
set -u
source "$(dirname "$0")/world.sh"
bgbingo setup --name Anna --unit mg/dL --zone UTC --country DE >/dev/null

for model in onetouch-ultra2 onetouch-ultra-easy td-4277 codefree; do
  expect 6 'no word for no .nak.' simulate $model --fault nak=1
done
expect 6 'a folder: it cannot have such a fault .nak=1.' simulate accuchek-mobile --link ./folder --fault nak=1
expect 2 'this fault has another form' simulate contour --fault nak=0
expect 6 'cannot hold a record of an impossible date' simulate ibgstar --fault impossible-date=1

# A storm of refusals that ends, and one that does not; at the start and in the middle.
for model in contour freestyle-lite freestyle-optium glucomen-areo onetouch-verio-iq ibgstar; do
  for storm in nak=1 nak=1:3 nak=2:5; do
    simulate $model --readings 4 --fault $storm
    rm -rf data/bgbingo/me.logbook
    code=0
    timeout 120 "$program" sync --port ./meter --meter $model --yes >out 2>err </dev/null || code=$?
    case $code in
      0) grep -q ' 4 new' out err || wrong "$model, $storm: not all readings: $(cat out err)" ;;
      4) [ "$(grep -c '^bgbingo: ' err)" = 1 ] || wrong "$model, $storm: not one sentence: $(cat err)" ;;
      *) wrong "$model, $storm ends with $code: $(cat err)" ;;
    esac
    unplug_simulator
  done
  simulate $model --readings 4 --fault nak=1000000
  code=0
  timeout 120 "$program" sync --port ./meter --meter $model --yes >out 2>err </dev/null || code=$?
  if [ $code != 4 ] || [ "$(grep -c '^bgbingo: ' err)" != 1 ]; then wrong "$model refuses for ever and sync ends with $code: $(cat err)"; fi
  # and once it has stopped, all is well again
  echo fault >&3
  rm -rf data/bgbingo/me.logbook
  expect 0 ' 4 new' sync --port ./meter --meter $model --yes
  unplug_simulator
done

for model in contour td-4277 onetouch-verio-iq accuchek-mobile; do
  rm -rf data/bgbingo/me.logbook
  simulate $model --readings 4 --fault impossible-date=2
  expect 0 ' 4 new' sync --port ./meter --yes
  unplug_simulator
  [ "$(bgbingo log list --json | grep -o '"kind":"unread_record"' | wc -l)" = 1 ] || wrong "$model: the impossible record is not kept as one"
  rm -rf data/bgbingo/me.logbook
  simulate $model --readings 4 --fault clock-unset
  expect 0 ' 4 new' sync --port ./meter --yes
  unplug_simulator
  [ "$(bgbingo log list --json | grep -o '"time_flag":"unset"' | wc -l)" = 4 ] || wrong "$model: the readings have a time: $(bgbingo log list)"
done
finish
