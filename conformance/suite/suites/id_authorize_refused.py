"""Bad authorize requests: each is refused, and the app is never called."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from conformance.suite import checks
from conformance.suite.apps import ALL_SCOPES, VERIFIER, challenge_of
from conformance.suite.cases import QUIRK, case
from conformance.suite.probes import Answer
from conformance.suite.stage import Stage
from conformance.suite.tables import row

BOUNCE = "quirk authorize_bad_params_bounce_404"
_PARAMETERS = {
    "response_type": ("RFC 6749 section 4.1.1",),
    "client_id": ("RFC 6749 section 4.1.1",),
    "redirect_uri": ("quirk redirect_uri_exact_match",),
    "scope": ("document id authorize",),
    "state": ("quirk state_required", "RFC 9700 section 2.1"),
    "code_challenge": ("quirk pkce_mandatory_s256", "RFC 7636 section 4.4.1"),
    "code_challenge_method": ("quirk pkce_mandatory_s256", "RFC 9700 section 2.1.1"),
}


def refused(stage: Stage, answer: Answer) -> None:
    """Demand the refusal of a bad authorize request, which never reaches the app."""
    if stage.setting("authorize_bad_params_bounce_404") == "json400":
        checks.status(answer, 400)
        checks.same("error", answer.json().get("error"), "Invalid request")
        checks.lacks("headers", answer.headers, "location")
        return
    checks.status(answer, 307)
    checks.holds("it leads to the front page", answer.location == f"{stage.id.url}/")
    checks.status(stage.id.get("/"), 404)


def _asked(**changes: str | None) -> Callable[[Stage], None]:
    return lambda stage: refused(stage, stage.app.authorize(ALL_SCOPES, **changes))


def _redirected(change: Callable[[str], str]) -> Callable[[Stage], None]:
    return lambda stage: refused(
        stage, stage.app.authorize(redirect_uri=change(stage.app.redirect_uri))
    )


for _name, _evidence in _PARAMETERS.items():
    row(
        f"id/authorize/missing/{_name}",
        f"A request without {_name} is refused and never reaches the app.",
        QUIRK,
        (BOUNCE, *_evidence),
        _asked(**{_name: None}),
        needs=("app",),
    )
    row(
        f"id/authorize/empty/{_name}",
        f"A request with an empty {_name} is refused and never reaches the app.",
        QUIRK,
        (BOUNCE, *_evidence),
        _asked(**{_name: ""}),
        needs=("app",),
    )

_PKCE = ("quirk pkce_mandatory_s256", "RFC 7636 section 4.4.1")
_WRONG: dict[str, tuple[str, tuple[str, ...], dict[str, str | None]]] = {
    "response_type": (
        "A token is not handed out by the authorize address",
        ("RFC 9700 section 2.1.2", BOUNCE),
        {"response_type": "token"},
    ),
    "client_id": (
        "An app that does not exist is refused",
        ("RFC 6749 section 4.1.2.1", BOUNCE),
        {"client_id": "01JZZZZZZZZZZZZZZZZZZZZZZZ"},
    ),
    "client_id_shape": (
        "A client id that is no ULID is refused like any bad parameter",
        ("quirk client_id_malformed_500", BOUNCE),
        {"client_id": "not-a-ulid"},
    ),
    "plain": (
        "The method plain is refused",
        ("RFC 9700 section 2.1.1", *_PKCE, BOUNCE),
        {"code_challenge_method": "plain"},
    ),
    "method_case": (
        "The method is S256 in this spelling and no other",
        ("RFC 7636 section 4.3", *_PKCE, BOUNCE),
        {"code_challenge_method": "s256"},
    ),
    "challenge_short": (
        "A challenge of 42 characters is refused",
        ("RFC 7636 section 4.2", *_PKCE, BOUNCE),
        {"code_challenge": challenge_of(VERIFIER)[:-1]},
    ),
    "challenge_long": (
        "A challenge of 129 characters is refused",
        ("RFC 7636 section 4.2", *_PKCE, BOUNCE),
        {"code_challenge": "a" * 129},
    ),
}
for _name, (_promise, _evidence, _changes) in _WRONG.items():
    row(
        f"id/authorize/wrong/{_name}",
        f"{_promise}.",
        QUIRK,
        _evidence,
        _asked(**_changes),
        needs=("app",),
    )


def _other_port(uri: str) -> str:
    parts = urlsplit(uri)
    return parts._replace(netloc=f"{parts.hostname}:{(parts.port or 443) + 1}").geturl()


def _other_scheme(uri: str) -> str:
    scheme, _, rest = uri.partition(":")
    return f"{'http' if scheme == 'https' else 'https'}:{rest}"


def _other_letters(uri: str) -> str:
    parts = urlsplit(uri)
    return parts._replace(path=(parts.path or "/x").swapcase()).geturl()


_REDIRECTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "other_host": ("on another host", lambda _: "https://attacker.example/callback"),
    "longer_path": ("that the registered one begins", lambda uri: f"{uri}/more"),
    "slash": ("with a slash more", lambda uri: f"{uri}/"),
    "query": ("with a query more", lambda uri: f"{uri}?next=1"),
    "upper_case": ("in other letters", _other_letters),
    "scheme": ("of another scheme", _other_scheme),
    "port": ("on another port", _other_port),
    "userinfo": ("with a name before the host", lambda uri: uri.replace("://", "://a@")),
    "prefix": ("that begins the registered one", lambda uri: uri[:-1]),
}
for _name, (_words, _change) in _REDIRECTS.items():
    row(
        f"id/authorize/redirect/{_name}",
        f"A redirect address {_words} is refused, and nobody is sent there.",
        QUIRK,
        ("quirk redirect_uri_exact_match", "RFC 9700 section 2.1", BOUNCE),
        _redirected(_change),
        needs=("app",),
    )


@case(
    "id/authorize/wrong/repeated",
    QUIRK,
    evidence=("RFC 6749 section 3.1", BOUNCE),
    needs=("app",),
)
def a_repeated_parameter_is_refused(stage: Stage) -> None:
    """A parameter that is sent twice is refused."""
    query = urlencode([*stage.app.parameters().items(), ("state", "another")])
    refused(stage, stage.id.get("/oauth/authorize", query=query))


@case("id/authorize/wrong/escape", QUIRK, evidence=(BOUNCE,), needs=("app",))
def a_broken_escape_is_refused(stage: Stage) -> None:
    """A query that is not percent-encoded as it should be is refused."""
    query = urlencode(stage.app.parameters(state=None)) + "&state=%zz"
    refused(stage, stage.id.get("/oauth/authorize", query=query))
