"""From arguments to a request, and from a response to a value."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import httpx

from .errors import InvalidData, StatusError
from .operations import Operation
from .types import UNSET, Unset

T = TypeVar("T")

SECRET_QUERY = "kickwire_secret_query"
"""Extension of a request: query pairs that are added below the log (see ``transport.py``)."""


class Query:
    """The query of a request, in the order in which it goes over the wire."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, str]] = []
        self.secret_pairs: list[tuple[str, str]] = []

    def one(self, name: str, value: object) -> None:
        """A single value; nothing when it is unset."""
        if value is not UNSET:
            self.pairs.append((name, plain(value)))

    def secret(self, name: str, value: object) -> None:
        """A single value that must not appear in the URL before it is sent."""
        if value is not UNSET:
            self.secret_pairs.append((name, plain(value)))

    def repeated(self, name: str, values: list[Any] | Unset) -> None:
        """``name=1&name=2``.

        Raises:
            ValueError: the list is empty, which a query cannot say: Kick would take it for no filter.
        """
        for value in _filled(name, values):
            self.pairs.append((name, value))

    def separated(self, name: str, values: list[Any] | Unset) -> None:
        """``name=1,2``.

        Raises:
            ValueError: the list is empty, or a value holds a comma.
        """
        items = _filled(name, values)
        if any("," in item for item in items):
            raise ValueError(f"{name}: Kick separates these values by commas; none may contain one")
        if items:
            self.pairs.append((name, ",".join(items)))


def _filled(name: str, values: list[Any] | Unset) -> list[str]:
    if isinstance(values, Unset):
        return []
    if not values:
        raise ValueError(f"{name}: the list is empty; leave it out to ask without this filter")
    return [plain(value) for value in values]


def plain(value: object) -> str:
    """A value as it stands in a path, query or form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    # A member of somebody's own enum shows its name, and stands for its text or number.
    if isinstance(value, str):
        return str.__str__(value)
    return int.__repr__(value) if isinstance(value, int) else str(value)


def segment(name: str, value: object) -> str:
    """A value as one segment of a path.

    Raises:
        ValueError: it is empty, ``.`` or ``..``, which would name another resource.
    """
    text = plain(value)
    if text in ("", ".", ".."):
        raise ValueError(f"{name}: {text!r} cannot stand in a path")
    return quote(text, safe="")


def request(
    operation: Operation,
    base_url: str,
    *,
    path: str | None = None,
    query: Query | None = None,
    json_body: Mapping[str, Any] | None = None,
    form_body: Mapping[str, Any] | None = None,
) -> httpx.Request:
    """The request of an operation, without a token.

    Raises:
        ValueError: base URL and arguments make no URL that can be sent.
    """
    url = base_url.rstrip("/") + (path or operation.path)
    if query is not None and query.pairs:
        url += f"?{urlencode(query.pairs)}"  # httpx would take the URL apart once more
    form = None if form_body is None else {name: plain(value) for name, value in form_body.items()}
    try:
        made = httpx.Request(
            operation.method,
            url,
            json=json_body,
            data=form,
        )
    except httpx.InvalidURL as error:
        raise ValueError(f"{operation.id}: no URL that can be sent: {error}") from None
    return _sealed(made, tuple(query.secret_pairs)) if query and query.secret_pairs else made


class Sealed(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a request whose secret query parameters are not in its URL yet.

    Sent as it is, the request would lack them, and nobody would notice where the server answers alike.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __iter__(self) -> Iterator[bytes]:
        raise RuntimeError(
            "this request keeps secret query parameters out of its URL; send it with the Client of"
            " this package, or through its SecretQueryTransport"
        )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for _ in self:
            yield b""


def _sealed(request: httpx.Request, secrets: tuple[tuple[str, str], ...]) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url,
        headers=request.headers,
        stream=Sealed(request.content),
        extensions={SECRET_QUERY: secrets},
    )


def read_json(
    operation: Operation,
    response: httpx.Response,
    read: Callable[[Any], T],
    parse_error: Callable[[httpx.Response], Any],
) -> T:
    """The typed value of a 2xx answer.

    Raises:
        StatusError: the status is not 2xx.
        InvalidData: the body is not JSON of the documented shape.
    """
    require_success(operation, response, parse_error)
    try:
        return read(_decoded(response))
    except InvalidData as error:
        raise error.of(operation.id) from None


def require_success(
    operation: Operation,
    response: httpx.Response,
    parse_error: Callable[[httpx.Response], Any],
) -> None:
    """Refuse every status but 2xx.

    Raises:
        StatusError: the status is not 2xx.
    """
    if not 200 <= response.status_code < 300:
        raise StatusError(operation.id, response.status_code, parse_error(response))


def read_error(response: httpx.Response, readers: Mapping[int, Callable[[Any], T]]) -> T | None:
    """The typed error answer: as documented for its status, else as any of them; None if none fits."""
    documented = readers.get(response.status_code)
    try:
        content = _decoded(response)
    except InvalidData:
        return None
    for read in [documented] if documented else readers.values():
        try:
            return read(content)
        except InvalidData:
            continue
    return None


def read_text(response: httpx.Response) -> str:
    """The body as UTF-8, whatever charset the header claims: it may name one that is none."""
    return response.content.decode("utf-8", errors="replace")


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")  # Python reads and writes NaN and Infinity all the same


_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


def _decoded(response: httpx.Response) -> Any:
    body = response.content
    try:
        return _DECODER.decode(body.decode(json.detect_encoding(body), "surrogatepass"))
    except (ValueError, RecursionError):
        raise InvalidData("the body is not JSON") from None
