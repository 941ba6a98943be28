#!/bin/sh
# Checks a bingo round file with standard tools: sh, awk, grep, sed, sort, sha256sum, md5sum, bc. Written from
# docs/round-file.md alone; `bgbingo round verify` is a second, independent program for the same check.
#
#   scripts/verify-round.sh FILE [--anchor X] [--opening X] [--list X] [--public X]
#
# The options take what you saw yourself: the digests announced in the chat, and the beacon's signature or
# randomness, or the throws; a whole line that holds it will do. "valid yes" means: consistent with itself and with what you gave. Exit code: 0 valid,
# 5 not valid, 2 usage, 3 no such file.
#
# The file is hostile until proven otherwise: it is copied once, refused when it is large or holds anything but
# printable ASCII, its text is never evaluated, and bc sees only digits that were checked.
set -u
LC_ALL=C
export LC_ALL
umask 077

usage() {
  echo 'usage: verify-round.sh FILE [--anchor X] [--opening X] [--list X] [--public X]' >&2
  exit 2
}

for tool in awk grep sed sort tr sha256sum md5sum bc; do
  command -v $tool >/dev/null || { echo "verify-round.sh: this needs $tool; install it first." >&2; exit 3; }
done

file='' anchor_seen='' opening_seen='' list_seen='' public_seen=''
while [ $# -gt 0 ]; do
  case $1 in
    --anchor | --opening | --list | --public)
      if [ $# -lt 2 ] || [ -z "$2" ]; then usage; fi
      # Its words, each on a line: a whole line of the chat will do.
      seen=$(printf '%s' "$2" | tr '[:upper:]' '[:lower:]' | tr -cs '0-9a-z' '\n' | sed '/^$/d')
      [ -n "$seen" ] || seen=-
      case $1 in
        --anchor) anchor_seen=$seen ;;
        --opening) opening_seen=$seen ;;
        --list) list_seen=$seen ;;
        --public) public_seen=$seen ;;
      esac
      shift 2
      ;;
    --help | -h)
      echo 'usage: verify-round.sh FILE [--anchor X] [--opening X] [--list X] [--public X]'
      exit 0
      ;;
    *)
      # A file whose name begins with a dash is given as ./-name.
      case $1 in -*) usage ;; esac
      if [ -n "$file" ] || [ -z "$1" ]; then usage; fi
      file=$1
      shift
      ;;
  esac
done
[ -n "$file" ] || usage
if [ ! -f "$file" ] || [ ! -r "$file" ]; then
  echo 'There is no such file.' >&2
  exit 3
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
mkdir "$work/entry"
: > "$work/failures"

fail() { printf '%s\n' "$1" >> "$work/failures"; }

# Ends with the verdict; what an invalid file says is not repeated.
finish() {
  if [ -s "$work/failures" ]; then
    echo 'valid no'
    sed 's/^/failure /' "$work/failures"
    exit 5
  fi
  echo 'valid yes'
  [ "$number" = - ] || printf 'number %s %s\n' "$number" "$unit"
  grep '^winner ' "$work/facts"
  printf 'state %s\npublic value %s\n' "$state" "$kind"
  printf 'witnessed: anchor %s, opening %s, list %s, public value %s\n' \
    "$anchor_witness" "$opening_witness" "$list_witness" "$public_witness"
  look_up
  exit 0
}

look_up() {
  [ "$anchor_witness" = yes ] || printf 'look up in the chat: the anchor %s before the first round\n' "$anchor"
  [ "$opening_witness" = yes ] || printf 'look up in the chat: the opening %s before the first entry\n' "$opening"
  [ "$list_witness" = yes ] || printf 'look up in the chat: the list %s in the closing message\n' "$list"
  printf 'look up in the chat: the closing message stood there by %s, before the draw\n' "$closed"
  if [ "$public_witness" = no ]; then
    case $kind in
      drand) printf 'look up at the beacon: drand quicknet round %s has the signature %s\n' "$source_number" "$value" ;;
      dice) printf 'look up in the chat: entry %s called the throws %s\n' "$source_number" "$value" ;;
      local) echo 'no public value: the host could have known the number' ;;
    esac
  fi
  sed -n 's/^ask /look up with the players: /p' "$work/facts"
}

# -- 1 size and characters
dd if="$file" of="$work/file" bs=1024 count=257 2> "$work/dd" || exit 1
number=- unit='' state='' kind=''
if [ "$(wc -c < "$work/file")" -gt 262144 ]; then
  fail 'a round file has at most 262144 bytes'
  finish
