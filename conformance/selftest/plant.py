"""A planted bug: what it is, and which case has to find it."""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Literal, TypeAlias, get_args

from conformance.selftest.ground import Ground, PlantError
from conformance.suite.ways import Way, moved

Where: TypeAlias = Literal["mock", "document", "client"]
"""Where it is planted: in the mock's code, in what the mock's document demands, or in kickwire."""

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Plant:
    """A bug."""

    name: str
    where: Where
    what: str
    """What is wrong, in one sentence."""
    case: str
    """Id of the case that finds it."""
    apply: Callable[[Ground], None] = field(repr=False)
    way: Way
    """Under which the case is run."""


_PLANTS: dict[str, Plant] = {}


def plant(
    name: str,
    where: Where,
    case: str,
    *,
    profile: str = "strict",
    settings: Mapping[str, str] | None = None,
) -> Callable[[Callable[[Ground], None]], Callable[[Ground], None]]:
    """Register the decorated function, whose docstring says what is wrong, as a plant.

    Args:
        name: lower-case words joined by hyphens.
        where: see `Where`.
        case: id of the case that has to find it.
        profile: under which the case is run.
        settings: what is moved away from it.

    Raises:
        WayError: there is no such setting or value.
        PlantError: the name is taken or not well formed, or nothing says what is wrong.
    """

    def registered(apply: Callable[[Ground], None]) -> Callable[[Ground], None]:
        what = inspect.cleandoc(apply.__doc__ or "")
        if _NAME.fullmatch(name) is None or name in _PLANTS:
            raise PlantError(f"{name}: taken, or not lower-case words joined by hyphens")
        if not what.endswith(".") or "\n" in what:
            raise PlantError(f"{name}: the docstring is not one sentence on one line")
        if where not in get_args(Where):
            raise PlantError(f"{name}: {where} is no place for a plant")
        _PLANTS[name] = Plant(name, where, what, case, apply, moved(profile, settings or {}))
        return apply

    return registered


def load() -> dict[str, Plant]:
    """Every plant of the modules in ``plants/`` by its name, in the order of these."""
    from conformance.selftest import plants  # its modules import this one

    for module in pkgutil.iter_modules(plants.__path__):
        import_module(f"{plants.__name__}.{module.name}")
    return dict(sorted(_PLANTS.items()))


@contextmanager
def planting(plant: Plant) -> Generator[None]:
    """Around what is to be done with a bug planted.

    Raises:
        PlantError: it cannot be planted.
    """
    with Ground() as ground:
        plant.apply(ground)
        yield
