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
expect 2 'Did you mean --json' stats --jsn
expect 2 'FILE' import --format uci
expect 3 'no such time zone' log add 6.4 --zone Europe/Atlantis
expect 2 'not a day' stats --from yesterday
expect 3 'no logbook here yet' stats
expect 0 'You have no logbook yet'

# values
expect 5 'no meter shows this value .54 mmol/L' log add 54 mmol/L
expect 2 'unit of this value is not clear' log add 25
expect 2 'not a glucose value' log add sixpointfour
expect 2 'not a time' log add 6.4 --time 2026-02-30
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
finish
