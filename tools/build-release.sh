#!/usr/bin/env bash
# Makes the provider that is released: one static, hardened, stripped file that needs nothing of the machine it runs on, with
# its debug symbols beside it. The same sources and packages give the same bytes, wherever they are built.
#
#   tools/build-release.sh                 for linux/amd64: build/release/dist/terraform-provider-incident
#   tools/build-release.sh --arch arm64    for linux/arm64, by cross compiling: build/release-arm64/dist/terraform-provider-incident
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jobs="${JOBS:-$(nproc)}"
name=terraform-provider-incident

case "$*" in
  "")
    tools/bootstrap.sh --release
    build=build/release curl=build/curl binutils="" toolchain=()
    ;;
  "--arch arm64")
    tools/bootstrap.sh --arm64
    build=build/release-arm64 curl=build/curl-arm64 binutils=aarch64-linux-gnu-
    tools/build_sysroot.sh arm64 build/sysroot-arm64
    toolchain=("-DCMAKE_TOOLCHAIN_FILE=$PWD/cmake/arm64.cmake" "-DINCIDENT_SYSROOT=$PWD/build/sysroot-arm64")
    ;;
  *) echo "usage: tools/build-release.sh [--arch arm64]" >&2; exit 2 ;;
esac

tools/build_curl.sh "$curl" "${toolchain[@]}"
cmake --preset release -B "$build" -DINCIDENT_CURL="$PWD/$curl" "${toolchain[@]}" >"$build-configure.log" 2>&1 ||
  { cat "$build-configure.log" >&2; exit 1; }
rm -f "$build-configure.log"
cmake --build "$build" --parallel "$jobs" --target "$name"

mkdir -p "$build/dist"
"${binutils}objcopy" --only-keep-debug "$build/resources/$name" "$build/dist/$name.debug"
"${binutils}objcopy" --strip-all --add-gnu-debuglink="$build/dist/$name.debug" "$build/resources/$name" "$build/dist/$name"
(cd "$build/dist" && sha256sum "$name" && ls -l "$name")
