#!/usr/bin/env bash
# Builds the release once more, elsewhere and under other circumstances, and compares: another folder, no compiler cache,
# another time zone, umask and number of jobs. What must be equal is what comes from this project and from the HTTP library
# that it builds; the archives of the distribution are the same in both.
#
#   tests/release/check_bytes.sh FILE [OPTION...]    FILE as it is named from the project; options of tools/build-release.sh
set -euo pipefail
file=$1
shift
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/release/checks.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
other="$work/a folder with/another name"
# CMake cannot read what pkg-config says of a system root whose path has spaces.
[ $# -eq 0 ] || other="$work/a-folder-with/another-name"
mkdir -p "$other"
git ls-files -z --cached --others --exclude-standard | xargs -0 cp --parents -t "$other"
(
  cd "$other"
  umask 027
  export CCACHE_DISABLE=1 TZ=Pacific/Kiritimati JOBS=$(($(nproc) + 1))
  tools/build-release.sh "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
)
built="$other/$file"
cmp "$file" "$built" || fail "two builds differ"
cmp "$file.debug" "$built.debug" || fail "the debug symbols of two builds differ"
ok "built again elsewhere, without the compiler cache: the same bytes"
