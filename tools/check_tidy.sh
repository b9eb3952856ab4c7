#!/usr/bin/env bash
# Runs clang-tidy over all sources of the project in a configured and built tree: tools/check_tidy.sh build/dev
# Generated code is not looked at. Findings are errors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:?usage: tools/check_tidy.sh BUILD_FOLDER}

tidy() {  # extra checks, files
  local checks=$1
  shift
  printf '%s\n' "$@" |
    xargs -P "${JOBS:-$(nproc)}" -n 4 clang-tidy-16 --quiet --checks="$checks" -p "$build" 2> >(grep -v 'warnings generated' >&2)
}

mapfile -t tests < <(git ls-files -- '*_test.cc' 'tests/*.cc')
mapfile -t sources < <(git ls-files -- '*.cc' ':!*_test.cc' ':!tests/*.cc' ':!*_bench.cc')
tidy '' "${sources[@]}"
# The check for optionals does not see that ASSERT_TRUE ends the test.
tidy '-bugprone-unchecked-optional-access' "${tests[@]}"
