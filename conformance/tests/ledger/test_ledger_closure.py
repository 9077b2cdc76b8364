"""The ledger is closed: nothing in it is unproven without saying so, nothing outside is claimed."""

from __future__ import annotations

import ast
from typing import Any

from scripts.documents import LEDGER, ROOT, load

QUIRKS: list[dict[str, Any]] = load(LEDGER)["quirks"]
TESTS = ROOT / "conformance" / "tests"


def marked() -> dict[str, set[str]]:
    """The ledger ids that tests are marked with, and the files they are marked in."""
    found: dict[str, set[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.quirk":
                for argument in node.args:
                    assert isinstance(argument, ast.Constant), f"{path.name}: a plain string"
                    found.setdefault(str(argument.value), set()).add(path.name)
    return found


def test_the_ledger_has_all_its_entries() -> None:
    """Ninety-nine quirks are on record, each once."""
    assert len({quirk["id"] for quirk in QUIRKS}) == len(QUIRKS) == 99


def test_tests_claim_no_quirk_that_is_not_in_the_ledger() -> None:
    """A mark names an entry that exists."""
    assert set(marked()) - {quirk["id"] for quirk in QUIRKS} == set()


def test_what_is_not_planned_is_proven() -> None:
    """An entry without `planned` is history, or some test is marked with it."""
    claimed = marked()

    unproven = [
        quirk["id"]
        for quirk in QUIRKS
        if quirk["kind"] != "history" and not quirk.get("planned") and quirk["id"] not in claimed
    ]

    assert unproven == []


def test_every_entry_stands_in_the_page_for_people() -> None:
    """The generated page shows each entry by its id."""
    page = (ROOT / "docs" / "quirks.md").read_text("utf-8")

    assert [quirk["id"] for quirk in QUIRKS if f"`{quirk['id']}`" not in page] == []
