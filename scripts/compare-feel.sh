#!/usr/bin/env bash
# Compares our FEEL with Apache KIE's on generated expressions; see compare_feel.py.
#   scripts/compare-feel.sh [--count 20000] [--seed 1] [--examples 3] [--save FILE]
# Needs java and RADERWERK_SHARED. Builds in .build-bench.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
swift build -c release --product feel-lines --scratch-path .build-bench >&2
exec python3 scripts/compare_feel.py .build-bench/release/feel-lines \
    "java -jar $shared/reference/dmn-reference.jar feel" "$@"
