"""What each flow makes of every kind of answer: who must act, and what is never thrown away.

Long because every flow meets every answer; the tables share their material and are read together.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from kickwire import errors
from kickwire._core import flows
from kickwire._core.flows import Introspection
from kickwire.config import API_URL, ID_URL
from kickwire.tokens import UNKNOWN_LIFETIME, TokenSet

from conformance.tests.oauth.oauth_material import (
    ACTIVE_ANSWER,
    APP,
    APP_ANSWER,
    CODE,
    FLOWS,
    GRANTS,
    NOW,
    PAIR,
    PAIR_ANSWER,
    USER,
    USERS_ANSWER,
    oauth_error,
    outcome,
    refused,
)

Answer = Callable[[], httpx.Response]
EDGE = "<!doctype html><title>Just a moment...</title>"


def ok(body: object) -> httpx.Response:
    """A success with a JSON body; NaN and the like are written as they are."""
    headers = {"Content-Type": "application/json"}
    return httpx.Response(200, content=json.dumps(body), headers=headers)


def without(answer: dict[str, Any], *names: str) -> dict[str, Any]:
    """An answer without some of its fields."""
    return {name: value for name, value in answer.items() if name not in names}


# ---------------------------------------------------------------- success


def test_an_exchange_gives_a_pair_counted_from_the_request() -> None:
    """Lifetime and consent are counted from the moment before the request left."""
    tokens = outcome(flows.exchange(APP, ID_URL, CODE, NOW), ok(PAIR_ANSWER))

    assert tokens == TokenSet(
        access_token="NEWACCESS",
        refresh_token="NEWREFRESH",
        scopes=("user:read", "chat:write"),
        issued_at=NOW,
        lifetime=7200,
        consented_at=NOW,
    )


def test_a_refresh_gives_the_next_pair_of_the_same_consent() -> None:
    """Both tokens are new; the date of consent is the old one, since grants may end by it."""
    tokens = outcome(flows.refresh(APP, ID_URL, PAIR, NOW), ok(PAIR_ANSWER))

    assert tokens == TokenSet(
        access_token="NEWACCESS",
        refresh_token="NEWREFRESH",
        scopes=("user:read", "chat:write"),
        issued_at=NOW,
        lifetime=7200,
        consented_at=PAIR.consented_at,
    )


def test_minting_gives_a_token_that_belongs_to_nobody() -> None:
    """An app token has no refresh token, no scopes and no consent."""
    tokens = outcome(flows.client_credentials(APP, ID_URL, NOW), ok(APP_ANSWER))

    assert tokens == TokenSet(access_token="NEWAPPTOKEN", issued_at=NOW, lifetime=5_184_000)


def test_an_app_token_keeps_no_refresh_token_that_comes_along() -> None:
    """The standard forbids one here; the app's credentials renew it."""
    tokens = outcome(flows.client_credentials(APP, ID_URL, NOW), ok(PAIR_ANSWER))

    assert (tokens.refresh_token, tokens.scopes) == (None, ())


@pytest.mark.parametrize(
    ("expires_in", "lifetime"),
    [
        (7200, 7200.0),
        (1, 1.0),
        (7200.0, 7200.0),
        ("7200", 7200.0),
        (" 3600 ", 3600.0),
        ("3600.5", 3600.5),
        ("", UNKNOWN_LIFETIME),
        ("soon", UNKNOWN_LIFETIME),
        (0, UNKNOWN_LIFETIME),
        (-1, UNKNOWN_LIFETIME),
        ("-7200", UNKNOWN_LIFETIME),
        ("NaN", UNKNOWN_LIFETIME),
        ("Infinity", UNKNOWN_LIFETIME),
        ("1e999", UNKNOWN_LIFETIME),
        (10**400, UNKNOWN_LIFETIME),
        ("9" * 400, UNKNOWN_LIFETIME),
        (10**12, 1e12),
    ],
    ids=repr,
)
@pytest.mark.parametrize("name", GRANTS)
def test_a_fresh_token_survives_any_lifetime(
    name: str, expires_in: object, lifetime: float
) -> None:
    """Numbers and texts are read; a lifetime that makes no sense counts as an hour."""
    tokens = outcome(FLOWS[name](), ok({**PAIR_ANSWER, "expires_in": expires_in}))

    assert isinstance(tokens, TokenSet)
    assert tokens.lifetime == lifetime
    assert TokenSet.from_text(tokens.to_text()) == tokens


