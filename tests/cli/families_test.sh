#!/bin/bash
# Every meter the program reads, on a pseudo-terminal or as a folder: what was put into the simulated one is in the
# logbook, once; found out without --meter, too; a second sync brings what is new.
# long: begins before the others
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mg/dL --zone UTC --country US >/dev/null
# Whole minutes and mg/dL: what every wire can say.
for i in $(seq 30); do
  printf '2026-10-%02d %02d:%02d:00 %d mg/dL\n' $((1 + i / 4)) $((i % 4 * 5 + 2)) $((i * 7 % 60)) $((60 + i * 37 % 240))
done >readings

# readings_of FILE: time and mg/dL of each, sorted.
readings_of() {
  python3 - "$1" <<'LIST'
import json, sys
entries = json.load(open(sys.argv[1]))
def mg_dl(e): return e["value"] if e["unit"] == "mg/dL" else round(e["value"] * 18.01559)
print("\n".join(sorted(f'{e["time"][:16]} {mg_dl(e)}' for e in entries if e["kind"] == "blood_glucose")))
LIST
}
sed -E 's/^(.{16}):00 ([0-9]+) mg.*/\1 \2/' readings | sort >expected

models=$(bgbingo meters --json | python3 -c 'import json, sys
for meter in json.load(sys.stdin): print(meter["name"], meter["family"])')
[ "$(wc -l <<<"$models")" -ge 3 ] || wrong "meters lists $models"
seen=' '
while read -r model family; do
  rm -rf data/bgbingo
  simulate "$model" --readings readings
  expect 0 '"new":30' sync --port ./meter --meter "$model" --json
  bgbingo log list --json --limit 100 >entries 2>err || wrong "$model: $(cat err)"
  readings_of entries >got
  cmp -s got expected || wrong "$model gives other readings than were put in: $(diff got expected | head -n 4)"
  grep -q '"simulated":true' entries || wrong "$model is not marked as simulated"
  expect 0 '"new":0' sync --port ./meter --meter "$model" --json
  if [[ $seen != *" $family "* ]]; then
    seen+="$family "
    expect 0 '"known":' sync --port ./meter --json
    echo 'add 104 mg/dL' >commands
    eventually grep -q '"readings":31' ready
    expect 0 '"new":1' sync --port ./meter --meter auto --json
    # Asked as another one it is named, be it at the same speed or at another.
    other=onetouch-verio-iq
    [ "$family" != onetouch_verio_iq ] || other=ibgstar
    [ "$family" = accuchek_mobile ] || expect 4 "speaks the language of the .*or with --meter $model\\." sync --port ./meter --meter $other
  fi
  unplug_simulator
done <<<"$models"
# what a meter does not do is said of that meter
simulate freestyle-optium --readings 2 --fault nak=100000
expect 4 'the Precision Xtra refuses to say who it is' sync --port ./meter --meter precision-xtra --logbook refusing
unplug_simulator
simulate glucomen-areo --readings 2
expect 6 'the Menarini GlucoMen areo.s clock cannot be read' clock --port ./meter --meter glucomen-areo
unplug_simulator
# said at once, where the meter would have to be turned on to be asked
simulate codefree --readings 2
expect 6 'the SD CodeFree.s clock cannot be read.*clock --set --port ./meter --meter codefree' clock --port ./meter --meter codefree
! grep -q 'Turn the meter' err || wrong "a meter was to be turned on whose clock cannot be read: $(cat err)"
finish
