"""The way of one request through the mock. Synchronous, without I/O, one request at a time."""

from __future__ import annotations

import functools
import threading
from dataclasses import replace

from kickwire_mock.bearer import DEFAULT_TOKEN, Bearer
from kickwire_mock.documents import Documents, packaged
from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Reply, Request
from kickwire_mock.operations import operations
from kickwire_mock.router import WrongMethod
from kickwire_mock.routes import control
from kickwire_mock.routes.api import ApiHost
from kickwire_mock.routes.host import Host
from kickwire_mock.routes.oauth import OAuthHost

MAX_BODY = 16 * 1024 * 1024
"""Largest request body in bytes. Ours; Kick's limit is unknown. A carrier may stop reading one byte
after it and hand over what it has: the answer is the same."""


class Mock:
    """Kick, as far as its documents tell.

    Mocks share nothing that changes; one mock may be used from any number of threads.
    """

    def __init__(self, *, token: str = DEFAULT_TOKEN, documents: Documents | None = None) -> None:
        """Set the mock up.

        Args:
            token: the one Bearer token that protected operations accept.
            documents: what to imitate; None takes the documents that came with this package.

        Raises:
            ValueError: the token could not travel in an Authorization header.
            DocumentError: a document cannot drive the mock.
            ImportError: jsonschema-rs is not installed.
        """
        self._bearer = Bearer(token)
        self._token = token
        self._hosts = _packaged_hosts() if documents is None else _hosts(documents)
        self._lock = threading.Lock()

    @property
    def token(self) -> str:
        """The one Bearer token that protected operations accept."""
        return self._token

    def handle(self, request: Request) -> Reply:
        """Answer one request. Never raises, whatever the request holds."""
        with self._lock:
            reply = self._answer(request)
        # A reply to HEAD has no body (RFC 9110 section 9.3.2).
        return replace(reply, body=b"") if request.method == "HEAD" else reply

    def _answer(self, request: Request) -> Reply:
        too_large = f"the body is larger than {MAX_BODY} bytes"
        if request.host == "control":
            if len(request.body) > MAX_BODY:
                return control.too_large(too_large)
            return control.answer(request)
        host = self._hosts[request.host]
        if len(request.body) > MAX_BODY:
            return host.too_large(too_large)
        return self._answer_of(host, request)

    def _answer_of(self, host: Host, request: Request) -> Reply:
        found = host.router.find(request.method, request.path)
        if found is None:
            return host.unknown_path(request)
        if isinstance(found, WrongMethod):
            return host.wrong_method(found.allow)
        operation = found.operation
        if operation.protected:
            try:
                self._bearer.require(request)
            except RequestError as refusal:
                return host.unauthorized(operation, refusal.reason)
        try:
            arguments = operation.read(request, found.segments)
        except RequestError as refusal:
            return host.refused(operation, refusal, request)
        return host.answer(operation, arguments)

    def __repr__(self) -> str:
        counts = ", ".join(f"{kind}={len(host.router)}" for kind, host in self._hosts.items())
        return f"Mock({counts})"


def _hosts(documents: Documents) -> dict[str, Host]:
    return {
        "id": OAuthHost(operations(documents.id)),
        "api": ApiHost(operations(documents.api)),
    }


@functools.cache
def _packaged_hosts() -> dict[str, Host]:
    # Reading and compiling both documents takes milliseconds, which a thousand mocks would feel.
    return _hosts(packaged())
