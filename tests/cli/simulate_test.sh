#!/bin/bash
# A simulated meter is started with what its kind of meter can be, or not at all.
set -u
source "$(dirname "$0")/world.sh"

# quits at once; its first line is what it says of itself
start() {
  echo quit | timeout 20 "$program" simulate "$@" >out 2>err
}

expect 2 'there is no such simulated meter.*Did you mean ibgstar' simulate ibgstra
expect 2 'no serial number of such a simulated meter' simulate ibgstar --serial ABCDEFGHIJKLMN
start ibgstar --serial SIM00000000009 || wrong "a serial number that begins with SIM: $(cat err)"
grep -q '"serial":"SIM00000000009"' out || wrong "--serial gives $(cat out)"

expect 2 'from 0 on, or a file' simulate ibgstar --readings -5
expect 2 'from 0 on, or a file' simulate ibgstar --readings 99999999999999999999
# A sanitizer reserves terabytes of addresses, and has a limit of its own for what is really used.
limit_memory() { if ldd "$program" | grep -q libasan; then export ASAN_OPTIONS=hard_rss_limit_mb=1000; else ulimit -v 1000000; fi; }
(limit_memory && start ibgstar --readings 500000000) || wrong "more readings than memory: $(cat err)"
grep -q '"readings":300' out || wrong "a full memory is $(cat out)"
grep -q 'holds 300 readings: of 500000000 the newest 300' err || wrong "readings are dropped unsaid: $(cat err)"
expect 3 'no such file' simulate ibgstar --readings ./nothing

printf '2026-03-01 08:00 104 mg/dL\n2026-03-01 08:00:30 6.4 mmol/L before_lunch\n' >readings
start ibgstar --readings readings || wrong "readings without seconds: $(cat err)"
grep -q '"readings":2' out || wrong "readings without seconds: $(cat out err)"
printf 'one\ntwo\n' >readings
expect 5 'no line of this file is a reading' simulate ibgstar --readings readings

for fault in clock-back=36000d clock=2100-01-01T00:00:00 clock=+36000d; do
  expect 6 'the years 1970 to 2099 only' simulate ibgstar --fault "$fault"
done
printf 'fault clock-back=36000d\nquit\n' | "$program" simulate ibgstar >out 2>err
grep -q 'the years 1970 to 2099 only' out || wrong "a clock set back too far later: $(cat out err)"
expect 2 'there is no such fault' simulate ibgstar --fault nonsense
expect 2 '--seed wants a whole number' simulate ibgstar --seed x
expect 2 'not known here' simulate ibgstar --json
finish
