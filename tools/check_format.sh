#!/usr/bin/env bash
# Fails when a source file is not formatted as .clang-format says; `--fix` formats instead.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mode=(--dry-run -Werror)
[ "${1-}" = --fix ] && mode=(-i)
git ls-files -- '*.h' '*.cc' | xargs clang-format-16 "${mode[@]}"