@pytest.mark.parametrize("scope", [{}, {"scope": None}], ids=["missing", "null"])
def test_no_scope_in_an_answer_means_what_was_there_before(scope: dict[str, Any]) -> None:
    """An exchange without scope granted what was asked for, a refresh what the pair had."""
    answer = without(PAIR_ANSWER, "scope") | scope

    exchanged = outcome(flows.exchange(APP, ID_URL, CODE, NOW), ok(answer))
    refreshed = outcome(flows.refresh(APP, ID_URL, PAIR, NOW), ok(answer))

    assert (exchanged.scopes, refreshed.scopes) == (CODE.scopes, PAIR.scopes)


@pytest.mark.parametrize("name", ["exchange", "refresh"])
@pytest.mark.parametrize(("scope", "scopes"), [("", ()), ("user:read", ("user:read",))])
def test_a_smaller_grant_is_believed(name: str, scope: str, scopes: tuple[str, ...]) -> None:
    """What was really granted counts, be it less than was asked for, or nothing."""
    tokens = outcome(FLOWS[name](), ok({**PAIR_ANSWER, "scope": scope}))

    assert isinstance(tokens, TokenSet)
    assert tokens.scopes == scopes


@pytest.mark.parametrize(
    "extra", [{}, {"refresh_token": None}, {"refresh_token": ""}], ids=["missing", "null", "empty"]
)
def test_a_refresh_without_a_new_refresh_token_keeps_the_old_one(extra: dict[str, Any]) -> None:
    """The standard lets a refresh token live on, so it is kept and not lost."""
    answer = without(PAIR_ANSWER, "refresh_token") | extra

    tokens = outcome(flows.refresh(APP, ID_URL, PAIR, NOW), ok(answer))

    assert (tokens.access_token, tokens.refresh_token) == ("NEWACCESS", "OLDREFRESH")


@pytest.mark.parametrize(
    "extra", [{}, {"refresh_token": None}, {"refresh_token": ""}], ids=["missing", "null", "empty"]
)
def test_an_exchange_without_a_refresh_token_is_no_login(extra: dict[str, Any]) -> None:
    """Such a login would end within hours; that is told at once."""
    answer = without(PAIR_ANSWER, "refresh_token") | extra

    error = refused(flows.exchange(APP, ID_URL, CODE, NOW), ok(answer))

    assert isinstance(error, errors.UnexpectedAnswer)
    assert "refresh token" in str(error)


@pytest.mark.parametrize("name", GRANTS)
def test_fields_that_nobody_knows_do_no_harm(name: str) -> None:
    """Kick may add fields to a token answer at any time."""
    extra: dict[str, Any] = {
        "id_token": "x.y.z",
        "refresh_expires_in": 1,
        "created_at": None,
        "data": [],
    }

    assert outcome(FLOWS[name](), ok({**PAIR_ANSWER, **extra})) == outcome(
        FLOWS[name](), ok(PAIR_ANSWER)
    )


def test_the_content_type_of_a_good_answer_does_not_matter() -> None:
    """A pair that says it is a page is a pair all the same, and too dear to throw away."""
    answer = httpx.Response(200, html=json.dumps(PAIR_ANSWER))

    assert outcome(flows.refresh(APP, ID_URL, PAIR, NOW), answer).refresh_token == "NEWREFRESH"


# ---------------------------------------------------------------- refusals of the token endpoint


@dataclass(frozen=True)
class Row:
    """An answer, and the error it gives: of an exchange, of a refresh, of minting."""

    answer: Answer
    exchange: type[errors.KickError]
    refresh: type[errors.KickError]
    client_credentials: type[errors.KickError]


def alike(answer: Answer, kind: type[errors.KickError]) -> Row:
    """An answer that means the same to every grant."""
    return Row(answer, kind, kind, kind)


def of_the_grant(answer: Answer) -> Row:
    """An answer that names the grant: the code, the refresh token, or the right to mint."""
    return Row(answer, errors.LoginFailed, errors.GrantLost, errors.AppRefused)