fi
if [ "$(tr -d '\012\040-\176' < "$work/file" | wc -c)" -ne 0 ]; then
  fail 'a round file has printable ASCII only'
  finish
fi
if [ "$(tail -c 1 "$work/file" | wc -l)" -ne 1 ]; then
  fail 'the last line has no end'
  finish
fi

# -- 2 the form, and everything that needs no digest; awk writes what it found as "key words" into facts
folder=$work awk -f - "$work/file" > "$work/facts" << 'AWK'
function bad(text) {
  if (!stopped) print "fault line " at ": " text
  stopped = 1
  exit 1
}
function wrong(text) { print "wrong " text }
function line() {
  at++
  if (at > NR) bad("the file ends too early")
  if (length(L[at]) > 1024) bad("the line is too long")
  return L[at]
}
function field(key,   text) {
  text = line()
  if (substr(text, 1, length(key) + 1) != key " ") bad("here stands " key)
  return substr(text, length(key) + 2)
}
# The words of `text` into W; exactly one space between them.
function words(text,   n, i) {
  n = split(text, W, / /)
  for (i = 1; i <= n; i++) if (W[i] == "") bad("words are separated by one space")
  return n
}
function whole(text, least, most) {
  if (text !~ /^(0|[1-9][0-9]*)$/ || length(text) > 10) bad("a number is wanted")
  if (text + 0 < least || text + 0 > most) bad("a number from " least " to " most " is wanted")
  return text + 0
}
function ishex(text, digits) { return length(text) == digits && text !~ /[^0-9a-f]/ }
function hex(key, digits,   text) {
  text = field(key)
  if (!ishex(text, digits)) bad(digits " hexadecimal digits are wanted")
  return text
}
function fixed(key, wanted) { if (field(key) != wanted) bad(key " is " wanted) }
# Seconds since 1970 of a calendar time.
function seconds(text,   y, m, d, h, i, s, leap, days, era, doy) {
  if (length(text) != 20 ||
      text !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z$/) bad("a time is wanted")
  y = substr(text, 1, 4) + 0; m = substr(text, 6, 2) + 0; d = substr(text, 9, 2) + 0
  h = substr(text, 12, 2) + 0; i = substr(text, 15, 2) + 0; s = substr(text, 18, 2) + 0
  leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0
  days = 31
  if (m == 4 || m == 6 || m == 9 || m == 11) days = 30
  if (m == 2) days = 28 + leap
  if (y < 1970 || y > 2199 || m < 1 || m > 12 || d < 1 || d > days || h > 23 || i > 59 || s > 59) bad("there is no such time")
  # Days from 1 March of year 0 (Gregorian), so that the leap day is the last of its year.
  if (m <= 2) y--
  doy = int((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  era = y * 365 + int(y / 4) - int(y / 100) + int(y / 400) + doy - 719468
  return era * 86400 + h * 3600 + i * 60 + s
}
# A value as a meter shows it, in steps of its unit.
function value(text, unit,   n) {
  if (unit == "mmol/L") {
    if (text !~ /^(0|[1-9][0-9]?)\.[0-9]$/) bad("a value is wanted")
    n = text * 10
    n = int(n + 0.5)
    if (n < 11 || n > 333) bad("no meter shows this value")
  } else if (unit == "mg/dL") {
    if (text !~ /^[1-9][0-9]?[0-9]?$/) bad("a value is wanted")
    n = text + 0
    if (n < 20 || n > 600) bad("no meter shows this value")
  } else bad("a unit is wanted")
  return n
}
function opened_value(text, unit,   n) {
  n = value(text, unit)
  if (n < (unit == "mmol/L" ? low_mmol : low_mg)) bad("a value below the low line is never opened")
  return n
}
# Steps of the round's unit: 1 mmol/L = 18.01559 mg/dL, half up, all in whole numbers below 2^53.
function grid(n, from,   up, down, twice) {
  if (from == unit) return n
  if (unit == "mmol/L") { up = n * 10000000; down = 18015590 } else { up = n * 18015590; down = 10000000 }
  twice = 2 * up + down
  return (twice - twice % (2 * down)) / (2 * down)
}
function distance(n) { return n < drawn ? drawn - n : n - drawn }
function istext(text,   i, c, code, bytes, left, least, most) {
  if (text == "" || text ~ /^ / || text ~ / $/) return 0
  bytes = 0; left = 0
  for (i = 1; i <= length(text); i++) {
    bytes++
    if (substr(text, i, 1) != "\\") {
      if (left) return 0
      continue
    }
    if (substr(text, i + 1, 1) != "x") return 0
    code = substr(text, i + 2, 2)
    if (!ishex(code, 2)) return 0
    c = (index("0123456789abcdef", substr(code, 1, 1)) - 1) * 16 + index("0123456789abcdef", substr(code, 2, 1)) - 1
    if (c >= 32 && c <= 126 && c != 92) return 0
    i += 3
    # UTF-8: how many bytes are left of a character, and between what the next one is.
    if (left) {
      if (c < least || c > most) return 0
      left--
      least = 128; most = 191
      continue
    }
    if (c < 128) continue
    if (c < 194 || c > 244) return 0
    left = c < 224 ? 1 : c < 240 ? 2 : 3
    least = c == 224 ? 160 : c == 240 ? 144 : 128
    most = c == 237 ? 159 : c == 244 ? 143 : 191
  }
  return !left && bytes <= 80
}
function isname(text) { return length(text) <= 40 && text ~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/ }
function evidence(text) { return text == "log" || text == "picture" || text == "typed" }
# What is to be hashed goes into files: the texts never meet a shell.
function keep(name, text) { printf "%s", text > (folder "/" name); close(folder "/" name) }

{ L[NR] = $0 }
END {
  folder = ENVIRON["folder"]
  at = 0
  if (line() != "bgbingo-round 1") bad("this is not a round file of version 1")
  unit = field("unit")
  if (unit != "mmol/L" && unit != "mg/dL") bad("the unit is mmol/L or mg/dL")
  mmol = unit == "mmol/L"
  if (words(field("range")) != 3) bad("a range has 3 words")
  low = value(W[1], unit); high = value(W[2], unit)
  if (W[3] != (mmol ? "0.1" : "1")) bad("the step is that of the unit")
  if (low < (mmol ? 39 : 70) || high > (mmol ? 100 : 180)) bad("numbers are drawn from the safe band only")
  if (high - low + 1 < 10) bad("a range needs at least ten numbers")
  text = field("low-line")
  if (text == "3.9 mmol/L 70 mg/dL") { low_mmol = 39; low_mg = 70 }
  else if (text == "4.0 mmol/L 72 mg/dL") { low_mmol = 40; low_mg = 72 }
  else bad("this is no low line")
  fixed("window", "600")
  fixed("ties", "share")
  text = field("prize")
  if (text == "none") prize = "none"
  else if (substr(text, 1, 7) == "shared " && istext(substr(text, 8))) prize = "shared"
  else if (substr(text, 1, 4) == "one " && istext(substr(text, 5))) prize = "one"
  else bad("this is no prize")
  fixed("disclosure", "ranked")
  n = words(field("points"))
  if (n < 3 || n > 12 || W[n - 1] != "and") bad("points are 1 to 10 numbers, and, and a number")
  for (i = 1; i <= n; i++) if (i != n - 1) whole(W[i], 0, 99)
  print "rules_end " at
  print "rules " hex("rules", 64)
  if (!isname(field("series"))) bad("a name is wanted")
  round = field("round")
  if (!isname(round)) bad("a name is wanted")
  print "anchor " hex("anchor", 64)
  if (words(field("place")) != 2) bad("place has 2 words")
  n = whole(W[2], 1, 100)
  print "place " whole(W[1], 1, n)
  opened = seconds(field("opened"))
  closes = seconds(field("closes"))
  text = field("public")
  if (text == "drand quicknet 60") kind = "drand"
  else if (text == "dice 10") kind = "dice"
  else if (text == "local") kind = "local"
  else bad("the public value is drand, dice or local")
  print "opening_end " at
  print "opening " hex("opening", 64)
  text = field("closed"); closed = seconds(text)
  print "closed " text
  n = words(field("value-from"))
  if (W[1] != kind || n != (kind == "local" ? 1 : 2)) bad("the kind of public value is another than at the opening")
  source = kind == "local" ? 0 : whole(W[2], 1, 9999999999)
  ranked_digest = hex("ranked", 64)
  entries = whole(field("entries"), 0, 500)
  for (i = 1; i <= entries; i++) commitment[i] = hex(i, 64)
  print "list_end " at
  print "list " hex("list", 64)

  state = field("state")
  if (state != "provisional" && state != "final" && state != "void") bad("the state is provisional, final or void")
  isvoid = state == "void"
  print "secret " hex("secret", 64)
  text = field("value")
  n = words(text)
  hasvalue = text != "none"
  if (!hasvalue && !isvoid) bad("only a void round can be without a public value")
  if (hasvalue) {
    if (W[1] != kind) bad("the kind of public value is another than at the opening")
    if (kind == "local" && n != 1) bad("a local round has no value")
    if (kind == "drand" && (n != 2 || !ishex(W[2], 96))) bad("a signature has 96 hexadecimal digits")
    if (kind == "dice") {
      if (n < 11 || n > 17) bad("there are 10 to 16 throws")
      for (i = 2; i <= n; i++) if (W[i] !~ /^[1-6]$/) bad("a throw is 1 to 6")
    }
    print "value " (kind == "local" ? "-" : substr(text, length(kind) + 2))
  } else print "value none"
  md5 = field("md5")
  number = field("number")
  if (hasvalue) {
    if (length(md5) != 32 || md5 ~ /[^0-9A-F]/) bad("md5 has 32 upper-case hexadecimal digits")
    drawn = value(number, unit)
  } else if (md5 != "-" || number != "-") bad("without a public value there is no number")
  print "md5 " md5
  print "number " number
  salt = field("ranked-salt")
  if (isvoid ? salt != "-" : !ishex(salt, 32)) bad("this is no salt")

  n_openings = whole(field("openings"), 0, isvoid ? 0 : entries)
  last = 0; numbers = ""
  for (k = 1; k <= n_openings; k++) {
    n = words(line())
    if (n != 2 && n != 5) bad("an opening has 2 or 5 words")
    e = whole(W[1], last + 1, entries)
    last = e
    numbers = numbers (k > 1 ? " " : "") e
    if (n == 2) {
      if (W[2] != "rests" && W[2] != "withdrawn") bad("an entry rests or is withdrawn")
      fate[e] = W[2]
      print "ask entry " e " was ranked at the close, and now: " W[2]
      continue
    }
    steps = opened_value(W[2], W[3])
    if (!ishex(W[4], 32)) bad("a salt has 32 hexadecimal digits")
    if (prize == "none" ? W[5] != "-" : !evidence(W[5])) bad("this is no evidence")
    fate[e] = "opened"
    if (hasvalue) away[e] = distance(grid(steps, W[3]))
    keep("entry/" e, round "|" e "|" W[2] "|" W[3] "|" W[4])
    print "opened " e " " commitment[e]
  }
  if (!isvoid) {
    keep("ranked", round "|" numbers "|" salt)
    print "ranked " ranked_digest
  }
  n_corrections = whole(field("corrections"), 0, isvoid ? 0 : 500)
  for (k = 1; k <= n_corrections; k++) {
    n = words(line())
    if (n != 2 && n != 5) bad("a correction has 2 or 5 words")
    e = whole(W[1], 1, 500)
    if (!(e in fate) || fate[e] != "opened") bad("a correction belongs to an opened entry")
    print "ask the correction of entry " e
    if (n == 2) {
      if (W[2] != "rests") bad("a correction has a value or rests")
      resting[e] = 1
      continue
    }
    steps = opened_value(W[2], W[3])
    if (!evidence(W[4])) bad("this is no evidence")
    d = distance(grid(steps, W[3]))
    if (W[4] == "typed") {
      if (W[5] != "-") bad("a typed correction has no time")
      if (d > away[e]) away[e] = d
    } else {
      made = seconds(W[5])
      if (made < opened - 600 || made > closed) wrong("the correction of entry " e " is from outside the round")
      away[e] = d
    }
  }
  expected = 0
  for (e in fate) if (fate[e] == "opened" && !(e in resting)) expected++
  n_places = whole(field("places"), 0, n_openings)
  fits = 1; opened_places = 0; winners = 0; last_place = 0; last_entry = 0; near_place = 0
  for (k = 1; k <= n_places; k++) {
    if (words(line()) != 3) bad("a place has 3 words")
    p = whole(W[1], 1, 500); e = whole(W[2], 1, entries)
    if (W[3] != "-") whole(W[3], 0, 999)
    if (e in placed) fits = 0
    placed[e] = 1
    if (p == last_place) { if (e <= last_entry) fits = 0 }
    else if (p != k) fits = 0
    if (!(e in fate)) fits = 0
    else if (fate[e] == "withdrawn") { if (W[3] != "-") fits = 0 }
    else if (fate[e] != "opened" || (e in resting) || W[3] == "-") fits = 0
    else {
      if (W[3] + 0 != away[e]) fits = 0
      if (near_place) {
        if (p == near_place) { if (away[e] != near_away) fits = 0 }
        else if (away[e] <= near_away) fits = 0
      }
      near_place = p; near_away = away[e]
      opened_places++
    }
    last_place = p; last_entry = e
    if (p == 1) winner[++winners] = e
  }
  if (!fits || opened_places != expected) wrong("the places do not follow from the openings and the number")
  prize_to = field("prize-to")
  if (prize_to != "-" && prize_to != "shared") whole(prize_to, 1, entries)
  text = field("reason")
  if (isvoid ? text == "-" || !istext(text) : text != "-") bad("a void round, and no other, has a reason")
  n_names = whole(field("names"), 0, 999)
  last = 0
  for (k = 1; k <= n_names; k++) {
    text = line()
    i = index(text, " ")
    if (!i) bad("a name follows its number")
    e = whole(substr(text, 1, i - 1), last + 1, 999)
    last = e
    text = substr(text, i + 1)
    if (!istext(text)) bad("the name is not written in the one right way")
    if (tolower(text) in taken) bad("two names are the same")
    taken[tolower(text)] = 1
    name[e] = text
    if ((e in fate) && fate[e] == "withdrawn") bad("a withdrawn entry has no name")
  }
  for (e = 1; e <= entries; e++) if (!(e in name)) print "ask who the nameless entry " e " was"
  print "file_end " at
  print "file " hex("file", 64)
  if (at != NR) bad("nothing stands after the file's digest")

  if (closed < opened) wrong("the round was closed before it was opened")
  if (closes < opened) wrong("the planned close lies before the opening")
  if (kind == "drand") {
    due = closed + 60 - 1692803367
    first = due < 0 ? 0 : int((due + 2) / 3) + 1
    if (source != first) wrong("the beacon's round is not the first at or after the close + 60 s")
  }
  if (kind == "dice" && source > (entries > 1 ? entries : 1)) wrong("the list has no entry that calls the throws")
  print "unit " unit
  print "state " state
  print "kind " kind
  print "source_number " source
  print "low " low
  print "pool " (high - low + 1)
  print "prize " prize
  print "prize_to " prize_to
  for (k = 1; k <= winners; k++) {
    e = winner[k]
    print "winner " e ((e in name) ? " " name[e] : "")
    print "first " e
  }
}
AWK
if grep -q '^fault ' "$work/facts" || ! grep -q '^prize_to ' "$work/facts"; then
  fail "$(sed -n 's/^fault //p' "$work/facts" | head -n 1)"
  [ -s "$work/failures" ] || fail 'the file cannot be read'
  finish
fi
sed -n 's/^wrong //p' "$work/facts" >> "$work/failures"

# The digest of standard input.
digest() {
  sum=$(sha256sum)
  printf '%s' "${sum%% *}"
}
same() { [ "$2" = "$3" ] || fail "$1"; }

winners=0 ranked=''
while read -r key words; do
  case $key in
    rules_end) rules_end=$words ;;
    rules) rules=$words ;;
    anchor) anchor=$words ;;
    place) place=$words ;;
    opening_end) opening_end=$words ;;
    opening) opening=$words ;;
    closed) closed=$words ;;
    list_end) list_end=$words ;;
    list) list=$words ;;
    secret) secret=$words ;;
    value) value=$words ;;
    md5) md5=$words ;;
    number) number=$words ;;
    ranked) ranked=$words ;;
    file_end) file_end=$words ;;
    file) file_digest=$words ;;
    unit) unit=$words ;;
    state) state=$words ;;
    kind) kind=$words ;;
    source_number) source_number=$words ;;
    low) low=$words ;;
    pool) pool=$words ;;
    prize) prize=$words ;;
    prize_to) prize_to=$words ;;
    first) winners=$((winners + 1)) ;;
  esac
