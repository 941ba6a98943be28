#!/bin/sh
# `bgbingo round verify` and scripts/verify-round.sh say the same of every file, hostile ones too, within 5 s.
#   verify_round_test.sh BGBINGO
# long: begins before the others
set -u
LC_ALL=C
export LC_ALL
program=$1
script=$(dirname "$0")/../../scripts/verify-round.sh
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
XDG_DATA_HOME=$work/data
XDG_CONFIG_HOME=$work/config
export XDG_DATA_HOME XDG_CONFIG_HOME
faults=0
checked=0

complain() {
  echo "$1" >&2
  faults=$((faults + 1))
}

# What both must agree on: valid or not, number, winners' entries; and the exit code.
verdict() { awk '/^(valid|number) / { print } /^winner / { print $1, $2 }' "$1"; }

# compare NAME FILE WANTED [WITNESSES]: WANTED is yes, no, or any
compare() {
  name=$1 file=$2 wanted=$3
  shift 3
  "$program" round verify "$file" "$@" > "$work/ours" 2> "$work/ours.err"
  ours=$?
  begin=$(date +%s)
  sh "$script" "$file" "$@" > "$work/theirs" 2> "$work/theirs.err"
  theirs=$?
  seconds=$(($(date +%s) - begin))
  checked=$((checked + 1))
  [ "$ours" = "$theirs" ] || complain "$name: exit codes $ours and $theirs"
  [ "$(verdict "$work/ours")" = "$(verdict "$work/theirs")" ] || complain "$name: two verdicts: $(head -3 "$work/ours" "$work/theirs")"
  [ ! -s "$work/theirs.err" ] || complain "$name: the script complains: $(head -1 "$work/theirs.err")"
  [ "$seconds" -le "${BGBINGO_SECONDS:-5}" ] || complain "$name: the script took $seconds s"
  [ "$wanted" = any ] || grep -q "^valid $wanted\$" "$work/ours" || complain "$name: not '$wanted': $(head -3 "$work/ours")"
}

# The file with each digest line made anew, as a host would who changed it.
repair() {
  made=$work/repaired
  sed -n '1,/^points /p' "$1" > "$made"
  rules=$(sed 1d "$made" | sha256sum | cut -c1-64)
  { printf 'rules %s\n' "$rules"; sed -n '/^series /,/^public /p' "$1"; } >> "$made"
  opening=$(sha256sum < "$made" | cut -c1-64)
  { printf 'opening %s\n' "$opening"; sed -n '/^closed /,/^list /p' "$1" | sed '$d'; } > "$work/list"
  list=$(sha256sum < "$work/list" | cut -c1-64)
  { cat "$work/list"; printf 'list %s\n' "$list"; sed -n '/^state /,$p' "$1" | sed '$d'; } >> "$made"
  file=$(sha256sum < "$made" | cut -c1-64)
  printf 'file %s\n' "$file" >> "$made"
  mv "$work/repaired" "$1"
}

bingo() { "$program" round "$@" > "$work/said" 2>&1 || complain "round $*: $(tail -1 "$work/said")"; }

# -- honest rounds, made by the program
# $(touch …) and its like stand in single quotes on purpose: they are names.
# shellcheck disable=SC2016
play() {
  bingo new --unit mmol/L --public "$1" --prize 'a meter $(id) `id` %s * \x41'
  bingo open
  bingo enter anna 6.4
  bingo enter '$(touch owned)' 114 mg/dL
  bingo enter '*' LO
  bingo enter '%s%n' 7.0 --just-taking-part
  bingo enter "$(printf 'b\303\251a \342\200\256x')" 12.3
  bingo enter "$(printf '\033[31m;`touch owned`')" 3.0
  bingo close
}
play local
bingo draw
"$program" round show --text > "$work/local" 2> "$work/said" || complain 'no file of the local round'
compare 'a local round' "$work/local" yes
bingo correct anna 9.9
"$program" round show --text > "$work/corrected" 2> "$work/said" || complain 'no file of the corrected round'
compare 'a corrected round' "$work/corrected" yes
bingo final
bingo forget --yes anna
"$program" round show --text > "$work/forgotten" 2> "$work/said" || complain 'no file after forgetting'
compare 'a round with somebody forgotten' "$work/forgotten" yes
play dice
bingo draw --public '1 2 3 4 5 6 1 2 3 4'
"$program" round show --text > "$work/dice" 2> "$work/said" || complain 'no file of the dice round'
compare 'a dice round' "$work/dice" yes
compare 'a dice round with a witness' "$work/dice" yes --public '1,2,3,4,5,6,1,2,3,4'
compare 'a dice round with other throws' "$work/dice" no --public '1 2 3 4 5 6 1 2 3 5'
bingo void --reason 'the dice fell off the table'
"$program" round show --text > "$work/void" 2> "$work/said" || complain 'no file of the void round'
compare 'a void round' "$work/void" yes
[ ! -e owned ] || complain 'a name was run as a command'

