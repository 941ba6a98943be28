#!/bin/bash
# A simulated meter is started with what its kind of meter can be, or not at all.
set -u
source "$(dirname "$0")/world.sh"

# quits at once; its first line is what it says of itself
start() {
  echo quit | timeout 20 "$program" simulate "$@" >out 2>err
}

# tell COMMAND PATTERN: the running simulator's answer must fit.
tell() {
  local answers
  answers=$(wc -l <ready)
  echo "$1" >commands
  eventually answered "$answers"
  tail -n 1 ready | grep -qE -- "$2" || wrong "'$1' is answered with $(tail -n 1 ready)"
}

expect 2 'there is no such simulated meter.*Did you mean ibgstar' simulate ibgstra
expect 2 'there is no such simulated meter.*Did you mean onetouch-verio-iq' simulate verio
expect 2 'this meter is not known.*Did you mean glucomen-areo' sync --port ./meter --meter areo
start TD4235B
grep -q '"simulator":"td-4235b"' out || wrong "a model's name without its dash: $(cat out err)"
start onetouch_verio_iq
grep -q '"simulator":"onetouch-verio-iq"' out || wrong "a family's name: $(cat out err)"
expect 2 'no serial number of such a simulated meter' simulate ibgstar --serial ABCDEFGHIJKLMN
start ibgstar --serial SIM00000000009 || wrong "a serial number that begins with SIM: $(cat err)"
grep -q '"serial":"SIM00000000009"' out || wrong "--serial gives $(cat out)"

# What a meter is depends on its own options alone, not on who tests it and where.
same_meter() { start contour --seed 7 --now '2026-11-18 21:03:00' --zone UTC --readings 6 --memory "$@"; }
same_meter plain
(export LC_ALL=en_GB.UTF-8 LANG=en_GB.UTF-8 && same_meter british) 2>unsaid  # bash misses the locale
cmp -s plain british || wrong 'in another locale the same words make another meter'
bgbingo setup --name Anna --unit mmol/L --zone Europe/London --country GB >/dev/null
same_meter of_anna
cmp -s plain of_anna || wrong "the profile's unit makes another meter"
same_meter in_mg_dl --unit mg/dL
cmp -s plain in_mg_dl || wrong '--unit mg/dL is another meter than that without --unit'
same_meter in_mmol_l --unit mmol/L
cmp -s plain in_mmol_l && wrong '--unit mmol/L leaves the meter in mg/dL'
expect 0 'unit the meter itself is set to' simulate --help

expect 2 'from 0 on, or a file' simulate ibgstar --readings -5
expect 2 'from 0 on, or a file' simulate ibgstar --readings 99999999999999999999
# A sanitizer reserves terabytes of addresses, and has a limit of its own for what is really used.
limit_memory() { if grep -q __asan_init "$program"; then export ASAN_OPTIONS=hard_rss_limit_mb=1000; else ulimit -v 1000000; fi; }
(limit_memory && start ibgstar --readings 500000000) || wrong "more readings than memory: $(cat err)"
grep -q '"readings":300' out || wrong "a full memory is $(cat out)"
grep -q 'holds 300 readings: of 500000000 the newest 300' err || wrong "readings are dropped unsaid: $(cat err)"
expect 3 'the file of readings cannot be read: No such file or directory' simulate ibgstar --readings ./nothing

printf '2026-03-01 08:00 104 mg/dL\n2026-03-01 08:00:30 6.4 mmol/L before_lunch\n' >readings
start ibgstar --readings readings || wrong "readings without seconds: $(cat err)"
grep -q '"readings":2' out || wrong "readings without seconds: $(cat out err)"
printf 'one\ntwo\n' >readings
expect 5 'no line of this file is a reading' simulate ibgstar --readings readings

printf '04-21-1991\t9:09\t58\t100\n04-22-1991\t9:09\t58\t100\n' >readings
start onetouch-ultra-easy --readings readings || wrong "readings that all cannot be: $(cat err)"
grep -q '"readings":2' out || wrong "of 1991 an Ultra Easy holds $(cat out err)"
start contour --readings readings || wrong "readings that all cannot be: $(cat err)"
grep -q '^2 of 2 readings were left out: this meter cannot hold' err || wrong "readings are left out unsaid: $(cat out err)"
expect 2 'fewer readings than that .impossible-date=500.. There are 5' simulate contour --readings 5 --fault impossible-date=500

for fault in clock-back=36000d clock=2100-01-01T00:00:00 clock=+36000d; do
  expect 6 'the years 1970 to 2099 only' simulate ibgstar --fault "$fault"
done
printf 'fault clock-back=36000d\nquit\n' | "$program" simulate ibgstar >out 2>err
grep -q 'the years 1970 to 2099 only' out || wrong "a clock set back too far later: $(cat out err)"
expect 2 'there is no such fault' simulate ibgstar --fault nonsense
expect 2 '--seed wants a whole number' simulate ibgstar --seed x
expect 2 'not known here' simulate ibgstar --json

# The last command may end without a line's end.
printf 'add 6.4\nquit' | timeout 20 "$program" simulate ibgstar >out 2>err || wrong "quit without a line's end is not taken: $(cat err)"
[ "$(wc -l <out)" = 3 ] || wrong "two commands are answered by $(cat out)"

