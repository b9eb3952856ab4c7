#!/usr/bin/env bash
# Fuzzes every target for a while, with libFuzzer and the address and undefined-behaviour sanitizers.
#
#   tests/fuzz/run.sh [SECONDS_PER_TARGET]    60 by default; JOBS targets run side by side, by default one per core
#
# Ends with an error when a target found something; the input is then in build/fuzz/findings. What widens the coverage is kept
# in build/fuzz/corpus for the next run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1:-60}
jobs="${JOBS:-$(nproc)}"

tools/bootstrap.sh --checks
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --parallel "$jobs"

fuzz() {
  local target=$1 seconds=$2 found=build/fuzz/corpus/$1 log=build/fuzz/$1.log
  mkdir -p "$found" build/fuzz/findings
  if ! "build/fuzz/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -max_len=8192 -rss_limit_mb=1024 -timeout=10 \
       -artifact_prefix="build/fuzz/findings/$target-" "$found" "tests/fuzz/corpus/$target" >"$log" 2>&1; then
    tail -n 60 "$log"
    return 1
  fi
  printf '%-18s %s\n' "$target" "$(grep '^Done' "$log")"
}
export -f fuzz
find tests/fuzz/corpus -mindepth 1 -maxdepth 1 -printf '%f\n' | sort |
  xargs -P "$jobs" -I TARGET bash -c 'fuzz TARGET "$0"' "$seconds"
