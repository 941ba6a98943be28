#!/bin/bash
# Whatever is mistyped, unplugged or broken ends in one clear sentence and the right exit code, and loses nothing.
set -u
source "$(dirname "$0")/world.sh"

# words
# shellcheck disable=SC2016  # the backquotes are the program's
expect 2 'Did you mean `bgbingo log`' lgo
# shellcheck disable=SC2016
expect 2 'Did you mean `bgbingo log list`' log lst
expect 2 'wants one more word' log
expect 2 'One of: list, use\.' profile
expect 2 'Did you mean --json' stats --jsn
expect 2 'Did you mean --scan' meters --scn
expect 2 'options of a command stand after it' --days 3 stats
expect 2 'not known here' profile use me --json
expect 2 '^bgbingo: --port wants one value\.' sync --port
expect 2 '^bgbingo: --port wants one value\.' clock --port a --port b
expect 2 'takes no value \(--yes\)' stats --yes=maybe
expect 2 '^bgbingo: something is missing: WORDS\.' log add
expect 2 'one word too many \(more\)' stats -- more
expect 0 '^bgbingo log add WORDS' help log add
expect 0 '^Start here' help
expect 0 'bgbingo setup' --unit mmol/L
expect 2 '--days wants a whole number from 1 to 100000 \(x\)' stats --days x
expect 2 '--days wants a whole number' stats --days 0
expect 2 '--limit wants a whole number' log list --limit -3
expect 2 'wants a whole number' log undo 99999999999999999999
expect 2 'FILE' import --format uci
expect 3 'no such time zone' log add 6.4 --zone Europe/Atlantis
expect 2 'not a day' stats --from yesterday
expect 3 'no logbook here yet' stats
expect 0 'You have no logbook yet'
expect 0 . setup --name Anna --unit mmol/L --zone UTC
bgbingo | grep -q 'bgbingo setup' && wrong "after the set-up bgbingo still asks for it"
expect 3 'no such time zone' stats --zone Mars/Olympus

# a profile that nobody has
expect 6 'Nobody here is called typo yet.*--yes' log add 6.4 --profile typo
[ ! -e data/bgbingo/typo.logbook ] || wrong "a mistyped profile began a logbook"
expect 0 . log add 6.4 mmol/L --time '2026-01-01 07:00' --profile ben --yes
expect 0 . log add 6.5 mmol/L --time '2026-01-01 07:30' --profile ben
rm data/bgbingo/ben.logbook

# values
expect 5 'no meter shows this value .54 mmol/L' log add 54 mmol/L
expect 2 'unit of this value is not clear' log add 25
expect 2 'not a glucose value' log add sixpointfour
expect 2 'not a glucose value .11 4 mg/dL' log add '11 4 mg/dL'
expect 2 'not a glucose value .11 4' round enter bea 11 4
expect 2 'not a time' log add 6.4 --time 2026-02-30
expect 0 . log add 6.4 --note -h
expect 0 '"note":"-h"' log list --json
expect 0 . log purge 1 --yes
expect 0 '^Nothing to show\.$' log list
expect 0 '6.4 mmol/L' log add 6.4 --time '2026-01-01 08:00'
expect 2 'not a unit' stats --unit stone
expect 3 'no entry with this number' log remove 99
expect 3 'no operation with this number' log undo 99

# names and notes that carry escapes
expect 0 . log add 7.0 --time '2026-01-01 09:00' --note "$(printf 'red \033[31m \302\233 \342\200\256')"
expect 0 'x1B' log list
expect 0 'u001b' log list --json
expect 0 . setup --name "$(printf 'An\033]0;x\007na')" --unit mmol/L --zone UTC --country GB

# ports
expect 3 'no such port' sync --port ./nothing
: >file
expect 5 'serial port' sync --port ./file
expect 3 'no such file' import ./nothing --format uci
expect 2 'format is not known' import ./file --format xyz

# lines of a file that cannot be
printf '01-02-1990\t08:00\t58\t100\n06-31-1991\t08:00\t58\t100\nbroken \033[2J\n01-02-1990\t08:00\t58\t100000\n' >bad
expect 0 '1 new, 0 known, 0 in conflict, 3 lines not taken' import bad --format uci
cp data/bgbingo/me.logbook before
expect 5 'nothing is kept' import bad --format uci --strict
bgbingo import bad --format uci --strict --json >out && wrong '--strict took a bad line'
grep -q '"new":0.*"line":2.*"line":3.*"line":4' out || wrong "--strict --json says $(cat out)"
[ "$(sqlite3 data/bgbingo/me.logbook 'SELECT count(*) FROM entry')" = "$(sqlite3 before 'SELECT count(*) FROM entry')" ] ||
  wrong "--strict kept something"

