#!/bin/sh
# Killed before any write or sync, bgbingo has lost nothing it acknowledged and doubles nothing (kill_test.py).
set -eu
folder=$(dirname "$1")
exec python3 "$(dirname "$0")/kill_test.py" "$1" "$folder/tests/libkill_at.so" "${BGBINGO_KILLS:-8}"
