"""From declared types to forms."""

from __future__ import annotations

import functools
import types
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping
from typing import (
    Any,
    Literal,
    TypeAlias,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from kickwire_mock.clock import Clock
from kickwire_mock.keys import Keys
from kickwire_mock.saving import forms
from kickwire_mock.saving.forms import Form
from kickwire_mock.saving.objects import Attributes, objects
from kickwire_mock.saving.pages import ReadPage
from kickwire_mock.settings import Settings
from kickwire_mock.world.declared import UNSAVED, Endless, Large
from kickwire_mock.world.people import Directory, Scopes
from kickwire_mock.world.targets import Targets

GIVEN: tuple[type, ...] = (Clock, Settings, Keys, Targets, Scopes, Directory)
"""Classes of what a world is built on, which is not saved but given to a restored one."""
HOMES = (
    "kickwire_mock.world.",
    "kickwire_mock.ids",
    "kickwire_mock.settings",
    "kickwire_mock.saving.",
)
"""Modules whose other classes can be saved."""

Hint: TypeAlias = Any
"""A declared type, as `typing.get_type_hints` gives it."""

_PLAIN: Mapping[Hint, Form] = {
    str: forms.TEXT,
    int: forms.WHOLE,
    Large: forms.LARGE,
    float: forms.NUMBER,
    Endless: forms.ENDLESS,
    bool: forms.FLAG,
    bytes: forms.BYTES,
    None: forms.NOTHING,
    type(None): forms.NOTHING,
}


def _counter(key: Form) -> Form:
    return forms.pairs(Counter, key, forms.WHOLE)


def _named(_name: Form, value: Form) -> Form:
    return forms.named(value)


_CONTAINERS: Mapping[Hint, Callable[..., Form]] = {
    list: functools.partial(forms.many, list),
    set: functools.partial(forms.unordered, set),
    frozenset: functools.partial(forms.unordered, frozenset),
    deque: forms.bounded,
    dict: functools.partial(forms.pairs, dict),
    OrderedDict: functools.partial(forms.pairs, OrderedDict),
    Counter: _counter,
    Mapping: _named,
}


@functools.cache
def form_of(hint: Hint) -> Form:
    """The form of a declared type.

    Raises:
        TypeError: values of this type cannot be saved.
    """
    origin: Any = get_origin(hint)
    arguments = get_args(hint)
    if hint in _PLAIN:
        return _PLAIN[hint]
    if origin in _CONTAINERS:
        return _CONTAINERS[origin](*map(form_of, arguments))
    if origin is Literal and all(isinstance(each, str) for each in arguments):
        return forms.choice(arguments)
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return forms.many(tuple, form_of(arguments[0]))
        return forms.row([form_of(each) for each in arguments])
    if origin in (Union, types.UnionType) and len(arguments) == 2 and type(None) in arguments:
        return forms.maybe(*(form_of(each) for each in arguments if each is not type(None)))
    kind: Any = origin or hint
    if isinstance(kind, type) and kind.__module__.startswith(HOMES):
        return objects(kind, functools.partial(_attributes, kind, arguments))
    raise TypeError(f"the mock's state cannot hold a {hint}")


def given_by(built: object) -> dict[type, object]:
    """What an object is built on, by its class."""
    hints = get_type_hints(type(built))
    return {hint: getattr(built, name) for name, hint in hints.items() if hint in GIVEN}


def _attributes(kind: type, arguments: tuple[Hint, ...]) -> Attributes:
    parameters: tuple[TypeVar, ...] = getattr(kind, "__parameters__", ())
    chosen: dict[TypeVar, Hint] = dict(zip(parameters, arguments, strict=True))
    lazy = dict(_lazy(kind))
    saved: dict[str, Form] = {}
    made: dict[str, Callable[[ReadPage], object]] = {}
    for name, declared in {**get_type_hints(kind, include_extras=True), **lazy}.items():
        hint = _concrete(declared, chosen)
        maker = _maker(hint)
        if maker is None:
            saved[name] = form_of(hint)
        else:
            made[name] = maker
    return Attributes(saved, frozenset(lazy), made)


def _lazy(kind: type) -> Iterator[tuple[str, Hint]]:
    for name, value in vars(kind).items():
        if isinstance(value, functools.cached_property):
            yield name, get_type_hints(value.func, include_extras=True)["return"]


def _concrete(hint: Hint, chosen: Mapping[TypeVar, Hint]) -> Hint:
    """The type with that of a generic class's parameters in place of them."""
    if isinstance(hint, TypeVar):
        return chosen[hint]
    open_ones = getattr(hint, "__parameters__", ())
    return hint[tuple(chosen[each] for each in open_ones)] if open_ones else hint


def _maker(hint: Hint) -> Callable[[ReadPage], object] | None:
    """Where something that is not saved comes from; None: it is saved."""
    if hint in GIVEN:
        return lambda page: page.given[hint]
    if UNSAVED in getattr(hint, "__metadata__", ()):
        container = get_origin(get_args(hint)[0])
        return lambda _page: container()
    return None
