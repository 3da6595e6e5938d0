#!/usr/bin/env bash
# Replays the recorded behaviour of the reference engine against a server of its own.
#   scripts/conformance.sh          everything that is recorded
#   scripts/conformance.sh floor    what `make test` holds to: fails below the floors in this file
# The models' traces are replayed on SQLite and on a PostgreSQL of its own: there 300 of them for the floor.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
server=${ENGINE_SERVER:-.build/release/engine-server}
# How many models passed when this was last raised; these numbers only rise.
floor_traces=1265
floor_decisions=186
floor_sample=299
# Steps of the REST contract. What is left of the last two are batches.
floor_execution=83
floor_process_instance=197
floor_migration=42
floor_modification=20

work=$(mktemp -d)
pid=
postgresql=
stop() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    [ -z "$postgresql" ] || scripts/postgres.sh stop "$postgresql"
    rm -rf "$work"
}
trap stop EXIT

# start_server [URL]: on an empty SQLite file, or on the PostgreSQL database with this URL.
start_server() {
    [ -z "$pid" ] || { kill "$pid"; wait "$pid" 2>/dev/null || true; }
    rm -f "$work"/engine.db* "$work/port"
    "$server" serve --port 0 --port-file "$work/port" --database "${1:-$work/engine.db}" --auth none \
        --jobs false --unsupported warn --timezone UTC >"$work/log" 2>&1 &
    pid=$!
    for _ in $(seq 100); do [ -s "$work/port" ] && break; sleep 0.1; done
    url=http://127.0.0.1:$(cat "$work/port")/engine-rest
}

passed() { sed -n 's/^\([0-9]*\) passed, [0-9]* failed.*/\1/p' "$1" | tail -1; }

# check NAME FLOOR COMMAND…: prints the closing line and fails below the floor.
check() {
    local name=$1 floor=$2
    shift 2
    "$@" >"$work/out" 2>&1 || true
    local count
    count=$(passed "$work/out")
    echo "$name: $(grep -E '^[0-9]+ passed' "$work/out" | tail -1) (floor $floor)"
    if [ "${count:-0}" -lt "$floor" ]; then
        tail -40 "$work/out"
        echo "$name: fewer than before" >&2
        exit 1
    fi
    cp "$work/out" "${CONFORMANCE_OUT:-$work}/$(echo "$name" | tr ' ' -).txt" 2>/dev/null || true
}

mkdir "$work/traces"
ln -s "$shared/conformance/golden/traces/operaton.jsonl" "$work/traces/"
start_server
# contract PREFIX FLOOR: plays the steps of the REST contract whose names begin so.
contract() {
    check "contract: $1" "$2" python3 "$shared/conformance/contract.py" check --url "$url" --only "$1"
}
contract execution "$floor_execution"
contract process-instance "$floor_process_instance"
contract migration "$floor_migration"
contract modification "$floor_modification"
check "traces of the reference's models" "$floor_traces" python3 "$shared/conformance/trace.py" \
    check --url "$url" --golden "$work/traces" --root "$shared/models/operaton" "$shared/models/operaton"
check "decisions" "$floor_decisions" python3 "$shared/conformance/decisions.py" check --url "$url" \
    --golden "$shared/conformance/golden/decisions.jsonl" --root "$shared/models/operaton" "$shared/models/operaton"

# sample COUNT: the recorded models, or so many of them spread over the whole, always the same.
sample() {
    python3 - "$shared" "$1" <<'PYTHON'
import json, os, sys
shared, count = sys.argv[1], int(sys.argv[2])
root = os.path.join(shared, "models/operaton")
paths = {os.path.relpath(os.path.join(folder, name), root).replace("/", "__"): os.path.join(folder, name)
         for folder, _, names in os.walk(root) for name in names}
with open(os.path.join(shared, "conformance/golden/traces/operaton.jsonl")) as golden:
    names = sorted(json.loads(line)["name"] for line in golden)
count = min(count, len(names))
print("\n".join(paths[names[index * len(names) // count]] for index in range(count)))
PYTHON
}

postgresql=$(mktemp -d /tmp/raderwerk-postgresql-XXXXXX)
database=$(scripts/postgres.sh start "$postgresql")
if [ "${1:-}" = floor ]; then
    sample 300 >"$work/models"
    floor_postgresql=$floor_sample
else
    sample 100000 >"$work/models"
    floor_postgresql=$floor_traces
fi
start_server "$database"
check "traces of the reference's models on PostgreSQL" "$floor_postgresql" python3 "$shared/conformance/trace.py" \
    check --url "$url" --golden "$work/traces" --root "$shared/models/operaton" "@$work/models"
[ "${1:-}" = floor ] && exit 0

start_server
check "deployments" 0 python3 "$shared/conformance/trace.py" check --url "$url" \
    --golden "$shared/conformance/golden/traces" --root "$shared/models/operaton" "$shared/models/operaton"
python3 "$shared/conformance/generate.py" --from 0 --count 600 --out "$work/generated" >/dev/null
start_server
check "generated models" 0 python3 "$shared/conformance/trace.py" check --url "$url" \
    --golden "$shared/conformance/golden/traces" --root "$work/generated" "$work/generated"
