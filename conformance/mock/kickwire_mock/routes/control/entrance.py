"""The way of a request to the control host: who may come in, where it leads, how it is refused."""

from __future__ import annotations

import functools
from http import HTTPStatus

from kickwire_mock.answers import CONTENT_TOO_LARGE, JSON, json_reply, with_allow
from kickwire_mock.bodies import media_type
from kickwire_mock.documents import control
from kickwire_mock.errors import ConflictError, ConsentError, MockError, NotFoundError, RequestError
from kickwire_mock.messages import Headers, Reply, Request
from kickwire_mock.operations import Operation, operations
from kickwire_mock.router import Found, Router, WrongMethod
from kickwire_mock.routes.control import gate
from kickwire_mock.routes.control.call import Call
from kickwire_mock.routes.control.controlled import Controlled
from kickwire_mock.routes.control.handlers import HANDLERS
from kickwire_mock.routes.control.itself import PREFIX
from kickwire_mock.wire import json_bytes, pairs

_WITH_BODY = ("POST", "PATCH", "PUT")
_HELP = f"GET {PREFIX}/openapi.json lists them"

_STATUSES: tuple[tuple[type[MockError], HTTPStatus], ...] = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (ConflictError, HTTPStatus.CONFLICT),
    (ConsentError, HTTPStatus.CONFLICT),
    (MockError, HTTPStatus.BAD_REQUEST),
)


def answer(mock: Controlled, request: Request) -> Reply:
    """Answer one request to the control host. The mock's lock must be free or this thread's own."""
    refused = gate.refusal(request.gate, request.headers)
    if refused is not None:
        return refused
    if request.path == PREFIX:
        return Reply(
            status=HTTPStatus.PERMANENT_REDIRECT, headers=Headers([("Location", f"{PREFIX}/")])
        )
    found = _find(request)
    if found is None:
        return _error(HTTPStatus.NOT_FOUND, f"the control host has no such path; {_HELP}")
    if isinstance(found, WrongMethod):
        reason = f"this path answers {found.allow} only"
        return with_allow(_error(HTTPStatus.METHOD_NOT_ALLOWED, reason), found.allow)
    if request.method in _WITH_BODY and media_type(request) != JSON:
        # A web page could send anything else to this host without being asked for leave first.
        reason = f"send Content-Type: {JSON}; an empty body will do where nothing is to be said"
        return _error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, reason)
    return _done(mock, found, request)


def too_large(reason: str) -> Reply:
    """The body is larger than the mock takes."""
    return _error(CONTENT_TOO_LARGE, reason)


@functools.cache
def router() -> Router:
    """The operations of the control document."""
    return Router(operations(control(), names=True))


def _find(request: Request) -> Found | WrongMethod | None:
    if not request.path.startswith(f"{PREFIX}/"):
        return None
    return router().find(request.method, request.path.removeprefix(PREFIX))


def _done(mock: Controlled, found: Found, request: Request) -> Reply:
    operation = found.operation
    try:
        _require_known(operation, request)
        arguments = operation.read(request, found.segments)
        value = HANDLERS[operation.id](mock, Call.of(arguments, request))
    except RequestError as refusal:
        return _error(HTTPStatus.BAD_REQUEST, refusal.reason)
    except MockError as refusal:
        status = next(status for kind, status in _STATUSES if isinstance(refusal, kind))
        return _error(status, str(refusal))
    return value if isinstance(value, Reply) else _told(operation.success.status, value)


def _told(status: int, value: object) -> Reply:
    # People copy addresses from here, so an ampersand stays one.
    body = json_bytes(value, escaped="<>\u2028\u2029")
    return Reply(status=status, headers=Headers([("Content-Type", JSON)]), body=body)


def _require_known(operation: Operation, request: Request) -> None:
    # Kick ignores what it does not know; a tool that was misspelt should hear of it.
    known = [parameter.name for parameter in operation.query_parameters]
    for name in pairs(request.query, "the query"):
        if name not in known:
            listed = f"known are {', '.join(known)}" if known else "it takes none"
            raise RequestError(f"unknown query parameter {name[:100]!r}; {listed}")


def _error(status: int, reason: str) -> Reply:
    line = " ".join(reason.split())  # names of fields are the caller's, and may hold line breaks
    return json_reply(status, {"error": line}, reason=line)
