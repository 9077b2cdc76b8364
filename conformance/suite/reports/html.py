"""The results as one page: ids by profiles and moved settings, with the evidence behind each.

Nothing is fetched from anywhere, and no time is in it: two runs that give the same verdicts and
evidence give the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from conformance.suite.cases import Case
from conformance.suite.runner import VERDICTS, Result
from conformance.suite.summary import MOVED, column, columns, is_failure, is_warning, passed
from conformance.suite.ways import Way

_BAD = ("failed", "error", "warning")
_HERE = Path(__file__).resolve().parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_FILTER = """\
<form id="filter" role="search" hidden>
<label>Filter <input type="search" id="text" autocomplete="off" spellcheck="false" \
placeholder="id, promise or source" aria-keyshortcuts="/"></label>
<label>Level <select id="level"><option value="">all</option>
<option>MUST</option><option>SHOULD</option><option>QUIRK</option></select></label>
<label>Verdict <select id="verdict"><option value="">all</option>
<option value="failed error warning">not held</option>
<option value="held">held</option><option value="skipped">skipped</option></select></label>
<button type="button" id="open">Open all</button>
<output id="shown" aria-live="polite"></output>
</form>"""


def report(results: Sequence[Result]) -> str:
    """The page as text."""
    heads = columns(results)
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            "<title>kickwire conformance</title>",
            f"<style>\n{_beside('page.css')}</style>",
            "</head>",
            f'<body style="--profiles: {max(len(heads), 1)}">',
            *_header(results, heads),
            "<main>",
            *_matrix(results, heads),
            '<p id="nothing" hidden>No case fits.</p>',
            "</main>",
            f"<script>\n{_beside('page.js')}</script>",
            "</body>",
            "</html>",
            "",
        ]
    )


def _beside(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _header(results: Sequence[Result], heads: Sequence[str]) -> Iterator[str]:
    verdict = "held" if passed(results) else "did not hold"
    word = "held" if passed(results) else "failed"
    yield "<header>"
    yield f'<h1>Conformance <span class="verdict {word}">{verdict}</span></h1>'
    yield from _totals(results, heads)
    yield from _contents(results)
    yield _FILTER
    yield "</header>"


def _totals(results: Sequence[Result], heads: Sequence[str]) -> Iterator[str]:
    """Counts by column; then, folded, by moved setting."""
    by_column = {head: [one for one in results if column(one) == head] for head in heads}
    yield from _counted("Cases by profile and verdict", "profile", by_column)
    if moved := by_column.get(MOVED):
        ways = sorted({one.way for one in moved}, key=lambda way: way.order)
        by_way = {str(way): [one for one in moved if one.way == way] for way in ways}
        yield f"<details><summary>{len(ways)} moved settings</summary>"
        yield from _counted("Cases by moved setting and verdict", "setting", by_way)
        yield "</details>"


def _counted(caption: str, what: str, rows: Mapping[str, Sequence[Result]]) -> Iterator[str]:
    every = {_word(one) for members in rows.values() for one in members}
    words = [word for word in (*VERDICTS, "warning") if word in every]
    head = "".join(f'<th scope="col">{word}</th>' for word in words)
    yield f'<table class="totals"><caption>{caption}</caption>'
    yield f'<thead><tr><th scope="col">{what}</th>{head}</tr></thead><tbody>'
    for name, members in rows.items():
        counts = Counter(map(_word, members))
        cells = "".join(f'<td class="{word}">{counts[word]}</td>' for word in words)
        yield f'<tr><th scope="row">{escape(name)}</th>{cells}</tr>'
    yield "</tbody></table>"


def _contents(results: Sequence[Result]) -> Iterator[str]:
    """A way to each group, which says where something did not hold."""
    yield '<nav aria-label="Groups"><ul>'
    for group, members in groupby(results, key=_group):
        words = {_word(one) for one in members}
        worst = next((word for word in _BAD if word in words), "")
        mark = f' <span class="verdict {worst}">{worst}</span>' if worst else ""
        yield f'<li><a href="#{escape(group)}">{escape(group)}</a>{mark}</li>'
    yield "</ul></nav>"


def _group(one: Result) -> str:
    return "/".join(one.case.id.split("/")[:2])


def _matrix(results: Sequence[Result], heads: Sequence[str]) -> Iterator[str]:
    spans = "".join(f"<span>{escape(head)}</span>" for head in ("case", "promise", *heads))
    yield f'<div class="row head" aria-hidden="true">{spans}</div>'
    for group, members in groupby(results, key=_group):
        yield f'<section><h2 id="{escape(group)}">{escape(group)}</h2>'
        for _, found in groupby(members, key=lambda one: one.case.id):
            yield from _row(list(found), heads)
        yield "</section>"


def _row(found: Sequence[Result], heads: Sequence[str]) -> Iterator[str]:
    case = found[0].case
    words = " ".join(sorted({_word(one) for one in found}))
    yield (
        f'<details class="case" id="{escape(case.id)}" data-level="{case.level.value}"'
        f' data-verdicts="{words}">'
    )
    cells = "".join(_cell(head, [one for one in found if column(one) == head]) for head in heads)
    yield (
        f'<summary class="row"><span class="id">{_breakable(case.id)}'
        f' <span class="level {case.level.value}">{case.level.value}</span></span>'
        f'<span class="promise">{escape(case.promise)}</span>{cells}</summary>'
    )
    yield '<div class="inside">'
    yield f'<p class="sources">On the word of {_sources(case)}</p>'
    for ways, one in _alike(found):
        yield from _told(ways, one)
    yield "</div></details>"


def _breakable(id: str) -> str:
    return escape(id).replace("/", "/<wbr>").replace("_", "_<wbr>")


def _cell(head: str, found: Sequence[Result]) -> str:
    """The verdict of a column; where it has several, the worst."""
    name = f'<span class="off">{escape(head)}: </span>'
    if not found:
        return f'<span class="verdict none">{name}&ndash;</span>'
    words = [_word(one) for one in found]
    word = next((each for each in (*_BAD, "held") if each in words), words[0])
    return f'<span class="verdict {word}">{name}{word}</span>'


def _sources(case: Case) -> str:
    return "; ".join(f"<span>{escape(each)}</span>" for each in case.evidence)


def _alike(found: Iterable[Result]) -> list[tuple[list[Way], Result]]:
    """Results that tell the same, with the ways under which they do."""
    groups: dict[tuple[object, ...], tuple[list[Way], Result]] = {}
    for one in found:
        key = (one.verdict, one.reason, one.evidence)
        groups.setdefault(key, ([], one))[0].append(one.way)
    return list(groups.values())


def _told(ways: Sequence[Way], one: Result) -> Iterator[str]:
    word = _word(one)
    profiles = [way.profile for way in ways if not way.moved]
    moved = [str(way) for way in ways if way.moved]
    names = [*profiles, f"{len(moved)} moved settings"] if len(moved) > 1 else map(str, ways)
    told = escape(", ".join(names))
    yield f'<div class="told"><h3>{told}: <span class="verdict {word}">{word}</span></h3>'
    if len(moved) > 1:
        yield f'<p class="moved">{escape("; ".join(moved))}</p>'
    if one.reason:
        yield f"<pre>{escape(one.reason)}</pre>"
    if one.evidence:
        yield "<ol>"
        yield from (f"<li><code>{escape(line)}</code></li>" for line in one.evidence)
        yield "</ol>"
    if is_failure(one) or is_warning(one):
        again = f"--only {one.case.id} {one.way.options}"
        yield f"<p>Again: <code>make conformance ARGS='{escape(again)}'</code></p>"
    yield "</div>"


def _word(one: Result) -> str:
    return "warning" if is_warning(one) else one.verdict
