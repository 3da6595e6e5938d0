#!/usr/bin/env bash
# Builds the server with its fail points and kills it: scripts/kill-test.sh ROUNDS
# The engine's rows are in SQLite, then in a PostgreSQL of its own (one round a point).
# Without look-ups the same test must fail, else it would show nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --traits FailPoints,PostgreSQL --scratch-path .build-failpoints --product engine-server
server=.build-failpoints/debug/engine-server
scripts/kill_test.py --server "$server" --rounds "${1:-1}"
postgresql=$(mktemp -d /tmp/raderwerk-postgresql-XXXXXX)
trap 'scripts/postgres.sh stop "$postgresql"' EXIT
url=$(scripts/postgres.sh start "$postgresql")
scripts/kill_test.py --server "$server" --rounds 1 --postgresql "$url"
KILL_TEST_PATIENCE=20 scripts/kill_test.py --server "$server" --rounds 1 --lookups off --points after-send,before-commit --expect-failure
