#!/usr/bin/env bash
# Builds the file that is released, and checks what is promised of it. Every check says what it saw, or ends the run.
#
#   tests/release/run.sh                  for linux/amd64
#   tests/release/run.sh --arch arm64     for linux/arm64: cross-compiled, and run under emulation
#
# Needs root, or user namespaces for everybody, for the roots and the network of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/release/checks.sh
name=terraform-provider-incident

started=$SECONDS
stage() {
  local title=$1 from=$SECONDS
  shift
  printf '\n== %s\n' "$title"
  "$@"
  printf '== %s: %d s (%d s in all)\n' "$title" $((SECONDS - from)) $((SECONDS - started))
}

# What stands around the file in the checks: the sandbox, and a client that speaks the protocol.
build_surroundings() {
  tools/bootstrap.sh
  cmake --preset dev >build-configure.log 2>&1 || { cat build-configure.log >&2; exit 1; }
  rm -f build-configure.log
  cmake --build --preset dev --parallel "${JOBS:-$(nproc)}" --target incident-sandbox protocol_test
}

case "$*" in
  "")
    file=build/release/dist/$name
    stage "Build" tools/build-release.sh
    stage "The file" tests/release/check_file.sh "$file" X86-64
    stage "The sandbox and the client" build_surroundings
    stage "Empty roots" tests/release/check_roots.sh "$file"
    stage "The same bytes" tests/release/check_bytes.sh "$file"
    ;;
  "--arch arm64")
    file=build/release-arm64/dist/$name
    stage "Build" tools/build-release.sh --arch arm64
    stage "The file" tests/release/check_file.sh "$file" AArch64
    stage "The sandbox and the client" build_surroundings
    stage "Empty roots" tests/release/check_roots.sh "$file" /usr/bin/qemu-aarch64-static
    stage "The same bytes" tests/release/check_bytes.sh "$file" --arch arm64
    ;;
  *) echo "usage: tests/release/run.sh [--arch arm64]" >&2; exit 2 ;;
esac
