"""Requests and replies are values, although nothing but a type checker guards them."""

from __future__ import annotations

import dataclasses

import pytest
from kickwire_mock import Effects, Headers, Reply, Request


def test_values_are_compared_and_hashed_by_their_fields() -> None:
    """As a frozen dataclass is."""
    one = Request(host="id", method="GET", path="/", headers=Headers([("A", "b")]))
    same = dataclasses.replace(one)
    other = dataclasses.replace(one, path="/other")

    assert one == same
    assert one != other
    assert {one, same, other} == {one, other}


def test_a_reply_sent_with_other_headers_keeps_everything_else() -> None:
    """A field that is added to `Reply` must not get lost on the way out."""
    reply = Reply(
        status=418,
        headers=Headers([("A", "b")]),
        body=b"x",
        reason="no coffee",
        effects=Effects(delay=1.0),
        quirks=("a_quirk",),
    )
    sent = reply.sent_as(Headers(), b"")

    default = Reply(status=200)
    for each in dataclasses.fields(Reply):
        assert getattr(reply, each.name) != getattr(default, each.name), "give it another value"
    assert sent == dataclasses.replace(reply, headers=Headers(), body=b"")


def test_headers_are_the_same_as_text_and_as_bytes() -> None:
    """A character stands for one byte; a name is found in any case, with every value in order."""
    raw = ((b"Via", b"a"), (b"X-Name", b"\xff"), (b"via", b"b"))
    text = Headers([("Via", "a"), ("X-Name", "\xff"), ("via", "b")])

    assert Headers(raw=raw) == text == Headers([("via", "b")], raw=raw[:2])
    assert (text.raw, list(text), len(text)) == (raw, list(Headers(raw=raw)), 3)
    assert (text.get("VIA"), text.all("VIA"), text.get("x-name")) == ("a", ["a", "b"], "\xff")
    assert (text.get("Vi"), text.all("Vi")) == (None, [])


def test_a_header_that_no_line_can_carry_is_refused() -> None:
    """What stands for no single byte cannot have been sent."""
    with pytest.raises(UnicodeEncodeError):
        Headers([("X-Name", "\u4e16")])
