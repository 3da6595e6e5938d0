#!/usr/bin/env bash
# Replays the recorded behaviour of the reference engine against servers of its own.
#   scripts/conformance.sh          everything that is recorded, on SQLite and on PostgreSQL
#   scripts/conformance.sh floor    what `make test` has the time for: all on SQLite but a sample of
#                                   the generated models, and a sample on PostgreSQL
# PostgreSQL is the one of RADERWERK_TEST_POSTGRESQL, or one that is started here.
set -euo pipefail
cd "$(dirname "$0")/.."
shared=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
server=${ENGINE_SERVER:-.build/release/engine-server}
# How many files and steps passed when this was last raised; these numbers only rise.
floor_decisions=193
# Steps of the REST contract. What is left of the last two are batches.
floor_execution=83
floor_process_instance=197
floor_migration=42
floor_modification=20

work=$(mktemp -d)
postgresql=
servers=(0 0 0)
stop_server() {
    [ "${servers[$1]}" -eq 0 ] || { kill "${servers[$1]}"; wait "${servers[$1]}" 2>/dev/null || true; }
    servers[$1]=0
}
stop() {
    stop_server 1 2>/dev/null || true
    stop_server 2 2>/dev/null || true
    [ -z "$postgresql" ] || scripts/postgres.sh stop "$postgresql" || true
    rm -rf "$work"
}
trap stop EXIT

# The address of a new, empty database for the server of a part.
new_database() {
    if [ "$1" = sqlite ]; then
        rm -f "$work/engine-$2.db"*
        echo "$work/engine-$2.db"
        return
    fi
    local name="conformance_$2_$RANDOM$RANDOM" client
    client=$(for found in /usr/lib/postgresql/*/bin/psql; do echo "$found"; done | sort -V | tail -1)
    "$client" -qc "CREATE DATABASE $name" "$RADERWERK_TEST_POSTGRESQL" >&2
    echo "${RADERWERK_TEST_POSTGRESQL%/*}/$name"
}

# start_server STORE PART: a server with an empty database; its address is in $url.
start_server() {
    local database
    stop_server "$2"
    database=$(new_database "$1" "$2")
    rm -f "$work/port-$2"
    "$server" serve --port 0 --port-file "$work/port-$2" --database "$database" --auth none \
        --jobs false --unsupported warn --timezone UTC >"$work/log-$2" 2>&1 &
    servers[$2]=$!
    for _ in $(seq 100); do [ -s "$work/port-$2" ] && break; sleep 0.1; done
    url=http://127.0.0.1:$(cat "$work/port-$2")/engine-rest
}

# traces STORE NAME SET [ARGUMENT…]: replays what is recorded of a set of models, half of it on each
# of two servers. Fails when one differs that Tests/Conformance/known-differences.ini does not list.
traces() {
    local store=$1 name="$2 on $1" set=$3 part failed=0
    local -a checks=()
    shift 3
    for part in 1 2; do
        start_server "$store" "$part"
        scripts/check_traces.py --url "$url" --shared "$shared" --set "$set" --part "$part/2" "$@" \
            >"$work/out-$part" 2>&1 &
        checks+=($!)
    done
    for part in 1 2; do
        wait "${checks[$((part - 1))]}" || failed=1
        echo "$name, $part of 2: $(tail -1 "$work/out-$part")"
    done
    [ -z "${CONFORMANCE_OUT:-}" ] ||
        cat "$work"/out-[12] >"$CONFORMANCE_OUT/$(echo "$name" | tr ' ' -).txt"
    [ "$failed" -eq 0 ] || { tail -n 20 "$work"/out-[12]; exit 1; }
}

# check NAME FLOOR COMMAND…: prints the closing line and fails below the floor.
check() {
    local name=$1 floor=$2 count
    shift 2
    "$@" >"$work/out" 2>&1 || true
    count=$(sed -n 's/^\([0-9]*\) passed, [0-9]* failed.*/\1/p' "$work/out" | tail -1)
    echo "$name: $(grep -E '^[0-9]+ passed' "$work/out" | tail -1) (floor $floor)"
    if [ "${count:-0}" -lt "$floor" ]; then
        tail -n 40 "$work/out"
        echo "$name: fewer than before" >&2
        exit 1
    fi
    [ -z "${CONFORMANCE_OUT:-}" ] || cp "$work/out" "$CONFORMANCE_OUT/$(echo "$name" | tr ' ' -).txt"
}

# contract PREFIX FLOOR: plays the steps of the REST contract whose names begin so.
contract() {
    check "contract: $1" "$2" python3 "$shared/conformance/contract.py" check --url "$url" --only "$1"
}

if [ -z "${RADERWERK_TEST_POSTGRESQL:-}" ]; then
    # Straight below /tmp: its owner is another user, who must get there.
    postgresql=$(mktemp -d /tmp/raderwerk-postgresql-XXXXXX)
    RADERWERK_TEST_POSTGRESQL=$(scripts/postgres.sh start "$postgresql")
fi

if [ "${1:-}" = floor ]; then
    traces sqlite "deployments" deploy
    traces sqlite "the reference's models" operaton
    traces sqlite "generated models" generated --sample 200
    traces postgresql "the reference's models" operaton --sample 200
    traces postgresql "generated models" generated --sample 100
else
    for store in sqlite postgresql; do
        traces "$store" "deployments" deploy
        traces "$store" "the reference's models" operaton
        traces "$store" "generated models" generated
    done
fi
start_server sqlite 1
contract execution "$floor_execution"
contract process-instance "$floor_process_instance"
contract migration "$floor_migration"
contract modification "$floor_modification"
check "decisions" "$floor_decisions" python3 "$shared/conformance/decisions.py" check --url "$url" \
    --golden "$shared/conformance/golden/decisions.jsonl" --root "$shared/models/operaton" "$shared/models/operaton"
