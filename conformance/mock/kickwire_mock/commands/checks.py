"""What a receiver of webhooks has to do, as checks: what is sent, and which answer is right."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeAlias

from kickwire_mock.documents import packaged, root
from kickwire_mock.world.news import DROPS

CHAT = "chat.message.sent"

_SIGNATURE = "Kick-Event-Signature"
_MESSAGE_ID = "Kick-Event-Message-Id"
_TYPE = "Kick-Event-Type"
_HOUR = 3600
_TELLING = {"content": "Gr\u00fc\u00dfe & <K\u00fcsse>"}
"""A message in which each form of a body looks different."""
_OTHER_ID = "01JEXAMP0E00000000000NEVER"

Expected: TypeAlias = Literal["accepted", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A delivery as it is sent."""

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    what: str = ""
    """Which of several it is, for people."""


class Sign(Protocol):
    """Has the mock sign a delivery."""

    def __call__(
        self, event: str, fields: Mapping[str, Any] | None = None, **trouble: Any
    ) -> Letter:
        """A signed delivery of an event."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that a receiver has to do."""

    name: str
    what: str
    """In words, as it goes on from "it ..."."""
    expected: Expected
    must: bool = True
    """Whether a receiver fails that does not do it; else it is warned."""
    quirks: tuple[str, ...]
    """Entries of the ledger that say so."""
    letters: Callable[[Sign], Iterator[Letter]] = field(repr=False)


def checks(*, drops: bool, rotate: Callable[[], object] | None) -> list[Check]:
    """Every check in the order in which they are made.

    Args:
        drops: whether claims of drops are sent to the receiver too.
        rotate: has the mock sign with another key; None leaves that out.
    """
    found = [*_GENUINE, *_FORGED, *map(_event, _events(drops=drops))]
    return found if rotate is None else [*found, _rotated(rotate)]


def _one(**trouble: Any) -> Callable[[Sign], Iterator[Letter]]:
    def letters(sign: Sign) -> Iterator[Letter]:
        """One message."""
        yield sign(CHAT, _TELLING, **trouble)

    return letters


def _twice(sign: Sign) -> Iterator[Letter]:
    letter = sign(CHAT)
    yield replace(letter, what="the first time")
    yield replace(letter, what="the second time")


def _changed(headers: Mapping[str, str | None]) -> Callable[[Sign], Iterator[Letter]]:
    def letters(sign: Sign) -> Iterator[Letter]:
        """A genuine one with other headers; None leaves one out."""
        letter = sign(CHAT)
        sent = {**letter.headers, **headers}
        left = {name: value for name, value in sent.items() if value is not None}
        yield replace(letter, headers=left)

    return letters


def _altered(sign: Sign) -> Iterator[Letter]:
    letter = sign(CHAT)
    payload = {**json.loads(letter.body), "content": "Somebody else wrote this"}
    yield replace(letter, body=json.dumps(payload, separators=(",", ":")).encode())


def _event(event: str) -> Check:
    """A receiver takes an event in every form that the document shows."""

    def letters(sign: Sign) -> Iterator[Letter]:
        """As it usually is, then each example."""
        yield replace(sign(event), what="as usual")
        for name, example in _examples(event):
            yield replace(sign(event, example), what=name.replace("_", " "))

    return Check(
        name=event,
        what=f"takes {event}",
        expected="accepted",
        quirks=("webhook_headers",) if event == DROPS else ("webhook_null_and_missing_fields",),
        letters=letters,
    )


def _events(*, drops: bool) -> list[str]:
    found = root(packaged().api).at("webhooks").items()
    return [str(name) for name, _ in found if drops or name != DROPS]


def _examples(event: str) -> list[tuple[str, dict[str, Any]]]:
    media = ("post", "requestBody", "content", "application/json", "examples")
    found = root(packaged().api).at("webhooks", event, *media).items()
    return [(str(name), place.at("value").node) for name, place in found]


def _rotated(rotate: Callable[[], object]) -> Check:
    def letters(sign: Sign) -> Iterator[Letter]:
        """One that is signed with the next key."""
        rotate()
        yield sign(CHAT)

    return Check(
        name="rotated-key",
        what="fetches the public key anew when a signature fails",
        expected="accepted",
        quirks=("webhook_key_rotation",),
        letters=letters,
    )


_GENUINE: Sequence[Check] = (
    Check(
        name="genuine",
        what="takes a genuine delivery",
        expected="accepted",
        quirks=("webhook_rsa_not_hmac", "webhook_2xx_meaning"),
        letters=_one(),
    ),
    Check(
        name="repeated",
        what="takes the same delivery again",
        expected="accepted",
        quirks=("webhook_retry_policy",),
        letters=_twice,
    ),
    Check(
        name="stale",
        what="takes one that is an hour old",
        expected="accepted",
        quirks=("webhook_freshness_vs_delay",),
        letters=_one(age=_HOUR),
    ),
    Check(
        name="unknown-type",
        what="takes an event that it does not know",
        expected="accepted",
        must=False,
        quirks=("webhook_event_names",),
        letters=_changed({_TYPE: "channel.something.new"}),  # the signature does not cover it
    ),
    *(
        Check(
            name=f"body-{form.replace('_', '-')}",
            what=f"takes a body {words}",
            expected="accepted",
            quirks=("webhook_raw_body",),
            letters=_one(form=form),
        )
        for form, words in (
            ("spaced", "with spaces"),
            ("escaped", "with \\u escapes"),
            ("trailing_newline", "with a newline at its end"),
        )
    ),
)

_FORGED: Sequence[Check] = tuple(
    Check(
        name=name,
        what=f"refuses {what}",
        expected="refused",
        quirks=("webhook_rsa_not_hmac",),
        letters=letters,
    )
    for name, what, letters in (
        ("bad-signature", "the signature of something else", _one(bad_signature=True)),
        ("altered-body", "a body that was changed after signing", _altered),
        ("other-id", "another message id than was signed", _changed({_MESSAGE_ID: _OTHER_ID})),
        ("no-signature", "a delivery without a signature", _changed({_SIGNATURE: None})),
        ("garbled", "a signature that is no base64", _changed({_SIGNATURE: "?"})),
    )
)
