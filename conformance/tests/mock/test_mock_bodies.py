"""Request bodies: JSON for api.kick.com, forms for id.kick.com."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kickwire_mock import Mock, Reply, Request
from kickwire_mock.errors import RequestError
from kickwire_mock.messages import Headers
from kickwire_mock.operations import Operation, operations
from kickwire_mock.wire import json_bytes, json_value

Ask = Callable[..., Reply]

CHAT = {"content": "hello", "type": "user", "broadcaster_user_id": 123}
CREDENTIALS = {
    "client_id": "01JEXAMP0E0000000000000001",
    "client_secret": "kickwire-example-client-secret",
}


def optional_body() -> Operation:
    """An operation whose JSON body may be left out, with formats in it."""
    schema = {
        "type": "object",
        "required": ["at"],
        "properties": {
            "at": {"type": "string", "format": "date-time"},
            "id": {"type": "string", "format": "uuid"},
            "odd": {"type": "string", "format": "no-such-format"},
        },
    }
    operation = {
        "operationId": "note",
        "tags": ["notes"],
        "security": [],
        "requestBody": {"content": {"application/json": {"schema": schema}}},
        "responses": {"204": {"description": "Noted."}},
    }
    return next(operations({"paths": {"/notes": {"post": operation}}}))


def read(body: bytes, content_type: str | None = "application/json") -> Any:
    """What the operation above makes of a body."""
    headers = Headers([] if content_type is None else [("content-type", content_type)])
    request = Request(host="api", method="POST", path="/notes", headers=headers, body=body)
    return optional_body().read(request, ()).body


def chat(ask: Ask, body: bytes | str, content_type: str = "application/json") -> str:
    """Why a chat message is refused with 400."""
    reply = ask("api", "POST /public/v1/chat", body=body, content_type=content_type)
    assert reply.status == 400
    assert json.loads(reply.body) == {"data": {}, "message": "Invalid request"}
    return reply.reason


def test_a_good_json_body_passes(ask: Ask) -> None:
    """Media type parameters and case do not matter; unknown fields are ignored, as Kick does."""
    body = json.dumps({**CHAT, "unknown": {"x": [1]}})
    reply = ask(
        "api", "POST /public/v1/chat", body=body, content_type="Application/JSON; charset=utf-8"
    )
    assert reply.status == 200


@pytest.mark.parametrize("missing", ["content", "type"])
def test_a_required_field_must_be_there(ask: Ask, missing: str) -> None:
    """The reason names the field."""
    body = {name: value for name, value in CHAT.items() if name != missing}
    assert chat(ask, json.dumps(body)) == f'the body: "{missing}" is a required property'


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"content": ""}, "/content"),
        ({"content": "x" * 501}, "/content"),
        ({"type": "admin"}, "/type"),
        ({"broadcaster_user_id": "123"}, "/broadcaster_user_id"),
        ({"broadcaster_user_id": 2**63}, "/broadcaster_user_id"),
        ({"reply_to_message_id": "no-uuid"}, "/reply_to_message_id"),
    ],
)
def test_a_field_that_breaks_the_schema_is_named(
    ask: Ask, change: dict[str, Any], place: str
) -> None:
    """Types, limits, enums and formats of the document hold."""
    assert chat(ask, json.dumps(CHAT | change)).startswith(f"the body at {place}: value")


def test_500_characters_are_counted_as_characters(ask: Ask) -> None:
    """The limit of a chat message counts code points, not bytes."""
    body = json.dumps({**CHAT, "content": "\U0001f600" * 500}, ensure_ascii=False)
    assert ask("api", "POST /public/v1/chat", body=body).status == 200


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"hello", "the body is not JSON: Expecting value at line 1 column 1"),
        (b"{'a': 1}", "the body is not JSON: Expecting property name enclosed in double quotes"),
        (b"{} {}", "the body is not JSON: Extra data at line 1 column 4"),
        (b'{"content": NaN}', "the body is not JSON: NaN is not a JSON value"),
        (b'{"content": "\xff"}', "the body is not UTF-8 at byte 13"),
        (b"\xef\xbb\xbf{}", "the body is not JSON"),
        ("{}".encode("utf-16"), "the body is not UTF-8 at byte 0"),
        (b"[" * 100_000, "the body is nested too deeply"),
        (b'{"x": ' * 600 + b"1" + b"}" * 600, "the body is nested too deeply"),
        (b'{"content": ' + b"9" * 5_000 + b"}", "the body holds a number that cannot be read"),
        (b'{"content": "\\ud800"}', "the body holds half of a surrogate pair"),
        (b'{"\\udfff": 1}', "the body holds half of a surrogate pair"),
        (b"null", 'the body: value is not of type "object"'),
    ],
)
def test_what_is_no_usable_json_is_refused(ask: Ask, body: bytes, reason: str) -> None:
    """Each way to be unreadable ends in one clear sentence, never in a traceback."""
    assert chat(ask, body).startswith(reason)


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "json", ";"])
def test_another_media_type_is_refused(ask: Ask, media: str) -> None:
    """JSON has to be sent as JSON."""
    reason = "the body must be sent as application/json"
    assert chat(ask, json.dumps(CHAT), content_type=media) == reason


def test_a_required_body_must_not_be_empty(ask: Ask) -> None:
    """Nothing at all is refused before the media type is looked at."""
    reply = ask("api", "POST /public/v1/chat", body=b"")
    assert (reply.status, reply.reason) == (400, "a JSON body is required")


def test_a_delete_has_a_body_too(ask: Ask) -> None:
    """Lifting a ban is a DELETE whose JSON body is read (ledger `moderation_delete_with_body`)."""
    line = "DELETE /public/v1/moderation/bans"
    assert ask("api", line, body='{"broadcaster_user_id": 123, "user_id": 456}').status == 200
    assert ask("api", line, body='{"broadcaster_user_id": 1}').status == 400


def test_an_optional_body_may_be_left_out() -> None:
    """Without a body there is no value, and no media type is asked for."""
    assert read(b"", content_type=None) is None
    with pytest.raises(RequestError):
        read(b"{}", content_type=None)


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ({"at": "2026-01-02T03:04:05Z"}, True),
        ({"at": "2026-01-02T03:04:05.123456789+11:00"}, True),
        ({"at": "2026-01-02"}, False),
        ({"at": ""}, False),
        ({"at": "2026-01-02T03:04:05Z", "id": "5138d04d-68f8-4eca-aa65-93123f6f97fe"}, True),
        ({"at": "2026-01-02T03:04:05Z", "id": "5138d04d68f84ecaaa6593123f6f97fe"}, False),
        ({"at": "2026-01-02T03:04:05Z", "odd": "anything"}, True),
    ],
)
def test_known_formats_are_checked(value: dict[str, str], good: bool) -> None:
    """date-time and uuid mean what RFC 3339 and RFC 9562 say; unknown formats mean nothing."""
    body = json.dumps(value).encode()
    if good:
        assert read(body) == value
    else:
        with pytest.raises(RequestError, match="is not a"):
            read(body)


def grant(ask: Ask, form: str, content_type: str | None = None) -> tuple[int, str, str]:
    """Status, error and reason of a token request."""
    reply = ask("id", "POST /oauth/token", body=form, authorized=False, content_type=content_type)
    assert reply.headers.get("Cache-Control") == "no-store"
    return reply.status, json.loads(reply.body).get("error", ""), reply.reason


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"grant_type": "client_credentials"}, 200),
        ({"grant_type": "refresh_token", "refresh_token": "R"}, 401),
        (
            {
                "grant_type": "authorization_code",
                "code": "C",
                "redirect_uri": "http://localhost:8080/callback",
                "code_verifier": "V",
            },
            401,
        ),
    ],
)
def test_each_grant_is_examined_with_its_fields_and_refused_without(
    ask: Ask, form: dict[str, str], status: int
) -> None:
    """The grants are told apart by grant_type; every other field is required by its own grant."""
    complete = form | CREDENTIALS
    assert grant(ask, urlencode(complete))[:2] == (status, "" if status == 200 else "invalid_grant")
    for missing in complete.keys() - {"grant_type"}:
        rest = {name: value for name, value in complete.items() if name != missing}
        status, error, reason = grant(ask, urlencode(rest))
        # Without its name or its secret the app has not proved itself, which is another error.
        no_proof = missing in CREDENTIALS
        expected = (401, "invalid_client") if no_proof else (400, "invalid_request")
        assert (status, error) == expected
        assert missing in reason


def test_unknown_form_fields_are_ignored(ask: Ask) -> None:
    """Even if they are repeated; the grant reads its own fields only (`refresh_no_pkce`)."""
    form = urlencode({"grant_type": "client_credentials"} | CREDENTIALS)
    assert grant(ask, f"x=1&{form}&x=2&refresh_token=")[0] == 200


@pytest.mark.parametrize("form", ["", "grant_type=", "grant_type=password", "Grant_Type=x", "=&&"])
def test_an_unknown_grant_type_is_401(ask: Ask, form: str) -> None:
    """Absent, empty and unknown ones alike: the Go library's status, not the RFC's."""
    form = f"{form}&{urlencode(CREDENTIALS)}" if form else form
    assert grant(ask, form)[:2] == (401, "unsupported_grant_type")


@pytest.mark.parametrize("media", ["application/json", "multipart/form-data; boundary=x", "x"])
def test_another_media_type_is_read_as_an_empty_form(ask: Ask, media: str) -> None:
    """A JSON body at the token endpoint looks like one without grant_type (`token_form_only`)."""
    form = urlencode({"grant_type": "client_credentials"} | CREDENTIALS)
    assert grant(ask, form, media)[:2] == (401, "unsupported_grant_type")


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("grant_type=refresh_token&grant_type=refresh_token", "grant_type may be sent only once"),
        ("grant_type=%", "two hexadecimal digits"),
        ("grant_type=%ff", "not UTF-8"),
        ("&" * 2000, "more than 1000 fields"),
    ],
)
def test_a_malformed_form_is_an_invalid_request(ask: Ask, form: str, reason: str) -> None:
    """Repeats (RFC 6749 section 3.2), broken escapes and broken UTF-8 are 400."""
    status, error, why = grant(ask, form)
    assert (status, error) == (400, "invalid_request")
    assert reason in why


@given(secret=st.text(min_size=8))
@settings(max_examples=50)
def test_a_refusal_never_repeats_what_was_sent(mock: Mock, secret: str) -> None:
    """Neither reply, reason nor any repr holds a value of the form, however wrong it is."""
    secret = f"5ecre7-{secret}"
    form = {"grant_type": "authorization_code", "redirect_uri": secret, "code": secret}
    form["client_id"] = "01JEXAMP0E0000000000000001"
    request = Request(
        host="id",
        method="POST",
        path="/oauth/token",
        query=urlencode({"token": secret}),
        headers=Headers(
            [
                ("Cookie", secret.encode("utf-8", "replace").decode("latin-1")),
                ("Content-Type", "application/x-www-form-urlencoded"),
            ]
        ),
        body=urlencode(form, errors="replace").encode(),
    )
    reply = mock.handle(request)
    assert reply.status == 400
    for text in (repr(request), repr(reply), reply.reason, reply.body.decode()):
        assert "5ecre7" not in text


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(value=JSON_VALUES)
@settings(max_examples=100)
def test_json_is_written_as_go_writes_it(value: Any) -> None:
    """Compact, without bare `&`, `<` or `>`, and equal to the value when read again."""
    written = json_bytes(value)
    assert not set(b"&<>") & set(written)
    assert json_value(written) == value


def test_go_escapes_are_exact() -> None:
    """The escapes are those of Go's encoding/json."""
    written = json_bytes({"a": "<&>\u2028\u2029\u00e9", "b": [1, 2.5]})
    expected = '{"a":"\\u003c\\u0026\\u003e\\u2028\\u2029\u00e9","b":[1,2.5]}'
    assert written == expected.encode()
