#!/usr/bin/env bash
# Measures the released provider with the real CLI against the sandbox, beside Terraform's own terraform_data, and prints one
# table of medians and ratios. Takes about five minutes; what must be built for it is built.
#
#   tests/bench/run.sh [--against PROVIDER_BINARY ADDRESS [--name NAME]] [more options of bench.py, as --runs 3 --sizes 1 100]
#
# --against measures another provider with the same resource as well, which --name gives a name. PROVIDER is the program to
# measure, by default that of tools/build-release.sh. TERRAFORM names another CLI. Writes build/bench/results.json and
# docs/images/performance.svg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
build=build/bench

if ! TERRAFORM=$(tools/find_cli.sh); then exit 1; fi
export TERRAFORM
tools/bootstrap.sh
provider=${PROVIDER-}
if [ -z "$provider" ]; then
  tools/build-release.sh >&2
  provider=build/release/dist/terraform-provider-incident
fi
# The sandbox is optimised too: it shares the machine with what is measured.
mkdir -p "$build"
if ! { cmake --preset release -B "$build" &&
       cmake --build "$build" --parallel "${JOBS:-$(nproc)}" \
         --target incident-sandbox bench_empty_program bench_observed_provider; } >"$build/build.log" 2>&1; then
  cat "$build/build.log" >&2
  exit 1
fi
exec python3 tests/bench/bench.py --provider "$provider" --sandbox "$build/sandbox/incident-sandbox" \
  --observer "$build/tests/bench/bench_observed_provider" --empty "$build/tests/bench/bench_empty_program" \
  --results "$build/results.json" --picture docs/images/performance.svg "$@"
