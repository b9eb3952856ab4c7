#!/usr/bin/env bash
# Shows the provider at work on this machine alone: builds it, starts the sandbox that stands in for incident.io and PagerDuty,
# and takes two replicas through their life with Terraform or OpenTofu. Needs no account and leaves nothing behind but the
# build folder.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
root=$PWD

say() { printf '\n\033[1m==> %s\033[0m\n' "$1"; }

cli=$(tools/find_cli.sh)
say "Installing missing system packages"
tools/bootstrap.sh

say "Building the provider and the sandbox (the first time takes some minutes)"
build_log=$(mktemp)
if ! { cmake --preset dev &&
       cmake --build --preset dev --parallel "$(nproc)" --target terraform-provider-incident incident-sandbox
     } >"$build_log" 2>&1; then
  cat "$build_log"
  rm -f "$build_log"
  exit 1
fi
rm -f "$build_log"

work=$(mktemp -d)
sandbox_pid=""
clean_up() {
  [ -z "$sandbox_pid" ] || kill "$sandbox_pid"
  rm -rf "$work"
}
trap clean_up EXIT

say "Starting the sandbox"
build/dev/sandbox/incident-sandbox --port 0 --seed sandbox/worlds/demo.json >"$work/sandbox.log" &
sandbox_pid=$!
until url=$(grep -o 'http://.*' "$work/sandbox.log"); do
  kill -0 "$sandbox_pid" || { cat "$work/sandbox.log"; exit 1; }
  sleep 0.1
done
echo "$url"

cp examples/terraform/scenarios/two_schedules/main.tf "$work/"
cat >"$work/cli.tfrc" <<RC
provider_installation {
  dev_overrides {
    "oncall-mirror/incident" = "$root/build/dev/resources"
  }
  direct {}
}
RC
export TF_CLI_CONFIG_FILE="$work/cli.tfrc" TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
export INCIDENT_API_KEY=sandbox-incident-key INCIDENT_ENDPOINT="$url/incident"
export PAGERDUTY_TOKEN=sandbox-pagerduty-token PAGERDUTY_ENDPOINT="$url/pagerduty"

# Runs the CLI in the demo's folder, without its reminder that a provider under development is used.
run() {
  "$cli" -chdir="$work" "$@" 2>&1 | awk '
    /Provider development overrides are in effect/ { held = ""; skip = 1; next }
    skip { if (/╵/) skip = 0; next }
    /╷/ { held = $0 "\n"; next }
    { printf "%s%s\n", held, $0; held = "" }'
}

# A request to the sandbox's control interface; only an error is shown.
control() {
  python3 -c 'import sys, urllib.request as r
url, method, body = sys.argv[1:]
r.urlopen(r.Request(url, body.encode(), {"Content-Type": "application/json"}, method=method)).read()' "$url/_sandbox$2" "$1" "$3"
}

say "The configuration"
grep -v '^#' "$work/main.tf" | sed -n '/^data/,$p'

say "terraform plan: what would be created"
run plan

say "terraform apply"
run apply -auto-approve

say "terraform plan again: nothing to do"
run plan -detailed-exitcode

say "Somebody puts the bot on call in PagerDuty by hand, tomorrow from 18:00 to 22:00"
control POST /external/pagerduty/schedules/PPRIMRY/overrides \
  "{\"user_id\": \"PBOT001\", \"start\": \"$(date -u -d 'tomorrow 18:00' +%FT%TZ)\", \"end\": \"$(date -u -d 'tomorrow 22:00' +%FT%TZ)\"}"

say "terraform plan: who would be paged by mistake, and when"
run plan

say "The repair: terraform apply with drift_check = \"resync\", here from the environment"
export INCIDENT_DRIFT_CHECK=resync
run apply -auto-approve
unset INCIDENT_DRIFT_CHECK

say "terraform plan: nothing to say any more"
run plan -detailed-exitcode

say "terraform destroy: what it means is said before it happens"
run plan -destroy
run destroy -auto-approve | tail -n 2

say "Done; everything that was made is gone again"