done < "$work/facts"

# -- 3 digests of whole lines
same "the rules' digest does not fit the rules" "$(sed -n "2,${rules_end}p" "$work/file" | digest)" "$rules"
same "the opening's digest does not fit it" "$(sed -n "1,${opening_end}p" "$work/file" | digest)" "$opening"
same "the list's digest does not fit it" \
  "$(sed -n "$((opening_end + 1)),${list_end}p" "$work/file" | digest)" "$list"
same "the file's digest does not fit it" "$(sed -n "1,${file_end}p" "$work/file" | digest)" "$file_digest"

# -- 4 the secret chain
hash=$secret
i=$place
while [ "$i" -gt 0 ]; do
  hash=$(printf '%s' "$hash" | sha256sum)
  hash=${hash%% *}
  i=$((i - 1))
done
same "the secret is not the one of this place in the season's chain" "$hash" "$anchor"

# -- 5 the draw: RFC 3797
# A source: its words, decimal and ascending, each with a point, and a slash.
joined() { sort -n | tr '\n' '.'; printf '/'; }
hex_source() { { printf 'ibase=16\n'; printf '%s\n' "$1" | fold -w 8 | tr a-f A-F; } | bc | joined; }
# MD5 of index 0, the key and index 0, in capitals.
choice() { { printf '\0\0'; printf '%s' "$1"; printf '\0\0'; } | md5sum | cut -d ' ' -f 1 | tr a-f A-F; }
modulo() { printf 'ibase=16\n%s %% %X\n' "$1" "$2" | bc; }

