"""Authlib against the mock: a client that is not ours logs in, refreshes, and races, as it is.

What it needs that Kick differs in: the credentials go into the body
(``token_endpoint_auth_method="client_secret_post"``; its default, HTTP Basic, is refused), and PKCE
is asked for (``code_challenge_method="S256"``). Nothing else; no private part of it is touched.

What `Kick` does differently: Authlib decides by the machine's clock, which cannot be given to it,
so a token is made old by its ``expires_at``; its async client lets one task at a time refresh, its
sync client lets every thread do it, and neither knows of another client of the same login.
"""

from __future__ import annotations

import asyncio
import importlib
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from conformance.suite.control import Control
from conformance.suite.target import Target, started_mock

with warnings.catch_warnings():
    importlib.import_module("authlib.deprecate")  # lets its own warnings through always
    warnings.simplefilter("ignore")  # it would rather have httpx2 than httpx; either will do
    authlib: Any = importlib.import_module("authlib.integrations.httpx_client")

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
SCOPES = "user:read channel:read"
TASKS = 50
THREADS = 8
PATIENCE = 30.0


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    """A mock in a process of its own."""
    with started_mock() as running:
        yield running


@pytest.fixture
def control(target: Target) -> Iterator[Control]:
    """Its control, with the mock as it began."""
    assert target.control_url
    with Control(target.control_url) as control:
        control.reset()
        yield control
        control.release()


def settings(target: Target, **changes: Any) -> dict[str, Any]:
    """What both of Authlib's clients take."""
    return {
        "client_id": target.client_id,
        "client_secret": target.client_secret,
        "redirect_uri": target.redirect_uri,
        "scope": SCOPES,
        "code_challenge_method": "S256",
        "token_endpoint": f"{target.id_url}/oauth/token",
        "token_endpoint_auth_method": "client_secret_post",
        "trust_env": False,
        "timeout": PATIENCE,
        **changes,
    }


def users(target: Target) -> str:
    """An address of the API that only a token opens."""
    return f"{target.api_url}/public/v1/users"


def callback(client: Any, target: Target, control: Control) -> dict[str, str]:
    """What `fetch_token` takes, after a user has agreed."""
    url, state = client.create_authorization_url(
        f"{target.id_url}/oauth/authorize", code_verifier=VERIFIER
    )
    landed = control.consent(url, target.users[0])
    return {"authorization_response": landed, "state": state, "code_verifier": VERIFIER}


def logged_in(client: Any, target: Target, control: Control) -> None:
    """Let a user log in with a sync client."""
    client.fetch_token(**callback(client, target, control))


async def logged_in_async(client: Any, target: Target, control: Control) -> None:
    """Let a user log in with an async client."""
    await client.fetch_token(**callback(client, target, control))


def outlive(client: Any) -> dict[str, Any]:
    """Let the token be old, as the client sees it; it, as it was."""
    token = dict(client.token)
    client.token = {**token, "expires_at": 1}
    return token


def hold_refreshes(control: Control, number: int) -> None:
    """Stop so many refreshes before they take effect."""
    control.arm(operation="exchangeToken", grant_type="refresh_token", count=number, hold=True)


def release_when(control: Control, number: int) -> None:
    """Let them go when all of them are there: then the race has happened."""
    deadline = time.monotonic() + PATIENCE
    while len(control.holds()) < number and time.monotonic() < deadline:
        pass
    assert control.release() == number


def race(number: int, call: Callable[[], Any], meanwhile: Callable[[], None]) -> list[Any]:
    """Call in threads that begin together, and do something meanwhile; answers and errors."""
    gate = threading.Barrier(number, timeout=PATIENCE)

    def run() -> Any:
        gate.wait()
        try:
            return call()
        except authlib.OAuthError as error:
            return error

    with ThreadPoolExecutor(number) as threads:
        futures = [threads.submit(run) for _ in range(number)]
        meanwhile()
        return [future.result(timeout=PATIENCE) for future in futures]


def statuses(outcomes: list[Any]) -> list[Any]:
    """The status of each answer, the OAuth error of each failure."""
    return sorted(
        one.error if isinstance(one, authlib.OAuthError) else str(one.status_code)
        for one in outcomes
    )


async def gathered(calls: Iterable[Any]) -> list[Any]:
    """The outcomes of calls that are made at once."""
    return await asyncio.gather(*calls, return_exceptions=True)


def test_the_async_client_logs_in_and_refreshes(target: Target, control: Control) -> None:
    """A PKCE login of Authlib's async client opens the API, and a refresh gives another pair."""

    async def story() -> None:
        """What the client does, in its event loop."""
        async with authlib.AsyncOAuth2Client(**settings(target)) as client:
            await logged_in_async(client, target, control)
            answer = await client.get(users(target))
            assert answer.json()["data"][0]["name"] == target.users[0]
            assert client.token["scope"] == SCOPES
            before = dict(client.token)

            await client.refresh_token()

            assert client.token["access_token"] != before["access_token"]
            assert client.token["refresh_token"] != before["refresh_token"]
            assert (await client.get(users(target))).status_code == 200

    asyncio.run(story())

    assert control.refreshes() == 1