# a file that brings nothing, and a first write that fails, leave no logbook that says something else
expect 3 'no such file' import ./nothing --format uci --logbook none.logbook
expect 5 'nothing is kept' import bad --format uci --strict --logbook none.logbook
bgbingo import - --format uci --strict --logbook none.logbook <bad >/dev/null 2>&1 && wrong "--strict from a pipe took a bad line"
[ ! -e none.logbook ] || wrong "an import that keeps nothing made a logbook"
head -1 bad | bgbingo import - --format uci --strict --logbook piped.logbook >out 2>err
grep -q '^1 new' out || wrong "--strict from a pipe: $(cat out err)"
: >empty.logbook
expect 3 'no logbook here yet' stats --logbook empty.logbook
for _ in $(seq 10001); do echo 'no entry'; done >many
bgbingo import many --format uci --json >out
grep -q '"rejected_total":10001,' out || wrong "not all lines are counted: $(head -c 100 out)"

# logbooks
cp data/bgbingo/me.logbook newer.logbook && sqlite3 newer.logbook 'PRAGMA user_version = 99'
sum=$(sha256sum <newer.logbook)
expect 6 'newer bgbingo' stats --logbook newer.logbook
expect 6 'newer bgbingo' log add 6.4 --logbook newer.logbook
[ "$(sha256sum <newer.logbook)" = "$sum" ] || wrong "a newer logbook was touched"
expect 5 'not a bgbingo logbook' stats --logbook bad
expect 5 'not a bgbingo logbook' log add 6.4 --logbook bad
cp data/bgbingo/me.logbook trap.logbook
sqlite3 trap.logbook 'CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM entry; END'
expect 6 'did not make' log add 6.4 --logbook trap.logbook
[ "$(sqlite3 trap.logbook 'SELECT count(*) > 0 FROM entry')" = 1 ] || wrong "the trap closed"

# read-only: as somebody without root's powers
mkdir readonly && cp data/bgbingo/me.logbook readonly/ && chmod 0444 readonly/me.logbook && chmod 0555 readonly
as_user() { "$here/tests/as_user" "$program" "$@" >"$place/out" 2>"$place/err" </dev/null; }
as_user stats --logbook readonly/me.logbook || wrong "a read-only logbook cannot be read: $(cat err)"
code=0
as_user log add 6.4 --logbook readonly/me.logbook || code=$?
[ "$code" = 6 ] || wrong "writing to a read-only logbook ended with $code: $(cat err)"
chmod 0755 readonly

# a folder that does not let us look
for words in stats '' 'log add 6.4'; do
  chmod 0000 data/bgbingo
  code=0
  # shellcheck disable=SC2086  # words
  as_user $words || code=$?
  chmod 0700 data/bgbingo
  if [ "$code" != 6 ] || grep -q 'fault of bgbingo' err; then wrong "'$words' in a closed folder ended with $code: $(cat err)"; fi
done

# a full disk: a file may grow no further
code=0
(ulimit -f 40 && trap '' XFSZ && exec "$program" import "$here/tests/data/uci-logbook.txt" --format uci --logbook full.logbook) \
  >out 2>err </dev/null || code=$?
if [ "$code" != 6 ] || [ "$(wc -l <err)" != 1 ]; then wrong "a full disk ended with $code: $(cat err)"; fi
expect 0 ' new' import "$here/tests/data/uci-logbook.txt" --format uci --logbook full.logbook
expect 0 'whole' check --logbook full.logbook

# locked by another program
python3 - "$program" <<'LOCKED' || wrong "a locked logbook"
import sqlite3, subprocess, sys
other = sqlite3.connect("data/bgbingo/me.logbook", isolation_level=None)
other.execute("BEGIN IMMEDIATE")
done = subprocess.run([sys.argv[1], "log", "add", "6.4"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
sys.exit(0 if done.returncode == 4 and "another program is writing" in done.stderr else print(done) or 1)
LOCKED
# Nobody is asked whether it is another meter once it has said who it is; Ctrl-C ends the looking, too.
simulate contour --readings 40 --fault stall=1500:60
expect 4 'does not answer' sync --port ./meter --meter contour --profile me --yes
grep -q 'Looking' err && wrong "a meter that fell silent is looked for: $(cat err)"
unplug_simulator
simulate ibgstar --fault deaf=1000
"$program" sync --port ./meter --meter ibgstar >out 2>err </dev/null &
eventually grep -q Looking err || wrong "another meter is not looked for: $(cat err)"
kill -INT $!
wait $!
[ $? = 6 ] || wrong "stopped while looking it ends with another code: $(cat err)"
unplug_simulator
finish
