"""Settings are checked where they are given: before anything is sent, without showing a secret."""

from __future__ import annotations

import traceback
from typing import Any

import pytest
from kickwire import AsyncBearerCaller, BearerCaller, errors

TOKEN = "a-token-of-no-worth"


@pytest.mark.parametrize(
    ("url", "complaint"),
    [
        ("http://api.kick.com", "plain http"),
        ("https://kick.com", "kick.com does not answer"),
        ("https://id.kick.com", "id.kick.com does not answer"),
        ("https://api.kick.com/public/v1", "only an origin"),
        ("https://user:pass@api.kick.com", "user name or password"),
        ("ftp://api.kick.com", "https://host"),
        ("api.kick.com", "https://host"),
        ("https://[", "not a URL"),
        ("https://[::1]x", "not a URL"),
        ("https://xn--", "not a URL"),
        ("https://exa\nmple.com", "not a URL"),
        ("https://ex ample.com", "not a URL"),
        ("https://api.kick.com\\evil", "not a URL"),
        ("https://\u2024.com", "not a URL"),
        ("https://kick.com.", "kick.com does not answer"),
        ("https://api.kick.com:port", "not a URL"),
    ],
)
@pytest.mark.parametrize("caller", [BearerCaller, AsyncBearerCaller])
def test_a_base_url_that_tokens_must_not_go_to_is_refused(
    caller: type[BearerCaller | AsyncBearerCaller], url: str, complaint: str
) -> None:
    """A wrong base URL is refused before anything is sent, in words that say what is expected."""
    with pytest.raises(errors.ConfigurationError, match=complaint):
        caller(TOKEN, api_url=url)


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://localhost:1/", "http://[::1]:1", "https://mock.example"],
)
def test_a_mock_may_stand_in_for_kick(url: str) -> None:
    """Loopback over plain http, and any https origin, are accepted when given."""
    with BearerCaller(TOKEN, api_url=url) as caller:
        assert url.rstrip("/") in repr(caller)


@pytest.mark.parametrize("token", ["", "a b", "line\n", "schlüssel"])
def test_a_token_that_cannot_be_sent_is_refused_unseen(token: str) -> None:
    """A token with a line end, a space or other letters is refused, and never shown."""
    with pytest.raises(errors.ConfigurationError) as caught:
        BearerCaller(token)

    told = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = [frame for frame in told.stack if "/kickwire/" in frame.filename.replace("\\", "/")]
    assert ours
    assert token == "" or token not in str(caught.value)
    assert all(repr(token) not in (frame.locals or {}).values() for frame in ours)


@pytest.mark.parametrize("timeout", [0, -1, "5", True, float("inf"), float("nan")])
def test_a_timeout_that_is_none_is_refused(timeout: Any) -> None:
    """A timeout is a number of seconds above zero, and is checked before the first call."""
    with pytest.raises(errors.ConfigurationError, match="timeout: a number of seconds"):
        BearerCaller(TOKEN, timeout=timeout)


def test_a_token_with_its_scheme_is_refused() -> None:
    """Pasting the whole header is a common slip, and is told as such."""
    with pytest.raises(errors.ConfigurationError, match="leave out the word Bearer"):
        BearerCaller("Bearer abc")