randomness=''
if [ "$value" != none ]; then
  key=$(hex_source "$secret")$(hex_source "$list")
  case $kind in
    drand)
      # Each byte as an octal escape for printf %b.
      bytes=$({ printf 'obase=8\nibase=16\n'; printf '%s\n' "$value" | fold -w 2 | tr a-f A-F; } | bc | sed 's/^/\\0/' | tr -d '\n')
      randomness=$(printf '%b' "$bytes" | digest)
      key=$key$(hex_source "$randomness")
      ;;
    dice) key=$key$(printf '%s\n' "$value" | tr ' ' '\n' | joined) ;;
  esac
  hash=$(choice "$key")
  same 'the draw gives another md5' "$hash" "$md5"
  steps=$((low + $(modulo "$hash" "$pool")))
  drawn=$steps
  [ "$unit" = mg/dL ] || drawn=$((steps / 10)).$((steps % 10))
  same 'the draw gives another number' "$drawn" "$number"
fi

# -- 6 who was ranked, and what they opened
if [ "$state" != void ]; then
  same 'the entries opened are not those that were ranked at the close' "$(digest < "$work/ranked")" "$ranked"
  if grep -q '^opened ' "$work/facts"; then
    sed -n 's/^opened \([0-9]*\) \([0-9a-f]*\)$/\2  \1/p' "$work/facts" > "$work/commitments"
    (cd "$work/entry" && sha256sum -c ../commitments) > "$work/checked" 2>&1 ||
      fail 'an entry was opened with another value than the list holds'
  fi
