#!/usr/bin/env bash
# Runs clang-tidy over all sources of the project in a configured and built tree: tools/check_tidy.sh build/dev
# Generated code is not looked at. Findings are errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:?usage: tools/check_tidy.sh BUILD_FOLDER}
git ls-files -- '*.cc' |
  xargs -P "${JOBS:-$(nproc)}" -n 4 clang-tidy-16 --quiet -p "$build" 2> >(grep -v 'warnings generated' >&2)
