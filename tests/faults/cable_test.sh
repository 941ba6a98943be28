#!/bin/sh
# A cable pulled on a pseudo-terminal leaves a logbook that the next sync completes (cable_test.py).
set -eu
exec python3 "$(dirname "$0")/cable_test.py" "$1" "${BGBINGO_CABLES:-2}"
