"""Speaking to the control host of a mock that runs.

With `http.client`, which loads in a tenth of the time of a larger library: these commands are run
by hand, over and over, and by a shell that completes a word.
"""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

import click

from kickwire_mock.documents import CONTROL_PATH

_PATIENCE = 30.0
"""Seconds that the mock has for an answer."""


class Remote:
    """The control host of a running mock. The `repr` does not show the key."""

    def __init__(self, url: str, key: str | None = None, patience: float = _PATIENCE) -> None:
        """Take its address and, if it wants one, its key.

        Args:
            url: with or without ``/_mock`` at the end.
            key: of printable ASCII.
            patience: seconds that the mock has for an answer.

        Raises:
            click.ClickException: the address or the key cannot be one.
        """
        self.url = _checked_url(url)
        if key is not None and not (key and key.isascii() and key.isprintable()):
            raise click.ClickException("the key of the control host has to be printable ASCII")
        self._key = key
        self._patience = patience

    @property
    def has_key(self) -> bool:
        """Whether the mock is told a key."""
        return self._key is not None

    def get(self, path: str, **query: str | int | None) -> dict[str, Any]:
        """Ask; what is None in the query is left out. For errors see `send`."""
        asked = {name: value for name, value in query.items() if value is not None}
        return self.send("GET", f"{path}?{urlencode(asked)}" if asked else path)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Tell. For errors see `send`."""
        return self.send("POST", path, body or {})

    def patch(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Change. For errors see `send`."""
        return self.send("PATCH", path, body)

    def send(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Send a request.

        Args:
            method: of HTTP.
            path: below ``/_mock``, with its query.
            body: sent as JSON; None: nothing is sent.

        Returns:
            The body of the answer.

        Raises:
            click.ClickException: nobody answers, the mock refuses, or what answers is no mock. The
                text is one line that says what to do.
        """
        status, answer = self._exchanged(method, path, body)
        if status == http.HTTPStatus.UNAUTHORIZED:
            raise click.ClickException(
                f"the mock at {self.url} wants its key: set KICKWIRE_MOCK_KEY, or give "
                "--control-key-file FILE"
            )
        found = _object(answer)
        if found is not None and 200 <= status < 300:
            return found
        reason = None if found is None else found.get("error")
        if isinstance(reason, str):
            raise click.ClickException(f"{reason.removesuffix('.')}.")
        raise click.ClickException(f"what answers at {self.url} is no kickwire-mock")

    def _exchanged(
        self, method: str, path: str, body: Mapping[str, Any] | None
    ) -> tuple[int, bytes]:
        headers = {"Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        if self._key is not None:
            headers["Authorization"] = f"Bearer {self._key}"
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else _Plain
        connection = kind(parts.hostname or "", parts.port, timeout=self._patience)
        try:
            sent = None if body is None else json.dumps(body).encode()
            connection.request(method, parts.path + path, sent, headers)
            response = connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise click.ClickException(
                f"no mock answers at {self.url}: {_explained(error)}. Start one with "
                "kickwire-mock serve, or name another with --control URL."
            ) from None
        finally:
            connection.close()

    def __repr__(self) -> str:
        return f"Remote({self.url!r})"


_Plain = http.client.HTTPConnection


def curl_line(mock: Remote, path: str, body: Mapping[str, Any]) -> str:
    """A line for a shell that tells a mock something; names and values hold no apostrophe."""
    key = ' -H "Authorization: Bearer $KICKWIRE_MOCK_KEY"' if mock.has_key else ""
    type_ = "-H 'Content-Type: application/json'"
    return f"curl {mock.url}{path}{key} {type_} -d '{json.dumps(body)}'"


def clock_line(mock: Remote, **change: int) -> str:
    """A line for a shell that moves a mock's clock; see ``POST /clock``."""
    return curl_line(mock, "/clock", change)


def _explained(error: Exception) -> str:
    """Why nobody could be reached, in words without a number of the system."""
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    words = " ".join(str(getattr(error, "strerror", None) or error).split())
    return words or type(error).__name__


def in_path(value: str) -> str:
    """A value as one step of a path."""
    return quote(value, safe="")


def _checked_url(url: str) -> str:
    wrong = click.ClickException(
        f"--control {url!r} is not the address of a control host, such as http://127.0.0.1:8403"
    )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    clean = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    if parts.scheme not in ("http", "https") or not host or port == 0 or not clean:
        raise wrong
    path = parts.path.rstrip("/").removesuffix(CONTROL_PATH)
    return f"{parts.scheme}://{parts.netloc}{path}{CONTROL_PATH}"


def _object(answer: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(answer)
    except ValueError:
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None
