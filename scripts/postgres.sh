#!/usr/bin/env bash
# A PostgreSQL of its own for tests: on loopback, a free port, a folder that is made here, fsync on.
#   scripts/postgres.sh start FOLDER      starts it and prints its URL (user raderwerk, no password)
#   scripts/postgres.sh stop FOLDER       stops it and removes the folder
#   scripts/postgres.sh restart FOLDER    breaks all connections off, as a crash does, and starts again
# PostgreSQL refuses to run as root: then it runs as the user postgres of Debian's package, or nobody.
set -euo pipefail
action=${1:?start, stop or restart} folder=${2:?a folder}

bin=$(for found in /usr/lib/postgresql/*/bin; do [ -x "$found/initdb" ] && echo "$found"; done |
    sort -V | tail -1)
if [ -z "$bin" ]; then
    command -v initdb >/dev/null && bin=$(dirname "$(readlink -f "$(command -v initdb)")")
fi
[ -n "$bin" ] || { echo "postgres.sh needs PostgreSQL: scripts/install-packages.sh test" >&2; exit 1; }

as_owner=()
if [ "$(id -u)" -eq 0 ]; then
    owner=nobody
    id postgres >/dev/null 2>&1 && owner=postgres
    as_owner=(runuser -u "$owner" --)
fi
run() { (cd / && "${as_owner[@]}" "$@"); }

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

case $action in
start)
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    [ ${#as_owner[@]} -eq 0 ] || chown "$owner" "$folder"
    run "$bin/initdb" -D "$folder/data" -U raderwerk -A trust -E UTF8 --locale=C >"/dev/null"
    # The user locked needs a password, for the tests that give a wrong one; the others need none.
    printf '%s\n' 'host all locked 127.0.0.1/32 scram-sha-256' 'host all all 127.0.0.1/32 trust' |
        run tee "$folder/data/pg_hba.conf" >/dev/null
    # Another process may take the port between the choice and the start.
    for attempt in 1 2 3 4 5; do
        port=$(free_port)
        cat >"$folder/settings" <<TEXT
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
port = $port
max_connections = 300
shared_buffers = 128MB
log_min_messages = fatal
TEXT
        run bash -c "cat '$folder/settings' >>'$folder/data/postgresql.conf'"
        if run "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -w -t 60 start >/dev/null 2>&1; then
            echo "postgresql://raderwerk@127.0.0.1:$port/postgres"
            exit 0
        fi
    done
    cat "$folder/data/log" >&2
    exit 1
    ;;
stop)
    [ -d "$folder/data" ] || exit 0
    run "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
    ;;
restart)
    run "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/log" -m immediate -w restart >/dev/null
    ;;
*)
    echo "start, stop or restart" >&2
    exit 64
    ;;
esac
