# shellcheck shell=bash
# Read by the other scripts: source "$(dirname "$0")/common.sh". Goes to the project's root and has the few
# functions they share.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

script=${0##*/}
say() { echo "$script: $*" >&2; }
stop() { say "$*"; exit 1; }
wrong_words() { say "$*"; exit 2; }
# The comment at the top of the calling script is its help.
print_help() { awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$0"; }

# Two jobs: a coroutine's translation unit takes up to 600 MB to compile.
jobs=${BGBINGO_JOBS:-2}

# build PRESET [TARGET…]: configures where that has not happened yet, and builds.
build() {
  local preset=$1
  shift
  [ -e "build/$preset/build.ninja" ] || configure "$preset"
  cmake --build "build/$preset" -j "$jobs" ${1:+--target "$@"}
}

# configure PRESET [OPTION…]
configure() { cmake --preset "$@" >"$(log_of "configure-$1")" 2>&1 || { cat "build/log/configure-$1.log" >&2; return 1; }; }
log_of() { mkdir -p build/log && echo "build/log/$1.log"; }

# The program, built when it has to be; build output is shown only when something stops it.
build_program() {
  local log
  log=$(log_of build-program)
  [ -x build/release/bgbingo ] || say "building the program (some minutes, once)"
  build release bgbingo >"$log" 2>&1 || { tail -n 40 "$log" >&2; stop "the program could not be built; the lines above say why."; }
}
