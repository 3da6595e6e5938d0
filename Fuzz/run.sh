#!/usr/bin/env bash
# Fuzz/run.sh [SECONDS] [TARGET…]: gives made-up inputs to the parsers, each for some seconds
# (60), under the address sanitizer. What it learns stays in Fuzz/.build/corpus; an input that
# breaks something is left in Fuzz/.build/findings and ends the run with 1.
set -euo pipefail
cd "$(dirname "$0")"

seconds=${1:-60}
shift || true

# The package manager's own option makes libFuzzer bring `main`; it is the compiler's that makes
# the code count where it has been.
swift build -c release --sanitize=fuzzer -Xswiftc -sanitize=fuzzer,address
binary=.build/release/fuzz
if [ $# -eq 0 ]; then
    # shellcheck disable=SC2046  # Each name is a word.
    set -- $(ls Seeds)
fi

# On a trap the runtime would print a stack, which takes long; libFuzzer says enough.
export SWIFT_BACKTRACE=enable=no
failed=()
for target in "$@"; do
    corpus=.build/corpus/$target
    mkdir -p "$corpus" .build/findings
    # Leaks are not looked for: the Swift runtime keeps what it has once made.
    if FUZZ_TARGET=$target ASAN_OPTIONS=detect_leaks=0 "$binary" -max_total_time="$seconds" \
        -timeout=25 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix=".build/findings/$target-" "$corpus" "Seeds/$target" \
        >".build/$target.log" 2>&1
    then
        if grep -q "Is the code instrumented" ".build/$target.log"; then
            echo "$target: the code does not count where it has been" >&2
            exit 1
        fi
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' ".build/$target.log")
        echo "$target: $runs inputs in $seconds s, none broke anything"
    else
        echo "$target: broken, see Fuzz/.build/$target.log" >&2
        tail -40 ".build/$target.log" >&2
        failed+=("$target")
    fi
done
[ ${#failed[@]} -eq 0 ]
