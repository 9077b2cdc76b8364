# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of webhook deliveries on the wire: signatures, headers, bodies, payloads."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant

_KEYS = "kickwire_mock.keys:Keys"
_SIGNING = "kickwire_mock.delivery.signing"
_VARIANTS = "kickwire_mock.events.variants:_VARIANTS"


def _signs(ground: Ground, change: Callable[[bytes], bytes]) -> None:
    """Have other bytes signed in place of those that are meant."""
    ground.swap(
        f"{_KEYS}.sign",
        lambda sign: lambda self, number, message: sign(self, number, change(message)),
    )


@plant("signs-the-body-alone", "mock", "hooks/signature/events")
def signs_the_body_alone(ground: Ground) -> None:
    """The signature covers the body and nothing else."""
    _signs(ground, lambda message: message.split(b".", 2)[2])


@plant("timestamp-not-signed", "mock", "hooks/signature/events")
def timestamp_not_signed(ground: Ground) -> None:
    """The signature does not cover the timestamp."""
    _signs(ground, lambda message: b".".join(message.split(b".", 2)[::2]))


@plant("signs-rewritten-json", "mock", "hooks/signature/events")
def signs_rewritten_json(ground: Ground) -> None:
    """The signature covers the body as another encoder would write it."""

    def change(message: bytes) -> bytes:
        message_id, sent_at, body = message.split(b".", 2)
        return b".".join((message_id, sent_at, json.dumps(json.loads(body)).encode()))

    _signs(ground, change)


@plant("hmac-in-place-of-rsa", "mock", "hooks/signature/events")
def hmac_in_place_of_rsa(ground: Ground) -> None:
    """Deliveries are signed with HMAC, as a guide has it."""

    def make(_: Any) -> Any:
        def keyed(self: Any, number: int, message: bytes) -> str:
            digest = hmac.new(self.public(number).encode(), message, hashlib.sha256).digest()
            return base64.b64encode(digest).decode()

        return keyed

    ground.swap(f"{_KEYS}.sign", make)


@plant("signed-with-pss", "mock", "hooks/signature/events")
def signed_with_pss(ground: Ground) -> None:
    """The padding of signatures is that of PSS."""

    def make(_: Any) -> Any:
        def padded(self: Any, number: int, message: bytes) -> str:
            from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS
            from cryptography.hazmat.primitives.hashes import SHA256

            key, padding = self._private(number), PSS(MGF1(SHA256()), PSS.MAX_LENGTH)
            return base64.b64encode(key.sign(message, padding, SHA256())).decode()

        return padded

    ground.swap(f"{_KEYS}.sign", make)


@plant("key-of-another-mock", "mock", "hooks/signature/events")
def key_of_another_mock(ground: Ground) -> None:
    """The key that is published is not the one that signs."""
    ground.swap(f"{_KEYS}.public", lambda public: lambda self, number: public(self, number + 2))


