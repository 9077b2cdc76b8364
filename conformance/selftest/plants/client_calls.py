# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of a client in what it sends, how often, and what it makes of the answers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground, resolved
from conformance.selftest.plant import plant

_CALLS = "kickwire._core.calls"
_RETRIES = "kickwire._core.retries"
_PORTIONS = "kickwire._core.portions"


@plant("posts-repeated", "client", "client/retries/post")
def posts_repeated(ground: Ground) -> None:
    """A message that may have arrived is sent again after a 500."""
    ground.swap(f"{_RETRIES}:SAFE_METHODS", lambda safe: (*safe, "POST"))


@plant("reads-not-repeated", "client", "client/retries/get")
def reads_not_repeated(ground: Ground) -> None:
    """A read that failed is not sent again."""
    ground.swap(f"{_CALLS}:may_repeat", lambda _: lambda *args: False)


@plant("retries-without-end", "client", "client/retries/bounded")
def retries_without_end(ground: Ground) -> None:
    """A call that fails is sent again for ever."""
    ground.swap(f"{_CALLS}:pause", lambda _: lambda *args: 0.0)


@plant("retry-after-ignored", "client", "client/retries/limited")
def retry_after_ignored(ground: Ground) -> None:
    """A 429 is answered with another request at once."""
    ground.swap(
        f"{_CALLS}:pause",
        lambda pause: lambda *args: None if pause(*args) is None else 0.1,
    )


@plant("retry-after-without-dates", "client", "client/retries/date")
def retry_after_without_dates(ground: Ground) -> None:
    """A date in Retry-After is not understood."""
    ground.swap("kickwire.headers:_unix", lambda _: lambda text: None)


@plant("patient-for-an-hour", "client", "client/retries/too_long")
def patient_for_an_hour(ground: Ground) -> None:
    """A call waits as long as Kick asks, be it an hour."""

    def make(pause: Any) -> Any:
        return lambda retries, failure, attempts, left, chance: pause(
            retries, failure, attempts, 1e9, chance
        )

    ground.swap(f"{_CALLS}:pause", make)


@plant("not-before-the-minute", "client", "client/retries/next_minute")
def not_before_the_minute(ground: Ground) -> None:
    """Without Retry-After a limited call is sent again before the next minute."""
    ground.swap("kickwire.headers:next_minute", lambda _: lambda *args, **more: 1.0)


@plant("refusals-repeated", "client", "client/retries/refusals")
def refusals_repeated(ground: Ground) -> None:
    """A call that Kick refused is sent again as it is."""

    def make(_: Any) -> Any:
        return lambda retries, failure, attempts, left, chance: 0.1 if attempts < 3 else None

    ground.swap(f"{_CALLS}:pause", make)
    ground.swap(f"{_CALLS}:may_repeat", lambda _: lambda *args: True)


@plant("scope-not-looked-at", "client", "client/access/scope")
def scope_not_looked_at(ground: Ground) -> None:
    """A call is sent although the login lacks its scope."""
    ground.swap("kickwire.access:allows", lambda _: lambda *args: True)


@plant("kind-not-looked-at", "client", "client/access/app")
def kind_not_looked_at(ground: Ground) -> None:
    """A call that only users may make is sent with the app's token."""

    ground.swap(
        "kickwire.access:allows",
        lambda allows: (
            lambda operation, kind, scopes: kind == "app" or allows(operation, kind, scopes)
        ),
    )


@plant("all-scopes-needed", "client", "client/access/any_scope")
def all_scopes_needed(ground: Ground) -> None:
    """Where one of two scopes is enough the client wants both."""

    def make(_: Any) -> Any:
        def allows(operation: Any, kind: str, scopes: Any) -> bool:
            ways = [way for way in operation.tokens if way.token == kind]
            wanted = {scope for way in ways for scope in way.scopes}
            return bool(ways) and (not scopes or wanted <= set(scopes))

        return allows

    ground.swap("kickwire.access:allows", make)


@plant("token-for-another-origin", "client", "client/origin/only")
def token_for_another_origin(ground: Ground) -> None:
    """Tokens are sent to wherever a request goes."""
    ground.swap("kickwire.auth:KickAuth._check", lambda _: lambda self, request: None)


