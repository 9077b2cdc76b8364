"""The registry: what every case of the suite has, and what no case may lack."""

from __future__ import annotations

import re
from typing import Any

import pytest

from conformance.selftest.plant import load
from conformance.suite import cases
from conformance.suite.__main__ import every_case
from conformance.suite.cases import MUST, QUIRK, Case, RegistryError, case, in_order
from conformance.suite.schemathesis_run import OFFLINE
from conformance.suite.spec import HERE, SPEC, document, ledger
from conformance.suite.stage import NEEDS, Stage

ALL = every_case()
RFC = ("RFC 6749 section 6",)
IDS = HERE / "ids.txt"
WITHDRAWN = " withdrawn"


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Case]:
    """An empty registry."""
    empty: dict[str, Case] = {}
    monkeypatch.setattr(cases, "_CASES", empty)
    return empty


def promising(promise: str | None) -> Any:
    """The body of a case that promises this."""

    def body(stage: Stage) -> None:
        pass

    body.__doc__ = promise
    return body


def test_no_two_cases_have_one_id() -> None:
    """An id names one case, and says of what it is: the documents, the hosts or the client."""
    ids = [each.id for each in ALL]

    assert len(set(ids)) == len(ids)
    assert {each.split("/")[0] for each in ids} == {"api", "client", "doc", "hooks", "id"}


def test_ids_are_kept() -> None:
    """Every id that was ever given is in the list, and one without a case is marked there."""
    lines = IDS.read_text("utf-8").splitlines()
    kept = [line for line in lines if not line.endswith(WITHDRAWN)]
    withdrawn = [line.removesuffix(WITHDRAWN) for line in lines if line.endswith(WITHDRAWN)]

    assert kept == [each.id for each in ALL]
    assert not set(withdrawn) & set(kept)


def test_every_case_makes_one_promise() -> None:
    """The docstring of a case is one sentence, and no two of a group say the same."""
    for each in ALL:
        assert re.fullmatch(r"[A-Z0-9][^\n]*\.", each.promise), each.id
    told = [(each.id.rpartition("/")[0], each.promise) for each in ALL]
    assert len(set(told)) == len(told)


def test_all_evidence_exists() -> None:
    """Ledger entries and operations that are named as evidence are there."""
    documents = [document(name) for name in ("id", "api")]
    operations = {f"document {one.name} {each.id}" for one in documents for each in one.operations}
    operations |= {
        f"document {one.name} {each}" for one in documents for each in one.events.values()
    }
    for each in ALL:
        assert set(each.quirks) <= ledger().entries.keys(), each.id
        named = {word for word in each.evidence if word.startswith("document ")}
        assert named <= operations, each.id


def test_pages_that_are_named_as_evidence_exist() -> None:
    """A case that rests on our own pages names one that is there."""
    pages = {word.split()[0] for each in ALL for word in each.evidence if ".md" in word}

    assert pages
    assert [page for page in sorted(pages) if not (SPEC.parent / page).exists()] == []


def test_what_a_case_needs_is_known() -> None:
    """Whatever a case needs has a reason to be shown where it is missing."""
    assert {need for each in ALL for need in each.needs} <= NEEDS.keys()


def test_every_operation_has_its_case() -> None:
    """The documents declare 4 and 32 operations, and each is a case of its own."""
    files = [each.id for each in ALL if each.id.startswith("doc/")]

    assert len(files) == 36
    assert {f"doc/api/{each}" for each in OFFLINE} <= set(files)


def test_every_setting_of_the_id_host_and_of_webhooks_is_judged() -> None:
    """No setting, rule, fault or payload of these surfaces is without a case."""
    surfaces = {"authorize", "token", "refresh", "revoke", "introspect", "edge", "webhooks"}
    kinds = {"setting", "rule", "fault", "payload"}
    named = {quirk for each in ALL for quirk in each.quirks}

    missing = [
        name
        for name, entry in ledger().entries.items()
        if entry["surface"] in surfaces and entry["kind"] in kinds and name not in named
    ]
    assert missing == []


def test_the_suite_needs_no_test() -> None:
    """The suite and the selftest stand by themselves, so that a copy of them works elsewhere."""
    modules = [*HERE.rglob("*.py"), *(HERE.parent / "selftest").rglob("*.py")]

    assert [each for each in modules if "conformance.tests" in each.read_text("utf-8")] == []


def test_every_event_is_judged() -> None:
    """The payload of each of the eleven webhooks is evidence of a case."""
    named = {word for each in ALL if each.id.startswith("hooks/") for word in each.evidence}
    events = document("api").events

    assert len(events) == 11
    assert {f"document api {each}" for each in events.values()} <= named


def test_every_case_of_webhooks_has_its_bug() -> None:
    """A case of webhooks that nothing can fail proves nothing."""
    planted = {each.case for each in load().values()}
    hooks = {each.id for each in ALL if each.id.startswith("hooks/")}

    assert hooks - planted == set()


def test_ids_are_sorted_as_people_count() -> None:
    """The tenth case of a group comes after the second."""
    made = [
        Case(each, MUST, "It is.", RFC, promising(None))
        for each in ("id/b/10", "id/a/1", "id/b/2", "id/b")
    ]

    assert [each.id for each in in_order(made)] == ["id/a/1", "id/b", "id/b/2", "id/b/10"]


@pytest.mark.parametrize(
    ("id", "level", "promise", "evidence", "complaint"),
    [
        ("id", MUST, "It is.", RFC, "parts joined by slashes"),
        ("id//1", MUST, "It is.", RFC, "parts joined by slashes"),
        ("id/a/1", MUST, None, RFC, "not one sentence"),
        ("id/a/1", MUST, "It is", RFC, "not one sentence"),
        ("id/a/1", MUST, "It is.\n\nAnd more.", RFC, "not one sentence"),
        ("id/a/1", MUST, "It is.", ("my word",), "'my word' cannot be read"),
        ("id/a/1", MUST, "It is.", (), "names no source"),
        ("id/a/1", QUIRK, "It is.", RFC, "names no source"),
    ],
)
@pytest.mark.usefixtures("registry")
def test_a_careless_case_is_refused(
    id: str, level: Any, promise: str | None, evidence: tuple[str, ...], complaint: str
) -> None:
    """A case without a proper id, promise or source is refused when it is written."""
    with pytest.raises(RegistryError, match=complaint):
        case(id, level, evidence=evidence)(promising(promise))


def test_an_id_is_taken_once(registry: dict[str, Case]) -> None:
    """The second case of an id is refused."""
    case("id/a/1", MUST, evidence=RFC)(promising("It is."))

    with pytest.raises(RegistryError, match="two cases have the id id/a/1"):
        case("id/a/1", MUST, evidence=RFC)(promising("It is another."))
    assert registry["id/a/1"].promise == "It is."
