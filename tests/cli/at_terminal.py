# at_terminal.py ANSWER… -- PROGRAM WORD…: runs the program at a terminal of its own, gives one answer to each
# question, and prints its exit code and all that it said.
import os, pty, sys

end = sys.argv.index("--")
answers, words = sys.argv[1:end], sys.argv[end + 1:]
child, terminal = pty.fork()
if child == 0:
    os.execv(words[0], words)
said = b""
try:
    for answer in answers:
        asked = b""
        while not asked.endswith((b"]: ", b"[y/N] ")):
            asked += os.read(terminal, 1)
        said += asked
        os.write(terminal, answer.encode() + b"\n")
    while more := os.read(terminal, 1000):
        said += more
except OSError:  # the program has ended
    pass
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode())
