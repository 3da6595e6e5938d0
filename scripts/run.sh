#!/usr/bin/env bash
# Starts the engine and the ZGW sandbox on embedded defaults, plays the demo case and stays.
# The data is in var/demo; Ctrl-C stops both servers.
set -euo pipefail
cd "$(dirname "$0")/.."
server=${ENGINE_SERVER:-.build/release/engine-server}
mkdir -p var/demo
children=()
stop() {
    trap - INT TERM EXIT
    for child in "${children[@]}"; do kill "$child" 2>/dev/null || true; done
    wait 2>/dev/null || true
}
trap 'stop; exit 0' INT TERM
trap stop EXIT

await() { # NAME URL PID
    for _ in $(seq 100); do
        kill -0 "$3" 2>/dev/null || { echo "$1 did not start" >&2; exit 1; }
        if "$server" ping --url "$2" >/dev/null 2>&1; then return; fi
        sleep 0.1
    done
    echo "$1 does not answer at $2" >&2
    exit 1
}

"$server" sandbox --port 8081 --database var/demo/sandbox.db &
children+=($!)
await "The ZGW sandbox" http://127.0.0.1:8081/ $!
"$server" serve --config processes/demo.yaml --database var/demo/engine.db &
children+=($!)
await "The engine" http://127.0.0.1:8080/health $!

"$server" demo --url http://127.0.0.1:8080 --sandbox http://127.0.0.1:8081
cat <<'TEXT'

Both servers go on running; Ctrl-C stops them.
  engine   http://127.0.0.1:8080/engine-rest/engine   (user behandelaar, password behandelaar)
  sandbox  http://127.0.0.1:8081/                     (no real ZGW server)
  again    make demo
TEXT
wait -n "${children[@]}"
