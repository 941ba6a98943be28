# shellcheck shell=bash
# Read by scripts/bench and scripts/campaign: runs the measurements tests/$kind/<name>_$kind.(sh|py|cpp) and judges
# the lines they print. Each line of theirs is
#     NAME VALUE UNIT LIMIT ok|over        e.g.  second_sync_exchanges 12 exchanges 12 ok
# LIMIT is "-" for a figure that has none. Lines that begin with # are remarks. They find in the environment:
#     BGBINGO  the release program      SEED  the seed      SCALE  full or quick      SHARED  ../shared, or empty
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# run_figures KIND [WORD…]
run_figures() {
  local kind=$1 names=() name file log status=0 over=0 total=0
  shift
  export SEED=1 SCALE=full SHARED=
  while [ $# -gt 0 ]; do
    case $1 in
      --seed) SEED=${2:?--seed takes a number} && shift ;;
      --quick) SCALE=quick ;;
      --list) all_names "$kind" && return ;;
      -h | --help) print_help && return ;;
      -*) wrong_words "there is no '$1'; scripts/$kind --help has the words." ;;
      *) names+=("$1") ;;
    esac
    shift
  done
  [ "${#names[@]}" -gt 0 ] || mapfile -t names < <(all_names "$kind")
  for name in "${names[@]}"; do
    compgen -G "tests/$kind/${name}_$kind.*" >/dev/null || wrong_words "there is no '$name', but: $(all_names "$kind" | tr '\n' ' ')"
  done
  scripts/setup test
  build release bgbingo figures >"$(log_of "build-figures")" 2>&1 || { tail -n 40 build/log/build-figures.log >&2; stop "the measurements could not be built."; }
  [ ! -d ../shared ] || SHARED=$(readlink -f ../shared)
  BGBINGO=$PWD/build/release/bgbingo
  export BGBINGO

  log=$(log_of "$kind")
  exec > >(tee "$log")
  echo "# scripts/$kind, commit $(git describe --always --dirty 2>/dev/null || echo unknown), seed $SEED, $SCALE"
  for name in "${names[@]}"; do
    file=$(compgen -G "tests/$kind/${name}_$kind.*" | head -n 1)
    [ "${file##*.}" != cpp ] || file=build/release/tests/${name}_$kind
    echo "# $name"
    if ! "$file" >"build/log/$kind-$name.txt" 2>"build/log/$kind-$name.err"; then
      echo "# $name stopped: $(tail -n 3 "build/log/$kind-$name.err")"
      status=1
    fi
    awk '/^#/ { print; next }
      NF == 5 && $5 ~ /^(ok|over)$/ { printf "%-44s %14s %-12s limit %10s  %s\n", $1, $2, $3, $4, $5; next }
      { print "# not a figure: " $0; bad = 1 } END { exit bad }' "build/log/$kind-$name.txt" || status=1
    total=$((total + $(grep -cE ' (ok|over)$' "build/log/$kind-$name.txt" || true)))
    over=$((over + $(grep -cE ' over$' "build/log/$kind-$name.txt" || true)))
  done
  echo "# $total figures, $over over their limit; this is also in $log"
  [ $status = 0 ] && [ $over = 0 ]
}

all_names() { find "tests/$1" -name "*_$1.*" 2>/dev/null | sed -E "s#.*/(.*)_$1\..*#\1#" | sort; }
