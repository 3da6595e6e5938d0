#!/usr/bin/env bash
# Loads our server and the reference engine in turns (A B A B) with the same requests, and the bound of
# the machine beside them; prints what docs/performance.md quotes.
#   scripts/bench.sh [seconds] [connections] [rounds]
# Needs wrk, curl and java, and RADERWERK_SHARED.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
seconds=${1:-15} connections=${2:-16} rounds=${3:-2}
server=$PWD/.build/release/engine-server
for tool in wrk curl java; do
    command -v $tool >/dev/null || { echo "bench.sh needs $tool" >&2; exit 1; }
done
work=$(mktemp -d)
pid=
stop() { [ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; } || true; pid=; }
trap 'stop; rm -rf "$work"' EXIT

memory() { awk '/^VmRSS/ {printf "%d MB", $2 / 1024}' "/proc/$1/status"; }

await() { # URL: seconds until it answers
    local start end
    start=$(date +%s%N)
    until curl -sf -o /dev/null "$1"; do sleep 0.005; done
    end=$(date +%s%N)
    awk -v n=$((end - start)) 'BEGIN {printf "%.3f s", n / 1e9}'
}

ours() {
    mkdir -p "$work/ours.$1"
    "$server" serve --port 9180 --database "$work/ours.$1/engine.db" --auth none \
        >"$work/ours.$1/log" 2>&1 &
    pid=$!
    echo "ours: first answer after $(await http://127.0.0.1:9180/engine-rest/version), idle $(memory $pid)"
    "$shared/bench/rest/run.sh" http://127.0.0.1:9180 "$seconds" "$connections" | sed 's/^/ours: /'
    echo "ours: after the load $(memory $pid), life cycles counted by the engine:" \
        "$(curl -s 'http://127.0.0.1:9180/engine-rest/history/process-instance/count?processDefinitionKey=one-task&finished=true')"
    stop
}

reference() {
    mkdir -p "$work/reference.$1"
    (cd "$work/reference.$1" && exec env REFERENCE_PORT=9181 REFERENCE_JOBS=true \
        REFERENCE_JDBC='jdbc:h2:file:./x;WRITE_DELAY=0' \
        java -Xmx2g -jar "$shared/reference/operaton-reference.jar" >log 2>&1) &
    pid=$!
    echo "reference: first answer after $(await http://127.0.0.1:9181/engine-rest/version), idle $(memory $pid)"
    "$shared/bench/rest/run.sh" http://127.0.0.1:9181 "$seconds" "$connections" | sed 's/^/reference: /'
    echo "reference: after the load $(memory $pid)"
    stop
}

for round in $(seq "$rounds"); do
    ours "$round"
    reference "$round"
done
cp -r "$shared/bench/bounds" "$work/bounds"
chmod -R u+w "$work/bounds"
(cd "$work/bounds" && swift build -c release --product commit-bound >/dev/null 2>&1 &&
    .build/release/commit-bound "$work" 5 | sed 's/^/bound: /')
