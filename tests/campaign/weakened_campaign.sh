#!/bin/bash
# The durability tests must be able to fail: a copy of the tree is weakened in one place, built, and its tests must stop.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
place=$root/build/weakened
# weaken NAME FILE SED PROGRAM FILTER: 1 when the test stopped, as it should.
weaken() {
  local name=$1 file=$2 change=$3 program=$4 filter=$5
  mkdir -p "$place"
  tar -C "$root" --exclude=./build --exclude=./.git -cf - . | tar -C "$place" -xf -
  sed -i -E "$change" "$place/$file"
  if cmp -s "$root/$file" "$place/$file"; then
    echo "# $name: the change does not fit $file any more"
    echo "$name 0 noticed 1 over"
    return
  fi
  if ! (cd "$place" && cmake --preset release >/dev/null && nice cmake --build --preset release -j2 --target "$program") >"$root/build/log/weakened.log" 2>&1; then
    echo "# $name: does not build"
    echo "$name 0 noticed 1 over"
    return
  fi
  if "$place/build/release/tests/$program" "$filter" >"$root/build/log/weakened-$name.txt" 2>&1; then
    echo "$name 0 noticed 1 over"
  else
    echo "$name 1 noticed 1 ok"
  fi
}
weaken synchronous_off core/database/database.cpp 's/PRAGMA synchronous = EXTRA/PRAGMA synchronous = OFF/' test_faults 'a power cut*'
weaken synchronous_full core/database/database.cpp 's/PRAGMA synchronous = EXTRA/PRAGMA synchronous = FULL/' test_faults 'a power cut*'
weaken games_synchronous_off core/database/database.cpp 's/PRAGMA synchronous = EXTRA/PRAGMA synchronous = OFF/' test_faults 'games survive a power cut*'
weaken no_unique_key core/logbook/schema.hpp 's/CREATE UNIQUE INDEX entry_key/CREATE INDEX entry_key/' test_faults '*'
