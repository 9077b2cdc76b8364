"""Where no secret may be seen: logs, errors, what is printed, and the file of a store."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import tempfile
import traceback
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx
from kickwire import SQLiteStore, errors

from conformance.suite import checks
from conformance.suite.cases import MUST, QUIRK, Failed
from conformance.suite.clients import Scene, client_case
from conformance.suite.wires import Answering

_PROMISE = "docs/tokens.md Errors"
_LOGGERS = ("", "kickwire", "httpx", "httpcore")
_STORE_KEY = "d29ydGhsZXNzLXdvcnRobGVzcy13b3J0aGxlc3MtMDE="
_SHORTEST = 12
"""Characters; what is shorter may come up by chance."""


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()} {record.args!r}")


@contextmanager
def _heard() -> Generator[list[str]]:
    """Everything that is logged meanwhile, at the lowest level."""
    ear = _Ear()
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [each.level for each in loggers]
    for each in loggers:
        each.setLevel(logging.DEBUG)
    loggers[0].addHandler(ear)
    try:
        yield ear.lines
    finally:
        loggers[0].removeHandler(ear)
        for each, level in zip(loggers, levels, strict=True):
            each.setLevel(level)


def hidden(scene: Scene, where: str, texts: Iterable[str]) -> None:
    """Demand that no secret that has passed so far stands in these texts.

    Raises:
        Failed: one does; it is not shown.
    """
    secrets = [each for each in scene.wire.secrets if len(each) >= _SHORTEST]
    for text in texts:
        for secret in secrets:
            if secret in text or quote(secret, safe="") in text:
                raise Failed(f"expected no secret in {where}, got one")
    checks.holds("secrets have passed", len(secrets) > 1)


def _shown(error: BaseException) -> list[str]:
    """What a log, a debugger or another process may see of an error."""
    told = traceback.TracebackException.from_exception(error, capture_locals=True)
    ours = [frame for frame in told.stack if "kickwire" in Path(frame.filename).parts]
    frames = [value for frame in ours for value in (frame.locals or {}).values()]
    behind = [text for one in (error.__cause__, error.__context__) if one for text in _shown(one)]
    return [
        str(error),
        repr(error),
        repr(pickle.dumps(error)),
        *map(str, error.args),
        *frames,
        *behind,
    ]


def _echo(request: httpx.Request) -> httpx.Response:
    """A server that quotes the whole request in its refusal."""
    sent = request.content.decode("latin-1")
    words = f"bad request: {sent} {request.headers.get('Authorization', '')}"
    body = {"error": "server_error", "error_description": words, "data": words, "message": words}
    return httpx.Response(500, json=body, request=request)


def _broken(request: httpx.Request) -> httpx.Response:
    raise httpx.ReadError(f"lost: {request.headers.get('Authorization')}", request=request)


@client_case("client/secrets/log", MUST, evidence=(_PROMISE,))
def nothing_in_logs(scene: Scene) -> None:
    """From a login over a refresh and failures to a log-out no secret is logged, at any level."""
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    callback = scene.agreed(request.url)  # the browser's own log is not the client's
    with _heard() as lines:
        kick.complete_login(callback, binding=request.binding)
        kick.as_user("alice").users.get()
        scene.run_out()
        kick.as_user("alice").users.get()
        scene.stage.control.end_tokens("alice")
        kick.as_user("alice").users.get()
        kick.livestreams.stats()
        kick.log_out("alice")
    checks.holds("something was logged", lines)
    scene.wire.secrets.update({request.binding, request.verifier})
    hidden(scene, "the log", lines)


@client_case("client/secrets/printed", MUST, evidence=(_PROMISE,))
def nothing_is_printed(scene: Scene) -> None:
    """No value that the client gives or takes shows a secret when it is printed."""
    kick = scene.kick()
    request = kick.login(["user:read"], account="alice")
    scene.wire.secrets.update({request.binding, request.verifier, request.state})
    login = kick.complete_login(scene.agreed(request.url), binding=request.binding)
    kick.livestreams.stats()
    things = [
        kick,
        scene.app,
        request,
        login,
        kick.tokens("alice"),
        kick.tokens(),
        kick.auth("alice"),
        kick.as_user("alice"),
        scene.store,
    ]
    hidden(scene, "a repr", [*map(repr, things), *map(str, things)])


@client_case("client/secrets/pickled", MUST, evidence=(_PROMISE,))
def tokens_are_not_pickled(scene: Scene) -> None:
    """Tokens cannot be pickled, where they could be read."""
    kick = scene.kick()
    scene.log_in(kick)
    tokens = copy.deepcopy(kick.tokens("alice"))
    try:
        pickle.dumps(tokens)
    except TypeError as error:
        hidden(scene, "the refusal", [str(error)])
        return
    raise Failed("expected a refusal, got a pickle")


def _errors_of(scene: Scene, operation: str, wrong: Answering) -> Generator[BaseException]:
    """The errors of calls that need this operation, which goes wrong."""
    kick = scene.kick()
    scene.log_in(kick)
    for call in (
        kick.as_user("alice").users.get,
        kick.livestreams.stats,
        lambda: kick.log_out("alice"),
    ):
        scene.run_out()
        scene.wire.forget()
        scene.wire.always(operation, wrong)
        try:
            call()
        except errors.KickError as error:
            yield error
    scene.wire.forget()


@client_case("client/secrets/errors", MUST, evidence=(_PROMISE,))
def nothing_in_errors(scene: Scene) -> None:
    """No error shows a secret, even if the server quotes the request, or the wire its headers."""
    seen = 0
    for operation in ("exchangeToken", "getUsers", "getLivestreamStats", "revokeToken"):
        for wrong in (_echo, _broken):
            for error in _errors_of(scene, operation, wrong):
                seen += 1
                hidden(scene, f"an error of {operation}", _shown(error))
    checks.holds("there were errors", seen >= 8)


@client_case("client/secrets/login_errors", MUST, evidence=("docs/tokens.md Logins",))
def nothing_in_errors_of_logins(scene: Scene) -> None:
    """A login that fails shows neither its code nor its verifier."""
    kick = scene.kick()
    for wrong in (_echo, _broken):
        request = kick.login(["user:read"], account="alice")
        callback = scene.agreed(request.url)
        scene.wire.secrets.update({request.binding, request.verifier})
        scene.wire.answer("exchangeToken", wrong)
        error = scene.refused(
            errors.KickError,
            partial(kick.complete_login, callback, binding=request.binding),
        )
        hidden(scene, "an error of a login", _shown(error))


@client_case("client/secrets/url", QUIRK, evidence=("quirk revoke_query_params",))
def the_revoked_token_is_in_no_log(scene: Scene) -> None:
    """The token that a log-out puts into an address is logged nowhere."""
    kick = scene.kick()
    scene.log_in(kick)
    with _heard() as lines:
        kick.log_out("alice")
    checks.same("revocations", scene.wire.count("revokeToken"), 2)
    checks.holds(
        "the token is in the address",
        all("token=" in each.query for each in scene.wire.of("revokeToken")),
    )
    hidden(scene, "the log", lines)


@client_case("client/secrets/file", MUST, evidence=("docs/tokens.md Stores",))
def nothing_in_files(scene: Scene) -> None:
    """The files of a store are encrypted, and belong to their owner alone."""
    with tempfile.TemporaryDirectory(prefix="kickwire-suite-") as folder:
        path = Path(folder) / "store" / "tokens.db"
        with SQLiteStore(path, keys=_STORE_KEY) as store:
            kick = scene.kick(store)
            scene.log_in(kick)
            kick.livestreams.stats()
            files = [each for each in path.parent.rglob("*") if each.is_file()]
            hidden(scene, "a file", [each.read_bytes().decode("latin-1") for each in files])
            modes = {oct(each.stat().st_mode & 0o777) for each in files}
            checks.same("rights of the files", modes, {"0o600"})


@client_case("client/secrets/stream_key", QUIRK, evidence=("quirk secrets_in_channel",))
def a_stream_key_is_not_printed(scene: Scene) -> None:
    """Key and address of a stream are read, and not shown when a channel is printed."""
    kick = scene.kick()
    scene.log_in(kick, scopes=["channel:read", "streamkey:read"])
    (channel,) = kick.as_user("alice").channels.get()
    key, url = str(channel.stream.key), str(channel.stream.url)
    scene.stage.keep_secret(key, url)
    checks.holds("there is a key", len(key) > 10)
    checks.lacks("what is printed", repr(channel), key, url)
    checks.has("what is kept", json.dumps(channel.to_dict()).split('"'), [key])


@client_case("client/secrets/journal", MUST, evidence=(_PROMISE,))
def nothing_in_the_journal(scene: Scene) -> None:
    """What a mock writes down of logins, refreshes and log-outs holds no secret."""
    kick = scene.kick()
    scene.log_in(kick)
    scene.run_out()
    kick.as_user("alice").users.get()
    kick.log_out("alice")
    entries = scene.stage.control.journal(limit=10_000)
    hidden(scene, "the journal", map(json.dumps, entries))
