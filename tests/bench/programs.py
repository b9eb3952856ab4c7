"""Programs that are measured: started without a shell, and waited for with what the kernel knows of them."""
import dataclasses
import os
import pathlib
import signal
import subprocess
import time

COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2"


class Failed(Exception):
    """A measurement would not mean anything; the text says why."""


@dataclasses.dataclass(frozen=True)
class Finished:
    exit_code: int
    output: str
    seconds: float
    cpu_seconds: float  # of the program and all its children


def run(arguments, environment, output_file):
    """Runs a program to its end, with stdout and stderr in `output_file`."""
    actions = [(os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
               (os.POSIX_SPAWN_OPEN, 1, output_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
               (os.POSIX_SPAWN_DUP2, 1, 2)]
    begun = time.perf_counter()
    pid = os.posix_spawn(arguments[0], arguments, environment, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    seconds = time.perf_counter() - begun
    return Finished(os.waitstatus_to_exitcode(status), pathlib.Path(output_file).read_text(), seconds,
                    usage.ru_utime + usage.ru_stime)


@dataclasses.dataclass(frozen=True)
class Started:
    seconds: float  # until its first line
    memory: float  # MiB, the largest resident set until then


def start(program, environment):
    """Starts a program, measures until its first line is there, and ends it."""
    reader, writer = os.pipe()
    begun = time.perf_counter()
    pid = os.posix_spawn(program, [program], environment, file_actions=[
        (os.POSIX_SPAWN_DUP2, writer, 1), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)])
    os.close(writer)
    line = os.read(reader, 4096)
    seconds = time.perf_counter() - begun
    memory = _high_water(pid) if line.endswith(b"\n") else 0
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reader)
    if not line.endswith(b"\n"):
        raise Failed(f"{program} said {line!r} instead of its handshake")
    return Started(seconds, memory)


def _high_water(pid):
    # Not ru_maxrss: that starts with the value of the process that called exec.
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise Failed(f"the kernel does not tell the memory of process {pid}")


def host_environment(folder):
    """What Terraform gives a provider when it starts it, a client certificate on P-521 included."""
    key, certificate = folder / "host.key", folder / "host.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:secp521r1", "-nodes",
                    "-days", "2", "-subj", "/O=HashiCorp/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return {"TF_PLUGIN_MAGIC_COOKIE": COOKIE, "PLUGIN_PROTOCOL_VERSIONS": "5,6", "PLUGIN_MIN_PORT": "10000",
            "PLUGIN_MAX_PORT": "25000", "PLUGIN_CLIENT_CERT": certificate.read_text(), "TMPDIR": str(folder),
            "PATH": os.environ["PATH"]}
