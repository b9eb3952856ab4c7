#!/usr/bin/env bash
# What can be seen of the released file without running it.
#
#   tests/release/check_file.sh FILE ARCHITECTURE    the debug symbols lie beside it, as FILE.debug; x86-64 or AArch64
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/release/checks.sh
file=$1 architecture=$2
most_bytes=12000000

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
readelf --wide --file-header --program-headers --dynamic "$file" >"$work/elf"
readelf --wide --sections "$file" >"$work/sections"
nm "$file.debug" >"$work/symbols"

# shows PATTERN WHAT, lacks PATTERN WHAT: about the program's headers
shows() { grep -qE -- "$1" "$work/elf" || { cat "$work/elf" >&2; fail "$2 (no $1 above)"; }; }
lacks() { ! grep -E -- "$1" "$work/elf" >&2 || fail "$2 (see above)"; }
# has_symbol PATTERN WHAT
has_symbol() { grep -qE -- " [TtWwiI] $1\$" "$work/symbols" || fail "$2: $file.debug has no $1"; }

grep -qiE "Machine: .*$architecture" "$work/elf" || fail "$file is not for $architecture"
shows 'Type: +DYN' "not position independent"
shows 'FLAGS_1.* PIE' "not position independent"
lacks 'INTERP' "not static: it asks for a dynamic linker"
lacks '\(NEEDED\)' "not static: it asks for shared libraries"
ok "static and position independent, for $architecture"

shows 'GNU_RELRO' "tables stay writable"
shows 'FLAGS.* (BIND_)?NOW' "tables stay writable"
shows 'GNU_STACK.* RW +0x' "the stack is not known to be data only"
lacks 'LOAD.* RWE' "a segment is both writable and executable"
lacks 'TEXTREL' "the code is written to at the start"
has_symbol '__stack_chk_fail' "no stack protector"
has_symbol '__[a-z]+_chk' "not fortified"
ok "hardened: full RELRO, no executable data, stack protector, fortified"

! grep -qE '\.(symtab|debug)' "$work/sections" || fail "$file is not stripped"
id=$(readelf --notes "$file" | sed -n 's/.*Build ID: //p')
[ -n "$id" ] || fail "$file has no build id"
[ "$id" = "$(readelf --notes "$file.debug" | sed -n 's/.*Build ID: //p')" ] || fail "$file.debug belongs to another file"
grep -q ' T main$' "$work/symbols" || fail "$file.debug has no symbols"
ok "stripped, with the debug symbols of build $id beside it"

bytes=$(stat --format=%s "$file")
[ "$bytes" -le "$most_bytes" ] || fail "$file has $bytes bytes, more than $most_bytes"
ok "$bytes bytes of at most $most_bytes"

! grep -qF "$PWD" "$file" || fail "$file names the folder that it was built in, $PWD"
! grep -qF "$PWD" "$file.debug" || fail "$file.debug names the folder that it was built in, $PWD"
ok "names no folder of the machine that built it"
