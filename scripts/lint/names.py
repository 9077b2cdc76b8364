"""How the generator turns names of a document into Python's; a test compares with its own."""

from __future__ import annotations

import builtins
import re
from keyword import iskeyword

_DELIMITERS = ". _-"
_RESERVED = (set(dir(builtins)) | {"self", "true", "false", "datetime"}) - {"id"}


def snake_case(name: str) -> str:
    """The module and field style: ``ChatMessage`` becomes ``chat_message``."""
    return "_".join(_words(name)).lower()


def pascal_case(name: str) -> str:
    """The class style: ``chat_message`` becomes ``ChatMessage``; capitals stay as they are."""
    return "".join(word if word.isupper() else word.capitalize() for word in _words(name))


def python_name(name: str) -> str:
    """The attribute or argument that stands for a property or a parameter."""
    return _unreserved(snake_case(name))


def class_name(name: str) -> str:
    """The class that stands for a named schema."""
    return _unreserved(pascal_case(name))


def enum_member(value: object, index: int) -> str:
    """The member that stands for a value of an enum."""
    if isinstance(value, int):
        return f"VALUE_NEGATIVE_{-value}" if value < 0 else f"VALUE_{value}"
    spelled = str(value)
    return snake_case(spelled.upper()).upper() if spelled[:1].isalpha() else f"VALUE_{index}"


def is_public_name(name: str) -> bool:
    """Whether Python can call a method, an argument or a module so, with nothing added."""
    return bool(re.fullmatch("[a-z][a-z0-9_]*", name)) and not iskeyword(name)


def _words(name: str) -> list[str]:
    kept = "".join(c for c in name if c.isidentifier() or c.isdecimal() or c in _DELIMITERS)
    if any(c.isupper() for c in kept):
        kept = " ".join(re.split("([A-Z]?[a-z]+)", kept))
    return re.findall(rf"[^{re.escape(_DELIMITERS)}]+", kept)


def _unreserved(name: str) -> str:
    return f"{name}_" if name in _RESERVED or iskeyword(name) else name
