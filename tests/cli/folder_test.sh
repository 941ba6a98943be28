#!/bin/bash
# A meter that is a folder: its report is read, and what is wrong with the folder is one sentence.
set -u
source "$(dirname "$0")/world.sh"

bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
reports=stick/ACCU-CHEK\ Mobile/Reports

# report FILE SERIAL RECORD…: as the meter writes it, each line with CR LF.
report() {
  local file=$1 serial=$2
  shift 2
  printf '%s\r\n' 'Serial number;Report date;Report time;;;;;;;' "$serial;18.11.2026;21:05;;;;;;;" \
    "Date;Time;Result;Unit;Temperature warning;Out of target range;Other;Before meal;After meal;Control test$(printf '%197s' '')" \
    "$@" >"$file"
}

mkdir -p "$reports"
expect 5 "this folder is no meter's" sync --port stick
expect 3 'no report in stick: on the meter, choose the reports' sync --port stick --meter accuchek-mobile

page=('18.11.2026;21:03;104;mg/dl;;;;X;;' '18.11.2026;12:30;HI;mg/dl;;X;;;X;' '18.11.2026;08:00;98;mg/dl;;;;;;X'
  '17.11.2026;22:00;212;mg/dl;X;X;X;;;' '01.01.2000;00:03;101;mg/dl;;;;;;')
report "$reports/U1.csv" U1 "${page[@]}"
expect 0 'ACCU-CHEK Mobile U1: 5 read, 5 new, 0 known; 1 exchange ' sync --port stick --yes
expect 0 '5 read, 0 new, 5 known; 2 exchanges' sync --port stick --twice
report "$reports/U1.csv" U1 '19.11.2026;08:00;90;mg/dl;;;;;;' "${page[@]}"
expect 0 '6 read, 1 new, 5 known' sync --port stick
expect 0 'HI' log list

# nothing in it can be set or erased, and there is no wire
expect 6 'cannot be erased' sync --port stick --erase-meter --yes
expect 2 'no wire to record' sync --port stick --record x

# two reports of one meter, and of two
report "$reports/old.csv" U1
touch "$reports/U1.csv"
expect 0 'left alone: ACCU-CHEK Mobile/Reports/U1.csv' sync --port stick
report "$reports/old.csv" U2
expect 6 'reports of two meters \(U1 and U2\)' sync --port stick
rm "$reports/old.csv"

# cut off: what came whole is kept
report "$reports/U1.csv" U1 '20.11.2026;08:00;91;mg/dl;;;;;;' '20.11.2026;07:00;92;mg'
truncate -s -1 "$reports/U1.csv"
expect 4 'the report is cut off.* 1 new reading that came before is kept' sync --port stick

# a file of another kind, and a link
printf 'a\r\nb\r\n' >"$reports/U1.csv"
expect 5 'this file is no report' sync --port stick
report elsewhere.csv U1 "${page[@]}"
ln -sf "$PWD/elsewhere.csv" "$reports/U1.csv"
expect 5 "this folder is no meter's" sync --port stick
expect 3 'no report in stick' sync --port stick --meter accuchek-mobile
expect 2 'not from a folder' sync --port stick --meter ibgstar
expect 2 'is a folder, not a serial port .*Accu-Chek Mobile' sync --port /dev/null --meter accuchek-mobile
expect 2 'exclude each other' meters --scan --known
finish
