# What stands in a place, and what is put there instead, has no type here:
# pyright: reportUnknownLambdaType=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
"""Bugs of what the API host answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from conformance.selftest.ground import Ground
from conformance.selftest.plant import plant

_API = "kickwire_mock.routes.api"
_HOST = f"{_API}.host:ApiHost"


def answering(
    ground: Ground, operation: str, change: Callable[[dict[str, Any], Any], object]
) -> None:
    """Change the JSON of the good answers of an operation, which is given with the visit."""

    def make(handler: Any) -> Any:
        def changed(visit: Any) -> Any:
            reply = handler(visit)
            content = json.loads(reply.body)
            made = change(content, visit)
            return replace(reply, body=json.dumps(content if made is None else made).encode())

        return changed

    ground.handler(operation, make)


def typed(reply: Any, media_type: str) -> Any:
    """A reply that claims another type."""
    headers = [each for each in reply.headers if each[0].lower() != "content-type"]
    return replace(reply, headers=type(reply.headers)([*headers, ("Content-Type", media_type)]))


@plant("no-envelope", "mock", "api/envelope/success")
def no_envelope(ground: Ground) -> None:
    """One operation answers its data without the envelope around it."""
    answering(ground, "getUsers", lambda content, visit: content["data"])


@plant("message-in-small-letters", "mock", "api/envelope/success")
def message_in_small_letters(ground: Ground) -> None:
    """The message of a success is ok instead of OK."""
    answering(ground, "getUsers", lambda content, visit: content.update(message="ok"))


@plant("error-instead-of-envelope", "mock", "api/envelope/bad_query")
def error_instead_of_envelope(ground: Ground) -> None:
    """A refusal has the form of an OAuth error."""

    def make(made: Any) -> Any:
        def worded(status: Any, body: Any, reason: str) -> Any:
            return made(status, {"error": body["message"]}, reason=reason)

        return worded

    ground.swap(f"{_API}.host:json_reply", make)


@plant("talkative-refusals", "mock", "api/envelope/bad_query")
def talkative_refusals(ground: Ground) -> None:
    """What cannot be read is told what is wrong with it."""
    ground.swap(f"{_API}.host:ApiHost._unread", lambda _: lambda host, operation, refusal: refusal)


@plant("silent-refusals", "mock", "api/channels/app")
def silent_refusals(ground: Ground) -> None:
    """An app is not told that it has to name a channel."""
    ground.swap(
        f"{_API}.host:envelope",
        lambda made: lambda status, data, message, reason: made(status, {}, message, reason),
    )


@plant("body-with-204", "mock", "api/envelope/empty")
def body_with_204(ground: Ground) -> None:
    """An answer without content claims a type."""
    ground.handler(
        "updateChannel",
        lambda handler: lambda visit: typed(handler(visit), "application/json"),
    )


@plant("wrong-content-type", "mock", "api/envelope/type")
def wrong_content_type(ground: Ground) -> None:
    """One operation sends its JSON as plain text."""
    ground.handler("getUsers", lambda handler: lambda visit: typed(handler(visit), "text/plain"))


@plant("no-date", "mock", "api/envelope/date")
def no_date(ground: Ground) -> None:
    """Answers are not dated."""

    def make(sealed: Any) -> Any:
        def undated(request: Any, reply: Any, now: float) -> Any:
            made = sealed(request, reply, now)
            kept = [each for each in made.headers if each[0].lower() != "date"]
            return replace(made, headers=type(made.headers)(kept))

        return undated

    ground.swap("kickwire_mock.core:sealed", make)


@plant("unknown-path-is-text", "mock", "api/envelope/unknown_path")
def unknown_path_is_text(ground: Ground) -> None:
    """An unknown path is answered as Go's router does, in plain text."""
    ground.swap(
        f"{_HOST}.unknown_path",
        lambda found: (
            lambda *args: typed(replace(found(*args), body=b"404 page not found"), "text/plain")
        ),
    )


@plant("private-path-not-blocked", "mock", "api/envelope/private_path")
def private_path_not_blocked(ground: Ground) -> None:
    """The edge lets paths of the private API pass."""
    ground.swap("kickwire_mock.routes.edge:block", lambda _: lambda request: None)


