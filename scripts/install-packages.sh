#!/usr/bin/env bash
# Installs the Debian packages that are named and not there yet. Asks for nothing else.
#   scripts/install-packages.sh run | test
set -euo pipefail
packages=(libxml2-dev libsqlite3-dev libpq-dev libcurl4-openssl-dev libyaml-dev libssl-dev zlib1g-dev
    pkg-config tzdata ca-certificates libjavascriptcoregtk-4.1-0)
if [ "${1:-run}" = test ]; then
    packages+=(python3 curl postgresql libpython3.11-testsuite)
fi
missing=()
for package in "${packages[@]}"; do
    status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
echo "Installing from Debian: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "Run as root, or install by hand: apt-get install ${missing[*]}" >&2
        exit 1
    }
    as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    "${missing[@]}" >/dev/null
