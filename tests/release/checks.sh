# For the scripts of this folder: a check says that it holds, or ends the run. To be sourced.
# shellcheck shell=bash

ok() { printf 'ok: %s\n' "$1"; }

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

# expect TEXT FILE WHAT: the text stands in the file.
expect() {
  grep -qF -- "$1" "$2" || { cat "$2" >&2; fail "$3: \"$1\" is missing above"; }
}