def _told(ground: Ground, event: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Change what is told of an event, after the mock has checked it."""

    def make(varied: Any) -> Any:
        def wrong(news: Any, choose: Any) -> Any:
            payload, quirks = varied(news, choose)
            if news.event == event:
                payload = json.loads(json.dumps(payload))
                change(payload)
            return payload, quirks

        return wrong

    ground.swap(f"{_SIGNING}:varied", make)


@plant("gift-without-receivers", "mock", "hooks/body/documented")
def gift_without_receivers(ground: Ground) -> None:
    """A gift does not say who received it."""
    _told(ground, "channel.subscription.gifts", lambda payload: payload.pop("giftees"))


@plant("claim-of-a-user-as-text", "mock", "hooks/body/documented")
def claim_of_a_user_as_text(ground: Ground) -> None:
    """The user of a claim of a drop is a text."""
    _told(ground, "drops.claim", lambda payload: payload.update(user_id=str(payload["user_id"])))


def _header(ground: Ground, change: Callable[[str, str], tuple[str, str]]) -> None:
    """Change Kick's own headers, after everything was signed."""
    ground.swap(
        f"{_SIGNING}:_headers",
        lambda headers: lambda *args: tuple(change(*each) for each in headers(*args)),
    )


@plant("message-id-in-capitals", "mock", "hooks/headers/events")
def message_id_in_capitals(ground: Ground) -> None:
    """An event has its message id under the name that claims of drops have."""
    _header(ground, lambda name, value: (name.replace("Message-Id", "Message-ID"), value))


@plant("header-of-the-first-days", "mock", "hooks/headers/events")
def header_of_the_first_days(ground: Ground) -> None:
    """An event comes with one header more."""
    more = ("Kick-Event-Id", "1")
    ground.swap(f"{_SIGNING}:_headers", lambda headers: lambda *args: (*headers(*args), more))


@plant("event-as-plain-text", "mock", "hooks/headers/events")
def event_as_plain_text(ground: Ground) -> None:
    """The body of an event claims to be text."""
    ground.swap(f"{_SIGNING}:_USUAL", lambda _: (("Content-Type", "text/plain"),))


@plant("timestamp-in-milliseconds", "mock", "hooks/headers/forms")
def timestamp_in_milliseconds(ground: Ground) -> None:
    """The timestamp of a delivery has a fraction."""
    from kickwire_mock.clock import rfc3339_millis

    ground.swap(f"{_SIGNING}:rfc3339", lambda _: rfc3339_millis)


@plant("timestamp-of-the-computer", "mock", "hooks/headers/forms")
def timestamp_of_the_computer(ground: Ground) -> None:
    """The timestamp of a delivery is not of the clock that everything else goes by."""
    ground.swap(f"{_SIGNING}:rfc3339", lambda made: lambda unix: made(unix + 3600))


@plant("version-with-a-letter", "mock", "hooks/headers/forms")
def version_with_a_letter(ground: Ground) -> None:
    """The version of an event is v1."""
    ground.swap(f"{_SIGNING}:_VERSION", lambda _: "v1")


@plant("subscription-id-of-the-message", "mock", "hooks/headers/forms")
def subscription_id_of_the_message(ground: Ground) -> None:
    """The header for the subscription holds the message id."""
    ground.swap(
        f"{_SIGNING}:_headers",
        lambda headers: lambda event, message, _, *args: headers(event, message, message, *args),
    )


@plant("drops-like-events", "mock", "hooks/headers/drops")
def drops_like_events(ground: Ground) -> None:
    """Claims of drops have the headers of events."""
    ground.swap(
        f"{_SIGNING}:_headers", lambda headers: lambda event, *args: headers("an event", *args)
    )


def _written(ground: Ground, write: Callable[[Any], bytes]) -> None:
    """Write compact bodies otherwise."""
    ground.swap("kickwire_mock.delivery.bodies:FORMS", lambda forms: {**forms, "compact": write})


@plant("newline-at-the-end", "mock", "hooks/body/compact")
def newline_at_the_end(ground: Ground) -> None:
    """Bodies end with a newline, as Go's stream encoder leaves them."""
    from kickwire_mock.wire import json_bytes

    _written(ground, lambda payload: json_bytes(payload) + b"\n")


@plant("pretty-bodies", "mock", "hooks/body/compact")
def pretty_bodies(ground: Ground) -> None:
    """Bodies are indented."""
    _written(ground, lambda payload: json.dumps(payload, ensure_ascii=False, indent=2).encode())


@plant("markup-not-escaped", "mock", "hooks/body/compact")
def markup_not_escaped(ground: Ground) -> None:
    """Bodies have < > and & as they are."""
    _written(
        ground,
        lambda payload: json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode(),
    )


@plant("everything-escaped", "mock", "hooks/body/compact")
def everything_escaped(ground: Ground) -> None:
    """Bodies have every character outside ASCII escaped."""
    _written(ground, lambda payload: json.dumps(payload, separators=(",", ":")).encode())


@plant("form-setting-ignored", "mock", "hooks/body/forms")
def form_setting_ignored(ground: Ground) -> None:
    """Bodies are compact whatever the mock is set to."""
    ground.swap(
        "kickwire_mock.delivery.bodies:written",
        lambda write: lambda payload, _: write(payload, "compact"),
    )


@plant("newline-not-signed", "mock", "hooks/body/forms")
def newline_not_signed(ground: Ground) -> None:
    """The signature leaves out a newline at the end of the body."""
    _signs(ground, lambda message: message.rstrip(b"\n"))


def _variant(ground: Ground, setting: str, **values: Any) -> None:
    """Put other changes behind values of a setting; None changes nothing."""
    ground.swap(_VARIANTS, lambda variants: {**variants, setting: {**variants[setting], **values}})


@plant("anonymous-giver-is-named", "mock", "hooks/payload/nulls")
def anonymous_giver_is_named(ground: Ground) -> None:
    """An anonymous giver has a name all the same."""
    _variant(ground, "webhook_null_and_missing_fields", anonymous_gifter=None)


@plant("absent-is-null", "mock", "hooks/payload/nulls")
def absent_is_null(ground: Ground) -> None:
    """Where the identity should be absent it is null."""

    def null(_event: str, payload: dict[str, Any]) -> None:
        payload["broadcaster"]["identity"] = None

    _variant(ground, "webhook_null_and_missing_fields", identity_absent=null)


@plant("giftees-stay-verified", "mock", "hooks/payload/nulls")
def giftees_stay_verified(ground: Ground) -> None:
    """Of users in lists it stays known whether they are verified."""

    def shallow(_event: str, payload: dict[str, Any]) -> None:
        for each in payload.values():
            if isinstance(each, dict) and "is_verified" in each:
                each["is_verified"] = None

    _variant(ground, "webhook_null_and_missing_fields", unverified_null=shallow)


@plant("reply-usually-absent", "mock", "hooks/payload/usual")
def reply_usually_absent(ground: Ground) -> None:
    """As usual, messages do not say that they answer none."""
    _variant(
        ground,
        "webhook_null_and_missing_fields",
        as_usual=lambda _event, payload: payload.pop("replies_to", None),
    )


@plant("emote-ends-beyond", "mock", "hooks/payload/emotes")
def emote_ends_beyond(ground: Ground) -> None:
    """The position of an emote ends one character too far."""

    def make(emotes: Any) -> Any:
        def longer(content: str) -> Any:
            found = emotes(content)
            for emote in found or ():
                for place in emote["positions"]:
                    place["e"] += 1
            return found

        return longer

    ground.swap("kickwire_mock.events.payloads:emotes", make)


@plant("renewals-late-too", "mock", "hooks/payload/dates")
def renewals_late_too(ground: Ground) -> None:
    """Where new subscriptions end late, renewed ones do so too."""
    from kickwire_mock.events import drafts
    from kickwire_mock.events.variants import _shifted  # pyright: ignore[reportPrivateUsage]

    def both(event: str, payload: dict[str, Any]) -> None:
        for name in (drafts.NEW, drafts.RENEWAL):
            _shifted(name, 3)(event, payload)

    _variant(ground, "webhook_wrong_dates", new_days_late=both)


@plant("nanoseconds-of-six-digits", "mock", "hooks/payload/times")
def nanoseconds_of_six_digits(ground: Ground) -> None:
    """Nine digits are six."""
    from kickwire_mock.events.variants import _timed  # pyright: ignore[reportPrivateUsage]

    short = _timed(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z")
    _variant(ground, "webhook_timezone_mix", nanoseconds=short)


@plant("offset-moves-the-moment", "mock", "hooks/payload/times")
def offset_moves_the_moment(ground: Ground) -> None:
    """A time with an offset is that of UTC with other words behind it."""
    from kickwire_mock.events.variants import _timed  # pyright: ignore[reportPrivateUsage]

    moved = _timed(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+11:00")
    _variant(ground, "webhook_timezone_mix", offset=moved)


@plant("kicks-in-whole-seconds", "mock", "hooks/payload/times_as_usual")
def kicks_in_whole_seconds(ground: Ground) -> None:
    """The time of a gift of KICKs has no milliseconds."""
    from kickwire_mock.clock import rfc3339

    ground.swap("kickwire_mock.events.drafts:rfc3339_millis", lambda _: rfc3339)
