#!/usr/bin/env bash
# Passes everything: layout of the code, unit tests, conformance, the demo case, one kill round.
#   RADERWERK_SHARED   the folder of conformance material (default ../shared)
set -euo pipefail
cd "$(dirname "$0")/.."
export RADERWERK_SHARED=${RADERWERK_SHARED:-$(cd .. && pwd)/shared}
if [ ! -d "$RADERWERK_SHARED" ]; then
    echo "No conformance material in $RADERWERK_SHARED: the suites that need it are not run." >&2
    [ "${CI:-}" != true ] || exit 1
fi
step() { printf '\n== %s (%ss)\n' "$1" "$SECONDS"; }

step "Layout"
swift format lint --strict --recursive Package.swift Sources Tests
step "Release build"
swift build -c release --static-swift-stdlib --product engine-server
if grep -rlE '^(public |internal )?import Foundation$' Sources; then
    echo "These bring Foundation's 40 MB of ICU into the binary: use Glibc instead." >&2
    exit 1
fi
step "Tests"
# A PostgreSQL of its own, straight below /tmp: its owner is another user, who must get there.
postgresql=$(mktemp -d /tmp/raderwerk-postgresql-XXXXXX)
trap 'scripts/postgres.sh stop "$postgresql"' EXIT
RADERWERK_TEST_POSTGRESQL=$(scripts/postgres.sh start "$postgresql")
export RADERWERK_TEST_POSTGRESQL
# Tests that count seconds come first and by themselves: beside the suites that keep all processors
# busy they would see a machine that is slower than any limit expects.
timed='HTTPServerTests|HTTPClientTests|ScriptHostTests|EndToEndTests|PersistenceTests'
swift test --filter "$timed"
swift test --skip "$timed"
step "The server on PostgreSQL"
scripts/postgresql_test.py --server .build/release/engine-server
if [ -d "$RADERWERK_SHARED" ]; then
    step "DMN technology compatibility kit"
    .build/release/engine-server tck "$RADERWERK_SHARED/dmn-tck/TestCases"
    step "Recorded behaviour of the reference engine"
    scripts/conformance.sh floor
fi
step "Kill test, one round a point"
scripts/kill-test.sh 1
step "Done"
