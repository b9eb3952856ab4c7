#!/usr/bin/env bash
# Runs the released file where nothing else is: in roots that hold it, certificates and what says where the name servers are.
# Terraform and the sandbox stay outside; all of it in a network of its own, with name servers of its own.
#
#   tests/release/check_roots.sh FILE [EMULATOR]    EMULATOR: a static one to put into the roots and to run the file with
set -euo pipefail
if [ "${1-}" != --inside ]; then
  alone=(unshare --net --mount)
  [ "$(id -u)" -eq 0 ] || alone=(unshare --user --map-root-user --net --mount)
  if ! refusal=$("${alone[@]}" true 2>&1); then
    printf 'skipped: the empty roots, which need a network and mounts of their own: %s\n' "$refusal"
    exit 0
  fi
  exec "${alone[@]}" "$0" --inside "$@"
fi
shift
file=$(realpath "$1")
emulator=${2:+$(realpath "$2")}
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. tests/release/checks.sh
name=terraform-provider-incident
cli=$(tools/find_cli.sh)

work=$(mktemp -d)
clean_up() {
  local pids
  pids=$(jobs -p)
  # shellcheck disable=SC2086 # a list
  [ -z "$pids" ] || kill $pids
  if mountpoint --quiet "$work/frozen/tree"; then umount "$work/frozen/tree"; fi
  rm -rf "$work"
}
trap clean_up EXIT
# wait_for TEXT FILE: the text comes from one of the programs that were started here
wait_for() { timeout 60 grep -qF -m 1 "$1" <(tail --pid=$$ -n +1 -f "$2") || { cat "$2" >&2; fail "no \"$1\""; }; }

# ---- The world outside ----

ip link set lo up
# make_certificate NAME OPTION...
make_certificate() {
  openssl req -x509 -nodes -days 2 -subj "/CN=$1" -keyout "$work/$1.key" -out "$work/$1.pem" "${@:2}" 2>"$work/openssl.log" ||
    { cat "$work/openssl.log" >&2; exit 1; }
}
# Both kinds of key that are common: most authorities have the one, most services the other.
make_certificate authority -newkey rsa:2048
make_certificate sandbox -newkey ec -pkeyopt ec_paramgen_curve:P-256 -CA "$work/authority.pem" -CAkey "$work/authority.key" \
  -addext 'subjectAltName=DNS:*.example.test,DNS:four,DNS:by-hosts'
build/dev/sandbox/incident-sandbox --port 8080 --seed sandbox/worlds/demo.json >"$work/sandbox.log" 2>&1 &
build/dev/sandbox/incident-sandbox --port 8443 --seed sandbox/worlds/demo.json --tls "$work/sandbox.pem" "$work/sandbox.key" \
  >"$work/sandbox_tls.log" 2>&1 &
python3 tests/release/network.py 8080 8443 >"$work/network.log" 2>&1 &
wait_for listening "$work/sandbox.log"
wait_for listening "$work/sandbox_tls.log"
wait_for ready "$work/network.log"

# ---- Roots, and programs that stand for the file in one of them ----

# root NAME: a root with the file and nothing else; Terraform finds it as NAME/bin
root() {
  mkdir -p "$work/$1/tree" "$work/$1/bin"
  # A link spares 12 MB a root; across file systems it fails, and a copy does as well.
  ln "$file" "$work/$1/tree/$name" 2>/dev/null || cp "$file" "$work/$1/tree/$name"
  [ -z "$emulator" ] || cp "$emulator" "$work/$1/tree/emulator"
  # The file tells where its socket is in its own root, the other side needs to know where that is.
  cat >"$work/$1/bin/$name" <<SH
#!/bin/sh
chroot "$work/$1/tree" ${emulator:+/emulator} /$name "\$@" | sed -u "1s#|unix|/#|unix|$work/$1/tree/#"
SH
  chmod +x "$work/$1/bin/$name"
}
# names NAME: how names are looked up in the root: through the name server that answers, or as standard input says
names() { mkdir -p "$work/$1/tree/etc"; cat >"$work/$1/tree/etc/resolv.conf"; }
# bundle NAME PATH: the certificates, as that path of the root
bundle() { mkdir -p "$work/$1/tree/$(dirname "$2")"; cp "$work/authority.pem" "$work/$1/tree/$2"; }

