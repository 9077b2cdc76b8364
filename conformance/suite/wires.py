"""The wire of a client: real sockets, with somebody on it who counts, and answers if asked."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import parse_qs

import httpx

from conformance.suite.cases import Failed
from conformance.suite.spec import Document, document
from conformance.suite.stage import Stage

MOST_REQUESTS = 150
"""Of one case. Whoever sends more will not end by itself."""

Answering: TypeAlias = Callable[[httpx.Request], httpx.Response | None]
"""Answers a request in the server's place; None lets it pass. May raise a transport error."""

_TOKENS = re.compile(rb'"(?:access_token|refresh_token)": ?"([^"]+)"')
_SECRET_FIELDS = ("client_secret", "code", "code_verifier", "refresh_token", "token")


@dataclass(frozen=True)
class Sent:
    """A request that left, and what came of it."""

    operation: str
    """Its operationId; ``elsewhere`` if it is none of the server's."""
    grant_type: str
    status: int
    """0 if no answer came."""
    token: str = field(repr=False)
    """What the Authorization header held."""
    headers: httpx.Headers = field(repr=False)
    query: str = field(repr=False)


class Wire(httpx.BaseTransport):
    """Carries requests over real sockets, writes them down, and can answer in the server's place.

    Args:
        stage: whose server it leads to, and who keeps the secrets that it sees.
    """

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._carrier = httpx.HTTPTransport(verify=False)
        self._lock = threading.Lock()
        self._scripted: dict[str, list[Answering]] = {}
        self.hosts: dict[str, Document] = {
            stage.target.api_url: document("api"),
            stage.target.id_url: document("id"),
        }
        self.sent: list[Sent] = []
        self.secrets: set[str] = set()
        """Every token, code, verifier and client secret that passed."""
        self.before: Callable[[str], object] = lambda operation: None
        """Is told of each operation before its request leaves."""

    def answer(self, operation: str, *scripted: Answering) -> None:
        """Let these answer the next requests for an operation, one each."""
        self._scripted.setdefault(operation, []).extend(scripted)

    def always(self, operation: str, answering: Answering) -> None:
        """Let this answer every request for an operation."""
        self.answer(operation, *[answering] * (MOST_REQUESTS + 1))

    def forget(self) -> None:
        """Answer nothing in the server's place any more."""
        self._scripted.clear()

    def count(self, operation: str, grant_type: str = "") -> int:
        """How often an operation was sent."""
        return len(self.of(operation, grant_type))

    def of(self, operation: str, grant_type: str = "") -> list[Sent]:
        """The requests for an operation."""
        return [
            each
            for each in self.sent
            if each.operation == operation and grant_type in ("", each.grant_type)
        ]

    def refreshes(self) -> int:
        """How many refreshes were asked for."""
        return self.count("exchangeToken", "refresh_token")

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Carry one request."""
        request.read()
        operation = self._operation(request)
        form = parse_qs(request.content.decode("latin-1")) if _is_form(request) else {}
        self._keep_secrets(request, form)
        if len(self.sent) >= MOST_REQUESTS:
            raise Failed(f"expected an end of the requests, got {MOST_REQUESTS}")
        self.before(operation)
        status = 0
        try:
            response = self._answered(operation, request)
            status = response.status_code
        finally:
            sent = Sent(
                operation,
                form.get("grant_type", [""])[0],
                status,
                request.headers.get("Authorization", ""),
                request.headers,
                request.url.query.decode("ascii"),
            )
            with self._lock:
                self.sent.append(sent)
        return response

    def summary(self) -> str:
        """What was sent, counted."""
        counts = Counter(
            f"{each.operation}{f' ({each.grant_type})' if each.grant_type else ''}"
            for each in self.sent
        )
        return ", ".join(f"{name} x{counts[name]}" for name in sorted(counts)) or "nothing"

    def close(self) -> None:
        """Leave the connections open: several clients share them. The scene closes them."""

    def end(self) -> None:
        """Close the connections."""
        self._carrier.close()

    def _answered(self, operation: str, request: httpx.Request) -> httpx.Response:
        with self._lock:
            waiting = self._scripted.get(operation)
            answering = waiting.pop(0) if waiting else None
        response = None if answering is None else answering(request)
        if response is None:
            if operation == "elsewhere":
                return httpx.Response(200, json={"data": [], "message": "OK"}, request=request)
            response = self._carrier.handle_request(request)
            response.request = request
        found = _TOKENS.findall(response.read())
        with self._lock:
            self.secrets.update(each.decode("ascii", "replace") for each in found)
        self._stage.keep_secret(*self.secrets)
        return response

    def _operation(self, request: httpx.Request) -> str:
        origin = f"{request.url.scheme}://{request.url.netloc.decode('ascii')}"
        host = self.hosts.get(origin)
        found = None if host is None else host.at(request.method, request.url.path)
        return "elsewhere" if found is None else found.id

    def _keep_secrets(self, request: httpx.Request, form: dict[str, list[str]]) -> None:
        query = parse_qs(request.url.query.decode("ascii"))
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        found = [
            value
            for name in _SECRET_FIELDS
            for value in (*form.get(name, ()), *query.get(name, ()))
        ]
        with self._lock:
            self.secrets.update(filter(None, [token, *found]))
        self._stage.keep_secret(*self.secrets)


def answer(status: int, json: object = None, **headers: str) -> Answering:
    """Answers with this status, JSON and headers; underscores in names stand for hyphens."""

    def give(request: httpx.Request) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return httpx.Response(status, json=json, headers=named, request=request)

    return give


def pass_on(request: httpx.Request) -> None:
    """Lets the server answer."""


def failing(kind: type[httpx.TransportError]) -> Answering:
    """Fails on the way, as a transport does."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise kind("the wire is down", request=request)

    return fail


def _is_form(request: httpx.Request) -> bool:
    kind: str = request.headers.get("Content-Type", "")
    return kind.startswith("application/x-www-form-urlencoded")
