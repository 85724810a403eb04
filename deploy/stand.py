"""The example deployment on this machine: processes of the dashboard, with nginx before them.

For ``make deploy-check``, the tests and the load test. The files of ``deploy/nginx`` are used as
they are, but for ports and the host's name.
"""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Self

from deploy.processes import written

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "deploy"
HOST = "localhost"
EXAMPLE_HOST = "dashboard.example.org"
START_SECONDS = 90
STOP_SECONDS = 10

_NGINX = """\
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
{temporary}
    include conf.d/*.conf;
}}
"""
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def find_nginx() -> str | None:
    """Path of nginx, which Debian keeps where only the administrator's path leads."""
    return shutil.which("nginx", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"]))


def end_when_told() -> None:
    """Have this program end in order when it is told to, so that no process of it is left."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def production() -> dict[str, str]:
    """Give the variables of ``production.env``."""
    lines = (HERE / "production.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@dataclass
class Stand:
    """Processes behind nginx, from entering the block to leaving it.

    ``base_path`` is the path below which the dashboard stands, without slashes; ``frame_ancestors``
    is who may embed it; ``program`` is the folder it runs from and ``user`` as whom;
    ``options`` are further ones of ``streamlit run``. The logs are in ``folder``.
    """

    folder: Path
    count: int = 2
    base_path: str = ""
    tls: bool = False
    frame_ancestors: str = ""
    program: Path = ROOT
    python: str = sys.executable
    user: int | None = None
    options: Sequence[str] = ()
    ports: list[int] = field(default_factory=list)
    _running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)
    _nginx: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # One more for nginx.
        self.ports = _free_ports(self.count + 1)
        try:
            for seat in range(1, self.count + 1):
                self.start(seat)
            self._start_nginx()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if self._nginx is not None:
            _end(self._nginx)
        for process in self._running.values():
            _end(process)

    @property
    def address(self) -> str:
        """Where a browser reaches the dashboard, without a slash at the end."""
        path = f"/{self.base_path}" if self.base_path else ""
        return f"{'https' if self.tls else 'http'}://{HOST}:{self.ports[-1]}{path}"

    def process(self, seat: int) -> int:
        """Give the id of a process; seats count from 1."""
        return self._running[seat].pid

    def log(self, seat: int) -> str:
        """Give what a process has logged so far."""
        return (self.folder / f"process-{seat}.log").read_text(encoding="utf-8")

    def access_log(self) -> str:
        """Give what nginx has logged of requests so far."""
        return (self.folder / "access.log").read_text(encoding="utf-8")

    def start(self, seat: int) -> None:
        """Start a process and wait until it is healthy."""
        port = self.ports[seat - 1]
        command = [self.python, str(self.program / "deploy" / "serve.py")]
        command += ["--server.port", str(port), "--server.address", "127.0.0.1", *self.options]
        with (self.folder / f"process-{seat}.log").open("ab") as log:
            self._running[seat] = subprocess.Popen(
                command,
                cwd="/",
                env=self._environment(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                user=self.user,
                group=self.user,
            )
        path = f"/{self.base_path}" if self.base_path else ""
        _wait(f"http://127.0.0.1:{port}{path}/_stcore/health", self._running[seat])

    def kill(self, seat: int) -> None:
        """End a process without giving it time to say goodbye."""
        process = self._running.pop(seat)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def _environment(self) -> Mapping[str, str]:
        told = production() | {
            "STREAMLIT_SERVER_ALLOWED_HOSTS": HOST,
            "STREAMLIT_SERVER_BASE_URL_PATH": self.base_path,
            "PATH": os.environ.get("PATH", ""),
            "PYTHONDONTWRITEBYTECODE": "1",
            # No home to write to, as in the container.
            "HOME": "/nonexistent",
        }
        return {name: value for name, value in told.items() if value}

    def _start_nginx(self) -> None:
        nginx = find_nginx()
        if nginx is None:
            raise FileNotFoundError("nginx is not installed")
        self.write_configuration()
        arguments = [nginx, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        with (self.folder / "nginx.log").open("wb") as log:
            self._nginx = subprocess.Popen(arguments, stdout=log, stderr=log)
        _wait(f"{self.address}/_stcore/health", self._nginx)

    def write_configuration(self) -> None:
        """Lay out the files as docs/deployment.md says, for this machine's ports and name."""
        temporary = "\n".join(f"    {one}_temp_path {self.folder}/{one};" for one in _TEMPORARY)
        (self.folder / "nginx.conf").write_text(
            _NGINX.format(folder=self.folder, temporary=temporary), encoding="utf-8"
        )
        shutil.copytree(HERE / "nginx", self.folder / "dashboard")
        (self.folder / "conf.d").mkdir()
        for name in ("listen", "listen_other"):
            chosen = self.folder / "dashboard" / f"{name}{'_tls' if self.tls else ''}.conf"
            _replace(
                chosen, f"listen {8443 if self.tls else 8080}", f"listen 127.0.0.1:{self.ports[-1]}"
            )
            if self.tls:
                chosen.replace(self.folder / "dashboard" / f"{name}.conf")
        if self.tls:
            _make_certificate(self.folder / "dashboard" / "tls")
        servers = [f"127.0.0.1:{port}" for port in self.ports[:-1]]
        (self.folder / "dashboard" / "processes.conf").write_text(
            written(servers), encoding="utf-8"
        )
        site = (self.folder / "dashboard" / "dashboard.conf").replace(
            self.folder / "conf.d" / "dashboard.conf"
        )
        _replace(site, EXAMPLE_HOST, HOST)
        _replace(site, "/dev/stdout", f"{self.folder}/access.log")
        if self.frame_ancestors:
            _replace(site, "default \"'none'\";", f'default "{self.frame_ancestors}";')


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if old not in text:
        raise ValueError(f"{path.name} has no {old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _make_certificate(folder: Path) -> None:
    folder.mkdir()
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    command += ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    subprocess.run(command, check=True, capture_output=True)


def _free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def open_url(
    url: str, headers: Mapping[str, str] | None = None
) -> tuple[int, Mapping[str, str], bytes]:
    """Ask for an address of this machine: status, headers by lower-case names, and the body."""
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    opener = urllib.request.build_opener(
        urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trusting)
    )
    request = urllib.request.Request(url, headers=dict(headers or {}))
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, _lower(answer.headers), answer.read()
    except urllib.error.HTTPError as refusal:
        return refusal.code, _lower(refusal.headers), refusal.read()


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if open_url(url)[0] == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{url} did not answer within {START_SECONDS} seconds")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
