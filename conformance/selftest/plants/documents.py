# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs that no written case looks for: the documents themselves find them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground, resolved
from conformance.selftest.plant import plant
from conformance.selftest.plants.api_access import security
from conformance.selftest.plants.api_answers import answering


@plant("status-of-no-document", "mock", "doc/api/getLivestreamStats")
def status_of_no_document(ground: Ground) -> None:
    """An operation answers with a status that its document does not have."""
    ground.handler(
        "getLivestreamStats", lambda handler: lambda visit: replace(handler(visit), status=202)
    )


@plant("number-as-text", "mock", "doc/api/getCategory")
def number_as_text(ground: Ground) -> None:
    """A number of an answer is written as text."""

    def change(content: dict[str, Any], visit: Any) -> None:
        content["data"]["viewer_count"] = str(content["data"]["viewer_count"])

    answering(ground, "getCategory", change)


def _admitted(ground: Ground, operation: str, choose: Callable[[Any], Any]) -> None:
    """Let one operation be called with whatever token; `choose` gives one of the world's."""

    def make(access_token: Any) -> Any:
        def lenient(call: Any) -> Any:
            return choose(call) if call.operation.id == operation else access_token.func(call)

        return property(lenient)

    ground.swap("kickwire_mock.routes.host:Call.access_token", make)


def _anybodys(call: Any) -> Any:
    return call.world.vault.access_tokens.get(call.world.token)


@plant("no-token-is-the-first-user", "mock", "doc/api/listRewards")
def no_token_is_the_first_user(ground: Ground) -> None:
    """Who sends no token, or a wrong one, is taken for the first user when reading."""
    _admitted(ground, "listRewards", _anybodys)


@plant("no-token-may-write", "mock", "doc/api/unbanUser")
def no_token_may_write(ground: Ground) -> None:
    """Who sends no token, or a wrong one, is taken for the first user when writing."""
    _admitted(ground, "unbanUser", _anybodys)


@plant("any-token-will-do", "mock", "doc/api/getKicksLeaderboard")
def any_token_will_do(ground: Ground) -> None:
    """A token is wanted, and any text is one."""

    def choose(call: Any) -> Any:
        credentials = resolved("kickwire_mock.routes.host:credentials")
        return credentials(call.request) and _anybodys(call)

    _admitted(ground, "getKicksLeaderboard", choose)


@plant("undeclared-method-passes", "mock", "doc/api/getUsers")
def undeclared_method_passes(ground: Ground) -> None:
    """A method that a path does not have is answered with a success."""
    ground.swap(
        "kickwire_mock.routes.api.host:ApiHost.wrong_method",
        lambda wrong: lambda *args: replace(wrong(*args), status=200),
    )


@plant("open-by-mistake", "document", "doc/api/listLivestreams")
def open_by_mistake(ground: Ground) -> None:
    """An operation that demands a token answers without one."""
    security(ground, "listLivestreams")


@plant("fails-on-large-numbers", "mock", "doc/api/searchCategories")
def fails_on_large_numbers(ground: Ground) -> None:
    """An operation fails on a number that its document allows."""

    def make(handler: Any) -> Any:
        def fragile(visit: Any) -> Any:
            if "page" in visit.arguments.query:
                return replace(handler(visit), status=500)
            return handler(visit)

        return fragile

    ground.handler("searchCategories", make)


@plant("forbidden-values-pass", "document", "doc/api/banUser")
def forbidden_values_pass(ground: Ground) -> None:
    """A body that the document forbids is accepted."""
    ground.schema("BanRequest", "properties", "reason", maxLength=101)


@plant("introspection-without-its-answer", "mock", "doc/id/introspectToken")
def introspection_without_its_answer(ground: Ground) -> None:
    """Introspection does not say whether a token is active."""

    def make(wrapped: Any) -> Any:
        return lambda data: wrapped({name: data[name] for name in data if name != "active"})

    ground.swap("kickwire_mock.routes.oauth.introspect:_wrapped", make)