ENVELOPE = {"data": None, "message": "Unauthorized"}
REFUSALS = {
    "invalid_grant 401": of_the_grant(lambda: oauth_error(401, "invalid_grant")),
    "invalid_grant 400": of_the_grant(lambda: oauth_error(400, "invalid_grant", "expired")),
    "invalid_grant, no type": of_the_grant(
        lambda: httpx.Response(401, content=b'{"error":"invalid_grant"}')
    ),
    "invalid_client 401": alike(lambda: oauth_error(401, "invalid_client"), errors.AppRefused),
    "invalid_client 400": alike(lambda: oauth_error(400, "invalid_client"), errors.AppRefused),
    "unauthorized_client": alike(
        lambda: oauth_error(401, "unauthorized_client"), errors.AppRefused
    ),
    "invalid_request": alike(lambda: oauth_error(400, "invalid_request"), errors.BadRequest),
    "as documented": alike(lambda: oauth_error(400, "Invalid request"), errors.BadRequest),
    "unsupported_grant_type": alike(
        lambda: oauth_error(400, "unsupported_grant_type"), errors.BadRequest
    ),
    "access_denied 400": alike(lambda: oauth_error(400, "access_denied"), errors.BadRequest),
    "access_denied 403": alike(lambda: oauth_error(403, "access_denied"), errors.ServerFault),
    "server_error": alike(lambda: oauth_error(500, "server_error"), errors.ServerFault),
    "a ULID's complaint": alike(
        lambda: httpx.Response(500, json={"message": "ulid: bad data size when unmarshaling"}),
        errors.ServerFault,
    ),
    "empty 400": alike(lambda: httpx.Response(400), errors.ServerFault),
    "empty 401": alike(lambda: httpx.Response(401), errors.ServerFault),
    "empty 403": alike(lambda: httpx.Response(403), errors.ServerFault),
    "empty 404": alike(lambda: httpx.Response(404), errors.ServerFault),
    "HTML 401": alike(lambda: httpx.Response(401, html=EDGE), errors.ServerFault),
    "HTML 403": alike(lambda: httpx.Response(403, html=EDGE), errors.ServerFault),
    "HTML 404": alike(lambda: httpx.Response(404, html=EDGE), errors.ServerFault),
    "HTML 503": alike(lambda: httpx.Response(503, html=EDGE), errors.ServerFault),
    "edge block": alike(
        lambda: httpx.Response(
            403,
            json={"error": "Request blocked by security policy.", "reference": "9e4db7e3"},
        ),
        errors.ServerFault,
    ),
    "invalid_grant in a page": alike(
        lambda: httpx.Response(401, html='{"error":"invalid_grant"}'), errors.ServerFault
    ),
    "invalid_grant in a text": alike(
        lambda: httpx.Response(401, text="invalid_grant"), errors.ServerFault
    ),
    "invalid_grant in a list": alike(
        lambda: httpx.Response(401, json=["invalid_grant"]), errors.ServerFault
    ),
    "invalid_grant elsewhere": alike(
        lambda: httpx.Response(401, json={"error_description": "invalid_grant"}),
        errors.ServerFault,
    ),
    "error of another type": alike(
        lambda: httpx.Response(401, json={"error": {"code": "invalid_grant"}}), errors.ServerFault
    ),
    "broken JSON": alike(
        lambda: httpx.Response(401, content=b'{"error":"invalid_grant"'), errors.ServerFault
    ),
    "not UTF-8": alike(lambda: httpx.Response(401, content=b"\xff\xfe\x00"), errors.ServerFault),
    "too deep": alike(lambda: httpx.Response(401, content=b"[" * 100_000), errors.ServerFault),
    "API envelope": alike(lambda: httpx.Response(401, json=ENVELOPE), errors.ServerFault),
    "408": alike(lambda: oauth_error(408, "invalid_request"), errors.ServerFault),
    "425": alike(lambda: httpx.Response(425), errors.ServerFault),
    "429": alike(lambda: httpx.Response(429), errors.RateLimited),
    "429 with words": alike(lambda: oauth_error(429, "slow_down"), errors.RateLimited),
    "520": alike(lambda: httpx.Response(520, html=EDGE), errors.ServerFault),
    "302": alike(lambda: httpx.Response(302, headers={"Location": "/"}), errors.UnexpectedAnswer),
    "307": alike(
        lambda: httpx.Response(307, headers={"Location": "https://id.kick.com/"}),
        errors.UnexpectedAnswer,
    ),
    "304": alike(lambda: httpx.Response(304), errors.UnexpectedAnswer),
    "600": alike(lambda: httpx.Response(600), errors.UnexpectedAnswer),
}


@pytest.mark.parametrize("case", REFUSALS)
@pytest.mark.parametrize("name", GRANTS)
def test_a_refusal_says_who_must_act(name: str, case: str) -> None:
    """The word in `error` decides, not the status; without one, nothing is proven."""
    row = REFUSALS[case]

    error = refused(FLOWS[name](), row.answer())

    assert type(error) is getattr(row, name)


