# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of a client, or a mock, that shows what nobody may see."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground, resolved
from conformance.selftest.plant import plant


@plant("secret-in-repr", "client", "client/secrets/printed")
def secret_in_repr(ground: Ground) -> None:
    """Tokens are shown when they are printed."""
    ground.swap("kickwire.tokens:TokenSet.__repr__", lambda _: lambda self: self.access_token)


@plant("app-secret-in-repr", "client", "client/secrets/printed")
def app_secret_in_repr(ground: Ground) -> None:
    """An app shows its secret when it is printed."""
    ground.swap(
        "kickwire.config:App.__repr__", lambda _: lambda self: f"App({self.client_secret!r})"
    )


@plant("secret-in-log", "client", "client/secrets/log")
def secret_in_log(ground: Ground) -> None:
    """The Authorization header is logged."""

    def make(signed: Any) -> Any:
        def logged(request: Any, held: Any) -> Any:
            made = signed(request, held)
            logging.getLogger("kickwire").debug("sending %s", made.headers["Authorization"])
            return made

        return logged

    ground.swap("kickwire.auth:_signed", make)


@plant("secret-in-exception", "client", "client/secrets/errors")
def secret_in_exception(ground: Ground) -> None:
    """An error quotes what the server said, with our own secrets in it."""
    ground.swap("kickwire.refusals:_bearable", lambda _: lambda operation, words, response: words)


@plant("secret-in-the-words-of-the-wire", "client", "client/secrets/errors")
def secret_in_the_words_of_the_wire(ground: Ground) -> None:
    """An error quotes what the HTTP library said."""

    def make(_: Any) -> Any:
        unreachable = resolved("kickwire.errors:Unreachable")
        return lambda called, error: unreachable(str(error), called, type(error).__name__)

    ground.swap("kickwire.sending:no_answer", make)


@plant("secret-in-the-address", "client", "client/secrets/url")
def secret_in_the_address(ground: Ground) -> None:
    """The token to be revoked stands in the address that is logged."""

    def make(build: Any) -> Any:
        def built(base_url: str, **arguments: Any) -> Any:
            request = build(base_url, **arguments)
            request.url = request.url.copy_with(params={"token": arguments["token"]})
            return request

        return built

    ground.swap("kickwire_id.api.oauth.revoke_token:build", make)


@plant("secret-in-a-file", "client", "client/secrets/file")
def secret_in_a_file(ground: Ground) -> None:
    """A store keeps its records in the clear."""
    plain = resolved("kickwire.stores.sealing:_plaintext")
    parsed = resolved("kickwire.stores.sealing:_parsed")
    sealer = "kickwire.stores.sealing:Sealer"
    ground.swap(f"{sealer}.seal", lambda _: lambda self, *record: plain(*record))
    ground.swap(f"{sealer}._opened", lambda _: lambda self, sealed: parsed(sealed))


@plant("secret-in-a-pickle", "client", "client/secrets/pickled")
def secret_in_a_pickle(ground: Ground) -> None:
    """Tokens can be pickled."""
    ground.swap(
        "kickwire.tokens:TokenSet.__reduce__",
        lambda _: lambda self: (str, (self.access_token,)),
    )


@plant("stream-key-in-repr", "client", "client/secrets/stream_key")
def stream_key_in_repr(ground: Ground) -> None:
    """The key of a stream is shown when a channel is printed."""
    ground.swap(
        "kickwire_api.models.stream:Stream.__repr__",
        lambda _: lambda self: f"Stream(key={self.key!r})",
    )


@plant("secret-in-the-journal", "mock", "client/secrets/journal")
def secret_in_the_journal(ground: Ground) -> None:
    """The mock writes down what was sent to it."""

    def make(row: Any) -> Any:
        def written(visit: Any, reply: Any, *more: Any) -> Any:
            body = visit.request.body.decode("latin-1")
            return row(visit, replace(reply, reason=body), *more)

        return written

    ground.swap("kickwire_mock.passage:_row", make)
