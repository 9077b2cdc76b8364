"""The ledger is closed: nothing in it is unproven without saying so, nothing outside is claimed."""

from __future__ import annotations

import ast
from typing import Any

from kickwire_mock import Mock
from kickwire_mock.ledger import registered

from scripts.documents import LEDGER, ROOT, load

QUIRKS: list[dict[str, Any]] = load(LEDGER)["quirks"]
TESTS = ROOT / "conformance" / "tests"
IMITATED = frozenset({"setting", "rule", "fault", "payload"})


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
    """A hundred and one quirks are on record, each once."""
    assert len({quirk["id"] for quirk in QUIRKS}) == len(QUIRKS) == 101


def test_tests_claim_no_quirk_that_is_not_in_the_ledger() -> None:
    """A mark names an entry that exists."""
    assert set(marked()) - {quirk["id"] for quirk in QUIRKS} == set()


def test_nothing_is_planned_any_more() -> None:
    """The mock, or where only a client can do it the client, keeps every entry."""
    assert [quirk["id"] for quirk in QUIRKS if quirk.get("planned")] == []


def test_every_entry_is_proven() -> None:
    """Each is history, or some test is marked with it."""
    claimed = marked()

    unproven = [
        quirk["id"] for quirk in QUIRKS if quirk["kind"] != "history" and quirk["id"] not in claimed
    ]

    assert unproven == []


def test_the_mock_registers_what_it_imitates_and_nothing_else() -> None:
    """Every setting, rule, fault and payload; what is registered twice fails on import."""
    imitated = {quirk["id"] for quirk in QUIRKS if quirk["kind"] in IMITATED}

    assert Mock()  # with it comes everything that registers
    assert set(registered()) == imitated


def test_a_duty_is_proven_by_the_client() -> None:
    """What only a client can do is marked by a test that is not about the mock."""
    claimed = marked()
    duties = [quirk["id"] for quirk in QUIRKS if quirk["kind"] == "duty"]

    assert duties
    for duty in duties:
        assert [path for path in claimed[duty] if not path.startswith("test_mock_")], duty


def test_every_entry_stands_in_the_page_for_people() -> None:
    """The generated page shows each entry by its id."""
    page = (ROOT / "docs" / "quirks.md").read_text("utf-8")

    assert [quirk["id"] for quirk in QUIRKS if f"`{quirk['id']}`" not in page] == []
