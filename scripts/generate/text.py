"""Docstrings and literals of generated code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import cast

from scripts.documents import Node

WIDTH = 92


def literal(value: object) -> str:
    """A Python literal, strings in double quotes, long containers left to the formatter."""
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    if isinstance(value, tuple):
        items = cast("tuple[object, ...]", value)
        inner = ", ".join(literal(item) for item in items)
        return f"({inner},)" if len(items) == 1 else f"({inner})"
    return repr(value)


def paragraph(text: str, indent: str = "", hang: str = "") -> str:
    """One paragraph, wrapped."""
    return textwrap.fill(
        " ".join(text.split()),
        WIDTH - 8,
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a description."""
    return [part for part in text.strip().split("\n\n") if part.strip()]


def prose(text: str) -> list[str]:
    """A description as blocks of a docstring: wrapped paragraphs, and lists item by item."""
    return [_list(part) if part.startswith("* ") else paragraph(part) for part in paragraphs(text)]


def _list(text: str) -> str:
    items = text.removeprefix("* ").split("\n* ")
    return "\n".join(paragraph(f"* {item}", hang="  ") for item in items)


def section(title: str, entries: Iterable[str], hang: str = "    ") -> str:
    """A section of a docstring with one hanging entry each; empty without entries."""
    lines = [paragraph(entry, "    ", hang) for entry in entries]
    return "\n".join([f"{title}:", *lines]) if lines else ""


def quirks_section(node: Node) -> str:
    """The ledger ids that a node names."""
    ids = cast("list[str]", node.get("x-kick-quirks", []))
    return section("Quirks", [", ".join(ids)] if ids else [], hang="")


def docstring(parts: Sequence[str]) -> str:
    """A docstring out of blocks that a blank line parts; the first is the summary."""
    text = "\n\n".join(part for part in parts if part)
    text = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    ending = "\n" if "\n" in text else ""
    closing = ' "' if text.endswith('"') and not ending else '"'
    return f'"""{text}{ending}"{closing}"'
