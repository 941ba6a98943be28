#!/bin/bash
# A host's evening by the command line: what each verb of `round` and `series` does, says and answers as JSON.
set -u
source "$(dirname "$0")/world.sh"
value() { python3 -c 'import json, sys; print(json.load(open("out"))'"$1"')'; }
expect_value() { [ "$(value "$1")" = "$2" ] || wrong "$1 is $(value "$1") instead of $2: $(cat out)"; }
says_not() { ! grep -qE -- "$1" out err || wrong "it says '$1': $(cat out err)"; }
rules() { bgbingo round show --text --series "$1" | sed -n 's/^\(unit\|range\|low-line\|prize\) //p' | paste -sd '|'; }
# finds PATTERN WORD…: the program ends with 5, and tells its findings as data.
finds() {
  local pattern=$1 got=0
  shift
  bgbingo "$@" >out 2>err </dev/null || got=$?
  { [ "$got" = 5 ] && grep -qE -- "$pattern" out; } || wrong "'$*' ended with $got and says: $(cat out err)"
}
expect_rules() { [ "$(rules "$1")" = "$2" ] || wrong "the rules are $(rules "$1") instead of $2"; }

# Looking makes nothing.
for look in 'round show' 'round receipt anna' 'series check' 'series backup local there.series' 'round enter anna 6.4'; do
  # shellcheck disable=SC2086
  expect 3 'no games here yet' $look
done
[ ! -e data ] || wrong "looking made $(find data)"

# A round of a series has the series' rules, and of them is changed what is given.
expect 0 . series new gbdoc --unit mmol/L --country GB --range 5.0-9.0 --prize cup --prize-to-one --public dice
expect 0 . round new --series gbdoc --prize 'another cup' --unit mmol/L --json
expect_value '["replaced"]' None
expect 0 . round new --series gbdoc --round final-1 --prize 'another cup' --unit mmol/L
grep -q 'Round gbdoc-1 was never opened' out || wrong "a draft went without a word: $(cat out)"
expect 0 . round open --series gbdoc
expect_rules gbdoc 'mmol/L|5.0 9.0 0.1|4.0 mmol/L 72 mg/dL|one another cup'
expect 0 . round void --series gbdoc --reason 'a trial' --without-value
expect 0 . round new --series gbdoc --unit mg/dL --range 80–150
expect 0 . round open --series gbdoc --minutes 5
expect_rules gbdoc 'mg/dL|80 150 1|4.0 mmol/L 72 mg/dL|one cup'
expect 6 'Close it first' round void --series gbdoc --reason why --public '1 1 1 1 1 1 1 1 1 1'
expect 0 . round void --series gbdoc --reason 'a trial' --without-value --json
for option in '--country gb' '--country UK' '--country Narnia' '--prize-to-one' '--range 72-180' '--range 4.05-9.95'; do
  # shellcheck disable=SC2086
  expect 2 . series new other --unit mmol/L $option
done
expect 2 'in mmol/L \(72-180\)\. Write it as 4\.0-10\.0; --unit chooses' series new other --unit mmol/L --range 72-180
expect 2 'in mg/dL .*Write it as 72-180; --unit chooses' series new other --unit mg/dL --range 4.0-10.0
expect 2 '1 to 100' series new other --rounds 101
expect 2 '1 to 10080' round open --series gbdoc --minutes 99999999999999999
expect 2 'not begin|neither begins' round void --series gbdoc --reason -

# Enter, correct, withdraw, and take it back.
bgbingo setup --name Me --unit mmol/L --country DE --zone UTC >/dev/null
expect 0 . series new cup --prize cup
expect 0 . round new --series cup
expect 6 'Open it first' round enter anna 6.4 --series cup
expect 0 . round open --series cup
expect 0 . round enter anna 6.4 --series cup --json
expect_value '["in_time"]' True
anna=$(value '["receipt"]')
expect 6 'changes nothing' round correct anna 6.4 --series cup
expect 0 . round correct anna 6.6 --series cup --json
expect_value '["outcome"]' 'The entry carries the corrected value, and has a new receipt'
[ "$(value '["receipt"]')" != "$anna" ] || wrong 'a corrected entry keeps its receipt'
anna=$(value '["receipt"]')
expect 0 . round receipt anna --series cup --json
expect_value '["receipt"]' "$anna"
expect 6 'withdraw the entry of anna' round correct anna --series cup
expect 0 'until the close a value takes that back' round correct anna --series cup --yes
expect 0 'corrected value' round correct anna 6.5 --series cup
grep -q 'Receipt, for anna alone' out || wrong "a correction prints no receipt: $(cat out)"
tail -n 1 out >anna.receipt
expect 0 'without a place' round enter zoe 5.5 --series cup --taken "$(date -u -d '-20 min' +%FT%TZ)"
expect 0 'after yourself' round correct zoe 2.4 --series cup
grep -q 'may need a moment' err || wrong "the host does not hear that somebody may need a moment: $(cat err)"
expect 0 . round enter bea 7.0 --series cup
expect 6 'one entry counts' round enter bea 7.5 --series cup
expect 0 . round enter bea 7.5 --series cup --after-meter-error

