#!/usr/bin/env bash
# Prints the Terraform or OpenTofu to use: $TERRAFORM, else terraform, else tofu of the PATH.
set -euo pipefail
for candidate in "${TERRAFORM-}" terraform tofu; do
  if [ -n "$candidate" ] && command -v "$candidate"; then exit 0; fi
done
echo "Neither terraform nor tofu is on the PATH. Install Terraform 1.5 or later (https://developer.hashicorp.com/terraform/install)" >&2
echo "or OpenTofu 1.6 or later (https://opentofu.org/docs/intro/install), or name one in TERRAFORM." >&2
exit 1
