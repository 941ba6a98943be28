#!/bin/bash
# scripts/install puts four files in their places and takes exactly these away again.
set -eu
program=$(readlink -f "$1")
cd "$(dirname "$0")/../.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
wrong() { echo "$*"; exit 1; }
files() { (cd "$place" && find . -type f | sort); }

# A stand-in first: that part is about the script alone.
cat >"$place/bgbingo" <<'END'
#!/bin/sh
case "$*" in
  "completion bash") echo "complete -W 'sync log' bgbingo" ;;
  man) echo ".TH BGBINGO 1" ;;
  *) exit 2 ;;
esac
END
chmod +x "$place/bgbingo"
mkdir -p "$place/home/.local/share/bgbingo"
echo mine >"$place/home/.local/share/bgbingo/Ann.db"
before=$(files)

BGBINGO_PROGRAM=$place/bgbingo HOME=$place/home scripts/install --prefix "$place/home/.local" 2>"$place/talk"
grep -q dialout "$place/talk" || wrong "a private installation does not say how to reach a meter"
rm "$place/talk"
[ -x "$place/home/.local/bin/bgbingo" ] || wrong "the program is missing"
grep -q 'TH BGBINGO' "$place/home/.local/share/man/man1/bgbingo.1" || wrong "the manual page is missing"
grep -q complete "$place/home/.local/share/bash-completion/completions/bgbingo" || wrong "the completion is missing"
scripts/install --prefix "$place/home/.local" --uninstall 2>/dev/null
[ "$(files)" = "$before" ] || wrong "left behind or taken too much: $(files)"

DESTDIR=$place/package BGBINGO_PROGRAM=$place/bgbingo scripts/install --prefix /usr/local 2>/dev/null
cmp scripts/70-bgbingo.rules "$place/package/etc/udev/rules.d/70-bgbingo.rules"
DESTDIR=$place/package scripts/install --prefix /usr/local --uninstall 2>/dev/null
[ "$(files)" = "$before" ] || wrong "left behind or taken too much: $(files)"

if scripts/install --prefix "$place/home/.local" --uninstall 2>"$place/talk"; then wrong "uninstalled twice"; fi
grep -q 'nothing was installed' "$place/talk" || wrong "$(cat "$place/talk")"
mkdir "$place/locked" && chmod 500 "$place/locked"
if BGBINGO_PROGRAM=$place/bgbingo tests/as_user scripts/install --prefix "$place/locked" 2>"$place/talk"; then
  wrong "wrote into a locked folder"
fi
grep -q 'cannot be written' "$place/talk" || wrong "$(cat "$place/talk")"
if BGBINGO_PROGRAM=/bin/false scripts/install --prefix "$place/none" 2>"$place/talk"; then wrong "installed nothing"; fi
[ ! -e "$place/none" ] || wrong "a half-made installation was left"
if scripts/install --prefx x 2>/dev/null; then wrong "took an unknown word"; else [ $? = 2 ]; fi

# The real program brings a manual page and a completion that works.
BGBINGO_PROGRAM=$program scripts/install --prefix "$place/real" 2>/dev/null
"$place/real/bin/bgbingo" --version >/dev/null || wrong "the installed program does not run"
head -n 1 "$place/real/share/man/man1/bgbingo.1" | grep -q '^.TH BGBINGO 1' || wrong "the manual page has no title"
cat >"$place/complete" <<'END'
source "$1"
COMP_WORDS=(bgbingo log hist) COMP_CWORD=2
_bgbingo
echo "${COMPREPLY[*]}"
END
[ "$(bash "$place/complete" "$place/real/share/bash-completion/completions/bgbingo")" = history ] || wrong "hist is not completed"
