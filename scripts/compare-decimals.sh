#!/usr/bin/env bash
# Compares our decimal arithmetic with Python's by the million; see compare_decimals.py.
#   scripts/compare-decimals.sh [--count 1000000] [--seed 1]
set -euo pipefail
cd "$(dirname "$0")/.."
swift build -c release --product feel-lines --scratch-path .build-bench >&2
exec python3 scripts/compare_decimals.py .build-bench/release/feel-lines "$@"
