"""A mock of the packaged documents, and a short way to ask it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from kickwire_mock import Headers, HostKind, Mock, Reply, Request, RunningServer, start_server
from kickwire_mock.commands import notes
from kickwire_mock.commands.notes import Running

from conformance.tests.mock.mock_commands import PATIENCE, Shell
from conformance.tests.mock.mock_hook import Hook, Hooks, hooks, said

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="session")
def mock() -> Mock:
    """One mock for tests that change nothing in it."""
    return Mock()


@pytest.fixture
def ask(mock: Mock) -> Callable[..., Reply]:
    """Ask the mock with its own token; a body is sent as JSON to api and as a form to id."""

    def asked(
        host: HostKind,
        line: str,
        *,
        body: bytes | str = b"",
        headers: Iterable[tuple[str, str]] = (),
        authorized: bool = True,
        content_type: str | None = None,
    ) -> Reply:
        method, _, target = line.partition(" ")
        path, _, query = target.partition("?")
        sent = list(headers)
        if authorized:
            sent.append(("Authorization", f"Bearer {mock.token}"))
        if body:
            sent.append(("Content-Type", content_type or (JSON if host == "api" else FORM)))
        return mock.handle(
            Request(
                host=host,
                method=method,
                path=path,
                query=query,
                headers=Headers(sent),
                body=body.encode() if isinstance(body, str) else body,
            )
        )

    return asked


@pytest.fixture
def hook() -> Iterator[Hooks]:
    """Makes receivers, which are closed in the end."""
    with hooks() as make:
        yield make


@pytest.fixture
def silent(hook: Hooks) -> Iterator[Hook]:
    """A receiver that takes what it gets and says nothing as long as the test goes on."""
    let_go = threading.Event()
    yield hook(lambda taken: said(200 if let_go.wait(PATIENCE) else 500)(taken))
    let_go.set()


@pytest.fixture
def shell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Shell:
    """Commands of a person on whose computer no mock runs yet."""
    for name in ("KICKWIRE_MOCK_CONTROL", "KICKWIRE_MOCK_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return Shell(capsys, monkeypatch, tmp_path)


@pytest.fixture
def served(shell: Shell) -> Iterator[RunningServer]:
    """A mock that the commands find by themselves, and whose receivers have time."""
    with start_server(webhook_timeout=PATIENCE) as server, notes.left(Running(server.control_url)):
        yield server
