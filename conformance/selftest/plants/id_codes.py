# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of logins: authorize requests, consent, codes and what they are traded for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground, operation_of
from conformance.selftest.plant import plant

_AUTHORIZE = "kickwire_mock.routes.oauth.authorize"
_CODE = "kickwire_mock.routes.oauth.code"
_CONSENT = "kickwire_mock.routes.oauth.consent"
_TOKEN = "kickwire_mock.routes.oauth.token"  # noqa: S105  # a module
_SHELF = "kickwire_mock.world.shelf:Shelf"
_VAULT = "kickwire_mock.world.vault:Vault"


def relaxed(ground: Ground, name: str, **schema: Any) -> None:
    """Let the document of the id host ask less of a parameter of the authorize request."""

    def change(content: dict[str, Any]) -> None:
        for parameter in operation_of(content, "authorize")["parameters"]:
            if parameter["name"] == name:
                parameter |= schema

    ground.document("id", change)


def optional(ground: Ground, name: str, assumed: str) -> None:
    """Let an authorize request go without a parameter; what is assumed instead."""
    relaxed(ground, name, required=False, schema={"type": "string"})

    def make(read: Any) -> Any:
        def reading(call: Any) -> Any:
            values, rewritten = read(call)
            return {name: assumed, **values}, rewritten

        return reading

    ground.swap(f"{_AUTHORIZE}:_read", make)


@plant("state-optional", "document", "id/authorize/missing/state")
def state_optional(ground: Ground) -> None:
    """An authorize request without a state passes."""
    optional(ground, "state", "")


@plant("plain-accepted", "document", "id/authorize/wrong/plain")
def plain_accepted(ground: Ground) -> None:
    """PKCE's method plain passes."""
    relaxed(ground, "code_challenge_method", schema={"type": "string"})


@plant("pkce-optional", "document", "id/authorize/missing/code_challenge")
def pkce_optional(ground: Ground) -> None:
    """An authorize request without a code challenge passes."""
    optional(ground, "code_challenge", "x" * 43)
    optional(ground, "code_challenge_method", "S256")


@plant("redirect-prefix-match", "mock", "id/authorize/redirect/longer_path")
def redirect_prefix_match(ground: Ground) -> None:
    """A redirect URI that begins with the registered one is taken for it."""

    def make(examined: Any) -> Any:
        def careless(world: Any, app: Any, values: Any, rewritten: Any) -> Any:
            uri = values["redirect_uri"]
            if uri.startswith(app.redirect_uris):
                app = replace(app, redirect_uris=(*app.redirect_uris, uri))
            return examined(world, app, values, rewritten)

        return careless

    ground.swap(f"{_AUTHORIZE}:_examined", make)


@plant("scopes-not-reduced", "mock", "id/authorize/scope/1")
def scopes_not_reduced(ground: Ground) -> None:
    """A grant holds scopes that the app has not enabled."""

    def make(granted: Any) -> Any:
        def generous(world: Any, app: Any, wanted: Any) -> Any:
            return granted(world, replace(app, scopes=tuple(world.scopes)), wanted)

        return generous

    ground.swap(f"{_AUTHORIZE}:_granted", make)


@plant("denial-without-state", "mock", "id/authorize/denied/1")
def denial_without_state(ground: Ground) -> None:
    """A refused consent comes back without the state."""
    ground.swap(
        f"{_CONSENT}:_denied",
        lambda denied: lambda request: denied(replace(request, state="")),
    )


@plant("verifier-unchecked", "mock", "id/token/code/8")
def verifier_unchecked(ground: Ground) -> None:
    """A code is traded with any verifier."""
    ground.swap(f"{_CODE}:verifies", lambda _: lambda challenge, verifier: True)


@plant("verifier-equal-to-challenge", "mock", "id/token/code/10")
def verifier_equal_to_challenge(ground: Ground) -> None:
    """A verifier that equals the challenge passes, as under the method plain."""
    ground.swap(
        f"{_CODE}:verifies",
        lambda verifies: (
            lambda challenge, verifier: verifier == challenge or verifies(challenge, verifier)
        ),
    )


@plant("code-usable-twice", "mock", "id/token/code/6")
def code_usable_twice(ground: Ground) -> None:
    """A code that was traded can be traded again."""

    def make(drop: Any) -> Any:
        return lambda self, key, why: why == "was used already" or drop(self, key, why)

    ground.swap(f"{_SHELF}.drop", make)


@plant("code-survives-wrong-verifier", "mock", "id/token/code/12")
def code_survives_wrong_verifier(ground: Ground) -> None:
    """After a wrong verifier the right one still works."""

    def make(drop: Any) -> Any:
        return lambda self, key, why: "wrong code_verifier" in why or drop(self, key, why)

    ground.swap(f"{_SHELF}.drop", make)


@plant("code-never-expires", "mock", "id/token/code/18")
def code_never_expires(ground: Ground) -> None:
    """A code is good for a day more than it should be."""

    def make(allow: Any) -> Any:
        return lambda self, code: allow(self, replace(code, expires=code.expires + 86400))

    ground.swap(f"{_VAULT}.allow", make)


@plant("code-of-another-app", "mock", "id/token/code/13")
def code_of_another_app(ground: Ground) -> None:
    """An app may trade a code that was issued to another."""

    def make(exchange: Any) -> Any:
        def careless(world: Any, app: Any, form: Any) -> Any:
            code = world.vault.codes.get(form["code"])
            owner = None if code is None else world.apps.get(code.request.client_id)
            return exchange(world, owner or app, form)

        return careless

    ground.swap(f"{_TOKEN}:exchange", make)


@plant("client-secret-unchecked", "mock", "id/token/client/1")
def client_secret_unchecked(ground: Ground) -> None:
    """Any client secret is as good as the right one."""

    def make(app_of: Any) -> Any:
        def careless(world: Any, form: Any) -> Any:
            app = world.apps.get(form["client_id"])
            secret = form.get("client_secret")
            right = secret if app is None or not secret else app.client_secret
            return app_of(world, {**form, "client_secret": right})

        return careless

    ground.swap(f"{_TOKEN}:_app", make)


@plant("token-answer-cacheable", "mock", "id/token/code/3")
def token_answer_cacheable(ground: Ground) -> None:
    """Token answers may be kept by caches."""
    ground.swap(
        f"{_TOKEN}:TOKEN_HEADERS",
        lambda headers: type(headers)([next(iter(headers))]),
    )


@plant("consent-on-one-host", "mock", "id/authorize/two_hop/1")
def consent_on_one_host(ground: Ground) -> None:
    """The consent page sends its form to the id host itself."""

    def make(view: Any) -> Any:
        def stay(call: Any, *more: Any) -> Any:
            action = f"{call.request.origins.id}/oauth/authorize"
            return replace(view(call, *more), action=action)

        return stay

    ground.swap(f"{_AUTHORIZE}:_view", make)
