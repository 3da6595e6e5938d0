#!/usr/bin/env bash
# Builds the server with its fail points and kills it: scripts/kill-test.sh ROUNDS
# Without look-ups the same test must fail, else it would show nothing.
set -euo pipefail
cd "$(dirname "$0")/.."
swift build --traits FailPoints --scratch-path .build-failpoints --product engine-server
server=.build-failpoints/debug/engine-server
scripts/kill_test.py --server "$server" --rounds "${1:-1}"
KILL_TEST_PATIENCE=20 scripts/kill_test.py --server "$server" --rounds 1 --lookups off --points after-send,before-commit --expect-failure
