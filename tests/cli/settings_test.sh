#!/bin/bash
# The settings of several people: kept exactly, mended when broken, and never lost for what cannot be read.
set -u
source "$(dirname "$0")/world.sh"
config=config/bgbingo/config
as_user() { "$here/tests/as_user" "$program" "$@" >"$place/out" 2>"$place/err" </dev/null; }

expect 0 '^Anna #1: mmol/L, Europe/London, GB$' setup --name 'Anna #1' --unit mmol/L --zone Europe/London --country GB
[ "$(stat -c %a $config)" = 600 ] || wrong "the settings have the mode $(stat -c %a $config)"
expect 0 '^Anna #1: ' setup
expect 0 . setup --profile bob --name ' Bob = [x] ' --unit mg/dL --zone America/New_York
expect 0 '"name":"Bob = \[x\]"' profile list --json
expect 0 '"profile":"me","name":"Anna #1","unit":"mmol/L","zone":"Europe/London","country":"GB"' setup --json
expect 0 '^from now on: bob$' profile use bob
expect 3 'no such profile' profile use nobody
expect 0 '^from now on: me$' profile use me
expect 2 'a-z' setup --profile 'Bob B'

# what cannot be
expect 2 'a name is wanted' setup --name ''
expect 2 'a name is wanted' setup --name ' '
expect 2 'not a country.*GB' setup --country XX
expect 2 'not a country' setup --country England
expect 2 'not a unit' setup --unit stone
expect 3 'no such time zone' setup --zone Mars/Olympus

# run again: nothing changes that was not asked for
sum=$(sha256sum <$config)
LANG=en_US.UTF-8 LC_ALL='' expect 0 . setup
[ "$(sha256sum <$config)" = "$sum" ] || wrong "setup run again changed $(cat $config)"
LANG=en_US.UTF-8 LC_ALL='' expect 0 '^Anna #1: mmol/L, Europe/London$' setup --country none
LANG=en_US.UTF-8 LC_ALL='' expect 0 '^Anna #1: mmol/L, Europe/London$' setup

# a line that cannot be read stops every command but the one that mends it, and costs that line alone
printf 'profile = me\n# a remark\n[me]\nname = Anna\nunit = foo\nzone = UTC\n[An na]\nname = Other\n[bob]\nname = Bob\n' >$config
expect 5 'config:5\).*bgbingo setup' stats
expect 0 '^Anna: mg/dL, UTC, GB$' setup --unit mg/dL --country GB
grep -q 'unit = foo' err || wrong "a dropped line is not named: $(cat err)"
expect 0 '"name":"Bob"' profile list --json
grep -q Other $config && wrong "lines of a broken part went to somebody else: $(cat $config)"

# what cannot be read is not absent
chmod 000 $config
code=0
as_user profile list || code=$?
[ "$code" = 6 ] || wrong "unreadable settings: $code $(cat out err)"
code=0
as_user setup --name Eve --profile eve || code=$?
[ "$code" = 6 ] || wrong "setup over unreadable settings: $code $(cat out err)"
chmod 600 $config
grep -q 'name = Bob' $config || wrong "setup lost somebody: $(cat $config)"
mv $config kept && mkdir $config
expect 5 'not a settings file' profile list
expect 5 'not a settings file' setup
rmdir $config && mkfifo $config
expect 5 'not a settings file' setup
rm $config && ln -s "$place/kept" $config
expect 0 '"name":"Bob"' profile list --json
finish