fi

# -- 7 the prize
expected=-
if [ "$winners" -gt 0 ]; then
  case $prize in
    shared) expected=shared ;;
    one)
      i=$(modulo "$(choice "${key}1./")" "$winners")
      expected=$(sed -n 's/^first //p' "$work/facts" | sed -n "$((i + 1))p")
      ;;
  esac
fi
same 'the prize goes to somebody else' "$expected" "$prize_to"

# -- 8 the witnesses
# witness WHAT SEEN WANTED…: one of the words that were seen is a wanted one.
witness() {
  what=$1 seen=$2
  shift 2
  [ -n "$seen" ] || { echo no; return; }
  for wanted; do
    printf '%s\n' "$seen" | grep -qxF -e "$wanted" && { echo yes; return; }
  done
  fail "the $what is not the one you saw"
  echo no
}
anchor_witness=$(witness anchor "$anchor_seen" "$anchor")
opening_witness=$(witness opening "$opening_seen" "$opening")
list_witness=$(witness list "$list_seen" "$list")
case $kind:$value in
  *:none | local:*) public_witness=$(witness 'public value' "$public_seen") ;;
  drand:*) public_witness=$(witness 'public value' "$public_seen" "$value" "$randomness") ;;
  *) # the throws: all words, in their order
    public_seen=$(printf '%s' "$public_seen" | tr '\n' ' ')
    public_witness=$(witness 'public value' "$public_seen" "$value")
    ;;
esac
finish
