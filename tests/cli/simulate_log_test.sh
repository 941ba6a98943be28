#!/bin/bash
# --log: what went over the wire, a JSON line each time, as the faults left it.
set -u
source "$(dirname "$0")/world.sh"
# said DIRECTION: all bytes of one direction in hex
said() { grep "\"direction\":\"$1\"" log | sed 's/.*"hex":"\([0-9a-f]*\)".*/\1/' | tr -d '\n'; }

expect 2 'it has no line' simulate accuchek-mobile --link ./folder --log log
expect 6 'the log cannot be written: this is no file' simulate ibgstar --log /dev/null
expect 3 'the log cannot be written: No such file' simulate ibgstar --log nowhere/log
bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null

# The log has each byte that a recording of the host's end has, here with the answers spread over time.
simulate ibgstar --readings 3 --pace --log log
expect 0 ' 3 new' sync --port ./meter --meter ibgstar --record recording
unplug_simulator
head -n 1 log | cmp -s - ready || wrong "the log begins with $(head -n 1 log)"
[ "$(stat -c %a log)" = 600 ] || wrong "the log has the mode $(stat -c %a log)"
hex_of() { bgbingo inspect --raw recording | grep -E "^.{14} $1 " | cut -c18-64 | tr -d ' \n'; }
[ "$(said to_meter)" = "$(hex_of '>')" ] || wrong "to the meter went $(hex_of '>'), and $(said to_meter) is in the log"
[ "$(said from_meter)" = "$(hex_of '<')" ] || wrong "from the meter came $(hex_of '<'), and $(said from_meter) is in the log"
python3 - <<'END' || wrong "the log is no JSON, or its times go back: $(cat log)"
import json
lines = [json.loads(line) for line in open("log")][1:]
times = [line["at_s"] for line in lines]
assert times == sorted(times) and len(lines) > 6, lines
assert all(line["text"].encode() == bytes.fromhex(line["hex"]) for line in lines), lines
END

# The next run is appended, with what a fault lets through.
before=$(wc -l <log)
simulate ibgstar --log log --fault disconnect=5
expect 4 . sync --port ./meter --meter ibgstar
unplug_simulator
tail -n +$((before + 1)) log >second
sed -n 1p second | cmp -s - ready || wrong "the second run begins with $(sed -n 1p second)"
grep -o '"text":"200 h"' second >/dev/null || wrong "of an answer cut after 5 bytes there is $(cat second)"
finish
