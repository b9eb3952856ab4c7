#!/usr/bin/env bash
# Installs what is missing, builds the dev preset and runs every test that needs no real account.
#
# TERRAFORM names another CLI for the acceptance tests (a newer terraform, tofu); the default is terraform, then tofu, of the
# PATH. CMAKE_ARGS goes to the configure step. JOBS is the number of parallel jobs, by default one per core.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools/bootstrap.sh
if ! cli=$(tools/find_cli.sh); then exit 1; fi
export TERRAFORM="$cli"
jobs="${JOBS:-$(nproc)}"

stage() { printf '\n== %s (%s)\n' "$1" "$(date -u +%H:%M:%S)"; }
stage "Configure"
# shellcheck disable=SC2086 # CMAKE_ARGS is a list
cmake --preset dev ${CMAKE_ARGS-} >build-configure.log 2>&1 || { cat build-configure.log; exit 1; }
rm -f build-configure.log
stage "Build"
cmake --build --preset dev --parallel "$jobs"
stage "Test with $("$TERRAFORM" version | head -n 1)"
ctest --preset dev --parallel "$jobs"
stage "Done"
