#!/usr/bin/env bash
# Builds the provider of provider/README.md as a project of its own, with nothing but what the SDK needs, and starts it.
#
#   tests/sdk_alone/check.sh BUILD_FOLDER [ARGUMENTS_OF_CMAKE...]    JOBS compilers at once, by default two
set -euo pipefail
build=$1
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
fail() { echo "$1" >&2; exit 1; }

rm -rf "$build"
absent=()
for package in CURL GTest rapidcheck CLI11 benchmark Python3; do
  absent+=("-DCMAKE_DISABLE_FIND_PACKAGE_$package=ON")
done
# No flags of the environment's, since those that are found below are then ours.
cmake -S "$here" -B "$build" --no-warn-unused-cli -DCMAKE_EXPORT_COMPILE_COMMANDS=ON -DCMAKE_CXX_FLAGS= "${absent[@]}" "$@"

command=$(grep '"command".*board\.cc' "$build/compile_commands.json")
[[ $command != *" -W"* ]] || fail "Warnings of ours reach the project: $command"
[[ $command == *" -isystem $root "* ]] || fail "The project would be warned about our headers: $command"

cmake --build "$build" --parallel "${JOBS:-2}"
if answer=$("$build/terraform-provider-board" 2>&1); then fail "Started by hand, it ends with success: $answer"; fi
[[ $answer == "terraform-provider-board 1.0.0 is a provider: "* ]] || fail "Started by hand, it says: $answer"

# With GoogleTest there is what tests such a provider.
cmake -S "$here" -B "$build" --no-warn-unused-cli -DCMAKE_DISABLE_FIND_PACKAGE_GTest=OFF
cmake --build "$build" --parallel "${JOBS:-2}"
"$build/board_unit_test"
