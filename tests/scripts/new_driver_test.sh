#!/bin/bash
# scripts/new-driver makes a skeleton that configures, builds without a warning and passes its own tests, stays out of
# the registry, and never writes over anything.
# long: begins before the others
set -eu
program=$(readlink -f "$1")
cd "$(dirname "$0")/../.."
place=$(mktemp -d)
trap 'cd /; rm -rf "$place"' EXIT
wrong() { echo "$*"; exit 1; }
# The build beside the program: its libraries are linked, only the new files are compiled.
built=$(dirname "$program")
for part in device/libdevice.a simulators/libsimulators.a core/libcore.a tests/test_device; do
  [ -e "$built/$part" ] || { echo "SKIP: $built/$part is not built"; exit 77; }
done

tree=$place/tree
mkdir "$tree"
tar -c --exclude=./build --exclude=./.git . | tar -x -C "$tree"
cd "$tree"

files() { find . -type f -not -path './build/*' -printf '%p %s %T@\n' | sort; }
files >"$place/before"
refused() {
  local code=$1
  shift
  local got=0
  scripts/new-driver "$@" >"$place/talk" 2>&1 || got=$?
  [ $got -eq "$code" ] || wrong "new-driver $* ended with $got, not $code: $(cat "$place/talk")"
  files | cmp -s - "$place/before" || wrong "new-driver $* was refused and has changed something"
}
refused 2
for name in Codefree code-free 2free free_ _free code__free 'a b' ../codefree int new --fast a23456789012345678901234567890x example_meter; do
  refused 2 "$name"
done
refused 2 one two
for name in codefree ibgstar lifescan freestyle core fmt; do refused 1 "$name"; done
scripts/new-driver --help | grep -q 'new-driver NAME' || wrong "--help does not help"

scripts/new-driver glow_stick >"$place/made" 2>"$place/talk"
grep -q 'What comes next' "$place/talk" || wrong "it does not say what comes next"
files >"$place/after"
[ "$(comm -13 "$place/before" "$place/after" | wc -l)" -eq "$(wc -l <"$place/made")" ] || wrong "made other files than it lists"
[ "$(comm -23 "$place/before" "$place/after" | wc -l)" -eq 0 ] || wrong "changed a file that was there"
while read -r file; do
  ! grep -iE 'example.?meter' "$file" || wrong "$file still has the skeleton's name"
  [[ $file == *glow_stick* ]] || wrong "$file is not the new family's"
done <"$place/made"
if command -v clang-format-14 >/dev/null; then
  grep '\.[ch]pp$' "$place/made" | xargs clang-format-14 --dry-run -Werror || wrong "it is not in the house's format"
fi
tests/house_test.sh || wrong "it breaks a rule of the house"
cp -r "$tree/device/meters/glow_stick" "$place/first"
if scripts/new-driver glow_stick >/dev/null 2>"$place/talk"; then wrong "made twice"; fi
diff -r "$place/first" device/meters/glow_stick || wrong "written over"
rm tests/device/meters/glow_stick/meter_test.cpp docs/protocols/glow_stick.md
if scripts/new-driver glow_stick >/dev/null 2>"$place/talk"; then wrong "made beside what was left of it"; fi
[ ! -e docs/protocols/glow_stick.md ] || wrong "filled up what was left of it"
rm -rf {device,simulators,tests/device,tests/simulators}/meters/glow_stick
scripts/new-driver glow_stick >/dev/null 2>&1

# What is left is about the compiler's warnings; once is enough.
if grep -q '^BGBINGO_SANITIZE:[A-Z]*=.' "$built/CMakeCache.txt"; then exit 0; fi

option() { sed -nE "s/^($1:[A-Z]+=.*)/-D\1/p" "$built/CMakeCache.txt"; }
mapfile -t options < <(option CMAKE_CXX_COMPILER; option CMAKE_CXX_COMPILER_LAUNCHER)
cmake -G Ninja -S . -B build/new -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 -DBGBINGO_WERROR=ON "${options[@]}" \
  >"$place/log" 2>&1 || wrong "$(tail -n 20 "$place/log")"
for part in device/meters/glow_stick/driver.cpp simulators/meters/glow_stick/simulator.cpp; do
  grep -q "Left out of the registry, unfinished: $part" "$place/log" || wrong "configuring does not see $part"
done
if grep -rl glow_stick build/new/*/registry_of_*.cpp; then wrong "the skeleton is in the registry"; fi
mapfile -t objects < <(ninja -C build/new -t targets all | sed -nE 's/^([^:]*glow_stick[^:]*\.o):.*/\1/p')
[ ${#objects[@]} -eq "$(grep -c '\.cpp$' "$place/made")" ] || wrong "the build knows ${#objects[@]} of the new files"
ninja -C build/new -j 2 "${objects[@]}" >"$place/log" 2>&1 || wrong "$(tail -n 30 "$place/log")"

# As test_device is linked, with the new objects in place of its own.
link=$(ninja -C "$built" -t commands tests/test_device | tail -n 1)
link=$(sed -E "s# tests/CMakeFiles/test_device.dir/[^ ]+##g; s# -o [^ ]+# -o $place/tests ${objects[*]/#/$tree/build/new/}#; s# -Wl,--dependency-file[^ ]*##" <<<"$link")
(cd "$built" && bash -c "$link") >"$place/log" 2>&1 || wrong "linking: $(tail -n 20 "$place/log")"
"$place/tests" >"$place/log" || wrong "its own tests: $(cat "$place/log")"
grep -q '3 test cases' "$place/log" || wrong "other tests ran than the skeleton's: $(cat "$place/log")"

# Without its first line it is a family like any other.
sed -i 1d device/meters/glow_stick/driver.cpp
cmake build/new >"$place/log" 2>&1 || wrong "$(tail -n 20 "$place/log")"
grep -q 'glow_stick::driver' build/new/device/registry_of_device.cpp || wrong "a finished driver is not in the registry"
