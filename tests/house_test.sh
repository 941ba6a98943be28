#!/bin/sh
# Who may include whom: core < device, game, simulators (siblings) < web < cli; and no file one that includes it in turn,
# a header and its source taken as one. Heavy headers stay out of .hpp files.
cd "${HOUSE:-$(dirname "$0")/..}" || exit 1
status=0
# may ROOM ROOMS: every #include "…" of ROOM starts with one of ROOMS.
may() {
  found=$(grep -rnE '^ *# *include *"' "$1" --include='*.[hc]pp*' 2>/dev/null | grep -vE "include *\"($2)/") || return 0
  printf 'A file of %s may include only (%s):\n%s\n' "$1" "$2" "$found"
  status=1
}
may core core
for room in device game simulators; do may $room "core|$room"; done
may web 'core|device|game|web'
may cli 'core|device|game|simulators|web|cli'
# Pairs "cli/reading cli/wire"; what cannot be put in an order runs in a circle.
circles=$(grep -rE '^ *# *include *"' core device game simulators cli |
  sed -nE 's/^(.*)\.[hc]pp: *# *include *"(.*)\.hpp".*/\1 \2/p' | awk '$1 != $2' | tsort 2>&1 >/dev/null) ||
  { printf 'Files that include one another:\n%s\n' "$circles"; status=1; }
# Of Asio a header may name what a conversation is, and where it runs.
heavy=$(grep -rnE '^ *# *include *<(boost/asio|boost/beast|CLI/)' --include='*.hpp' core device game simulators cli |
  grep -vE '<boost/asio/(awaitable|any_io_executor)\.hpp>') &&
  printf 'Slow to compile, so only a .cpp may include it:\n%s\n' "$heavy" && status=1
[ "$(grep -rlE '^ *# *include *"' core device game simulators cli | wc -l)" -gt 10 ] || { echo "hardly any #include was found"; status=1; }
exit $status
