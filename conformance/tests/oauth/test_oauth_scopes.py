"""Scopes: the list is the document's, and slips are told before a browser opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from kickwire import errors
from kickwire.scopes import NAMES, SCOPES, checked_scopes, scopes_of

from scripts.documents import ROOT, load

API_DOCUMENT = ROOT / "spec" / "api.openapi.yaml"


def documented() -> list[str]:
    """The scopes of the document's security scheme, in its order."""
    schemes: dict[str, Any] = load(API_DOCUMENT)["components"]["securitySchemes"]
    return list(schemes["UserAccessToken"]["flows"]["authorizationCode"]["scopes"])


def test_the_list_is_that_of_the_document() -> None:
    """What the client knows as scopes is what the document of the API declares, in its order."""
    assert list(NAMES) == documented()


def test_eleven_are_published_and_two_observed() -> None:
    """Kick prints eleven scopes; the two of ads are known from use, and marked so."""
    assert [scope.name for scope in SCOPES if scope.observed] == ["ads:read", "ads:write"]
    assert len([scope for scope in SCOPES if not scope.observed]) == 11
    assert all(scope.allows for scope in SCOPES)


def test_scopes_keep_their_order_and_lose_duplicates() -> None:
    """A scope that is named twice is asked for once, where it stood first."""
    found = checked_scopes(["chat:write", "user:read", "chat:write"])

    assert found == ("chat:write", "user:read")


def test_any_iterable_will_do() -> None:
    """A generator is read once and serves as well as a list."""
    assert checked_scopes(name for name in NAMES) == NAMES


@pytest.mark.parametrize(
    ("scopes", "complaint"),
    [
        ([], "at least one"),
        ("user:read chat:write", "a list of names"),
        ("user:read", "a list of names"),
        (["user:read chat:write"], "cannot be sent"),
        ([""], "cannot be sent"),
        (["user:read\n"], "cannot be sent"),
        (['user:"read"'], "cannot be sent"),
        (["user\\read"], "cannot be sent"),
        (["us\u00e9r:read"], "cannot be sent"),
        (["\ud800"], "cannot be sent"),
        (b"user:read", "cannot be sent"),
        ([None], "cannot be sent"),
        (["user:reed"], "did you mean user:read"),
        (["openid"], "is no scope of Kick"),
    ],
)
def test_scopes_that_cannot_be_asked_for_are_refused(scopes: Any, complaint: str) -> None:
    """Kick would bounce the user to a page that does not exist, so the slip is told here."""
    with pytest.raises(errors.ConfigurationError, match=complaint):
        checked_scopes(scopes)


@pytest.mark.parametrize(
    "name",
    ["chat:read", "subscribers:read", "channel:update", "events:read", "events:write", "profile"],
)
def test_scopes_that_guides_invent_are_refused(name: str) -> None:
    """Names that stand in guides but not in Kick's table are refused, with the way to insist."""
    with pytest.raises(errors.ConfigurationError, match="unlisted_scopes=True"):
        checked_scopes([name])


def test_a_scope_younger_than_this_release_can_be_insisted_on() -> None:
    """`unlisted` lets a new name pass, but nothing that cannot be sent."""
    assert checked_scopes(["clips:write"], unlisted=True) == ("clips:write",)
    with pytest.raises(errors.ConfigurationError, match="cannot be sent"):
        checked_scopes(["clips write"], unlisted=True)


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("", ()),
        ("user:read", ("user:read",)),
        (" user:read   chat:write\n", ("user:read", "chat:write")),
        ("a b a", ("a", "b")),
    ],
)
def test_the_scopes_of_an_answer_are_read_from_its_text(text: str, scopes: Iterable[str]) -> None:
    """Granted scopes are split at spaces, each counted once, known or not."""
    assert scopes_of(text) == scopes
