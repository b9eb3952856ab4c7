#!/usr/bin/env bash
# Installs what building and testing need from the distribution (Debian 12, Ubuntu 24.04), and says what it installs.
#
#   tools/bootstrap.sh            to build and to run the tests
#   tools/bootstrap.sh --checks   also for formatting, static analysis and the sanitizers
#   tools/bootstrap.sh --release  also for the static build and its checks
#   tools/bootstrap.sh --arm64    also for the static build for linux/arm64 and its checks
#
# Every system package of the project is listed here, once. Nothing is installed when all of it is there.
set -euo pipefail

packages=(
  g++ cmake ninja-build ccache pkg-config python3 ca-certificates
  libgrpc++-dev protobuf-compiler-grpc protobuf-compiler libprotobuf-dev libssl-dev libre2-dev libc-ares-dev zlib1g-dev
  libabsl-dev libexpected-dev libcurl4-openssl-dev nlohmann-json3-dev
  libgtest-dev libgmock-dev librapidcheck-dev libbenchmark-dev libcpp-httplib-dev libbrotli-dev libcli11-dev
)
release=(binutils dpkg-dev iproute2 openssl tzdata)
arm64=(g++-aarch64-linux-gnu qemu-user-static)
checks=(clang-16 clang-format-16 clang-tidy-16 libclang-rt-16-dev)

case "${1-}" in
  "") ;;
  --checks) packages+=("${checks[@]}") ;;
  --release) packages+=("${release[@]}") ;;
  --arm64) packages+=("${release[@]}" "${arm64[@]}") ;;
  *) echo "usage: tools/bootstrap.sh [--checks | --release | --arm64]" >&2; exit 2 ;;
esac

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>&1) || status=absent
  [ "$status" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing, and there is neither root nor sudo to install them. As root, run:" >&2
    echo "  apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get update &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  cat "$log" >&2
  echo "The packages could not be installed; see above." >&2
  exit 1
fi
