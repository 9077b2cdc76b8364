"""Small HTTP clients that remember what they did, without anything secret.

A line of evidence is ``POST /oauth/token (refresh_token) -> 401 invalid_grant``: the method, the
path as the document writes it, and the words of an error. Queries, bodies, ports and times are not
in it, so two runs give the same lines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl, urlsplit

import httpx

from conformance.suite.cases import Failed
from conformance.suite.spec import Document

PATIENCE = 20.0
_LIMITED = 429
_MASK = "[secret]"
_LONGEST_WORD = 120
_LONGEST_SECRET_SHOWN = 7
"""A text of so few characters is no secret, and to mask it would blacken ordinary words."""

Query: TypeAlias = "Mapping[str, str | Sequence[str]] | str | None"


class Log:
    """The evidence of one case, and the texts that may not be in it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._secrets: set[str] = set()
        self._names: dict[str, str] = {}
        self._quiet = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """What was done, in order, with secrets masked."""
        return tuple(map(self.masked, self._lines))

    def note(self, line: str) -> None:
        """Add a line."""
        if not self._quiet:
            self._lines.append(line)

    def keep_secret(self, *values: str | None) -> None:
        """Mask these values wherever they come up."""
        long_ones = (value for value in values if value and len(value) > _LONGEST_SECRET_SHOWN)
        self._secrets.update(long_ones)

    def rename(self, address: str | None, name: str) -> None:
        """Write this name for an address, whose port is another one in each run."""
        if address:
            self._names[address] = name

    def masked(self, text: str) -> str:
        """A text without the secrets that are known by now, and without ports."""
        for address, name in self._names.items():
            text = text.replace(address, name)
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, _MASK)
        return text

    @contextmanager
    def quiet(self) -> Generator[None]:
        """Note nothing for a while: a thousand requests are no evidence that anybody reads."""
        self._quiet += 1
        try:
            yield
        finally:
            self._quiet -= 1


class NoAnswer(Failed):
    """The connection broke before an answer came."""


@dataclass(frozen=True)
class Answer:
    """What came back. The `repr` shows no header and no body, which may hold tokens."""

    status: int
    headers: httpx.Headers = field(repr=False)
    body: bytes = field(repr=False)
    asked: str
    """The request as the evidence names it."""

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    def json(self) -> Any:
        """The body as JSON.

        Raises:
            Failed: it is none.
        """
        try:
            return json.loads(self.body)
        except ValueError:
            kind = self.headers.get("content-type") or "no content type"
            raise Failed(f"{self.asked}: expected JSON, got {kind}") from None

    @property
    def data(self) -> Any:
        """``data`` of the API envelope.

        Raises:
            Failed: there is no envelope.
        """
        content = self.json()
        if not isinstance(content, dict) or "data" not in content:
            raise Failed(f"{self.asked}: expected an envelope with data, got none")
        return cast("dict[str, Any]", content)["data"]

    @property
    def words(self) -> str:
        """The words of an error: OAuth's error, else data or message of an envelope."""
        try:
            content = json.loads(self.body)
        except ValueError:
            return ""
        if not isinstance(content, dict):
            return ""
        fields = cast("dict[str, object]", content)
        for name in ("error", "data", "message"):
            value = fields.get(name)
            if isinstance(value, str) and value:
                return shortened(" ".join(value.split()), _LONGEST_WORD)
        return ""

    @property
    def location(self) -> str:
        """Where a redirect leads; empty if nowhere."""
        return str(self.headers.get("location") or "")


class Probe:
    """Sends requests to one host of the server.

    Args:
        url: origin of the host.
        document: the document of the host, which gives paths their templates.
        log: where the evidence goes.
        http: whose connections are used.
        limited: called at a 429; whether the request shall be sent once more.
    """

    def __init__(
        self,
        url: str,
        document: Document,
        log: Log,
        http: httpx.Client,
        limited: Callable[[], bool] = lambda: False,
    ) -> None:
        self.url = url.rstrip("/")
        self._limited = limited
        self._document = document
        self._log = log
        self._http = http

    def request(
        self,
        method: str,
        path: str,
        *,
        query: Query = None,
        form: Mapping[str, str | Sequence[str]] | None = None,
        json: object = None,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Answer:
        """Send one request; redirects are not followed.

        Args:
            method: of HTTP.
            path: from the slash on, may have a query of its own.
            query: added as it is if a text, else encoded.
            form: sent as a form, as JSON is with `json`, and any bytes with `content`.
            json: see `form`.
            content: see `form`.
            headers: further ones.
            token: sent as a Bearer token.

        Raises:
            NoAnswer: none came.
        """
        sent = {"Authorization": f"Bearer {token}"} if token is not None else {}
        self._log.keep_secret(token)
        url = self.url + path
        if isinstance(query, str):
            url, query = f"{url}?{query}", None
        asked = f"{method} {self._document.template(method, urlsplit(path).path)}{_grant(form)}"

        def answered() -> Answer:
            try:
                answer = self._http.request(
                    method,
                    url,
                    params=cast("Any", query),
                    data=cast("Any", form),
                    json=json,
                    content=content,
                    headers={**sent, **(headers or {})},
                )
            except httpx.TransportError as error:
                self._log.note(f"{asked} -> no answer")
                told = type(error).__name__
                raise NoAnswer(f"{asked}: expected an answer, got {told}") from None
            return self._heard(asked, answer)

        answer = answered()
        return answered() if answer.status == _LIMITED and self._limited() else answer

    def get(
        self,
        path: str,
        *,
        query: Query = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Answer:
        """`request` with GET."""
        return self.request("GET", path, query=query, headers=headers, token=token)

    def post(
        self,
        path: str,
        *,
        query: Query = None,
        form: Mapping[str, str | Sequence[str]] | None = None,
        json: object = None,
        headers: Mapping[str, str] | None = None,
        token: str | None = None,
    ) -> Answer:
        """`request` with POST."""
        return self.request(
            "POST", path, query=query, form=form, json=json, headers=headers, token=token
        )

    def patch(self, path: str, *, json: object = None, token: str | None = None) -> Answer:
        """`request` with PATCH."""
        return self.request("PATCH", path, json=json, token=token)

    def delete(
        self, path: str, *, query: Query = None, json: object = None, token: str | None = None
    ) -> Answer:
        """`request` with DELETE."""
        return self.request("DELETE", path, query=query, json=json, token=token)

    def _heard(self, asked: str, found: httpx.Response) -> Answer:
        answer = Answer(found.status_code, found.headers, found.content, asked)
        self._log.keep_secret(*secrets_of(answer))
        words = "" if answer.status < 400 else answer.words
        self._log.note(f"{asked} -> {answer.status} {self._log.masked(words)}".rstrip())
        return answer


def shortened(text: str, longest: int) -> str:
    """A text cut between two words: half a secret would not be found when secrets are masked."""
    if len(text) <= longest:
        return text
    return f"{text[:longest].rpartition(' ')[0]} ..."


def secrets_of(answer: Answer) -> list[str]:
    """The tokens and codes in an answer."""
    found = re.findall(rb'"(?:access_token|refresh_token|client_secret)": ?"([^"]+)"', answer.body)
    query = dict(parse_qsl(urlsplit(answer.location).query))
    return [*(value.decode("utf-8", "replace") for value in found), query.get("code", "")]


def _grant(form: Mapping[str, str | Sequence[str]] | None) -> str:
    grant = (form or {}).get("grant_type")
    return f" ({grant})" if isinstance(grant, str) else ""