unset TF_LOG TF_LOG_PROVIDER SSL_CERT_FILE SSL_CERT_DIR TMPDIR http_proxy https_proxy HTTPS_PROXY ALL_PROXY all_proxy
export TF_IN_AUTOMATION=1 CHECKPOINT_DISABLE=1
export INCIDENT_API_KEY=sandbox-incident-key PAGERDUTY_TOKEN=sandbox-pagerduty-token

# terraform_in NAME FOLDER ARGUMENTS...: the CLI in a project's folder, with the file in that root as provider
terraform_in() {
  local root=$1 folder=$2
  shift 2
  cat >"$work/$root/cli.tfrc" <<RC
provider_installation {
  dev_overrides {
    "oncall-mirror/incident" = "$work/$root/bin"
  }
  direct {}
}
RC
  TF_CLI_CONFIG_FILE="$work/$root/cli.tfrc" timeout 300 "$cli" -chdir="$folder" "$@"
}

# looks_up NAME ENDPOINT: reads a schedule there; what the CLI says is in $work/said
mkdir "$work/look_up"
cat >"$work/look_up/main.tf" <<'TF'
terraform {
  required_providers {
    incident = { source = "oncall-mirror/incident" }
  }
}
provider "incident" {
  request_timeout = "2s"
  retry_timeout   = "2s"
}
data "incident_schedule" "on_call" {
  name = "Primary on-call"
}
output "found" {
  value = data.incident_schedule.on_call.id
}
TF
looks_up() {
  INCIDENT_ENDPOINT="$2/incident" terraform_in "$1" "$work/look_up" plan -json >"$work/said" 2>&1
}
finds() {  # NAME ENDPOINT WHAT
  looks_up "$1" "$2" || { cat "$work/said" >&2; fail "$3"; }
  expect 01SANDB0XPRIMARY0000000000 "$work/said" "$3"
  ok "$3"
}
is_told() {  # NAME ENDPOINT TEXT WHAT
  if looks_up "$1" "$2"; then cat "$work/said" >&2; fail "$4: it worked"; fi
  expect "$3" "$work/said" "$4"
  ok "$4"
}

# ---- An empty root: the file, certificates, a name server ----

root empty
bundle empty etc/ssl/certs/ca-certificates.crt
names empty <<<'nameserver 127.0.0.1
search nowhere.example.test example.test'

RELEASED_PROVIDER="$work/empty/bin/$name" build/dev/tests/protocol/protocol_test --gtest_brief=1 \
  --gtest_filter='IncidentProvider.*:*EveryCallOfIncident.EmptyIsAnswered/*:*EveryCallOfIncident.WhatIsNoRequest*:-*NeedsOnlyTheLiteRuntime*' >"$work/protocol.log" 2>&1 ||
  { cat "$work/protocol.log" >&2; fail "calls of the protocol in an empty root"; }
expect PASSED "$work/protocol.log" "calls of the protocol in an empty root"
ok "empty root: handshake with certificates, every call of the protocol ($(sed -n 's/.*PASSED *\] //p' "$work/protocol.log"))"

mkdir "$work/life"
cp examples/terraform/scenarios/two_schedules/main.tf "$work/life/"
life() { # ARGUMENTS...
  INCIDENT_ENDPOINT=http://127.0.0.1:8080/incident PAGERDUTY_ENDPOINT=http://127.0.0.1:8080/pagerduty \
    terraform_in empty "$work/life" "$@" -json >"$work/said" 2>&1 || { cat "$work/said" >&2; fail "empty root: terraform $*"; }
}
life apply -auto-approve
expect 'Apply complete! Resources: 2 added' "$work/said" "empty root: apply"
life plan -detailed-exitcode
expect 'Plan: 0 to add, 0 to change, 0 to destroy.' "$work/said" "empty root: a plan of what is in sync"
python3 - "$(date -u -d 'tomorrow 18:00' +%FT%TZ)" "$(date -u -d 'tomorrow 22:00' +%FT%TZ)" <<'PY'
import json, sys, urllib.request
override = {"user_id": "PBOT001", "start": sys.argv[1], "end": sys.argv[2]}
urllib.request.urlopen("http://127.0.0.1:8080/_sandbox/external/pagerduty/schedules/PPRIMRY/overrides",
                       json.dumps(override).encode()).read()
