"""Where settings come from: the environment, TOML, keyword arguments. Nothing is checked here.

What was read is kept in objects whose ``repr`` is silent, so that no traceback with locals shows a
secret.
"""

from __future__ import annotations

import os
import re
import stat
import tomllib
import warnings
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, cast

from .errors import ConfigurationError
from .retrying import Retries
from .stores.base import Store
from .stores.sealing import KEYS_VARIABLE

VARIABLES = {
    "client_id": "KICK_CLIENT_ID",
    "client_secret": "KICK_CLIENT_SECRET",
    "redirect_uri": "KICK_REDIRECT_URI",
    "scopes": "KICK_SCOPES",
    "id_url": "KICK_ID_URL",
    "api_url": "KICK_API_URL",
    "store": "KICKWIRE_STORE",
    "store_keys": KEYS_VARIABLE,
}
"""The settings that the environment has, by their names in a file."""

SECRETS = ("client_secret", "store_keys")
"""What a file may leave to the environment."""

OBJECTS = ("connection", "clock", "sleep", "random", "transport", "oauth_transport")
"""Arguments of `kickwire.Kick` that no file can hold."""

_READABLE_BY_OTHERS = stat.S_IRGRP | stat.S_IROTH


class SettingsWarning(UserWarning):
    """Settings that work, and should not stay as they are."""


class Given:
    """What was given, unread. Shows nothing of it.

    Args:
        source: what errors call it.
        values: by their names in a file; empty texts of the environment count as not given.
        names: what to call a setting in errors, where that is another name.
        folder: where relative paths begin.
        objects: names of what may be said in the same place, and is kept elsewhere.
        leaves_out: whether a secret that is not given may stand in the environment.
    """

    __slots__ = ("folder", "leaves_out", "names", "objects", "source", "values")

    def __init__(
        self,
        source: str,
        values: dict[str, object],
        names: Mapping[str, str],
        folder: Path,
        *,
        objects: Collection[str] = (),
        leaves_out: bool = False,
    ) -> None:
        self.source = source
        self.values = values
        self.names = names
        self.folder = folder
        self.objects = objects
        self.leaves_out = leaves_out

    def name(self, key: str) -> str:
        """What the user calls a setting."""
        return self.names.get(key, key)


def environment(environ: Mapping[str, str] | None = None) -> Given:
    """The settings of the environment, or of the mapping given in its place."""
    found = os.environ if environ is None else environ
    values: dict[str, object] = {key: found[v] for key, v in VARIABLES.items() if found.get(v)}
    return Given("the environment", values, VARIABLES, Path())


def arguments(settings: Mapping[str, object]) -> tuple[Given, Store | None, dict[str, object]]:
    """Keyword arguments, told apart. None counts as not given.

    Args:
        settings: those of ``from_settings``.

    Returns:
        The plain ones; the store, unless it is only named; and arguments of `kickwire.Kick`.
    """
    values = {key: value for key, value in settings.items() if value is not None}
    objects = {key: values.pop(key) for key in OBJECTS if key in values}
    if isinstance(values.get("retries"), Retries):
        objects["retries"] = values.pop("retries")
    named = isinstance(values.get("store"), str | os.PathLike)
    store = None if named else cast("Store | None", values.pop("store", None))
    plain = {key: _as_in_a_file(value) for key, value in values.items()}
    return Given("the arguments", plain, {}, Path(), objects=OBJECTS), store, objects


def toml_file(path: str | os.PathLike[str], outside: Given) -> Given:
    """The table ``[kick]`` of a file, and from outside the secrets that it leaves out.

    Warns with `SettingsWarning` of a file that holds a secret and that others can read.

    Raises:
        ConfigurationError: the file cannot be read, is no TOML, or has no such table.
    """
    file = Path(path)
    table = _Table(file)
    held = [key for key, value in table.values.items() if _is_secret(key, value)]
    if held and os.name == "posix" and table.mode & _READABLE_BY_OTHERS:
        what = " and ".join(held)
        advice = f"{file}: it holds {what}, and others can read it; run: chmod 600 {file}"
        warnings.warn(SettingsWarning(advice), stacklevel=3)
    left_out = [key for key in SECRETS if key in outside.values and key not in table.values]
    table.values |= {key: outside.values[key] for key in left_out}
    names = {key: outside.name(key) for key in left_out}
    return Given(str(file), table.values, names, file.parent, leaves_out=True)


class _Table:
    """The table ``[kick]`` of a file. Shows nothing of it."""

    __slots__ = ("mode", "values")

    def __init__(self, file: Path) -> None:
        self.mode = 0
        self.values: dict[str, object] = {}
        problem = self._read(file)
        if problem:
            raise ConfigurationError(f"{file}: {problem}")

    def _read(self, file: Path) -> str:
        """Read it. Returns what is wrong, without a word of the file; empty if nothing is."""
        try:
            with file.open(encoding="utf-8-sig") as stream:  # some editors begin it with a BOM
                self.mode = os.fstat(stream.fileno()).st_mode
                table = tomllib.loads(stream.read()).get("kick")
        except OSError as error:
            return f"it cannot be read ({error.strerror}); name a file that is there"
        except UnicodeDecodeError:
            return "it is not UTF-8; save it as UTF-8"
        except (
            ValueError,
            RecursionError,
        ) as error:  # also of a NUL in its name, or endless digits
            place = re.search(r"\((at [^()]*)\)$", str(error))
            return f"this is no TOML{' ' + place[1] if place else ''}; see https://toml.io"
        if not isinstance(table, dict):
            return "there is no table [kick] in it; begin it with a line: [kick]"
        self.values = cast("dict[str, object]", table)
        return ""


def _as_in_a_file(value: object) -> object:
    """A value as TOML would have it."""
    if isinstance(value, os.PathLike):
        return os.fspath(cast("os.PathLike[str]", value))
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Collection):
        return cast("Any", value)
    return list(cast("Collection[object]", value))


def _is_secret(key: str, value: object) -> bool:
    """A proxy's address may hold a password."""
    return key in SECRETS or (key == "proxy" and "@" in str(value))


__all__ = [
    "OBJECTS",
    "SECRETS",
    "VARIABLES",
    "Given",
    "SettingsWarning",
    "arguments",
    "environment",
    "toml_file",
]
