"""The errors themselves: they can be sent, copied, kept in sets, and stand in the drawing."""

from __future__ import annotations

import copy
import inspect
import pickle
import re
from collections.abc import Callable

import pytest
from kickwire import errors
from kickwire.errors import KickError

KINDS: list[type[KickError]] = [getattr(errors, name) for name in errors.__all__]
GROUPS = (errors.FixTheCall, errors.AskTheUser, errors.Wait, errors.ReportToKick)


def made(kind: type[KickError]) -> KickError:
    """An error of a kind, every attribute filled with something of its own."""
    names = list(inspect.signature(kind).parameters)
    values = {name: 418 if name == "status" else f"its {name}" for name in names}
    return kind(**values)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_an_error_comes_back_from_another_process(kind: type[KickError], protocol: int) -> None:
    """Every kind can be pickled, and is the same afterwards, with all that it tells."""
    error = made(kind)

    back = pickle.loads(pickle.dumps(error, protocol))

    assert type(back) is kind
    assert (str(back), repr(back), vars(back)) == (str(error), repr(error), vars(error))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_an_error_can_be_copied(
    kind: type[KickError], duplicate: Callable[[KickError], KickError]
) -> None:
    """A copy is another object that says the same, without the traceback of the first."""
    with pytest.raises(kind) as caught:
        raise made(kind)

    other = duplicate(caught.value)

    assert other is not caught.value
    assert type(other) is kind
    assert (str(other), vars(other)) == (str(caught.value), vars(caught.value))
    assert other.__traceback__ is None


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_keeps_what_it_was_given(kind: type[KickError]) -> None:
    """Each argument is an attribute, in the text or beside it."""
    error = made(kind)

    for name in inspect.signature(kind).parameters:
        assert getattr(error, name) == (418 if name == "status" else f"its {name}")
    assert str(error) == "its operation: its text"


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_can_be_kept_in_a_set(kind: type[KickError]) -> None:
    """Frameworks that remember what they have reported need a hash."""
    error = made(kind)

    assert error in {error, made(kind)}


def drawn() -> list[tuple[str, str]]:
    """The tree of the module's docstring: each class with the one above it."""
    found: list[tuple[str, str]] = []
    above: dict[int, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"    ([\u2502\u251c\u2514\u2500 ]*)([A-Z][A-Za-z]+)(?:  |$)", line)
        if match is None:
            continue
        depth = len(match[1]) // 4
        found.append((match[2], above.get(depth - 1, "")))
        above[depth] = match[2]
    return found


def test_the_drawn_tree_lists_every_class_once() -> None:
    """The docstring is the whole truth; `Refused`, which cuts across, is told beneath it."""
    names = [name for name, _ in drawn()]

    assert sorted([*names, "Refused"]) == sorted(errors.__all__)
    assert "`Refused`" in (errors.__doc__ or "")


@pytest.mark.parametrize(("name", "above"), drawn())
def test_the_drawn_tree_is_the_real_one(name: str, above: str) -> None:
    """A class stands under the one that catches it."""
    kind: type[KickError] = getattr(errors, name)

    if above:
        assert getattr(errors, above) in kind.__bases__
    else:
        assert kind is KickError


@pytest.mark.parametrize("kind", sorted({*KINDS} - {KickError, errors.Refused}, key=str))
def test_every_error_says_who_must_act(kind: type[KickError]) -> None:
    """Each kind belongs to exactly one of the four groups."""
    assert len([group for group in GROUPS if issubclass(kind, group)]) == 1


def test_what_came_with_a_status_is_refused_as_well() -> None:
    """Programs can ask for the status without knowing every kind."""
    with_status = {
        kind.__name__ for kind in KINDS if "status" in inspect.signature(kind).parameters
    }

    assert with_status == {kind.__name__ for kind in KINDS if issubclass(kind, errors.Refused)}