PY
life plan -detailed-exitcode
expect 'differs from incident.io: 1 shift, 4 h' "$work/said" "empty root: a plan of what has drifted"
expect '"@message":"Warning: Unknown time zone: Europe/London"' "$work/said" "empty root: a plan that tells times"
expect "this machine does not know it, so times are told in UTC. Install the system's time zone data" "$work/said" \
  "empty root: a plan that tells times"
life destroy -auto-approve
expect '2 destroyed' "$work/said" "empty root: destroy"
ok "empty root: apply, a plan in sync, one with drift, destroy"
ok "empty root: no time zones: times are told in UTC, which is said"

finds empty http://127.0.0.1:8080 "empty root: IPv4 by address"
finds empty 'http://[::1]:8080' "empty root: IPv6 by address"
finds empty http://localhost:8080 "empty root: localhost, without a hosts file"
finds empty https://four.example.test:8443 "empty root: a name with an IPv4 address, certificates of the bundle"
finds empty https://six.example.test:8443 "empty root: a name with nothing but an IPv6 address"
finds empty https://four:8443 "empty root: a short name, through the search domains"
is_told empty https://missing.example.test:8443 \
  'no address is known for the host of https://missing.example.test:8443' "empty root: a name that does not exist is said to be unknown"

[ -z "$(find "$work/empty/tree" -name 'plugin-*')" ] || fail "empty root: a socket was left there"
ok "empty root: no /tmp: the socket goes where Terraform works, and is gone afterwards"

# ---- What may be missing, or different ----

root hosts
bundle hosts etc/ssl/certs/ca-certificates.crt
names hosts <<<'nameserver 127.0.0.2'
echo '127.0.0.1 localhost by-hosts' >"$work/hosts/tree/etc/hosts"
finds hosts https://by-hosts:8443 "a name from /etc/hosts, which no name server is asked for"
is_told hosts https://four.example.test:8443 \
  'no name server told the address of the host of https://four.example.test:8443 in time' "a silent name server is named within the timeout"

root nameless
bundle nameless etc/ssl/certs/ca-certificates.crt
is_told nameless https://six.nowhere.test:8443 \
  'no address is known for the host of https://six.nowhere.test:8443' "no resolv.conf: a name is said to be unknown"

root distrustful
names distrustful <<<'nameserver 127.0.0.1'
is_told distrustful https://four.example.test:8443 \
  'cannot be trusted: this machine has no certificates of authorities. Install them (ca-certificates)' "no certificates: what to install is said"

root alpine
names alpine <<<'nameserver 127.0.0.1'
bundle alpine etc/ssl/cert.pem
mkdir -p "$work/alpine/tree/tmp" "$work/alpine/tree/usr/share/zoneinfo/Europe"
cp /usr/share/zoneinfo/Europe/London "$work/alpine/tree/usr/share/zoneinfo/Europe/"
finds alpine https://four.example.test:8443 "a root as Alpine's: its bundle, no glibc"

root frozen
mount --bind "$work/frozen/tree" "$work/frozen/tree"
mount -o remount,bind,ro "$work/frozen/tree"
TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2 PLUGIN_PROTOCOL_VERSIONS=6 \
  "$work/frozen/bin/$name" >"$work/said" 2>&1
expect 'cannot start: no directory for its socket: /tmp: No such file or directory; /: Read-only file system' "$work/said" \
  "nothing can be written"
ok "nothing can be written: where the socket could not go is said"