# Some meters speak when they are turned on.
simulate codefree --strict
tell 'on' '"on":true'
unplug_simulator

# An Accu-Chek Mobile is no port but a folder with a report.
report='meter/ACCU-CHEK Mobile/Reports/SIM00000001.csv'
# lines N: the report has so many, each ending with CR LF
lines() { [ "$(grep -c $'\r$' "$report")" = "$1" ] && [ "$(wc -l <"$report")" = "$1" ]; }
expect 2 'this meter is a folder.*--link' simulate accuchek-mobile
expect 2 'this meter is a folder: it has no line' simulate accuchek-mobile --link ./meter --pace
expect 2 'has no options' simulate accuchek-mobile --link ./meter --option eol=cr
expect 6 'a folder: it cannot have such a fault .stall=5.' simulate accuchek-mobile --link ./meter --fault stall=5
expect 2 'They look like SIM00000001' simulate accuchek-mobile --link ./meter --serial SIM0000000x
expect 3 'No such file' simulate accuchek-mobile --link ./nowhere/meter
[ ! -e meter ] || wrong "what was refused made a folder"

printf '2026-11-18 08:00 control 98 mg/dL\n2026-11-18 21:03 104 mg/dL before_dinner\n2026-11-18 21:04 ketone 1.5\n' >readings
simulate accuchek-mobile --readings readings --now 2026-11-18T21:05:00
grep -q '"port":"./meter".*"serial":"SIM00000001","readings":2' ready || wrong "it introduces itself as $(cat ready)"
lines 5 || wrong "the report is $(cat "$report")"
grep -q '^SIM00000001;18.11.2026;21:05;;;;;;;' "$report" || wrong "line 2 is $(sed -n 2p "$report")"
sed -n 4p "$report" | grep -q '^18.11.2026;21:03;104;mg/dl;;;;X;;' || wrong "the newest is $(sed -n 4p "$report")"
[ "$(find meter -type f | wc -l)" = 1 ] || wrong "beside the report there is more: $(find meter)"
tell 'add 212 mg/dL' '"readings":3'
sed -n 4p "$report" | grep -q '^18.11.2026;21:05;212;mg/dl;;X;;;;' || wrong "added, the newest is $(sed -n 4p "$report")"
tell 'add ketone 1.5' 'cannot hold'
tell 'clock 2017-01-01T00:00:00' '"time":"2017-01-01'
grep -q '^SIM00000001;01.01.2017;00:00;' "$report" || wrong "the clock set, line 2 is $(sed -n 2p "$report")"
tell 'clock 2026-11-18T21:06:00' '"time"'
cp "$report" whole
tell 'fault disconnect=100' 'disconnect=100'
cmp -s "$report" <(head -c 100 whole) || wrong "cut after 100 bytes the report is $(cat "$report")"
tell 'fault drop=2 corrupt=1:5' 'corrupt=1:5'
[ "$(head -c 5 "$report")" = srial ] || wrong "byte 1 flipped and 2 lost give $(head -n 1 "$report")"
tell 'fault' '"faults":..}'
tell 'fault noise=0.01' 'noise'
cmp -s "$report" whole && wrong 'noise leaves the report as it was'
tell 'fault' '"faults":..}'
tell 'fault twice' '"twice"'
lines 7 || wrong "with the newest twice the report is $(cat "$report")"
tell 'fault deaf=1 clock=+1h' 'cannot have such a fault'
grep -q '^SIM00000001;18.11.2026;21:0' "$report" || wrong "a refused fault set the clock: $(sed -n 2p "$report")"
tell 'unplug' '"plugged":false'
[ ! -e meter ] || wrong "unplugged, there is $(find meter)"
tell 'erase' '"readings":0'
tell 'on' '"on":true'
[ ! -e meter ] || wrong "erased and turned on without a cable, there is $(find meter)"
tell 'plug' '"port":"./meter"'
lines 3 || wrong "plugged in again the empty meter's report is $(cat "$report")"
expect 6 'something else is there already' simulate accuchek-mobile --link ./meter
lines 3 || wrong 'a second simulator harmed the report of the first'
unplug_simulator
[ ! -e meter ] || wrong "after its end there is $(find meter)"

# What it did not make stays.
mkdir meter
simulate accuchek-mobile --readings 3
echo mine >meter/mine
echo mine >'meter/ACCU-CHEK Mobile/mine'
rm "$report"
echo mine >"$report"
tell 'add 104 mg/dL' 'something else is there already'
unplug_simulator
[ "$(cat meter/mine 'meter/ACCU-CHEK Mobile/mine' "$report" | grep -c mine)" = 3 ] || wrong "of mine is left: $(find meter)"
expect 6 'something else is there already' simulate accuchek-mobile --link ./meter
rm -r meter
mkdir meter
simulate accuchek-mobile --readings 3
unplug_simulator
if [ ! -d meter ] || [ -n "$(ls -A meter)" ]; then wrong "an empty folder it found is left as $(find meter)"; fi
rmdir meter
echo mine >meter
expect 6 'something else is there already' simulate accuchek-mobile --link ./meter
[ "$(cat meter)" = mine ] || wrong 'a file in the place of the folder was harmed'
finish