@pytest.mark.parametrize("case", REFUSALS)
def test_only_invalid_grant_ends_a_session(case: str) -> None:
    """A user is asked to log in again only if Kick has said `invalid_grant` in so many words."""
    error = refused(flows.refresh(APP, ID_URL, PAIR, NOW), REFUSALS[case].answer())

    says_so = case in ("invalid_grant 401", "invalid_grant 400", "invalid_grant, no type")
    assert isinstance(error, errors.AskTheUser) is says_so


@pytest.mark.parametrize("case", REFUSALS)
@pytest.mark.parametrize("name", GRANTS)
def test_a_refusal_names_the_call_and_the_status(name: str, case: str) -> None:
    """An error can be understood without the code: which call, which status, what next."""
    answer = REFUSALS[case].answer()

    error = refused(FLOWS[name](), answer)

    assert str(error).startswith("POST /oauth/token: Kick answered ")
    assert str(answer.status_code) in str(error)
    assert getattr(error, "status", answer.status_code) == answer.status_code


def test_kicks_own_words_are_kept() -> None:
    """`error` is there for programs, the description for people."""
    answer = oauth_error(401, "invalid_client", "no such app")

    error = refused(flows.client_credentials(APP, ID_URL, NOW), answer)

    assert isinstance(error, errors.AppRefused)
    assert (error.reason_code, error.reason) == ("invalid_client", "no such app")
    assert "no such app" in str(error)


def test_a_500_at_the_exchange_hints_at_the_redirect_uri() -> None:
    """Kick answers so to a redirect URI that is not registered; a refresh has none."""
    exchange = refused(flows.exchange(APP, ID_URL, CODE, NOW), oauth_error(500, "server_error"))
    refresh = refused(flows.refresh(APP, ID_URL, PAIR, NOW), oauth_error(500, "server_error"))

    assert "redirect_uri" in str(exchange)
    assert "redirect_uri" not in str(refresh)


# ---------------------------------------------------------------- successes that are none

UNREADABLE: dict[str, Answer] = {
    "HTML": lambda: httpx.Response(200, html=EDGE),
    "empty": lambda: httpx.Response(200),
    "204": lambda: httpx.Response(204),
    "broken JSON": lambda: httpx.Response(200, content=b'{"access_token": "NEWACC'),
    "not UTF-8": lambda: httpx.Response(200, content=b'{"access_token": "\xff"}'),
    "a list": lambda: ok([PAIR_ANSWER]),
    "a text": lambda: ok("OK"),
    "a number": lambda: ok(1),
    "null": lambda: ok(None),
    "too deep": lambda: httpx.Response(200, content=b'{"a":' * 100_000),
    "an error": lambda: ok({"error": "invalid_grant"}),
    "an envelope": lambda: ok({"data": PAIR_ANSWER, "message": "OK"}),
}


@pytest.mark.parametrize("case", UNREADABLE)
@pytest.mark.parametrize("name", [name for name in FLOWS if name != "revoke"])
def test_a_success_that_is_none_is_reported(name: str, case: str) -> None:
    """A page, nothing, or other JSON is no answer, and proves nothing about any token."""
    error = refused(FLOWS[name](), UNREADABLE[case]())

    assert type(error) is errors.UnexpectedAnswer


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"access_token": None}, "/access_token"),
        ({"access_token": 5}, "/access_token"),
        ({"access_token": ["x"]}, "/access_token"),
    ],
)
@pytest.mark.parametrize("name", GRANTS)
def test_a_field_of_another_type_is_pointed_at(
    name: str, change: dict[str, Any], pointer: str
) -> None:
    """What does not fit is named by its JSON pointer and its kind, never by its value."""
    error = refused(FLOWS[name](), ok({**PAIR_ANSWER, **change}))

    assert isinstance(error, errors.UnexpectedAnswer)
    assert error.pointer == pointer
    assert "NEW" not in str(error)


