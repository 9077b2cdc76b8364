"""``docs/quirks.md``: the ledger as a page for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import cast

from scripts.documents import Node

KINDS = {
    "setting": "has named values; a profile picks one",
    "rule": "always on in the mock",
    "fault": "armed on purpose, per endpoint or for the next requests",
    "payload": "a named variant of an answer or event",
    "duty": "only a client can do it",
    "history": "no code: retired, a slip of the docs, or not reproducible",
}


def page(ledger: Node) -> str:
    """The whole page, in the order of the ledger, grouped by surface."""
    quirks = cast("list[Node]", ledger["quirks"])
    surfaces = list(dict.fromkeys(cast("str", quirk["surface"]) for quirk in quirks))
    lines = [
        "<!-- Written by `make generate` from spec/quirks.yaml. Edit that file, not this one. -->",
        "",
        "# Quirks of Kick",
        "",
        *_introduction(ledger, quirks),
    ]
    for surface in surfaces:
        lines += ["", f"## {surface}"]
        for quirk in quirks:
            if quirk["surface"] == surface:
                lines += ["", *_entry(quirk)]
    return "\n".join(lines) + "\n"


def _introduction(ledger: Node, quirks: list[Node]) -> Iterator[str]:
    kinds = Counter(cast("str", quirk["kind"]) for quirk in quirks)
    planned = sum(1 for quirk in quirks if quirk.get("planned"))
    yield (
        f"{len(quirks)} places where Kick differs from its documentation, from the RFCs, or from"
        " what one would expect, each with its evidence. A status says how sure it is: documented,"
        " observed, disputed, inferred, or retired. `KDD#n` is issue or pull request n of"
        " KickEngineering/KickDevDocs."
    )
    yield ""
    if planned:
        yield (
            f"{planned} of them are marked *planned*: written down, not yet imitated by the mock"
            " or kept by the client."
        )
        yield ""
    yield "| kind | how many | what it means |"
    yield "|---|---:|---|"
    for kind, meaning in KINDS.items():
        yield f"| {kind} | {kinds[kind]} | {meaning} |"
    yield ""
    yield "Profiles of the mock:"
    yield ""
    for name, meaning in cast("dict[str, str]", ledger["profiles"]).items():
        yield f"- **{name}**: {_flat(meaning)}"


def _entry(quirk: Node) -> Iterator[str]:
    planned = ", planned" if quirk.get("planned") else ""
    yield f"### {quirk['title']}"
    yield ""
    yield f"`{quirk['id']}` · {quirk['kind']} · {quirk['status']}{planned}"
    yield ""
    yield _flat(quirk["behaviour"])
    if "values" in quirk:
        yield ""
        chosen = cast("dict[str, str]", quirk["profiles"])
        for value, meaning in cast("dict[str, str]", quirk["values"]).items():
            where = ", ".join(profile for profile, picked in chosen.items() if picked == value)
            yield f"- `{value}`{f' ({where})' if where else ''}: {_flat(meaning)}"
    if "payloads" in quirk:
        yield ""
        for name, meaning in cast("dict[str, str]", quirk["payloads"]).items():
            yield f"- `{name}`: {_flat(meaning)}"
    if quirk.get("duty"):
        yield ""
        yield f"**The client's part:** {_flat(quirk['duty'])}"
    if quirk.get("reason"):
        yield ""
        yield f"**Why there is no code:** {_flat(quirk['reason'])}"
    yield ""
    yield (
        "Evidence: "
        + "; ".join(_evidence(item) for item in cast("list[Node]", quirk["evidence"]))
        + "."
    )


def _evidence(item: Node) -> str:
    date = f", {item['date']}" if item.get("date") else ""
    return f"{item['place']} ({item['kind']}{date})"


def _flat(text: str) -> str:
    return " ".join(text.split())
