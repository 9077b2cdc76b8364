"""``docs/quirks.md``: the ledger as a page for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from scripts.documents import Node

_THREADS = "https://github.com/KickEngineering/KickDevDocs/issues"

KINDS = {
    "setting": "has named values; a profile picks one",
    "rule": "always on in the mock",
    "fault": "happens only when it is asked for, to see a client cope",
    "payload": "one of several forms that an answer or event takes",
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
    lines += ["", "On this page: " + " · ".join(f"[{name}](#{name})" for name in surfaces)]
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
        " KickEngineering/KickDevDocs; an integration with a number is a public program of a third"
        " party whose source was read."
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
    yield f'<a id="{quirk["id"]}"></a>'
    yield ""
    yield f"### {quirk['title']}"
    yield ""
    yield f"`{quirk['id']}` · {quirk['kind']} · {quirk['status']}{planned}"
    if places := _operations(quirk):
        yield ""
        yield "Shows in: " + ", ".join(f"`{place}`" for place in places)
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


def _operations(quirk: Node) -> list[str]:
    """The operations and webhooks that its pointers lead into."""
    found: dict[str, None] = {}
    for pointers in cast("dict[str, list[str]]", quirk["pointers"]).values():
        for target in pointers:
            steps = [step.replace("~1", "/").replace("~0", "~") for step in target.split("/")[1:]]
            if len(steps) > 2 and steps[0] == "paths":
                found[f"{steps[2].upper()} {steps[1]}"] = None
            elif len(steps) > 1 and steps[0] == "webhooks":
                found[f"webhook {steps[1]}"] = None
    return list(found)


def _evidence(item: Node) -> str:
    date = f", {item['date']}" if item.get("date") else ""
    place = re.sub(r"KDD#(\d+)", rf"[KDD#\1]({_THREADS}/\1)", cast("str", item["place"]))
    return f"{place} ({item['kind']}{date})"


def _flat(text: str) -> str:
    return " ".join(text.split())
