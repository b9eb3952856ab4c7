#!/usr/bin/env python3
"""Measures the provider with the real CLI against the sandbox; run.sh builds what this needs and starts it.

Contenders take turns, so that a busy machine is busy for all of them; the figures are medians, and what can be compared
from one machine to another is their ratios. Times are taken without anything between Terraform and the provider; CPU
and memory of the provider in runs of their own, through bench_observed_provider.
"""
import argparse
import dataclasses
import json
import os
import pathlib
import platform
import shutil
import sys
import tempfile

import picture
import table
from programs import Failed, host_environment, start
from projects import Project, Provider, Size
from samples import Samples
from services import Sandbox, world_of

ADDRESS = "oncall-mirror/incident"
PLAN = ["plan", "-detailed-exitcode"]  # anything but "no changes" is a failure
APPLY = ["apply", "-auto-approve"]
LATENCIES_MS = (0, 20)
# Who takes part, in the order of the table's columns, with the provider to compare with behind them. With OWN the drift check
# is on, as it is unless people turn it off.
CONTENDERS = EMPTY, ALONE, NO_CHECK, OWN = "empty program", "terraform_data", "incident, check off", "incident"


@dataclasses.dataclass(frozen=True)
class Contender:
    name: str
    project: Project
    prefix: str
    variables: dict


@dataclasses.dataclass(frozen=True)
class Bench:
    """What all measurements share."""
    options: argparse.Namespace
    cli: str
    sandbox: Sandbox
    folder: pathlib.Path
    samples: Samples

    def providers(self):
        # The allowance of a minute is for a real account; it would stretch the creates that only prepare a plan.
        own = Provider(self.options.provider, ADDRESS, "TARGET", "requests_per_minute = 1000000")
        if not self.options.against:
            return own, None
        program, address = self.options.against
        return own, Provider(pathlib.Path(program).resolve(), address, "OTHER")

    def contenders(self, name, size, own_variables):
        """Terraform alone, the provider once for each entry of `own_variables`, and the one to compare with."""
        def project(kind, provider):
            return Project(self.folder / f"{name}-{kind}", self.cli, self.options.observer, size, provider,
                           self.sandbox.url)
        own, other = self.providers()
        found = [Contender(ALONE, project("data", None), "", {})]
        own_project = project("own", own)
        found += [Contender(title, own_project, own.prefix, variables) for title, variables in own_variables.items()]
        if other:
            found.append(Contender(self.options.name, project("other", other), other.prefix, {}))
        return found

    def world(self, size):
        return world_of(size.replicas, size.schedules, [each.prefix for each in self.providers() if each])


def measure_start(bench):
    own, other = bench.providers()
    programs = {EMPTY: bench.options.empty, OWN: own.program}
    if other:
        programs[bench.options.name] = other.program
    environment = host_environment(bench.folder)
    for number in range(bench.options.start_runs + 1):
        for name, program in programs.items():
            started = start(program, environment)
            if number == 0:
                continue  # the file is in memory from now on
            bench.samples.add("start to handshake", "wall", name, started.seconds)
            bench.samples.add("start to handshake", "memory", name, started.memory)


def measure_plan(bench, size):
    """Plans without changes, of a world in sync."""
    modes = {NO_CHECK: {"INCIDENT_DRIFT_CHECK": "off"}, OWN: {}}
    contenders = bench.contenders(f"plan-{size.replicas}", size, modes)
    bench.sandbox.load(bench.world(size))
    for project in dict.fromkeys(each.project for each in contenders):
        project.terraform(APPLY, {"INCIDENT_DRIFT_CHECK": "off"})
    for contender in contenders:
        _expect_silence(contender.project.terraform(PLAN, contender.variables))
    scenario = f"plan, {size.replicas} replicas" if size.replicas > 1 else "plan, 1 replica"
    for _ in range(bench.options.runs):
        for contender in contenders:
            finished = contender.project.terraform(PLAN, contender.variables)
            bench.samples.add(scenario, "wall", contender.name, finished.seconds)
        for contender in contenders:
            _observe_plan(bench, scenario, contender)


