"""Strangers: accounts that nobody logs in to, so that lists have pages and ids belong to somebody.

They are the same in every mock, so mocks share them. The first two have the names of the documents'
examples.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

from kickwire_mock.values import value_class
from kickwire_mock.world.categories import categories
from kickwire_mock.world.people import Directory, User

_FIRST_ID = 2_001
_MOODS = ("brave", "calm", "eager", "fancy", "happy", "lucky", "quiet", "swift")
_ANIMALS = ("badger", "crane", "falcon", "lynx", "otter", "panda", "raven", "tapir")
_LANGUAGES = ("en", "es", "pt", "de", "en", "fr", "zh-Hans", "tr")


@value_class(frozen=True, slots=True, kw_only=True)
class Stranger:
    """An account with its channel."""

    user: User
    age: int | None
    """Seconds that the stream has been running when the mock starts; None: offline."""
    category_id: int
    language: str
    viewers: int
    mature: bool


@functools.cache
def crowd() -> Mapping[int, Stranger]:
    """All strangers by user id."""
    john = _stranger(2000, "john-doe", age=4 * 3600, category_id=101, language="en", viewers=67)
    jane = _stranger(1999, "jane-doe", age=None, category_id=15, language="en", viewers=0)
    names = [f"{mood}-{animal}" for mood in _MOODS for animal in _ANIMALS]
    return {each.user.user_id: each for each in (john, jane, *map(_numbered, range(64), names))}


@functools.cache
def strangers() -> Directory:
    """Their accounts."""
    return Directory(each.user for each in crowd().values())


def _numbered(number: int, name: str) -> Stranger:
    topics = tuple(categories())
    return _stranger(
        _FIRST_ID + number,
        name,
        # Two at a time begin in the same second, since a cursor has to tell them apart too.
        age=600 + 420 * (number // 2),
        category_id=topics[number * 7 % len(topics)],
        language=_LANGUAGES[number % len(_LANGUAGES)],
        viewers=number * 7919 % 5000,
        mature=number % 9 == 8,
    )


def _stranger(
    user_id: int,
    name: str,
    *,
    age: int | None,
    category_id: int,
    language: str,
    viewers: int,
    mature: bool = False,
) -> Stranger:
    return Stranger(
        user=User(name=name, user_id=user_id, email=f"{name}@example.com"),
        age=age,
        category_id=category_id,
        language=language,
        viewers=viewers,
        mature=mature,
    )