# A round of the beacon, as if it had been played ten minutes earlier; both verifiers take any signature.
signature=b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b
play drand
python3 - "$XDG_DATA_HOME/bgbingo/game.sqlite" << 'EARLIER' || complain 'the round could not be moved'
import datetime, hashlib, re, sqlite3, sys
store = sqlite3.connect(sys.argv[1])
number, opening, closing = store.execute("SELECT id, announcement, list FROM round ORDER BY id DESC LIMIT 1").fetchone()
def earlier(text):
    def move(found):
        time = datetime.datetime.strptime(found[0], "%Y-%m-%dT%H:%M:%SZ") - datetime.timedelta(minutes=10)
        return time.strftime("%Y-%m-%dT%H:%M:%SZ")
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", move, text)
    return re.sub(r"drand (\d+)$", lambda found: "drand %d" % (int(found[1]) - 200), text, flags=re.M)
def sealed(text, key):
    body = text[:text.rindex(key)]
    return body + key + hashlib.sha256(body.encode()).hexdigest() + "\n"
opening = sealed(earlier(opening), "opening ")
closing = earlier(closing)
closing = sealed(opening[opening.rindex("opening "):] + closing[closing.index("\n") + 1:], "list ")
store.execute("UPDATE round SET announcement = ?, list = ? WHERE id = ?", (opening, closing, number))
store.commit()
EARLIER
bingo draw --public "$signature"
"$program" round show --text > "$work/beacon" 2> "$work/said" || complain 'no file of the drand round'

# -- witnesses
digest_of() { sed -n "s/^$1 //p" "$work/local"; }
compare 'all witnesses' "$work/local" yes --anchor "$(digest_of anchor)" --opening "$(digest_of opening)" --list "$(digest_of list)"
zeros=$(printf '%064d' 0)
anchor=$(digest_of anchor)
compare 'an anchor in the line of the chat' "$work/local" yes --anchor "Anchor $anchor (place 1 of 60)"
compare 'an anchor in capitals' "$work/local" yes --anchor "$(printf ' %s' "$anchor" | tr a-f A-F)"
compare 'an anchor with something at its end' "$work/local" no --anchor "${anchor}0"
for none in ' ' '-'; do compare "'$none' for an anchor" "$work/local" no --anchor "$none"; done
for seen in '(none)' none local - ' '; do compare "'$seen' for the value of a local round" "$work/local" no --public "$seen"; done
compare 'throws with spaces round them' "$work/dice" yes --public ' 1 2 3 4 5 6 1 2 3 4 '
compare 'throws in two lines' "$work/dice" yes --public '1 2 3 4 5
6 1 2 3 4
'
compare 'throws without spaces' "$work/dice" no --public 1234561234
compare 'too few throws' "$work/dice" no --public '1 2 3 4 5 6 1 2 3'
if [ "$(sed -n 's/^value //p' "$work/beacon")" = "drand $signature" ]; then
  round=$(sed -n 's/^value-from drand //p' "$work/beacon")
  randomness=fc186d6a6e0c1d2bb2e3a7a8b0ab1d5a
  compare 'a drand round' "$work/beacon" yes
  compare 'a signature' "$work/beacon" yes --public "$signature"
  compare 'a signature with a space' "$work/beacon" yes --public " $signature"
  compare 'the answer of the beacon' "$work/beacon" yes --public "{\"round\":$round,\"signature\":\"$signature\"}"
  compare 'the answer of the beacon, broken' "$work/beacon" yes --public "{\"round\":$round, signature: $signature"
  compare 'another answer' "$work/beacon" no --public "{\"round\":$round,\"randomness\":\"$randomness\"}"
else
  complain 'there is no drand round'
fi
for option in --anchor --opening --list --public; do compare "another $option" "$work/local" no "$option" "$zeros"; done

# -- changed files: as they are, and with all digests made anew
altered() {
  cp "$2" "$work/file"
  compare "$1" "$work/file" "${3:-no}"
  repair "$work/file"
  compare "$1, digests made anew" "$work/file" "${4:-no}"
}
change() { # change NAME SED [WANTED-REPAIRED]
  sed "$2" "$work/local" > "$work/changed"
  altered "$1" "$work/changed" no "${3:-no}"
}
# One of the two is another number than was drawn.
if grep -q '^number 4.0$' "$work/local"; then other=9.9; else other=4.0; fi
change 'another number' "s/^number .*/number $other/"
change 'another md5' 's/^md5 .*/md5 00000000000000000000000000000000/'
change 'another secret' "s/^secret .*/secret $zeros/"
change 'an unsafe range' 's/^range 4.0 /range 3.8 /'
change 'another range' 's/^range 4.0 10.0/range 5.0 9.0/'
change 'a doubled field' 's/^\(secret .*\)/\1\
\1/'
change 'a missing field' '/^prize-to /d'
change 'a space too many' 's/^state /state  /'
change 'a space at the end' 's/^state .*/& /'
change 'a leading zero' 's/^openings /openings 0/'
change 'a sign' 's/^entries /entries +/'
change 'another kind of public value' 's/^value-from .*/value-from drand 1/'
change 'a name with a shell in it' "s/^1 anna\$/1 \$(touch owned);\`touch owned\`|\&*?[a-z]%s%n\"'/" yes
change 'an escape that is none' 's/^1 anna$/1 \\x61nna/'
change 'a broken escape' 's/^1 anna$/1 anna\\/'
change 'bytes that are no UTF-8' 's/^1 anna$/1 an\\xff/'
for bytes in 'c3' 'c3.41' 'c0.80' 'e0.9f.bf' 'ed.a0.80' 'f0.8f.bf.bf' 'f4.90.80.80' 'f5.80.80.80' '80' 'e2.80'; do
  change "UTF-8 that is none: $bytes" "s/^1 anna\$/1 a$(printf '.%s' "$bytes" | sed 's/[.]/\\\\x/g')/"
