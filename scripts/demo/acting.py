"""What a logged-in user does: watch, rename the stream, chat, and be refused a ban."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from kickwire import Kick, errors

from conformance.suite.control import Control
from scripts.demo.told import NotAsToldError, expect, failure_of

TITLE = "Speedrun, blindfolded"
PAGE = 25


def act(kick: Kick, user: str, control: Control, tell: Callable[[str], None]) -> None:
    """Do it all as one user, who may write to the channel and to the chat, but ban nobody.

    Raises:
        NotAsToldError: a step did not come true.
    """
    _watch(kick, tell)
    control.set_channel(user, live=True)
    _rename(kick, user, tell)
    _chat(kick, user, tell)
    _ban(kick, user, control, tell)


def _watch(kick: Kick, tell: Callable[[str], None]) -> None:
    livestreams = list(islice(kick.livestreams.iter(limit=PAGE), 2 * PAGE))
    expect(len({one.id for one in livestreams}) == 2 * PAGE, "two pages should not overlap")
    first = livestreams[0]
    slug = first.channel.slug
    tell(f"as the app: two pages of {PAGE} livestreams, the oldest by {slug}: {first.title!r}")
    found = kick.channels.get(slug=[slug, "nobody-of-this-name"])
    expect([channel.slug for channel in found] == [slug], "the known channel should be found")
    expect(found.missing == ("nobody-of-this-name",), "the unknown slug should be missing")
    tell(f"channels.get of {slug} and an unknown name: 1 found, .missing is {list(found.missing)}")


def _rename(kick: Kick, user: str, tell: Callable[[str], None]) -> None:
    mine = kick.as_user(user).channels
    mine.update(stream_title=TITLE, custom_tags=["speedrun"])
    expect(mine.get()[0].stream_title == TITLE, "the channel should have its new title")
    tell(f"as the user: channels.update, and the channel is called {TITLE!r}")


def _chat(kick: Kick, user: str, tell: Callable[[str], None]) -> None:
    me = kick.as_user(user)
    mine = me.channels.get()[0].broadcaster_user_id
    sent = me.chat.send(content="Hello, chat", type="user", broadcaster_user_id=mine)
    if sent.message_id is None:
        raise NotAsToldError("a message that was sent should have an id")
    answered = me.chat.send(
        content="Hello yourself",
        type="user",
        broadcaster_user_id=mine,
        reply_to_message_id=sent.message_id,
    )
    expect(sent.is_sent and answered.is_sent, "the message and the reply should be sent")
    tell("chat.send: a message and a reply to it")


def _ban(kick: Kick, user: str, control: Control, tell: Callable[[str], None]) -> None:
    me = kick.as_user(user)
    mine = me.channels.get()[0].broadcaster_user_id
    asked = control.count("banUser")
    refused = failure_of(
        lambda: me.moderation.ban(broadcaster_user_id=mine, user_id=123, duration=10)
    )
    expect(isinstance(refused, errors.MissingScope), "a ban without its scope should be refused")
    expect(control.count("banUser") == asked, "a ban without its scope should not be sent")
    tell(f"a ban, which this login may not do, is {type(refused).__name__} before it is sent:")
    tell(f"  {refused}")
