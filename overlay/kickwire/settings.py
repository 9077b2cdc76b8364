"""Settings that were given outside of the program, checked: every mistake is named, all at once.

No text here shows a value that may be secret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias, TypeVar, cast

from .config import (
    API_URL,
    ID_URL,
    App,
    checked_base_url,
    client_id_problem,
    client_secret_problem,
    redirect_uri_problem,
)
from .connection import Connection
from .errors import ConfigurationError
from .given import SECRETS, VARIABLES, Given
from .masking import bearable
from .retrying import Retries
from .scopes import checked_scopes
from .stores import MemoryStore, SQLiteStore, Store
from .stores.sealing import HiddenKeys, Sealer

OwnStore: TypeAlias = SQLiteStore | MemoryStore

_CONNECTION = (
    "timeout",
    "connect_timeout",
    "read_timeout",
    "write_timeout",
    "pool_timeout",
    "proxy",
    "ca_bundle",
    "http2",
    "max_connections",
    "keep_alive",
    "trust_env",
)
_RETRIES = {"retries": "times", "retries_total_wait": "total_wait"}

KEYS = (*VARIABLES, *_CONNECTION, *_RETRIES)
"""What the table ``[kick]`` of a file may hold."""

_BELONGS_TO = dict.fromkeys(_CONNECTION, "connection") | dict.fromkeys(_RETRIES, "retries")

_SHOWN_BY_KICK = "Kick's developer settings show it"
_A_STORE = "name a file such as kick-tokens.db, or memory: for this process alone"
_A_KEY = "make one with: kickwire keygen"
_SEPARATORS = re.compile(r"[\s,]+")
_OTHER_STORES = re.compile(r"(postgres|postgresql|redis|rediss):", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")

T = TypeVar("T")


class Settings:
    """Settings that can be used.

    Attributes:
        app: id, secret and redirect URI.
        options: arguments of `kickwire.Kick`, by name.
    """

    def __init__(
        self, app: App, options: dict[str, object], place: _Place | None, keys: HiddenKeys | None
    ) -> None:
        self.app = app
        self.options = options
        self._place = place
        self._keys = keys

    def open_store(self) -> OwnStore:
        """The store that is named."""
        if self._place is None or self._place.path is None or self._keys is None:
            return MemoryStore()
        return SQLiteStore(self._place.path, keys=cast("list[str]", self._keys.keys))


def read(given: Given, *, without: Collection[str] = (), store: bool = True) -> Settings:
    """Check everything that was given.

    Args:
        given: what was found.
        without: arguments of `kickwire.Kick` that are given otherwise.
        store: whether a store is needed.

    Raises:
        ConfigurationError: with a line for each mistake.
    """
    reading = _Reading(given, without)
    reading.needed("client_id", _client_id, _SHOWN_BY_KICK)
    reading.needed("client_secret", _client_secret, _SHOWN_BY_KICK)
    redirect_uri = reading.value("redirect_uri", _redirect_uri)
    options = {
        "scopes": reading.value("scopes", _scopes),
        "id_url": reading.value("id_url", partial(checked_base_url, "id_url", usual=ID_URL)),
        "api_url": reading.value("api_url", partial(checked_base_url, "api_url", usual=API_URL)),
        "connection": reading.several(_CONNECTION, partial(_connection, given.folder)),
        "retries": reading.several(_RETRIES, _retries),
    }
    reading.both("id_url", "api_url")
    place = reading.needed("store", partial(_place, given.folder), _A_STORE) if store else None
    durable = place is not None and place.path is not None
    keys = reading.needed("store_keys", _store_keys, _A_KEY) if durable else None
    reading.finish()
    values = cast("dict[str, str]", given.values)
    app = App(values["client_id"], values["client_secret"], redirect_uri)
    return Settings(app, {k: v for k, v in options.items() if v is not None}, place, keys)


def configured(
    kind: Callable[..., T], given: Given, store: Store | None, overrides: Mapping[str, object]
) -> tuple[T, SQLiteStore | None]:
    """A client as the settings say.

    Args:
        kind: `kickwire.Kick` or `kickwire.AsyncKick`.
        given: what was found.
        store: to use in place of the one that is named.
        overrides: arguments that count more than what was found.

    Returns:
        The client, and the store that was opened for it, to be closed with it.

    Raises:
        ConfigurationError: with a line for each mistake.
        StoreError: the store that is named cannot be opened.
    """
    settings = read(given, without=overrides.keys(), store=store is None)
    arguments = {**settings.options, **overrides}
    if store is not None:
        return kind(settings.app, store, **arguments), None
    opened = settings.open_store()
    closable = opened if isinstance(opened, SQLiteStore) else None
    try:
        return kind(settings.app, opened, **arguments), closable
    except BaseException:
        if closable is not None:
            closable.close()
        raise


class _Reading:
    """Reads one setting after the other, and keeps what is wrong."""

    def __init__(self, given: Given, without: Collection[str]) -> None:
        self._given = given
        self._without = without
        self._problems = [_unknown(key, given) for key in given.values if key not in KEYS]
        self._problems += _said_twice(given, without) if given.objects else []

    def value(self, key: str, check: Callable[[Any], T]) -> T | None:
        """A setting, checked; None if it is not given or cannot be used."""
        if key not in self._given.values or _BELONGS_TO.get(key, key) in self._without:
            return None
        try:
            return check(self._given.values[key])
        except ConfigurationError as error:
            self._wrong(key, error.text.partition(": ")[2])
            return None

    def needed(self, key: str, check: Callable[[Any], T], advice: str) -> T | None:
        """A setting that has to be there."""
        if key not in self._given.values:
            outside = self._given.leaves_out and key in SECRETS
            other = f", or set {VARIABLES[key]}" if outside else ""
            self._wrong(key, f"it is missing; {advice}{other}")
        return self.value(key, check)

    def several(self, keys: Iterable[str], make: Callable[[dict[str, Any]], T]) -> T | None:
        """A value made of several settings; None if none of them is given."""

        def alone(key: str, raw: object) -> T:
            return make({key: raw})

        usable = [key for key in keys if self.value(key, partial(alone, key)) is not None]
        return make({key: self._given.values[key] for key in usable}) if usable else None

    def both(self, one: str, other: str) -> None:
        """Two settings belong together."""
        there = {key for key in (one, other) if key in self._given.values or key in self._without}
        if len(there) == 1:
            self._problems.append(
                f"{self._given.name(one)}, {self._given.name(other)}: give both or none; with one "
                "of them secrets of one server would go to another"
            )

    def finish(self) -> None:
        """Raises `ConfigurationError` with everything that is wrong."""
        if self._problems:
            number = len(self._problems)
            settings = "1 setting has" if number == 1 else f"{number} settings have"
            lines = "".join(f"\n  {problem}" for problem in self._problems)
            raise ConfigurationError(f"{settings} to change in {self._given.source}:{lines}")

    def _wrong(self, key: str, why: str) -> None:
        self._problems.append(f"{self._given.name(key)}: {why}")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a store is.

    Attributes:
        path: of the file; None keeps everything in memory.
    """

    path: Path | None