@plant("redirect-followed", "client", "client/origin/redirect")
def redirect_followed(ground: Ground) -> None:
    """A redirect is followed."""

    def make(send: Any) -> Any:
        def following(self: Any, request: Any, **more: Any) -> Any:
            if request.headers.get("User-Agent", "").startswith("kickwire/"):
                more["follow_redirects"] = True
            return send(self, request, **more)

        return following

    ground.swap("httpx:Client.send", make)
    ground.swap("kickwire.transports:_forget_redirect", lambda _: lambda response: None)


@plant("nameless-client", "client", "client/headers/ours")
def nameless_client(ground: Ground) -> None:
    """Requests do not say that they come from kickwire."""
    ground.swap("kickwire.sending:_completed", lambda _: lambda request: request)


@plant("reason-lost", "client", "client/errors/groups")
def reason_lost(ground: Ground) -> None:
    """An error does not tell Kick's own reason."""
    ground.swap("kickwire.refusals:_reason", lambda _: lambda *args: ("", ""))


@plant("page-quoted", "client", "client/errors/page")
def page_quoted(ground: Ground) -> None:
    """An error quotes the page of an edge."""
    ground.swap(
        "kickwire.refusals:_reason",
        lambda _: lambda operation, response: (response.text, ""),
    )


@plant("missing-page-is-a-fault", "client", "client/errors/groups")
def missing_page_is_a_fault(ground: Ground) -> None:
    """A 404 looks like trouble that will pass."""
    ground.swap("kickwire.refusals:NotFound", lambda _: resolved("kickwire.errors:ServerFault"))


@plant("channels-by-fifty", "client", "client/chunks/channels")
def channels_by_fifty(ground: Ground) -> None:
    """Channels are asked for by 50 at a time, as Kick allows, and come back with zeros."""

    def make(portions: Any) -> Any:
        def larger(operation: Any, build: Any) -> Any:
            chunks = tuple(replace(chunk, size=50) for chunk in operation.chunks)
            return portions(replace(operation, chunks=chunks), build)

        return larger

    ground.swap(f"{_CALLS}:portions", make)


@plant("last-portion-lost", "client", "client/chunks/users")
def last_portion_lost(ground: Ground) -> None:
    """What does not fill a portion is not asked for."""
    ground.swap(
        f"{_CALLS}:portions",
        lambda portions: lambda *args: found[:-1] if len(found := portions(*args)) > 1 else found,
    )


@plant("missing-not-told", "client", "client/chunks/users")
def missing_not_told(ground: Ground) -> None:
    """A list does not say which of its values do not exist."""
    ground.swap(f"{_CALLS}:missing", lambda _: lambda *args: [])


@plant("not-halved", "client", "client/chunks/missing")
def not_halved(ground: Ground) -> None:
    """A list with an unknown name in it is given up as a whole."""
    ground.swap(f"{_PORTIONS}:Portion.halves", lambda _: lambda self: ())


@plant("every-refusal-is-a-gap", "client", "client/chunks/refused")
def every_refusal_is_a_gap(ground: Ground) -> None:
    """Any 400 is taken for an unknown name."""
    ground.swap(f"{_PORTIONS}:Portion.lacks", lambda _: lambda portion, failure: True)


@plant("refused-ids-are-gaps", "client", "client/chunks/refused")
def refused_ids_are_gaps(ground: Ground) -> None:
    """Kick's words for what it cannot read are taken for unknown ids."""

    def make(_: Any) -> Any:
        return lambda portion, failure: failure.reason == "Invalid request"

    ground.swap(f"{_PORTIONS}:Portion.lacks", make)


@plant("pages-for-ever", "client", "client/pages/circle")
def pages_for_ever(ground: Ground) -> None:
    """A cursor that comes a second time is followed again."""

    def make(after: Any) -> Any:
        def forgetful(self: Any, answer: Any) -> Any:
            self._used.clear()
            return after(self, answer)

        return forgetful

    ground.swap("kickwire.paging:Cursors.after", make)


@plant("first-page-only", "client", "client/pages/all")
def first_page_only(ground: Ground) -> None:
    """A walk ends after its first page."""
    ground.swap("kickwire.paging:Cursors.after", lambda _: lambda self, answer: None)
