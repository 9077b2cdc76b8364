"""The mock beside Prism, which answers from the same documents, under the same load.

Prism gives a document's examples; it keeps no state, so the mock does more. Its log is switched
off, and requests are validated by both. Prism is installed by npm, on demand and pinned.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from conformance.suite.target import COMMAND, Target, from_ready_line, started_mock
from scripts.bench.children import Child
from scripts.bench.measuring import Case, Sample, Unavailable, shown
from scripts.bench.promises import below, times
from scripts.documents import API_DOCUMENT, ID_DOCUMENT

FOLDER = Path(__file__).with_name("prism")
_PACKAGE = "@stoplight/prism-cli"
_HOST = "127.0.0.1"
_TIMES, _ROUNDS, _STARTS = 300, 9, 3
_PATIENCE = 60.0
_FORM = "application/x-www-form-urlencoded"
_HALF = times(0.5)
_COMPILING = {name: each for name, each in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The first start keeps the bytecode that an installation would have made."""


@dataclass(frozen=True)
class Ask:
    """A request that both servers are sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""

    def sent_to(self, port: int) -> bool:
        """Whether the server answers it well."""
        connection = http.client.HTTPConnection(_HOST, port, timeout=_PATIENCE)
        try:
            connection.request(self.method, self.path, self.body, self.headers)
            return connection.getresponse().status == 200
        finally:
            connection.close()

    def raw(self, port: int) -> bytes:
        """Its bytes."""
        headers = {**self.headers, "Host": f"{_HOST}:{port}", "Content-Length": len(self.body)}
        lines = [f"{self.method} {self.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", self.body]).encode("ascii")


@contextmanager
def cases() -> Generator[Iterator[Case]]:
    """The subject."""
    prism = _installed()
    with ExitStack() as stack:
        target = stack.enter_context(started_mock())
        channels, token = _channels(target), _token(target)
        api = stack.enter_context(_serving(prism, API_DOCUMENT, channels))
        identity = stack.enter_context(_serving(prism, ID_DOCUMENT, token))
        load = _loader(stack)
        yield iter(
            [
                Case(
                    "GET channels",
                    load(channels, _port(target.api_url)),
                    "Prism",
                    load(channels, api),
                    _ROUNDS,
                    promises=(_HALF,),
                ),
                Case(
                    "POST /oauth/token",
                    load(token, _port(target.id_url)),
                    "Prism",
                    load(token, identity),
                    _ROUNDS,
                    promises=(_HALF,),
                ),
                Case(
                    "start to the first answer, both hosts",
                    _start_of_mock,
                    "Prism, the API alone",
                    lambda: _start_of_prism(prism, channels),
                    _STARTS,
                    promises=(below(0.3, shown), _HALF),
                ),
            ]
        )


def _channels(target: Target) -> Ask:
    headers = {"Authorization": f"Bearer {target.token}", "Accept": "application/json"}
    return Ask("GET", "/public/v1/channels?" + urlencode({"slug": target.users[0]}), headers)


def _token(target: Target) -> Ask:
    form = {
        "grant_type": "client_credentials",
        "client_id": target.client_id,
        "client_secret": target.client_secret,
    }
    headers = {"Content-Type": _FORM, "Accept": "application/json"}
    return Ask("POST", "/oauth/token", headers, urlencode(form))


def _loader(stack: ExitStack) -> Callable[[Ask, int], Sample]:
    child = Child(stack, "loading")

    def load(ask: Ask, port: int) -> Sample:
        request = base64.b64encode(ask.raw(port)).decode()
        told = {"host": _HOST, "port": port, "request": request, "times": _TIMES}

        def sample() -> float:
            child.tell(told)
            return float(child.told())

        return sample

    return load


def _start_of_mock() -> float:
    began = time.perf_counter()
    with subprocess.Popen(COMMAND, env=_COMPILING, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            target = from_ready_line(process.stdout.readline())
            if not _channels(target).sent_to(_port(target.api_url)):
                raise RuntimeError("the mock does not answer as it should")
            return time.perf_counter() - began
        finally:
            process.terminate()


def _start_of_prism(prism: Path, ask: Ask) -> float:
    began = time.perf_counter()
    with _serving(prism, API_DOCUMENT, ask):
        return time.perf_counter() - began


@contextmanager
def _serving(prism: Path, document: Path, ask: Ask) -> Generator[int]:
    """A Prism that has answered; its port."""
    with socket.create_server((_HOST, 0)) as free:
        port = int(free.getsockname()[1])
    command = [str(prism), "mock", "--errors", "--verboseLevel=silent", "--host", _HOST]
    command += ["--port", str(port), str(document)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(process, ask, port)
            yield port
        finally:
            process.terminate()


def _wait_for(process: subprocess.Popen[bytes], ask: Ask, port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(ConnectionRefusedError):
            if ask.sent_to(port):
                return
            raise RuntimeError(f"Prism refuses {ask.method} {ask.path}")
        time.sleep(0.005)
    raise Unavailable("Prism did not start")


def _installed() -> Path:
    """Prism's command, of the pinned version.

    Raises:
        Unavailable: Node or npm is missing, or npm cannot install it.
    """
    for name in ("node", "npm"):
        if shutil.which(name) is None:
            raise Unavailable(f"{name} is not installed")
    modules = FOLDER / "node_modules"
    if _version(modules / ".package-lock.json") != _version(FOLDER / "package-lock.json"):
        command = ["npm", "ci", "--prefix", str(FOLDER), "--loglevel=error"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise Unavailable(f"npm could not install it: {' '.join(done.stderr.split())}")
    return modules / ".bin" / "prism"


def _version(lock: Path) -> str:
    """Of Prism, in a lock file; empty without one."""
    if not lock.exists():
        return ""
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    return str(packages[f"node_modules/{_PACKAGE}"]["version"])


def _port(url: str) -> int:
    port = urlsplit(url).port
    assert port
    return port