@plant("wrong-method-is-404", "mock", "api/envelope/method")
def wrong_method_is_404(ground: Ground) -> None:
    """A method that a path does not have is answered as if there were no such path."""
    ground.swap(
        f"{_HOST}.wrong_method",
        lambda wrong: lambda *args: replace(wrong(*args), status=404),
    )


@plant("mature-for-ever", "mock", "api/channels/mature")
def mature_for_ever(ground: Ground) -> None:
    """No setting makes a change switch the mature flag off."""

    def make(update: Any) -> Any:
        return lambda channels, user, *, mature, **changes: update(channels, user, **changes)

    ground.swap("kickwire_mock.world.channels:Channels.update", make)


@plant("unknown-fields-refused", "document", "api/channels/unknown_fields")
def unknown_fields_refused(ground: Ground) -> None:
    """A field that Kick does not know is an error."""

    def change(content: dict[str, Any]) -> None:
        content["components"]["schemas"]["ChannelUpdate"]["additionalProperties"] = False

    ground.document("api", change)


@plant("everybodys-email", "mock", "api/users/others")
def everybodys_email(ground: Ground) -> None:
    """The e-mail address of every user is told to everybody."""

    def change(content: dict[str, Any], visit: Any) -> None:
        for user in content["data"]:
            user["email"] = f"{user['name']}@example.com"

    answering(ground, "getUsers", change)


@plant("unknown-user-is-404", "mock", "api/users/unknown")
def unknown_user_is_404(ground: Ground) -> None:
    """A user who does not exist is 404 instead of an empty list."""
    ground.handler(
        "getUsers",
        lambda handler: (
            lambda visit: (
                replace(reply, status=404)
                if b'"data":[]' in (reply := handler(visit)).body
                else reply
            )
        ),
    )


def _streams(content: dict[str, Any], **values: Any) -> None:
    for channel in content["data"]:
        if not channel["stream"]["is_live"] or "key" in values:
            channel["stream"] |= values


@plant("offline-is-null", "mock", "api/channels/offline")
def offline_is_null(ground: Ground) -> None:
    """What an offline channel has not is null instead of Go's zero value."""
    answering(ground, "getChannels", lambda content, visit: _streams(content, start_time=None))


@plant("stream-key-for-everybody", "mock", "api/channels/stream_key")
def stream_key_for_everybody(ground: Ground) -> None:
    """The key of a stream is told to everybody who asks for the channel."""
    leak = {"key": "sk_us-west-2_worthless", "url": "rtmps://worthless.example"}
    answering(ground, "getChannels", lambda content, visit: _streams(content, **leak))


@plant("mixed-filters-pass", "mock", "api/channels/mixed")
def mixed_filters_pass(ground: Ground) -> None:
    """Ids and slugs in one call pass, and the ids count."""

    def make(asked: Any) -> Any:
        def lenient(visit: Any) -> Any:
            query = dict(visit.arguments.query)
            if query.get("broadcaster_user_id"):
                query.pop("slug", None)
            return asked(replace(visit, arguments=replace(visit.arguments, query=query)))

        return lenient

    ground.swap(f"{_API}.channels:_asked", make)


@plant("unknown-slug-left-out", "mock", "api/channels/unknown")
def unknown_slug_left_out(ground: Ground) -> None:
    """An unknown slug is left out where it should spoil the call."""

    def make(setting: Any) -> Any:
        return lambda self, name: (
            "empty" if name == "channel_unknown_is_200_empty" else setting(self, name)
        )

    ground.swap(f"{_API}.visit:Visit.setting", make)


@plant("update-forgets-the-rest", "mock", "api/channels/partial_update")
def update_forgets_the_rest(ground: Ground) -> None:
    """An update of the title resets the category."""

    def make(update: Any) -> Any:
        def forgetful(self: Any, user: Any, **changes: Any) -> Any:
            if changes.get("category_id") is None:
                changes["category_id"] = 1
            return update(self, user, **changes)

        return forgetful

    ground.swap("kickwire_mock.world.channels:Channels.update", make)
