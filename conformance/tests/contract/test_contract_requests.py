"""No request leaves that the documents refuse, and none stays that they allow."""

from __future__ import annotations

import asyncio
import datetime
import re
import warnings
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from kickwire import AsyncBearerCaller, BearerCaller
from kickwire_api.api.chat import send_chat_message
from kickwire_api.api.drops import update_drop_claims
from kickwire_api.facade import AsyncPublicApi, PublicApi
from kickwire_api.models import (
    ChatMessageRequest,
    ChatMessageType,
    DropClaim,
    DropClaimsUpdate,
    DropClaimUpdate,
    LivestreamSort,
)

from conformance.tests.contract.contract_callers import SyncFace, find
from conformance.tests.contract.contract_documents import success
from conformance.tests.contract.contract_requests import (
    RULES,
    Rules,
    allowed,
    broken_calls,
    calls,
    judge,
)

TOKEN = "kickwire-worthless-token"
CASES = {str(rules): rules for rules in RULES}
A_CLAIM: Any = DropClaim(
    claim_id="a",
    user_id=1,
    campaign_id="c",
    reward_id="r",
    external_status="b",
    created_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
    updated_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC),
)

many = settings(
    max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


class Judge(httpx.MockTransport):
    """A server that lets nothing pass which its document does not allow."""

    def __init__(self, rules: Rules) -> None:
        self.passed = 0

        def answer(request: httpx.Request) -> httpx.Response:
            """Judge a request; answer it with the document's example."""
            judge(rules, request)
            self.passed += 1
            return success(rules.place.id)

        super().__init__(answer)


def call(rules: Rules, arguments: dict[str, Any], judge: Judge, how: str) -> Any:
    """Call the facade over real callers, synchronously or not."""
    positional = [arguments[name] for name in _in_path(rules) if name in arguments]
    named = {name: arguments[name] for name in arguments if name not in _in_path(rules)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        if how == "sync":
            with BearerCaller(TOKEN, transport=judge) as caller:
                return find(PublicApi(caller), str(rules))(*positional, **named)
        return asyncio.run(_awaited(rules, positional, named, judge))


async def _awaited(rules: Rules, positional: list[Any], named: dict[str, Any], judge: Judge) -> Any:
    async with AsyncBearerCaller(TOKEN, transport=judge) as caller:
        return await find(AsyncPublicApi(caller), str(rules))(*positional, **named)


def _in_path(rules: Rules) -> list[str]:
    return [name for name, node in rules.parameters.items() if node["in"] == "path"]


@pytest.mark.parametrize("how", ["sync", "async"])
@pytest.mark.parametrize("name", CASES)
def test_what_leaves_is_allowed_and_what_is_refused_is_not(name: str, how: str) -> None:
    """A judge built from the documents agrees with the client about any arguments whatsoever."""
    rules = CASES[name]

    @many
    @given(arguments=broken_calls(rules))
    def agrees(arguments: dict[str, Any]) -> None:
        """Nothing is sent of a call that is refused, and the argument is named."""
        judge = Judge(rules)
        if allowed(rules, arguments):
            call(rules, arguments, judge, how)
            assert judge.passed >= 1
        else:
            with pytest.raises((TypeError, ValueError), match="|".join(rules.fields)):
                call(rules, arguments, judge, how)
            assert judge.passed == 0

    agrees()


@pytest.mark.parametrize("name", CASES)
def test_what_the_document_allows_leaves(name: str) -> None:
    """No call with arguments that the document allows is refused."""
    rules = CASES[name]

    @many
    @given(arguments=calls(rules))
    def leaves(arguments: dict[str, Any]) -> None:
        """The call arrives."""
        assume(allowed(rules, arguments))
        judge = Judge(rules)
        call(rules, arguments, judge, "sync")
        assert judge.passed >= 1

    leaves()


@given(st.integers(26, 120))
@many
def test_a_list_longer_than_a_request_carries_leaves_in_portions(count: int) -> None:
    """Sixty names are asked for in requests that each keep the document's limit."""
    rules = CASES["channels.get"]
    judge = Judge(rules)
    call(rules, {"slug": [f"name-{number}" for number in range(count)]}, judge, "sync")
    assert judge.passed == -(-count // 25)


@pytest.mark.parametrize(
    ("name", "arguments", "complaint"),
    [
        ("channels.get", {"slug": ["x" * 31]}, "slug[0]: at most 25 characters, not 31"),
        ("channels.get", {"slug": "xqc"}, "slug: a list is expected, not str"),
        (
            "channels.get",
            {"slug": ["a"], "broadcaster_user_id": [1]},
            "broadcaster_user_id, slug: give only one of them",
        ),
        ("channels.update", {}, "category_id, stream_title, custom_tags: give at least 1 of them"),
        (
            "chat.send",
            {"content": "x", "type": "user"},
            "broadcaster_user_id: missing, and required where type is user",
        ),
        ("redemptions.accept", {"ids": ["a", "b", "a"]}, "ids[2]: the same value stands at [0]"),
        ("redemptions.list", {"id": ["a"], "reward_id": "b"}, "id, reward_id: give only one"),
        ("kicks.leaderboard", {"top": 101}, "top: at most 100, not 101"),
        ("kicks.leaderboard", {"top": True}, "top: an integer is expected, not bool"),
        ("rewards.create", {"title": "", "cost": 1}, "title: at least 1 character, not 0"),
        (
            "rewards.create",
            {"title": "x", "cost": 1, "background_color": "#12345g"},
            "background_color: '#12345g' is not of the form ^#",
        ),
    ],
)
def test_a_refusal_names_argument_limit_and_what_came(
    name: str, arguments: dict[str, Any], complaint: str
) -> None:
    """The text says which argument, which limit, and what was given instead."""
    face = SyncFace()
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}"):
        face(name, **arguments)
    assert face.recorder.requests == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({"claims": []}, "body: a model with claims is expected, not dict"),
        (DropClaimsUpdate, "body: a model with claims is expected, not type"),
        (
            DropClaimsUpdate(claims=[DropClaimUpdate(claim_id="a", external_status="b"), A_CLAIM]),
            "claims[1]: a model with claim_id, external_status is expected, not DropClaim",
        ),
    ],
)
def test_what_is_like_a_model_is_none(body: Any, complaint: str) -> None:
    """A claim as Kick gives it has more fields than Kick takes, so it is not sent back."""
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}"):
        update_drop_claims.build("https://api.kick.com", body=body)


def test_no_field_comes_in_by_the_back_door() -> None:
    """What is additional may be anything but a documented field, whose rules it would evade."""
    body = ChatMessageRequest(content="x", type_=ChatMessageType.BOT)
    body.additional_properties["reply_to_message_id"] = "no UUID"

    with pytest.raises(ValueError, match=r"^reply_to_message_id: stands in additional_properties"):
        send_chat_message.build("https://api.kick.com", body=body)


def test_a_value_made_on_purpose_passes() -> None:
    """A value that Kick added after this release is sent when its enum is told to make it."""
    face = SyncFace()
    with pytest.warns(DeprecationWarning, match=r"livestreams\.list_v1"):
        face("livestreams.list_v1", sort=LivestreamSort("chat_activity"))
    assert face.recorder.requests[0].url.params["sort"] == "chat_activity"


def test_a_cursor_is_as_long_as_the_server_makes_it() -> None:
    """What was seen of the length of cursors does not end a walk through pages."""
    face = SyncFace()
    face("categories.list", cursor="x" * 400)
    assert face.recorder.requests[0].url.params["cursor"] == "x" * 400
