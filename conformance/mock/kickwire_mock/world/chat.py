"""Chat messages."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import field

from kickwire_mock.ids import Ids
from kickwire_mock.values import value_class

REMEMBERED = 10_000
"""How many messages the mock keeps, of all channels together. Ours; older ones are forgotten."""


@value_class(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in the chat of a channel."""

    id: str
    """A UUID."""
    channel: int
    """Id of the user who owns the channel."""
    sender: int | None
    """Id of the user who wrote it; None if an app's bot did."""
    app: str | None
    """Client id of the app that sent it; None if somebody typed it at Kick."""
    content: str = field(repr=False)
    sent: float
    """Unix seconds."""
    reply_to: str | None = None
    """Id of the message that it answers."""


class Messages:
    """The latest messages by id."""

    _ids: Ids
    _by_id: OrderedDict[str, Message]

    def __init__(self, ids: Ids) -> None:
        """Take the source of new ids."""
        self._ids = ids
        self._by_id = OrderedDict()

    def new_id(self) -> str:
        """An id for the next message."""
        return self._ids.uuid()

    def get(self, id: str) -> Message | None:
        """The message with this id, or None; ids are compared without case (RFC 9562)."""
        return self._by_id.get(id.lower())

    def post(self, message: Message) -> None:
        """Keep a message."""
        self._by_id[message.id] = message
        if len(self._by_id) > REMEMBERED:
            self._by_id.popitem(last=False)

    def delete(self, message: Message) -> None:
        """Forget a message."""
        del self._by_id[message.id]

    def sound(self) -> bool:
        """Whether its parts agree; asked of one that was read from a state."""
        return list(self._by_id) == [each.id for each in self._by_id.values()]

    def __len__(self) -> int:
        return len(self._by_id)
