"""The document that holds the state of a mock: what it is, and what it says."""

from __future__ import annotations

from typing import Any, Literal, cast

from kickwire_mock.errors import MockError
from kickwire_mock.saving.pages import Broken, Node, ReadPage, WrittenPage
from kickwire_mock.saving.types import form_of, given_by
from kickwire_mock.settings import Chosen
from kickwire_mock.values import value_class
from kickwire_mock.version import version
from kickwire_mock.world.crowd import strangers
from kickwire_mock.world.people import Directory
from kickwire_mock.world.state import World

FORMAT: Literal["kickwire-mock state"] = "kickwire-mock state"
VERSION = 1
"""Of the layout; it grows when a newer mock can no longer read an older document."""


@value_class(frozen=True, slots=True, kw_only=True)
class Time:
    """What a clock says."""

    now: float
    """Unix seconds."""
    ahead: float | None
    """Seconds that a running clock is ahead of the computer's; None: it stands still."""


@value_class(frozen=True, slots=True, kw_only=True)
class State:
    """A document, member by member."""

    format: Literal["kickwire-mock state"]
    version: int
    package: str
    """Version of the distribution that wrote it, for people."""
    clock: Time
    settings: Chosen
    world: World


@value_class(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a document says, checked, for a mock to take."""

    now: float
    """Unix seconds."""
    settings: Chosen
    world: World


def written(world: World) -> dict[str, Any]:
    """The state of a mock, as a JSON value. The same state gives the same value."""
    clock = world.clock
    state = State(
        format=FORMAT,
        version=VERSION,
        package=version(),
        clock=Time(now=clock.now(), ahead=clock.ahead),
        settings=world.settings.chosen(),
        world=world,
    )
    try:
        return cast("Node", form_of(State).write(state, WrittenPage()))
    except Broken as broken:
        raise TypeError(f"the mock's state cannot be written: {broken}") from None


def restored(document: object, fresh: World) -> Restored:
    """What a document says.

    Args:
        document: a value that was read from JSON.
        fresh: a world of the mock that is to be restored, which gives the new one what it is
            built on.

    Raises:
        MockError: it is no state, of another version, or broken; the text says where.
    """
    written_by = _examined(document)
    page = ReadPage({Directory: strangers(), **given_by(fresh)})
    try:
        state: State = form_of(State).read(document, page)
        fresh.settings.require(state.settings)
        now = fresh.clock.resumed(state.clock.now, state.clock.ahead)
    except (Broken, MockError) as broken:
        raise MockError(f"the state is broken: {broken}{written_by}") from None
    except RecursionError:
        raise MockError("the state is nested too deeply") from None
    state.world.take_up()
    return Restored(now=now, settings=state.settings, world=state.world)


def _examined(document: object) -> str:
    """See what a document is; returns who wrote it, in words, if it was another package.

    Raises:
        MockError: it is no state, or of another version.
    """
    node = cast("Node", document) if isinstance(document, dict) else {}
    if node.get("format") != FORMAT:
        raise MockError(f"this is no state of a mock; its format is not {FORMAT!r}")
    if node.get("version") != VERSION or type(node.get("version")) is not int:
        raise MockError(f"the state is of another version; this mock reads version {VERSION}")
    package = node.get("package")
    if type(package) is str and package != version():
        return f" (written by kickwire {package[:40]!r}; this is {version()})"
    return ""