done
for bytes in 'c3.a9' 'e0.a0.80' 'ed.9f.bf' 'f0.90.80.80' 'f4.8f.bf.bf'; do
  change "UTF-8: $bytes" "s/^1 anna\$/1 a$(printf '.%s' "$bytes" | sed 's/[.]/\\\\x/g')/" yes
done
change 'two names alike but for capitals' 's/^4 .*/4 Anna/'
change 'two names alike' 's/^2 .*touch owned.*/2 anna/'
change 'a place too many' 's/^places .*/places 9/'
change 'a day that is none' 's/^closes 20[0-9][0-9]-../closes 2026-02-30T00:00:00Z/'
change 'closed before opened' 's/^closed ..../closed 1999/'
change 'a number too long' 's/^entries .*/entries 99999999999999999999999/'
change 'a low value opened' 's/^1 6.4 mmol/1 3.8 mmol/'
[ ! -e owned ] || complain 'a name was run as a command'

# -- bytes that have no business there
mangle() { altered "$1" "$work/mangled" no no; }
sed 's/$/\r/' "$work/local" > "$work/mangled" && mangle 'CR LF'
{ head -5 "$work/local"; printf '\0\0'; sed 1,5d "$work/local"; } > "$work/mangled"
compare 'NUL bytes' "$work/mangled" no
{ sed '$d' "$work/local"; printf '\342\200\256'; tail -1 "$work/local"; } > "$work/mangled"
compare 'a bidi override' "$work/mangled" no
{ cat "$work/local"; echo; } > "$work/mangled"
compare 'an empty line at the end' "$work/mangled" no
printf '%s' "$(cat "$work/local")" > "$work/mangled"
compare 'no last line feed' "$work/mangled" no
head -c 300 "$work/local" > "$work/mangled"
compare 'a cut file' "$work/mangled" no
head -c 1000000 /dev/zero | tr '\0' 'a' > "$work/mangled"
compare 'a line of 1 MB' "$work/mangled" no
{ sed '/^names /,$d' "$work/local"; printf 'names 1\n1 '; head -c 100000 /dev/zero | tr '\0' 'a'; printf '\nfile %s\n' "$zeros"; } > "$work/mangled"
compare 'a long name' "$work/mangled" no
{ cat "$work/local"; head -c 300000 /dev/zero | tr '\0' '\n'; } > "$work/mangled"
compare 'too many lines' "$work/mangled" no
: > "$work/mangled"
compare 'an empty file' "$work/mangled" no
head -c 5000 /dev/urandom > "$work/mangled"
compare 'noise' "$work/mangled" no
cp "$work/local" "$work/a name; with \$(touch owned) in it"
compare 'a hostile file name' "$work/a name; with \$(touch owned) in it" yes
sh "$script" "$work/nothing" > "$work/said" 2>&1
[ $? -eq 3 ] || complain 'no such file is another exit code than 3'
"$program" round verify "$work/nothing" > "$work/said" 2>&1
[ $? -eq 3 ] || complain 'no such file is another exit code than 3'
for option in --anchor --opening --list --public; do
  sh "$script" "$work/local" $option '' > "$work/said" 2>&1
  [ $? -eq 2 ] || complain "an empty $option is another exit code than 2"
  "$program" round verify "$work/local" $option '' > "$work/said" 2>&1
  [ $? -eq 2 ] || complain "an empty $option is another exit code than 2"
done
sh "$script" --help > "$work/said" 2>&1 || complain 'the script gives no help'
sh "$script" --anchor=x > "$work/said" 2>&1
[ $? -eq 2 ] || complain 'an option is taken for a file'
[ ! -e owned ] || complain 'a file name was run as a command'

# -- single bytes, all over the file
length=$(wc -c < "$work/dice")
at=7
while [ "$at" -lt "$length" ]; do
  { head -c "$at" "$work/dice"; printf '~'; tail -c +$((at + 2)) "$work/dice"; } > "$work/mangled"
  compare "byte $at" "$work/mangled" no
  at=$((at + ${BGBINGO_STEP:-211}))
done

echo "$checked files, $faults disagreements"
[ "$faults" -eq 0 ]
