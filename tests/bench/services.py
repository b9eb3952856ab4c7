"""The sandbox that stands in for incident.io and PagerDuty, and the worlds that are loaded into it."""
import json
import pathlib
import subprocess
import urllib.request

DEMO = pathlib.Path(__file__).resolve().parents[2] / "sandbox/worlds/demo.json"
ANNOUNCEMENT = "incident-sandbox listening on "


class Sandbox:
    """Runs until the end of the `with` block."""

    def __init__(self, program):
        self._process = subprocess.Popen([program, "--port", "0", "--seed", DEMO, "--exit-with-parent"],
                                         stdout=subprocess.PIPE, text=True)
        self.url = self._process.stdout.readline().removeprefix(ANNOUNCEMENT).strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()

    def load(self, world, latency_ms=0):
        self._ask("PUT", "/world", world)
        if latency_ms:
            self._ask("POST", "/faults", {"delay_ms": latency_ms, "times": 0})

    def forget_requests(self):
        self._ask("DELETE", "/requests")

    def counters(self):
        """Requests and connections since they were last forgotten."""
        return self._ask("GET", "/counters")

    def _ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + "/_sandbox" + path, data, {"Content-Type": "application/json"},
                                         method=method)
        with urllib.request.urlopen(request) as answer:
            text = answer.read()
        return json.loads(text) if text else None


def world_of(replicas, schedules, prefixes):
    """The demo's people with schedules SCHEDULE0, ..., and that many PagerDuty schedules for each prefix."""
    world = json.loads(DEMO.read_text())
    schedule, external = world["schedules"][0], world["pagerduty"]["schedules"][0]
    rotation = schedule["rotations"][0]
    layer = rotation["layers"][0]
    world["schedules"] = [
        {**schedule, "id": f"SCHEDULE{i}", "name": f"Team {i}",
         "rotations": [{**rotation, "id": f"ROTATION{i}", "layers": [{**layer, "id": f"LAYER{i}"}]}]}
        for i in range(schedules)]
    world["pagerduty"]["schedules"] = [
        {**external, "id": f"{prefix}{i}", "name": f"{prefix} {i}"} for prefix in prefixes for i in range(replicas)]
    return world
