#!/bin/bash
# scripts/demo shows a meter being read twice, and leaves nothing behind.
set -eu
program=$(readlink -f "$1")
cd "$(dirname "$0")/../.."
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
wrong() { echo "$*"; cat "$place/shown"; exit 1; }
mkdir "$place/tmp" "$place/home"

HOME=$place/home TMPDIR=$place/tmp BGBINGO_PROGRAM=$program scripts/demo --fast >"$place/shown" 2>&1 || wrong "the demo ended with $?"
grep -q '300 read, 300 new' "$place/shown" || wrong "the first sync did not bring all readings"
grep -q '1 read, 1 new' "$place/shown" || wrong "the second sync did not bring the new reading alone"
grep -q '^301 readings' "$place/shown" || wrong "the figures do not count all readings"
left=$(find "$place/tmp" "$place/home" -mindepth 1)
[ -z "$left" ] || wrong "something was left behind: $left"
