#!/usr/bin/env bash
# Loads the server on SQLite and on a PostgreSQL of its own in turns (A B A B) with the same requests;
# what docs/performance.md says of PostgreSQL comes from here, as a ratio.
#   scripts/bench-postgresql.sh [seconds] [connections] [rounds]
# Needs wrk and curl, and RADERWERK_SHARED.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
seconds=${1:-10} connections=${2:-16} rounds=${3:-2}
server=${ENGINE_SERVER:-$PWD/.build/release/engine-server}
for tool in wrk curl psql; do
    command -v $tool >/dev/null || { echo "bench-postgresql.sh needs $tool" >&2; exit 1; }
done
work=$(mktemp -d)
postgresql=$(mktemp -d /tmp/raderwerk-postgresql-XXXXXX)
pid=
stop() { [ -z "$pid" ] || { kill "$pid" 2>/dev/null; wait "$pid" 2>/dev/null; } || true; pid=; }
trap 'stop; scripts/postgres.sh stop "$postgresql"; rm -rf "$work"' EXIT
url=$(scripts/postgres.sh start "$postgresql")

load() { # NAME DATABASE
    "$server" serve --port 9180 --database "$2" --auth none >"$work/log" 2>&1 &
    pid=$!
    until curl -sf -o /dev/null http://127.0.0.1:9180/engine-rest/version; do
        kill -0 "$pid" || { cat "$work/log" >&2; exit 1; }
        sleep 0.05
    done
    "$shared/bench/rest/run.sh" http://127.0.0.1:9180 "$seconds" "$connections" | sed "s/^/$1: /"
    echo "$1: after the load $(awk '/^VmRSS/ {printf "%d MB", $2 / 1024}' "/proc/$pid/status")"
    stop
}

for round in $(seq "$rounds"); do
    load sqlite "$work/engine.$round.db"
    psql -q "$url" -c "CREATE SCHEMA round_$round"
    load postgresql "$url?options=-csearch_path%3Dround_$round"
done
