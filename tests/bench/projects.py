"""Terraform projects of any size, each with one provider or none."""
import dataclasses
import os
import pathlib
import shutil

from programs import Failed, run

# The same arguments for everybody, so that only the provider differs.
ARGUMENTS = """
    schedule_id              = "SCHEDULE${count.index % @schedules@}"
    replica_provider         = "pagerduty"
    replica_provider_id      = "@prefix@${count.index}"
    replica_fallback_user_id = "PBOT001"
    mirror_window_days       = 14
    sources = [{
      rotation_id = "ROTATION${count.index % @schedules@}"
      layer_id    = "LAYER${count.index % @schedules@}"
    }]
"""
TERRAFORM_DATA = """
resource "terraform_data" "each" {
  count = @replicas@
  input = {@arguments@}
}
"""
REPLICAS = """
terraform {
  required_providers {
    incident = { source = "@address@" }
  }
}
provider "incident" {
  endpoint = "@url@/incident"
  api_key  = "sandbox-incident-key"
  @block@
}
resource "incident_schedule_replica" "each" {
  count = @replicas@
  @arguments@
}
"""


@dataclasses.dataclass(frozen=True)
class Provider:
    program: pathlib.Path
    address: str
    prefix: str  # of the external schedules that its replicas write to
    block: str = ""  # more arguments for the provider block


@dataclasses.dataclass(frozen=True)
class Size:
    replicas: int

    @property
    def schedules(self):
        return max(1, self.replicas // 10)


class Project:
    """A folder with one configuration and its state."""

    def __init__(self, folder, cli, observer, size, provider, url):
        self._folder, self._cli, self._observer, self._provider = folder, cli, observer, provider
        folder.mkdir()
        (folder / "main.tf").write_text(_configuration(size, provider, url))
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "CHECKPOINT_DISABLE": "1",
                             "TF_IN_AUTOMATION": "1", "PAGERDUTY_TOKEN": "sandbox-pagerduty-token",
                             "PAGERDUTY_ENDPOINT": url + "/pagerduty"}
        if provider:
            self._plain = self._offer("plain", provider.program)
            self._observed = self._offer("observed", observer)

    def _offer(self, name, program):
        """A CLI configuration that makes Terraform start `program`."""
        place = self._folder / name
        place.mkdir()
        shutil.copy(program, place / ("terraform-provider-" + self._provider.address.split("/")[-1]))
        settings = place / "cli.tfrc"
        settings.write_text('provider_installation {\n  dev_overrides {\n    "%s" = "%s"\n  }\n  direct {}\n}\n'
                            % (self._provider.address, place))
        return {"TF_CLI_CONFIG_FILE": str(settings)}

    def terraform(self, arguments, variables):
        """Runs the CLI as people do; an error is not measured."""
        return self._run(arguments, {**variables, **(self._plain if self._provider else {})})

    def observed_terraform(self, arguments, variables):
        """The same with a look at the provider's processes: also answers their CPU time and largest memory."""
        if not self._provider:
            return self._run(arguments, variables), 0.0, 0.0
        usage = self._folder / "usage"
        usage.write_text("")
        finished = self._run(arguments, {**variables, **self._observed, "BENCH_USAGE": str(usage),
                                         "BENCH_PROVIDER": str(self._provider.program)})
        processes = [line.split() for line in usage.read_text().splitlines()]
        return (finished, sum(int(cpu) for cpu, _ in processes) / 1e6,
                max(int(kib) for _, kib in processes) / 1024)

    def forget_state(self):
        for file in self._folder.glob("terraform.tfstate*"):
            file.unlink()

    def _run(self, arguments, variables):
        finished = run([self._cli, f"-chdir={self._folder}", *arguments, "-no-color", "-input=false"],
                       {**self._environment, **variables}, self._folder / "output.txt")
        if finished.exit_code != 0:
            raise Failed(f"terraform {' '.join(arguments)} in {self._folder} failed:\n{finished.output}")
        return finished


def _configuration(size, provider, url):
    values = {"replicas": size.replicas, "schedules": size.schedules, "url": url, "prefix": "NONE"}
    if provider:
        values |= {"address": provider.address, "prefix": provider.prefix, "block": provider.block}
    text = (REPLICAS if provider else TERRAFORM_DATA).replace("@arguments@", ARGUMENTS)
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text