# From the logbook: typed, unless a real meter stored it; one reading is one player's.
expect 0 . log add 6.4
expect 0 'counts as typed' round enter me --series cup --from-logbook
expect 6 'another player already' round enter twin --series cup --from-logbook
expect 2 'knows time and evidence' round enter me2 --series cup --from-logbook --evidence log
simulate ibgstar --readings 2 --seed 3
echo 'add 5.9' >&3
sleep 1
expect 0 . sync --port ./meter --profile sim --zone UTC --yes
expect 0 'counts as typed' round enter sim --series cup --from-logbook --profile sim
python3 - <<'REAL' || wrong 'the simulated meter cannot be made a real one'
import sqlite3
logbook = sqlite3.connect("data/bgbingo/sim.logbook")
logbook.execute("UPDATE source SET simulated = 0")
logbook.commit()
REAL
expect 0 . round enter sim --series cup --from-logbook --profile sim --after-meter-error
says_not 'typed'

# The close, a correction after it, the draw.
expect 0 . round close --series cup --json
expect 0 'appended' round correct bea 7.6 --series cup
expect 2 'belongs to a record' round correct bea 7.7 --made "$(date -u +%FT%TZ)" --series cup
expect 0 '"valid":true' round draw --series cup --json
expect 0 "sim .* from the meter's log" round show --series cup
grep -Eq '^ *[0-9]+ +me .* typed' out || wrong "a reading by hand is shown as something else: $(cat out)"
grep -Eq 'Also played: .*zoe' out || wrong "zoe did not also play: $(cat out)"
grep -q 'corrected entry 1' out || wrong "the history has no numbers: $(cat out)"
bgbingo round show --series cup --text >cup.round

# Objections, one's own line, being forgotten.
expect 0 . round object 'Bea: why me?' --series cup --json
objection=$(value '["objection"]')
expect 6 'waits for its answer' round final --series cup
expect 3 'no open objection' round object --answer 9999 no --series cup
expect 0 . round object --answer "$objection" 'bea has line 3' --series cup --json
expect_value '["open_objections"]' 0
expect 0 'your line 1 is in the list' round verify cup.round --mine anna.receipt
expect 0 . round verify cup.round --mine anna.receipt --json
expect_value '["mine"][0]' 'your line 1 is in the list'
sed 's/6\.5/6.6/' anna.receipt >wrong.receipt
expect 3 'not in the list' round verify cup.round --mine wrong.receipt
expect 3 'not in the list' round verify cup.round --mine wrong.receipt --json
expect 2 'a file that holds your receipt' round verify cup.round --mine "$(cat anna.receipt)"
says_not "$(cut -d '|' -f 5 anna.receipt)"
expect 2 'nothing after it' round verify cup.round --anchor ''
expect 0 . round final --series cup
expect 6 'Add --yes' round forget bea
expect 0 'Forgotten in 1 round\.' round forget bea --yes
expect 0 . round show --series cup
says_not '\<[Bb]ea\>'  # a name, not three digits of a digest
expect 3 'nobody of this name' round forget bea --yes --json
bgbingo round show --series cup --text >cup.round
expect 0 'valid yes' round verify cup.round

# The season's end, and the season before.
expect 0 . series check cup --json
anchor=$(value '["anchor"]')
expect_value '["rounds"]' 1
expect_value '["table"][0]["rounds"]' 1
expect 6 . series next cup
expect 0 . series next cup --yes --json
reveal=$(value '["reveal"]')
expect 0 'No round of this season' series check cup
expect 0 . series check cup --season 1 --json
expect_value '["reveal"]' "$reveal"
expect_value '["findings"]' '[]'
expect 0 "$reveal" series check cup --season 1
expect 3 'no such season' series check cup --season 3
expect 0 'the anchor you saw' series verify cup.round --anchor "$anchor" --reveal "$reveal"
finds 'another anchor' series verify cup.round --anchor "$reveal"
finds 'does not lead to the anchor' series verify cup.round --anchor "$anchor" --reveal "$anchor"
sed 's/^1 anna$/1 ann/' cup.round >other.round
finds "digest does not fit" series verify other.round --json

# What comes next is of the round that was meant: on a terminal each verb says so.
python3 - "$program" <<'NEXT' || wrong "what comes next"
import os, pty, sys
def said(*words):
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.argv[1], [sys.argv[1], "round", *words])
    text = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        text += part
    os.waitpid(child, 0)
    return text.decode()
for words, next in ((["new"], "round open"), (["open"], "round enter NAME VALUE"), (["enter", "a", "6.4"], "round close"),
                    (["close"], "round draw"), (["draw"], "round final"), (["object", "why"], "round object --answer")):
    text = said(*words, "--series", "cup")
    rest = text[text.rindex("Next: "):]
    if next not in rest or "--series cup" not in rest[rest.index(next):]:
        sys.exit(f"{words}: {text}")
NEXT
finish
