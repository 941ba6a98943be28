#!/bin/bash
# scripts/setup on machines that are not this one: stand-ins for dpkg-query, apt-get, sudo and id in front of PATH.
set -eu
cd "$(dirname "$0")/../.."
case $(. /etc/os-release && echo "$ID $VERSION_ID") in
  "debian 12" | "debian 13") ;;
  *) echo "SKIP: the packages are known for Debian 12 and 13 only" && exit 77 ;;
esac
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir -p "$place/bin" "$place/project"
cp -r scripts "$place/project/"
wrong() { echo "$*"; cat "$place/talk"; exit 1; }
stand_in() { printf '#!/bin/sh\n%s\n' "$2" >"$place/bin/$1" && chmod +x "$place/bin/$1"; }
setup() { PATH="$place/bin:$PATH" "$place/project/scripts/setup" "$@" 2>"$place/talk" </dev/null; }

every=$(scripts/setup list | sed 's/^[a-z]*://' | tr -s '\n ' ' ')
everything_there() { stand_in dpkg-query "printf 'ii  %s\n' $every"; }
all_but() { stand_in dpkg-query "printf 'ii  %s\n' $(tr ' ' '\n' <<<"$every" | grep -vx "$1" | tr '\n' ' '); exit 1"; }
# shellcheck disable=SC2016
stand_in apt-get 'echo "$@" >>"${0%/*}/../calls"; case $* in *update) exit 0 ;; *) exit "$(cat "${0%/*}/../status" || echo 0)" ;; esac'
stand_in id 'echo 0'

everything_there
setup test || wrong "nothing is missing, and yet it ended with $?"
[ -z "$(cat "$place/calls" "$place/talk" 2>/dev/null)" ] || wrong "nothing is missing, and yet it did something"

all_but cmake
echo 0 >"$place/status"
setup build || wrong "could not install as root"
grep -qE 'install .* cmake$' "$place/calls" || wrong "does not install what is missing: $(cat "$place/calls")"

echo 100 >"$place/status"
if setup build; then wrong "did not notice that apt-get stopped"; fi
grep -q 'apt-get could not install' "$place/talk" || wrong "no sentence about apt-get"

stand_in apt-get 'case $* in *update) exit 100 ;; *) exit 100 ;; esac'
if setup build; then wrong "did not notice the missing network"; fi
grep -q 'servers cannot be reached' "$place/talk" || wrong "no sentence about the network"

stand_in apt-get 'echo "E: Packages need to be removed but remove is disabled."; exit 100'
if setup build; then wrong "did not notice the conflict"; fi
grep -q 'in the way' "$place/talk" || wrong "no sentence about the conflict"

stand_in id 'echo 1000'
stand_in sudo 'exit 1'
if setup build; then wrong "went on without rights"; fi
grep -q 'sudo wants a password.*sudo apt-get install cmake' "$place/talk" || wrong "no sentence about sudo"
if setup biuld; then wrong "took an unknown word"; else [ $? = 2 ]; fi