def _observe_plan(bench, scenario, contender):
    bench.sandbox.forget_requests()
    finished, cpu, memory = contender.project.observed_terraform(PLAN, contender.variables)
    bench.samples.add(scenario, "cli_cpu", contender.name, finished.cpu_seconds - cpu)
    if not contender.prefix:
        return
    bench.samples.add(scenario, "provider_cpu", contender.name, cpu)
    bench.samples.add(scenario, "memory", contender.name, memory)
    _count_requests(bench, scenario, contender)


def _count_requests(bench, scenario, contender):
    counters = bench.sandbox.counters()
    for figure in ("requests", "connections"):
        bench.samples.add(scenario, figure, contender.name, counters[figure])


def _expect_silence(finished):
    """A warning would mean that the world is not in sync; the CLI has one of its own about the way it finds us."""
    if finished.output.count("Warning:") > finished.output.count("Provider development overrides"):
        raise Failed(f"the plan has something to say:\n{finished.output}")


def measure_apply(bench, size, latency_ms):
    """Creates everything, in an empty world, at Terraform's usual parallelism of 10."""
    contenders = bench.contenders(f"apply-{latency_ms}", size, {OWN: {}})
    scenario = f"apply of {size.replicas} creates, {latency_ms} ms latency"
    for number in range(bench.options.runs + 1):
        for contender in contenders:
            bench.sandbox.load(bench.world(size), latency_ms)
            contender.project.forget_state()
            finished = contender.project.terraform(APPLY, contender.variables)
            if number == 0:
                continue
            bench.samples.add(scenario, "wall", contender.name, finished.seconds)
            if contender.prefix:
                _count_requests(bench, scenario, contender)


def measure_all(bench):
    measure_start(bench)
    for replicas in bench.options.sizes:
        measure_plan(bench, Size(replicas))
        print(f"measured plans of {replicas}", file=sys.stderr)
    for latency_ms in LATENCIES_MS if bench.options.creates else ():
        measure_apply(bench, Size(bench.options.creates), latency_ms)


def write_results(options, samples):
    options.results.parent.mkdir(parents=True, exist_ok=True)
    options.results.write_text(json.dumps({"runs": options.runs, "cores": os.cpu_count(), "system": platform.platform(),
                                           "rows": samples.as_json()}, indent=1) + "\n")
    if options.picture:
        options.picture.parent.mkdir(parents=True, exist_ok=True)
        options.picture.write_text(picture.draw("Terraform alone and with this provider: medians, shorter is better", samples))
    print(table.text_of(samples, (*CONTENDERS, options.name)))


def read_options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("provider", "sandbox", "observer", "empty", "results"):
        parser.add_argument(f"--{name}", type=lambda path: pathlib.Path(path).resolve(), required=True)
    parser.add_argument("--picture", type=pathlib.Path, help="where to draw the times, as SVG")
    parser.add_argument("--against", nargs=2, metavar=("PROVIDER_BINARY", "ADDRESS"),
                        help="another provider with the same resource, and its address")
    parser.add_argument("--name", default="against", help="what the table and the picture call that provider")
    parser.add_argument("--runs", type=int, default=7, help="how often each thing is measured")
    parser.add_argument("--start-runs", type=int, default=101)
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 100, 1000], help="how many replicas a plan has")
    parser.add_argument("--creates", type=int, default=100, help="how many an apply creates; 0 for no apply")
    return parser.parse_args()


def main():
    options, samples = read_options(), Samples()
    cli = shutil.which(os.environ.get("TERRAFORM", "terraform"))
    with tempfile.TemporaryDirectory() as folder, Sandbox(options.sandbox) as sandbox:
        try:
            measure_all(Bench(options, cli, sandbox, pathlib.Path(folder), samples))
        except KeyboardInterrupt:
            print("ended early; these are the medians until now", file=sys.stderr)
        except Failed as reason:
            sys.exit(str(reason))
    write_results(options, samples)


if __name__ == "__main__":
    main()
