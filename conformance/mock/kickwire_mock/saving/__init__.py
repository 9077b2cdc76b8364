"""The state of a mock as a JSON value, and back.

One mechanism for every class of the world, driven by what the classes declare: a dataclass its
fields, any other class its attributes in its body. The declared types say how each value is written
and what a value has to be that is read, so a document names no classes, and nothing in it can make
or call anything that the world does not consist of. What the world is built on (clock, settings,
scopes, the crowd) is not written but given anew, and what is declared as `Unsaved` begins empty.

Journal, armed faults and holds are no part of the world, and none of the state. The modules are
imported on first use, since most mocks are never saved.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kickwire_mock.saving.document import Restored, restored, written
    from kickwire_mock.saving.files import StateFile

__all__ = ["Restored", "StateFile", "restored", "written"]

_HOMES = {
    "Restored": "document",
    "StateFile": "files",
    "restored": "document",
    "written": "document",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
