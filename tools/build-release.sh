#!/usr/bin/env bash
# Makes the provider that is released: one static, hardened, stripped file that needs nothing of the machine it runs on, with
# its debug symbols beside it. The same sources and packages give the same bytes, wherever they are built.
#
#   tools/build-release.sh [BUILD_FOLDER]    build/release by default; the file is BUILD_FOLDER/dist/terraform-provider-incident
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
build=${1:-build/release}
jobs="${JOBS:-$(nproc)}"
name=terraform-provider-incident

tools/bootstrap.sh --release
tools/build_curl.sh build/curl
cmake --preset release -B "$build" -DINCIDENT_CURL="$PWD/build/curl" >"$build-configure.log" 2>&1 ||
  { cat "$build-configure.log" >&2; exit 1; }
rm -f "$build-configure.log"
cmake --build "$build" --parallel "$jobs" --target "$name"

mkdir -p "$build/dist"
objcopy --only-keep-debug "$build/resources/$name" "$build/dist/$name.debug"
objcopy --strip-all --add-gnu-debuglink="$build/dist/$name.debug" "$build/resources/$name" "$build/dist/$name"
(cd "$build/dist" && sha256sum "$name" && ls -l "$name")
