#!/usr/bin/env bash
# Decisions a second on one thread: ours, the bound of an index alone, Apache KIE and Operaton, in turns on
# the same tables and inputs; prints the figures and the ratios that docs/performance.md quotes.
#   scripts/bench-decisions.sh [ROUNDS]      (2; the best of ours and of the bound count, the medians of the peers)
# Needs java and RADERWERK_SHARED. Builds in .build-bench.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
rounds=${1:-2}
data=$shared/bench/dmn/data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

swift build -c release --product decision-rates --scratch-path .build-bench >&2
mkdir -p .build-bench/bounds
cp -r "$shared/bench/bounds/." .build-bench/bounds
chmod -R u+w .build-bench/bounds
(cd .build-bench/bounds && swift build -c release --product table-bound >&2)

for _ in $(seq "$rounds"); do
    .build-bench/release/decision-rates "$data" | sed 's/^/ours /'
    .build-bench/bounds/.build/release/table-bound "$data" | sed 's/^/bound /'
done | tee "$work/native"
for table in cascade6 table20_first table20_collect table200_first table200_collect table1000_first table1000_collect; do
    inputs=$data/inputs.json
    [ $table != cascade6 ] || inputs=$data/cascade6.inputs.json
    for peer in kie operaton; do
        echo "$peer $table $(java -Xmx2g -jar "$shared/reference/dmn-reference.jar" bench \
            "$data/$table.dmn" "$inputs" "${SECONDS_EACH:-2}" $peer 2>/dev/null | tr '\n' ' ')"
    done
done | tee "$work/peers"

python3 - "$work/native" "$work/peers" <<'PY'
import re, statistics, sys
best = {}
for line in open(sys.argv[1]):
    who, table = line.split()[:2]
    rate = re.search(r"evaluations_per_s=(\d+)", line)
    if rate:
        best[who, table] = max(best.get((who, table), 0), int(rate[1]))
peers = {}
for line in open(sys.argv[2]):
    who, table, rest = line.split(None, 2)
    figures = [float(x) for x in re.findall(r"\d+(?:\.\d+)?", rest)]
    if figures:
        peers[who, table] = statistics.median(figures[-5:])
print(f"\n{'table':20}{'ours /s':>12}{'bound /s':>12}{'of bound':>10}{'KIE /s':>12}{'times':>8}{'Operaton /s':>13}{'times':>9}")
for table in [t for w, t in best if w == "bound"]:
    ours, bound = best["ours", table], best["bound", table]
    line = f"{table:20}{ours:12,}{bound:12,}{ours / bound:10.2f}"
    for who, width in (("kie", 12), ("operaton", 13)):
        rate = peers.get((who, table))
        line += f"{rate:{width},.0f}{ours / rate:8.1f}" if rate else " " * (width + 8)
    print(line)
PY
