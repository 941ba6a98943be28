#!/bin/bash
# `round draw` fetches the beacon's value over HTTPS by itself, believes only a relay whose certificate and answer are
# right, and asks for the line where that does not work. The relays are tests/cli/relays.py, on this machine.
set -u
source "$(dirname "$0")/world.sh"
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY BGBINGO_DRAND
signature=$(printf 'b7%.0s' $(seq 48))

# Nothing of it is loaded by the commands that do not fetch.
ldd "$program" >out || wrong "ldd does not know the program"
if grep -E 'libcurl|libssl|libcrypto|libgnutls' out; then wrong "the program is linked to what it should load when used"; fi

mkdir relays
mkfifo relays/life
python3 "$here/tests/cli/relays.py" "$place/relays" <relays/life >relays/talk 2>&1 &
simulator=$!  # world.sh ends it with the test
exec 4>relays/life
eventually test -s relays/ports
: >relays/requests
at() { echo "https://localhost:$(sed -n "s/^$1=//p" relays/ports)"; }
[ -s relays/ports ] || { wrong "the relays did not start: $(cat relays/talk)"; finish; }
export SSL_CERT_FILE=$place/relays/ca.pem

play() {
  for step in "new --public drand" open "enter anna 6.4" "enter bea 9.1" close; do
    # shellcheck disable=SC2086  # words
    bgbingo round $step >out 2>err </dev/null || wrong "round $step: $(cat err)"
  done
}
# As if the newest round had been played ten minutes earlier: what the store keeps of it is written anew.
ten_minutes_earlier() {
  python3 - <<'EARLIER' || wrong "the round could not be moved"
import datetime, hashlib, re, sqlite3
store = sqlite3.connect("data/bgbingo/game.sqlite")
number, opening, closing = store.execute("SELECT id, announcement, list FROM round ORDER BY id DESC LIMIT 1").fetchone()
form, ten = "%Y-%m-%dT%H:%M:%SZ", datetime.timedelta(minutes=10)
earlier = lambda found: found[1] + " " + (datetime.datetime.strptime(found[2], form) - ten).strftime(form)
digest = lambda text, word: re.sub(rf"^{word} .*\n\Z", "", text, flags=re.M)
times = re.compile(r"^(opened|closes|closed) (\S+)$", re.M)
sealed = lambda body, word: f"{body}{word} {hashlib.sha256(body.encode()).hexdigest()}\n"
opening = sealed(digest(times.sub(earlier, opening), "opening"), "opening")
closing = digest(times.sub(earlier, closing), "list")
closing = re.sub(r"^opening .*$", opening.splitlines()[-1], closing, flags=re.M)
closing = sealed(re.sub(r"(?<=^value-from drand )\d+$", lambda r: str(int(r[0]) - 200), closing, flags=re.M), "list")
store.execute("UPDATE round SET announcement = ?, list = ? WHERE id = ?", (opening, closing, number))
store.commit()
EARLIER
}
requests() { grep -c . relays/requests; }

# Before the beacon has spoken there is nothing to fetch: the time is told.
play
BGBINGO_DRAND=$(at sound) expect 6 'the beacon has not spoken yet .round [0-9]+ is due at 20.*Z' round draw
[ "$(requests)" = 0 ] || wrong "a relay was asked too early"
ten_minutes_earlier

# asks RELAYS PATTERN: the draw says once what is the matter, then asks for the line, for which nobody is there.
asks() {
  BGBINGO_DRAND=$1 expect 6 'this must be asked.*Paste the line of https://api.drand.sh/52db9ba7[0-9a-f]{56}/public/[0-9]+' \
    round draw
  [ "$(grep -c '^The beacon could not be asked: ' err)" = 1 ] || wrong "$1: not one sentence: $(cat err)"
  grep -qE "^The beacon could not be asked: $2" err || wrong "$1: does not say '$2' but: $(cat err)"
  if [ "$(wc -l <err)" != 2 ] || [ -s out ]; then wrong "$1: says more than that: $(cat out err)"; fi
}
asks "$(at untrusted)" "the host's certificate is not trusted .localhost:[0-9]+: .*issuer"
asks "$(at elsewhere)" "the host's certificate is not trusted .localhost:[0-9]+: .*name"
asks "$(at expired)" "the host's certificate is not trusted .localhost:[0-9]+: .*expired"
SSL_CERT_FILE=$place/relays/stranger.pem asks "$(at sound)" "the host's certificate is not trusted"
SSL_CERT_FILE=$place/nothing asks "$(at sound)" "the authorities' certificates cannot be read"
[ "$(requests)" = 0 ] || wrong "a relay without a right certificate was told something: $(cat relays/requests)"
asks "http://localhost:$(sed -n 's/^plain=//p' relays/ports)" 'only an https address is asked'
asks 'https://anna:secret@relay.invalid' 'only an https address is asked .relay.invalid'
asks "file://$place/err" 'only an https address is asked'
[ "$(requests)" = 0 ] || wrong "an address without TLS was asked: $(cat relays/requests)"
asks "$(at plain)" 'the host and we agree on no secure connection'
# An old TLS is refused by the program itself, also where the system's OpenSSL would allow it.
printf '%s\n' 'openssl_conf = all' '[all]' 'ssl_conf = ssl' '[ssl]' 'system_default = old' '[old]' 'MinProtocol = TLSv1' \
  'CipherString = ALL:@SECLEVEL=0' >old.cnf
if grep -q '^old_tls=' relays/ports; then
  OPENSSL_CONF=$place/old.cnf asks "$(at old_tls)" 'the host and we agree on no secure connection'
fi
asks "$(at closed)" 'the host refuses the connection .localhost:[0-9]+.\.$'
asks 'https://relay.invalid' "the host's name is not found .relay.invalid."
asks "$(at redirect)" 'the host sends us elsewhere, which is not followed'
if grep -q '^sound ' relays/requests; then wrong "a redirect was followed"; fi
asks "$(at missing)" 'the host answers with status 404'
asks "$(at large)" 'the answer is larger than 65536 bytes'
asks "$(at large_announced)" 'the answer is larger than 65536 bytes'
asks "$(at cut)" 'the connection broke off'
asks "$(at another_round)" 'this is another round of the beacon .localhost:[0-9]+: [0-9]+ instead of [0-9]+'
asks "$(at altered)" 'the randomness does not belong to the signature'
asks "$(at signature_alone)" "this is not the beacon's answer"
# The same trouble everywhere is told once.
asks "$(at closed) $(at closed)/" 'the host refuses the connection .localhost:[0-9]+, localhost:[0-9]+.\.$'
started=$(date +%s)
asks "$(at slow)" 'the host did not answer in time'
took=$(($(date +%s) - started))
if [ "$took" -lt 9 ] || [ "$took" -gt 15 ]; then wrong "a relay without an end took $took s instead of 10"; fi

# No library: as if nothing were installed.
mkdir none && : >none/libcurl.so.4 && : >none/libcurl-gnutls.so.4
LD_LIBRARY_PATH=$place/none asks "$(at sound) $(at sound)" 'the library for HTTPS is not there .libcurl.so.4.'

# Offline nothing is asked, and a given value needs no network.
before=$(requests)
BGBINGO_DRAND=$(at sound) expect 6 'this must be asked.*Paste the line' round draw --offline
if grep -q 'could not be asked' err; then wrong "--offline asked: $(cat err)"; fi
BGBINGO_DRAND=$(at sound) expect 2 'not a signature' round draw --public 12
[ "$(requests)" = "$before" ] || wrong "--offline or --public asked a relay"
BGBINGO_DRAND=$(at closed) expect 6 'must be asked' round draw --json
[ ! -s out ] || wrong "--json says something beside the data: $(cat out)"

# A trustworthy relay: the draw goes through, and anybody can check it. Nothing but the request is sent.
: >relays/requests
BGBINGO_DRAND="$(at altered) $(at closed) $(at sound)/" expect 0 '"valid":true.*"public_value":"drand"' round draw --json
[ "$(wc -l <out)" = 1 ] || wrong "--json says more than the data: $(cat out)"
[ "$(grep -c '^The beacon could not be asked: ' err)" = 2 ] || wrong "what two relays lacked is not told: $(cat err)"
bgbingo round show --text >evening.round
grep -q "^value drand $signature\$" evening.round || wrong "another value was drawn with: $(grep '^value' evening.round)"
expect 0 'valid yes' round verify evening.round
expect 0 'public value yes' round verify evening.round --public "$signature"
grep '^sound ' relays/requests >asked
grep -qE "^sound /52db9ba7[0-9a-f]{56}/public/$(sed -n 's/^value-from drand //p' evening.round) " asked || wrong "asked $(cat asked)"
python3 - <<'HEADERS' || wrong "more is sent than has to be: $(cat asked)"
import ast, sys
asked = open("asked").read().splitlines()
headers = ast.literal_eval(asked[0].split(" ", 2)[2])
sys.exit(len(asked) != 1 or headers.keys() != {"Host", "User-Agent", "Accept"} or headers["User-Agent"] != "bgbingo")
HEADERS
before=$(requests)
BGBINGO_DRAND=$(at sound) expect 6 . round draw
[ "$(requests)" = "$before" ] || wrong "a relay was asked for a round that is drawn"
expect 0 . round final

# A round that is called off publishes the number it would have been.
play
ten_minutes_earlier
BGBINGO_DRAND=$(at sound) expect 0 'from localhost:' round void --reason 'the chat fell silent'
expect 0 'The number would have been' round show

# libcurl's other build, where there is one.
if PATH=$PATH:/usr/sbin:/sbin ldconfig -p | grep -q 'libcurl-gnutls.so.4'; then
  rm none/libcurl-gnutls.so.4
  play
  ten_minutes_earlier
  export LD_LIBRARY_PATH=$place/none
  # In a sanitized build the leak checker's own tracer crashes when it walks the thread-local blocks of this library.
  # Without them it takes for a leak what the dynamic linker keeps there (Debian 13). To tell that apart it needs the
  # symbolizer, which loads libcurl itself and must not find the broken one.
  echo 'leak:ld-linux' >leaks
  if symbolizer=$(command -v llvm-symbolizer); then
    printf '#!/bin/sh\nunset LD_LIBRARY_PATH\nexec %s "$@"\n' "$symbolizer" >llvm-symbolizer && chmod +x llvm-symbolizer
    export ASAN_SYMBOLIZER_PATH=$place/llvm-symbolizer
  fi
  export LSAN_OPTIONS=use_tls=0:print_suppressions=0:suppressions=$place/leaks
  asks "$(at untrusted)" "the host's certificate is not trusted"
  asks "$(at elsewhere)" "the host's certificate is not trusted"
  asks "$(at expired)" "the host's certificate is not trusted"
  asks "$(at plain)" 'the host and we agree on no secure connection'
  BGBINGO_DRAND=$(at sound) expect 0 'The number is' round draw
  unset LD_LIBRARY_PATH LSAN_OPTIONS ASAN_SYMBOLIZER_PATH
  expect 0 . round final
fi

# Somebody is there to paste the line.
play
ten_minutes_earlier
BGBINGO_DRAND=$(at closed) python3 - "$program" "$signature" <<'PASTE' || wrong "the pasted line"
import json, os, pty, re, sys
program, signature = sys.argv[1:]
child, terminal = pty.fork()
if child == 0:
    os.execv(program, [program, "round", "draw"])
said = b""
pasted = False
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    said += part
    asked = re.search(rb"Paste the line of https://\S+/public/(\d+): ", said)
    if asked and not pasted:
        os.write(terminal, json.dumps({"round": int(asked[1]), "signature": signature}).encode() + b"\n")
        pasted = True
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(0 if code == 0 and b"The beacon could not be asked: the host refuses" in said and b"The number is" in said
         else print(code, said) or 1)
PASTE
exec 4>&-
finish