@pytest.mark.quirk("refresh_reuse_policy")
def test_many_tasks_of_the_async_client_share_one_refresh(target: Target, control: Control) -> None:
    """Fifty tasks that find the token old are all answered, although a used one is dead."""
    control.set(refresh_reuse_policy="strict")

    async def story() -> list[Any]:
        """What the client does, in its event loop."""
        async with authlib.AsyncOAuth2Client(**settings(target)) as client:
            await logged_in_async(client, target, control)
            outlive(client)
            hold_refreshes(control, 1)
            calls = [client.get(users(target)) for _ in range(TASKS)]
            asking = asyncio.create_task(gathered(calls))
            # All of them have come to Authlib's lock by the time a refresh is seen at the mock.
            await asyncio.to_thread(release_when, control, 1)
            return await asking

    outcomes = asyncio.run(story())

    assert statuses(outcomes) == ["200"] * TASKS
    assert control.count("exchangeToken", grant_type="refresh_token") == 1


@pytest.mark.quirk("refresh_reuse_policy")
@pytest.mark.quirk("refresh_concurrency_loser")
def test_two_async_clients_of_one_login_lose_under_strict(target: Target, control: Control) -> None:
    """Authlib's lock is the client's own: of two clients with one pair the second is refused."""
    control.set(refresh_reuse_policy="strict")

    async def story() -> list[Any]:
        """What the client does, in its event loop."""
        async with (
            authlib.AsyncOAuth2Client(**settings(target)) as first,
            authlib.AsyncOAuth2Client(**settings(target)) as second,
        ):
            await logged_in_async(first, target, control)
            second.token = outlive(first)
            outlive(second)
            hold_refreshes(control, 2)
            calls = [client.get(users(target)) for client in (first, second)]
            asking = asyncio.create_task(gathered(calls))
            await asyncio.to_thread(release_when, control, 2)
            return await asking

    assert statuses(asyncio.run(story())) == ["200", "invalid_grant"]


def test_the_sync_client_logs_in_and_refreshes(target: Target, control: Control) -> None:
    """A PKCE login of Authlib's sync client opens the API, and it renews an old token."""
    with authlib.OAuth2Client(**settings(target)) as client:
        logged_in(client, target, control)
        me = client.get(users(target)).json()["data"][0]
        before = outlive(client)

        answer = client.get(users(target))

        assert me["name"] == target.users[0]
        assert answer.status_code == 200
        assert client.token["refresh_token"] != before["refresh_token"]
    assert control.refreshes() == 1


@pytest.mark.quirk("refresh_reuse_policy")
def test_two_threads_of_the_sync_client_pass_under_grace(target: Target, control: Control) -> None:
    """Two threads that refresh the same pair both get one where a used token works once more."""
    control.set(refresh_reuse_policy="grace")
    with authlib.OAuth2Client(**settings(target)) as client:
        logged_in(client, target, control)
        outlive(client)
        hold_refreshes(control, 2)

        outcomes = race(2, lambda: client.get(users(target)), lambda: release_when(control, 2))

        assert statuses(outcomes) == ["200", "200"]
        assert client.get(users(target)).status_code == 200
    assert control.refreshes() == 2


@pytest.mark.quirk("refresh_reuse_policy")
@pytest.mark.quirk("refresh_concurrency_loser")
def test_threads_of_the_sync_client_lose_under_strict(target: Target, control: Control) -> None:
    """Where a used token is dead, one thread gets a pair and the calls of all others fail."""
    control.set(refresh_reuse_policy="strict")
    with authlib.OAuth2Client(**settings(target)) as client:
        logged_in(client, target, control)
        outlive(client)
        hold_refreshes(control, THREADS)

        outcomes = race(
            THREADS, lambda: client.get(users(target)), lambda: release_when(control, THREADS)
        )

        assert statuses(outcomes) == ["200", *["invalid_grant"] * (THREADS - 1)]
    assert control.refreshes() == 1


@pytest.mark.quirk("client_auth_in_body")
def test_credentials_in_the_header_are_refused(target: Target, control: Control) -> None:
    """Without ``client_secret_post`` Authlib sends HTTP Basic, and the login ends there."""
    basic = settings(target, token_endpoint_auth_method="client_secret_basic")
    with authlib.OAuth2Client(**basic) as client:
        answered = callback(client, target, control)

        with pytest.raises(authlib.OAuthError) as refused:
            client.fetch_token(**answered)

    assert refused.value.error == "invalid_client"
