"""A secret query parameter: revoke's token reaches the wire, and nothing that shows it."""

from __future__ import annotations

import asyncio
import inspect
import logging
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest
from kickwire_id.api.oauth import revoke_token
from kickwire_id.transport import AsyncSecretQueryTransport, SecretQueryTransport

from conformance.tests.contract.contract_callers import sent
from conformance.tests.contract.contract_documents import BASE_URLS

SECRET = "kickwire-worthless-token"


def revocation() -> httpx.Request:
    """A request with a secret in its query."""
    return revoke_token.build(BASE_URLS["kickwire_id"], token=SECRET)


def test_secret_stays_out_of_the_url() -> None:
    """The token to revoke is in no text that a request shows of itself."""
    request = revocation()
    assert str(request.url) == "https://id.kick.com/oauth/revoke"
    assert SECRET not in f"{request!r} {request.headers!r} {request.stream!r}"


@pytest.mark.parametrize("http", [httpx.Client, httpx.AsyncClient])
def test_secret_that_nobody_merges_stops_the_request(http: type[Any]) -> None:
    """Without our transport the request fails: Kick would say OK and revoke nothing."""
    client = http(transport=httpx.MockTransport(lambda _: httpx.Response(200, content=b"OK")))

    async def send() -> None:
        """Send with either client."""
        sending = client.send(revocation())
        if inspect.isawaitable(sending):
            await sending

    with pytest.raises(RuntimeError, match="SecretQueryTransport"):
        asyncio.run(send())


def test_secret_is_merged_without_touching_the_request() -> None:
    """A request may be sent twice, and still does not show its secret afterwards."""
    request = revocation()
    assert [str(sent(request).url) for _ in range(2)] == [
        f"https://id.kick.com/oauth/revoke?token={SECRET}"
    ] * 2
    assert SECRET not in str(request.url)


def test_requests_without_a_secret_pass_unchanged() -> None:
    """The merging transport hands on the very request where there is nothing to merge."""
    request = httpx.Request("GET", "https://id.kick.com/?a=1&a=2", headers={"X-One": "1"})
    assert sent(request) is request


def test_secret_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Neither httpx at INFO nor httpx and httpcore at DEBUG write the token down."""
    caplog.set_level(logging.DEBUG)
    with HTTPServer(("127.0.0.1", 0), Revocation) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        request = revoke_token.build(f"http://127.0.0.1:{server.server_port}", token=SECRET)
        with httpx.Client(transport=SecretQueryTransport(httpx.HTTPTransport())) as client:
            response = client.send(request)
    assert revoke_token.parse(response) == "OK"
    assert {"httpx", "httpcore.http11"} <= {record.name for record in caplog.records}
    assert SECRET not in caplog.text
    assert SECRET not in f"{response!r} {response.url} {response.request!r}"


class Revocation(BaseHTTPRequestHandler):
    """Answers OK if the token arrived."""

    def do_POST(self) -> None:
        """Answer one revocation."""
        body = b"OK" if self.path == f"/oauth/revoke?token={SECRET}" else b"no token"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stay silent."""


def test_secret_is_in_no_transport_error() -> None:
    """When sending fails, the error and its request do not show the token."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    with (
        httpx.Client(transport=SecretQueryTransport(httpx.MockTransport(fail))) as client,
        pytest.raises(httpx.ConnectError) as caught,
    ):
        client.send(revocation())
    assert SECRET not in f"{caught.value!r} {caught.value.request.url}"


def test_asynchronous_transport_merges_the_same() -> None:
    """`AsyncSecretQueryTransport` sends what `SecretQueryTransport` sends."""

    async def arrived() -> str:
        """The URL of a revocation as it arrives."""
        urls: list[str] = []

        def answer(request: httpx.Request) -> httpx.Response:
            """Keep the URL."""
            urls.append(str(request.url))
            return httpx.Response(200, text="OK")

        transport = AsyncSecretQueryTransport(httpx.MockTransport(answer))
        async with httpx.AsyncClient(transport=transport) as client:
            await client.send(revocation())
        return urls[0]

    assert asyncio.run(arrived()) == f"https://id.kick.com/oauth/revoke?token={SECRET}"
