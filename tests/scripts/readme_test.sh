#!/bin/bash
# What README.md shows is what happens: its walks run as they are printed there, its sample output is the demo's.
set -u
source "$(dirname "$0")/../cli/world.sh"
readme=$here/README.md

# block TITLE N: the commands of the N-th code block below the heading, without their remarks.
block() {
  awk -v title="## $1" -v wanted="$2" '/^## / { inside = $0 == title } inside && /^```/ { fences++; next }
    inside && fences == 2 * wanted - 1' "$readme" | sed -E 's/ +#.*//' | grep '^bgbingo '
}

mkdir bin && ln -s "$program" bin/bgbingo
export PATH=$place/bin:$PATH

[ "$(block "A first walk" 1)" = 'bgbingo simulate ibgstar --link ./meter --readings 300' ] || wrong "the simulator: $(block "A first walk" 1)"
simulate ibgstar --readings 300 --seed 7
block "A first walk" 2 >walk
block "A round of BG bingo" 1 >round
[ "$(wc -l <walk)" -ge 6 ] || wrong "the first walk has $(wc -l <walk) commands"
[ "$(wc -l <round)" -ge 7 ] || wrong "the round has $(wc -l <round) commands"

step=0
while read -r command; do
  step=$((step + 1))
  [ "$command" != 'bgbingo setup' ] || command='bgbingo setup --yes --name Anna --unit mmol/L --zone UTC --country GB'
  bash -c "$command" >"said.$step" 2>err </dev/null || wrong "$command: $(cat err)"
done < <(cat walk round)
cat said.* >said
for words in '300 read, 300 new' '0 new, 300 known|nothing new|0 read' '^anna: 6.4 mmol/L' 'Receipt' 'consistent with itself'; do
  grep -qE -- "$words" said || wrong "the walk does not say '$words': $(cat said)"
done

# the sample at the top is the demo's
mkdir tmp
HOME=$place TMPDIR=$place/tmp BGBINGO_PROGRAM=$program NO_COLOR=1 "$here/scripts/demo" --fast >shown 2>&1 || wrong "the demo: $(cat shown)"
awk '/^```/ { fences++; next } fences == 1' "$readme" | grep -v '^\$' | sed -E 's/ in [0-9.]+ s$//' >sample
[ "$(wc -l <sample)" -ge 12 ] || wrong "the sample has $(wc -l <sample) lines"
while IFS= read -r line; do
  [ -z "$line" ] || grep -qF -- "$line" shown || wrong "the demo does not print '$line'"
done <sample
finish