@pytest.mark.quirk("expires_in_is_a_number")
@pytest.mark.parametrize(
    "change",
    [
        {"expires_in": [7200]},
        {"expires_in": True},
        {"expires_in": None},
        {"expires_in": 7200.5},
        {"expires_in": float("nan")},
        {"token_type": 5},
        {"token_type": None},
        {"scope": ["user:read"]},
        {"refresh_expires_in": [1]},
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["exchange", "refresh"])
def test_a_fresh_pair_is_kept_whatever_stands_beside_it(name: str, change: dict[str, Any]) -> None:
    """The old refresh token is spent by then: two usable tokens are a pair."""
    answer = ok({**PAIR_ANSWER, **change})

    tokens = outcome(FLOWS[name](), answer)

    assert isinstance(tokens, TokenSet)
    assert tokens.access_token == PAIR_ANSWER["access_token"]
    assert tokens.refresh_token == PAIR_ANSWER["refresh_token"]
    assert tokens.lifetime > 0


@pytest.mark.parametrize("broken", [5, {}])
def test_a_refresh_token_of_another_type_is_no_refresh_token(broken: object) -> None:
    """A login needs one; a refresh keeps the one it has."""
    answer = {**PAIR_ANSWER, "refresh_token": broken}

    error = refused(FLOWS["exchange"](), ok(answer))
    kept = outcome(FLOWS["refresh"](), ok(answer))

    assert isinstance(error, errors.UnexpectedAnswer)
    assert error.pointer == "/refresh_token"
    assert isinstance(kept, TokenSet)
    assert kept.refresh_token == PAIR.refresh_token


def test_a_missing_access_token_is_pointed_at() -> None:
    """A required field that is missing is named."""
    error = refused(
        flows.client_credentials(APP, ID_URL, NOW), ok(without(APP_ANSWER, "access_token"))
    )

    assert isinstance(error, errors.UnexpectedAnswer)
    assert error.pointer == "/access_token"


@pytest.mark.parametrize(
    "token",
    ["", "NEW ACCESS", "NEW\nACCESS", "NEW\x00", "NEW\u00e9", "NEW\ud800", "Bearer NEW"],
    ids=ascii,
)
@pytest.mark.parametrize("name", GRANTS)
def test_an_access_token_that_cannot_stand_in_a_header_is_refused_unseen(
    name: str, token: str
) -> None:
    """What could not be sent later, or would be read as a second header, is refused at once."""
    error = refused(FLOWS[name](), ok({**PAIR_ANSWER, "access_token": token}))

    assert type(error) is errors.UnexpectedAnswer
    assert "NEW" not in str(error)


@pytest.mark.parametrize("token", ["NEW\ud800", "NEW\nREFRESH", "NEW\u00e9"], ids=ascii)
@pytest.mark.parametrize("name", ["exchange", "refresh"])
def test_a_refresh_token_that_cannot_be_sent_is_refused_unseen(name: str, token: str) -> None:
    """A pair whose next refresh could not even be written is no pair."""
    error = refused(FLOWS[name](), ok({**PAIR_ANSWER, "refresh_token": token}))

    assert type(error) is errors.UnexpectedAnswer
    assert "NEW" not in str(error)


# ---------------------------------------------------------------- revoke


@pytest.mark.parametrize(
    "answer",
    [
        lambda: httpx.Response(200, text="OK"),
        lambda: httpx.Response(200),
        lambda: httpx.Response(200, html=EDGE),
        lambda: httpx.Response(200, content=b"\xff"),
        lambda: httpx.Response(204),
    ],
    ids=["OK", "empty", "HTML", "bytes", "204"],
)
def test_a_revocation_believes_any_success(answer: Answer) -> None:
    """Kick says OK in plain text to anything; the body is not read as JSON."""
    assert outcome(FLOWS["revoke"](), answer(), answer()) is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (307, errors.UnexpectedAnswer),
        (400, errors.BadRequest),
        (401, errors.Unauthorized),
        (403, errors.Forbidden),
        (404, errors.NotFound),
        (429, errors.RateLimited),
        (500, errors.ServerFault),
        (522, errors.ServerFault),
    ],
)
@pytest.mark.parametrize("second", [False, True], ids=["first", "second"])
def test_a_revocation_that_is_refused_says_so(
    status: int, kind: type[errors.KickError], second: bool
) -> None:
    """A token that may still be alive is not reported as ended, whichever of the two it is."""
    before = [httpx.Response(200, text="OK")] if second else []

    error = refused(FLOWS["revoke"](), *before, httpx.Response(status))

    assert type(error) is kind
    assert error.operation == "POST /oauth/revoke"


# ---------------------------------------------------------------- introspection


def described(**data: Any) -> httpx.Response:
    """A description of a token in its envelope."""
    return ok({"data": data, "message": "OK"})


