# shellcheck shell=bash
# Read by the whole-program tests: a home of their own, and what they expect of a command.
program=$(readlink -f "$1")
# shellcheck disable=SC2034  # for the tests that read this
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
place=$(mktemp -d "${TMPDIR:-/tmp}/bgbingo-test.XXXXXX")
simulator=
clean_up() {
  [ -z "$simulator" ] || { kill "$simulator" && wait "$simulator"; } 2>/dev/null || true
  chmod -R u+rwX "$place" 2>/dev/null || true
  rm -rf "$place"
}
trap clean_up EXIT
cd "$place" || exit 1
export HOME=$place XDG_DATA_HOME=$place/data XDG_CONFIG_HOME=$place/config TZ=UTC LC_ALL=C.UTF-8
unset LANG COLUMNS NO_COLOR
failures=0

bgbingo() { "$program" "$@"; }

wrong() {
  printf 'FAILED: %s\n' "$*"
  failures=$((failures + 1))
}

# expect CODE PATTERN WORD…: runs the program; its exit code and what it says must fit, and trouble is one line.
expect() {
  local code=$1 pattern=$2 got=0
  shift 2
  bgbingo "$@" >"$place/out" 2>"$place/err" </dev/null || got=$?
  [ "$got" = "$code" ] || wrong "'$*' ended with $got instead of $code: $(cat "$place/err")"
  grep -qE -- "$pattern" "$place/out" "$place/err" || wrong "'$*' does not say '$pattern' but: $(cat "$place/out" "$place/err")"
  if [ "$code" != 0 ] && [ "$(grep -c '^bgbingo: ' "$place/err")" != 1 ]; then wrong "'$*' does not say one sentence: $(cat "$place/err")"; fi
  if LC_ALL=C grep -q "$(printf '\033')" "$place/out" "$place/err"; then wrong "'$*' sends an escape to the terminal"; fi
}

# at_terminal ANSWER… -- WORD…: runs the program at a terminal, one answer to each question; its exit code and what it
# says come into the file answer.
at_terminal() {
  local answers=()
  while [ "$1" != -- ]; do answers+=("$1") && shift; done
  shift
  timeout 60 python3 "$here/tests/cli/at_terminal.py" "${answers[@]}" -- "$program" "$@" >"$place/answer"
}

# eventually COMMAND…: tries it again until it holds, for half a minute at most.
eventually() {
  for _ in $(seq 600); do
    "$@" && return
    sleep 0.05
  done
  return 1
}

# A warning may come before the line that says it is ready.
simulator_spoke() { grep -qs '^{' ready || ! kill -0 "$simulator" 2>/dev/null; }

# answered COUNT: the simulator has said more than COUNT lines.
answered() { [ "$(wc -l <ready)" -gt "$1" ]; }

# simulate NAME OPTION…: a simulated meter at ./meter, in the background; its commands go to file descriptor 3.
simulate() {
  rm -f ready commands
  mkfifo commands
  exec 3<>commands
  "$program" simulate "$@" --link ./meter <commands >ready 2>&1 3>&- &
  simulator=$!
  eventually simulator_spoke
  grep -q '^{' ready || wrong "the simulator did not start: $(cat ready)"
}

unplug_simulator() {
  kill "$simulator" && wait "$simulator" 2>/dev/null
  simulator=
}

finish() {
  [ "$failures" = 0 ] || exit 1
}
