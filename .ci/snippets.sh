#!/usr/bin/env bash
# Runs the R and the Python of the README, as they stand there, on a case.
#   .ci/snippets.sh PROGRAM
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "$1")
readme=$PWD/README.md
snippet() { awk -v mark="<!-- $1 -->" '$0 == mark {on = 1; next} on && /^```/ {n++; if (n == 2) exit; next} on && n == 1' "$readme"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$program" export russia-iran -o mycase.json
"$program" import mycase.json -o mycase.fairweather >/dev/null
snippet python >read.py
[ -s read.py ] || { echo "README.md has no Python behind <!-- python -->"; exit 1; }
python3 read.py >python.txt
cat python.txt
[ "$(wc -l <python.txt)" = 3 ] || { echo "the README's Python should print three lines"; exit 1; }
snippet r >read.R
[ -s read.R ] || { echo "README.md has no R behind <!-- r -->"; exit 1; }
Rscript read.R >r.txt
head -5 r.txt
grep -q russia r.txt || { echo "the README's R should print conduct"; exit 1; }
