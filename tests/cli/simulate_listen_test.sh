#!/bin/bash
# --listen: the same meter over TCP, for this machine alone and one client at a time.
set -u
source "$(dirname "$0")/world.sh"

for address in 0.0.0.0:0 192.168.1.1:0 '[::]:0' 127.0.0.1 127.0.0.1: 127.0.0.1:65536 127.0.0.1:x localhost:0 '::1:0' '[127.0.0.1]:0' ''; do
  expect 2 'no address that only this machine reaches' simulate ibgstar --listen "$address"
done
expect 2 'it has no line' simulate accuchek-mobile --link ./folder --listen 127.0.0.1:0

simulate ibgstar --readings 3 --log log --listen 127.0.0.1:0
port=$(grep -o '"listen":"127.0.0.1:[0-9]*"' ready | grep -o '[0-9]*"$' | tr -d '"')
[ -n "$port" ] || wrong "the ready line names no port: $(cat ready)"
expect 4 'the meter cannot listen there: .*in use' simulate ibgstar --listen "127.0.0.1:$port"

# A shell is a client, too.
exec 4<>"/dev/tcp/127.0.0.1/$port"
printf 'hello\r' >&4
read -r -t 10 answer <&4
[ "$answer" = $'200 hello JAZZESC-EN\r' ] || wrong "over TCP it says '$answer'"
exec 4>&-

cat >client.py <<'END'
import json, socket, subprocess, sys, time
program, port = sys.argv[1], int(sys.argv[2])
commands = open("commands", "w", buffering=1)
ready = open("ready")

def tell(line):
    ready.seek(0, 2)
    print(line, file=commands)
    answer = ""
    while not answer.endswith("\n"):
        answer += ready.readline()
        time.sleep(0.01)
    return json.loads(answer)

def client():
    """One that is let in; the last one may not quite have left."""
    for _ in range(100):
        one = socket.create_connection(("127.0.0.1", port), timeout=10)
        one.sendall(b"hello\r")
        try:
            answer = hear(one)
        except ConnectionError:
            answer = b""
        if answer: return one, answer
        one.close()
        time.sleep(0.05)
    raise AssertionError("no client is let in")

def hear(one):
    said = b""
    while not said.endswith(b"\n"):
        more = one.recv(100)
        if not more: return said
        said += more
    return said

def is_refused():
    with socket.create_connection(("127.0.0.1", port), timeout=10) as other:
        try:
            return other.recv(1) == b""
        except ConnectionError:
            return True

def sync():
    return subprocess.run([program, "sync", "--port", "./meter", "--meter", "ibgstar", "--yes"], capture_output=True, text=True)

first, answer = client()
assert answer == b"200 hello JAZZESC-EN\r\n", answer
assert is_refused(), "a second client is let in"
first.sendall(b"get glucount\r")
assert hear(first) == b"200 glucount 3\r\n"
busy = sync()
assert busy.returncode == 4 and "another program uses this port" in busy.stderr, busy

tell("fault disconnect=5")
first.sendall(b"get glucount\r")
assert hear(first) == b"200 g", "a cable pulled after five bytes"
assert is_refused(), "a client is let in with the cable out"
tell("fault")
tell("plug")
second, answer = client()
assert answer == b"200 hello JAZZESC-EN\r\n", answer
tell("unplug")
assert second.recv(10) == b""
tell("plug")

# What the meter said to one that left is not what the next one hears.
third, answer = client()
third.sendall(b"get glucount\r")
third.close()
fourth, answer = client()
assert answer == b"200 hello JAZZESC-EN\r\n", answer
tell("fault stall=5:0.3")
fourth.sendall(b"get glucount\r")
assert fourth.recv(5) == b"200 g"
fourth.close()
fifth, answer = client()
assert answer == b"200 hello JAZZESC-EN\r\n", ("the rest of an answer to another", answer)
# The cable is pulled as it was said, though nobody hears the five bytes before.
tell("fault stall=2:0.3 disconnect=5")
fifth.sendall(b"get glucount\r")
assert fifth.recv(5) == b"20"
fifth.close()
tell("fault")
assert is_refused(), "the cable was not pulled"
tell("plug")
for _ in range(30):
    left, answer = client()
    assert answer == b"200 hello JAZZESC-EN\r\n", answer
    left.sendall(b"get glucount\r")
    left.close()
for _ in range(100):
    done = sync()
    if done.returncode == 0: break
    time.sleep(0.05)
assert " 3 new" in done.stdout + done.stderr, done
END
bgbingo setup --name Anna --unit mmol/L --zone UTC --country GB >/dev/null
timeout 60 python3 client.py "$program" "$port" || wrong "the client says so; the simulator: $(cat ready)"
grep -q '"direction":"to_meter","hex":"68656c6c6f0d"' log || wrong 'what came over TCP is not in the log'
unplug_simulator

# A client that leaves in the middle of a long answer leaves the line free, also where it is paced.
simulate onetouch-ultra2 --readings 300 --pace --listen 127.0.0.1:0
port=$(grep -o '"listen":"127.0.0.1:[0-9]*"' ready | grep -o '[0-9]*"$' | tr -d '"')
timeout 60 python3 - "$port" <<'END' || wrong "a dump that nobody hears any more keeps the line: $(cat ready)"
import socket, sys, time
def client(words):
    one = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=10)
    one.sendall(words)
    return one
one = client(b"\x11\rDMP")
heard = b""
while len(heard) < 200: heard += one.recv(200)
one.close()
started = time.monotonic()
answer = b""
while not answer:
    try:
        other = client(b"\x11\rDM?")
        answer = other.recv(100)
    except ConnectionError: pass
    time.sleep(0.05)
assert answer.startswith(b"?P02") and time.monotonic() - started < 5, (answer, time.monotonic() - started)
END
unplug_simulator
finish