def test_introspection_unwraps_what_kick_knows() -> None:
    """Activity, kind, app, scopes and the moment of the end come out of the envelope."""
    found = outcome(flows.introspect(ID_URL, PAIR), ok(ACTIVE_ANSWER))

    assert found == Introspection(
        active=True,
        kind="user",
        client_id=APP.client_id,
        scopes=("user:read", "chat:write"),
        expires_at=1_800_007_200,
    )


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        (
            described(active=True, token_type="app", client_id="X", exp=5),
            Introspection(active=True, kind="app", client_id="X", expires_at=5),
        ),
        (described(active=True, scope=""), Introspection(active=True)),
        (described(active=True, token_type="robot"), Introspection(active=True, kind="robot")),
        (described(active=False), Introspection(active=False)),
        (
            described(active=False, client_id=None, token_type=None, scope=None, exp=None),
            Introspection(active=False),
        ),
        (httpx.Response(401, json=ENVELOPE), Introspection(active=False)),
        (httpx.Response(401, json={"message": "Unauthorized"}), Introspection(active=False)),
        (described(active=True, nbf=1, aud=["x"]), Introspection(active=True)),
    ],
    ids=["app", "no scope", "new kind", "inactive", "nulls", "401", "401 without data", "extra"],
)
def test_a_dead_token_is_an_answer(answer: httpx.Response, found: Introspection) -> None:
    """Inactive with 200 and refused with 401 both mean that the token is dead."""
    assert outcome(flows.introspect(ID_URL, PAIR), answer) == found


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: httpx.Response(401), errors.Unauthorized),
        (lambda: httpx.Response(401, html=EDGE), errors.Unauthorized),
        (lambda: httpx.Response(401, content=b"{"), errors.Unauthorized),
        (lambda: httpx.Response(403, html=EDGE), errors.Forbidden),
        (lambda: httpx.Response(404, json={"message": "Not found"}), errors.NotFound),
        (lambda: httpx.Response(429), errors.RateLimited),
        (lambda: httpx.Response(500, json=ENVELOPE), errors.ServerFault),
        (lambda: httpx.Response(503, html=EDGE), errors.ServerFault),
        (lambda: httpx.Response(307, headers={"Location": "/"}), errors.UnexpectedAnswer),
        (lambda: described(), errors.UnexpectedAnswer),
        (lambda: described(active="true"), errors.UnexpectedAnswer),
        (lambda: described(active=1), errors.UnexpectedAnswer),
        (lambda: described(active=None), errors.UnexpectedAnswer),
        (lambda: described(active=True, exp="soon"), errors.UnexpectedAnswer),
        (lambda: ok({"active": False}), errors.UnexpectedAnswer),
    ],
)
def test_no_verdict_is_told_as_none(answer: Answer, kind: type[errors.KickError]) -> None:
    """Whatever is not clearly Kick's word on the token is an error, never "inactive"."""
    assert type(refused(flows.introspect(ID_URL, PAIR), answer())) is kind


# ---------------------------------------------------------------- whose token it is


def test_the_one_user_is_whose_token_it_is() -> None:
    """The id is Kick's, a number."""
    assert outcome(flows.own_user_id(API_URL, PAIR), ok(USERS_ANSWER)) == 4377088


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda: ok({**USERS_ANSWER, "data": []}), errors.UnexpectedAnswer),
        (lambda: ok({**USERS_ANSWER, "data": [USER, USER]}), errors.UnexpectedAnswer),
        (lambda: ok({**USERS_ANSWER, "data": USER}), errors.UnexpectedAnswer),
        (lambda: ok({**USERS_ANSWER, "data": [{**USER, "user_id": "4"}]}), errors.UnexpectedAnswer),
        (lambda: httpx.Response(401, json=ENVELOPE), errors.Unauthorized),
        (lambda: httpx.Response(403, html=EDGE), errors.Forbidden),
        (lambda: httpx.Response(429), errors.RateLimited),
        (lambda: httpx.Response(500, json=ENVELOPE), errors.ServerFault),
        (lambda: httpx.Response(301, headers={"Location": "/"}), errors.UnexpectedAnswer),
    ],
)
def test_an_answer_that_names_nobody_is_an_error(
    answer: Answer, kind: type[errors.KickError]
) -> None:
    """A login is never stored under a guess."""
    error = refused(flows.own_user_id(API_URL, PAIR), answer())

    assert type(error) is kind
    assert error.operation == "users.get"