def _unknown(key: str, given: Given) -> str:
    """An unknown key is refused: it is mostly a slip, and would be ignored in silence."""
    from difflib import get_close_matches

    key, there = bearable(key, ()), (*KEYS, *given.objects)
    near = get_close_matches(key, there, n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(there)}"
    return f"{key}: there is no such setting; {hint}"


def _said_twice(given: Given, objects: Collection[str]) -> list[str]:
    """What stands beside an object that decides it as well would be ignored in silence."""
    return [
        f"{key}: give it in {whole}, which is given as well"
        for key, whole in _BELONGS_TO.items()
        if key in given.values and whole in objects
    ]


def _sound(name: str, problem: str) -> None:
    if problem:
        raise ConfigurationError(f"{name}: {problem}")


def _no_text(raw: object) -> str:
    return "" if isinstance(raw, str) else "a text is expected, in quotes"


def _client_id(raw: object) -> None:
    _sound("client_id", _no_text(raw) or client_id_problem(raw))


def _client_secret(raw: object) -> None:
    _sound("client_secret", _no_text(raw) or client_secret_problem(raw))


def _redirect_uri(raw: object) -> str:
    _sound("redirect_uri", _no_text(raw) or redirect_uri_problem(raw))
    return cast("str", raw)


def _scopes(raw: object) -> tuple[str, ...]:
    """A list of names, or a text of names with spaces or commas between them."""
    if isinstance(raw, str):
        return checked_scopes(filter(None, _SEPARATORS.split(raw)))
    names = cast("list[object]", raw) if isinstance(raw, list) else [None]
    if not all(isinstance(name, str) for name in names):
        raise ConfigurationError("scopes: names are expected, as in user:read channel:read")
    return checked_scopes(cast("list[str]", names))


def _place(folder: Path, raw: object) -> _Place:
    if not isinstance(raw, str):
        raise ConfigurationError("store: the path of a file is expected, or memory:")
    if raw == "memory:":
        return _Place(None)
    if _OTHER_STORES.match(raw):
        raise ConfigurationError(
            "store: this release keeps logins in SQLite or in memory; servers are to come. Name a "
            "file, or give a store of your own as an argument"
        )
    path = raw.removeprefix("sqlite:")
    if path.startswith("//") or (path == raw and _SCHEME.match(raw)):
        raise ConfigurationError("store: PATH, sqlite:PATH or memory: is expected")
    if path.strip(":") in ("", "memory"):
        raise ConfigurationError("store: a file is expected behind sqlite:, or memory: alone")
    return _Place(_path("store", folder, path))


def _path(name: str, folder: Path, path: str) -> Path:
    if not path or path != path.strip() or "\0" in path:
        raise ConfigurationError(f"{name}: a path without spaces around it is expected")
    try:
        return folder / Path(path).expanduser()
    except RuntimeError:
        raise ConfigurationError(f"{name}: there is no such home folder; name it in full") from None


def _store_keys(raw: object) -> HiddenKeys:
    hidden = HiddenKeys(cast("str | list[str]", raw))
    Sealer(hidden)
    return hidden


def _connection(folder: Path, raw: dict[str, Any]) -> Connection:
    bundle = raw.get("ca_bundle")
    if isinstance(bundle, str):
        raw = {**raw, "ca_bundle": _path("ca_bundle", folder, bundle)}
    return Connection(**raw)


def _retries(raw: dict[str, Any]) -> Retries:
    return Retries(**{_RETRIES[key]: value for key, value in raw.items()})


__all__ = [
    "KEYS",
    "OwnStore",
    "Settings",
    "configured",
    "read",
]
