#!/bin/bash
# A series goes to another host by a file that nobody else can read, and its rounds of both hosts verify there.
set -u
source "$(dirname "$0")/world.sh"

first() { export XDG_DATA_HOME=$place/first; }
second() { export XDG_DATA_HOME=$place/second; }
play() {
  expect 0 'is prepared' round new --series gbdoc
  expect 0 'Anchor' round open --series gbdoc
  expect 0 'Receipt' round enter anna 6.4 --series gbdoc
  expect 0 'closed' round close --series gbdoc
  expect 0 'The number is' round draw --series gbdoc
  expect 0 'The number is' round final --series gbdoc
}

umask 0
first
expect 0 'Publish its anchor' series new gbdoc
anchor=$(tail -n 1 out)
play
expect 0 'keep it private' series backup gbdoc backup.series
[ "$(stat -c %a backup.series)" = 600 ] || wrong "the backup has mode $(stat -c %a backup.series)"
expect 6 'a file of this name already' series backup gbdoc backup.series
expect 6 'answer|yes' series hand-over gbdoc there.series
expect 3 'no such series' series hand-over other there.series --yes
expect 3 'hand it over again' series hand-over gbdoc nowhere/there.series --yes
expect 0 'keep it private' series hand-over gbdoc there.series --yes
[ "$(stat -c %a there.series)" = 600 ] || wrong "the hand-over has mode $(stat -c %a there.series)"
expect 6 'was handed over' round new --series gbdoc
expect 6 'was handed over' series backup gbdoc again.series
expect 6 'known here already' series take-over there.series
expect 6 'here already' series take-over backup.series --yes

second
head -c 300 /dev/urandom >world
expect 5 'damaged' series take-over world
expect 3 'cannot be read' series take-over missing.series
expect 2 'last place' series take-over there.series --last-place 5
expect 0 "$anchor" series take-over there.series
expect 6 'known here already' series take-over there.series
play
expect 0 'agree with its anchor' series check gbdoc
for round in gbdoc-1 gbdoc-2; do
  bgbingo round show --series gbdoc --round $round --text >$round.round
  expect 0 'valid yes' round verify $round.round --anchor "$anchor"
done

export XDG_DATA_HOME=$place/third
expect 6 'answer|yes' series take-over backup.series
expect 0 'must not go on beside it' series take-over backup.series --last-place 2 --yes
expect 0 '"places_used":2' series backup gbdoc third.series --json
head -c 1000 backup.series >cut.series
expect 5 'damaged' series take-over cut.series --yes
finish
