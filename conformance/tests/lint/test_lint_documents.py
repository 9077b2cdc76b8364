"""Reading the documents: whatever is wrong with a file, one line says what and where."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.documents import ROOT, DocumentError, deref, load, operations, resolve, walk, webhooks
from scripts.lint.__main__ import check
from scripts.lint.plain import as_json, is_list
from scripts.lint.sources import Document, Source, Spec, Vocabulary

MINIMAL = Path(__file__).parent / "minimal"
BROKEN = {
    "unclosed bracket": (b"openapi: 3.1.0\ninfo: [a, b\n", ":3:1: not readable as YAML: "),
    "bad indent": (b"a: 1\n  b: 2\n", ":2:4: not readable as YAML: "),
    "tab": (b"a:\n\tb: 1\n", ":2:1: not readable as YAML: "),
    "duplicate key": (b"b:\n  c: 1\n  c: 2\n", ":3:3: not readable as YAML: key 'c' stands twice"),
    "list as key": (b"? [a]\n: 1\n", ":1:3: not readable as YAML: a key is a mapping or a list"),
    "unknown tag": (b"a: !!python/name:os.system x\n", ":1:4: not readable as YAML: "),
    "recursive alias": (b"a: &a [*a]\n", ":1:4: not readable as YAML: "),
    "control character": (b"a: \x01\n", ": not readable as YAML: "),
    "not UTF-8": (b"a: \xff\n", ": not UTF-8 at byte 3"),
    "a list at the top": (b"- a\n", ": a mapping is expected at the top"),
    "nothing": (b"", ": a mapping is expected at the top"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_document_is_one_line_with_file_and_place(case: str, tmp_path: Path) -> None:
    """A file that cannot be read raises DocumentError: one line with file, place and reason."""
    content, expected = BROKEN[case]
    path = tmp_path / "broken.yaml"
    path.write_bytes(content)

    with pytest.raises(DocumentError) as caught:
        load(path)

    assert str(caught.value).startswith(f"{path}{expected}")
    assert "\n" not in str(caught.value)


def test_missing_document_is_named(tmp_path: Path) -> None:
    """A file that is not there is named with the system's reason."""
    with pytest.raises(DocumentError, match=r"none\.yaml: cannot be read: No such file"):
        load(tmp_path / "none.yaml")


def test_document_in_the_project_is_named_from_its_root() -> None:
    """A path inside the project is shown as seen from the project's root."""
    with pytest.raises(DocumentError, match=r"^spec/none\.yaml: cannot be read"):
        load(ROOT / "spec" / "none.yaml")


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff"])
def test_broken_vocabulary_is_named(content: bytes | None, tmp_path: Path) -> None:
    """The schema of our words fails like a document does."""
    path = tmp_path / "vocabulary.schema.json"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(DocumentError, match=r"vocabulary\.schema.json: "):
        Vocabulary.read(path)


@pytest.mark.parametrize("target", ["a", "a/b", "/b", "/a/-1", "/a/2", "/a/x", "/a/0/0", "x#/a"])
def test_pointer_that_leads_nowhere_raises_key_error(target: str) -> None:
    """A pointer resolves exactly or not at all."""
    with pytest.raises(KeyError):
        resolve({"a": [1, 2]}, target)


def test_pointers_and_references_are_followed() -> None:
    """Escapes, list indices and chains of references lead to the node."""
    document: dict[str, Any] = {"a/b": {"~": [{"$ref": "#/c"}]}, "c": {"$ref": "#/d"}, "d": {}}

    assert resolve(document, "/a~1b/~0/0") == {"$ref": "#/c"}
    assert resolve(document, "") is document
    assert deref(document, {"$ref": "#/a~1b/~0/0"}) == {}


def test_operations_and_webhooks_are_listed_with_their_place() -> None:
    """Operations and webhooks come in the order of the document, each with its pointer."""
    document = load(MINIMAL / "api.openapi.yaml")

    assert [(place.id, place.pointer) for place in operations(document)] == [
        ("listThings", "/paths/~1things/get"),
        ("makeThing", "/paths/~1things/post"),
    ]
    assert [(place.path, place.pointer) for place in webhooks(document)] == [
        ("thing.made", "/webhooks/thing.made/post")
    ]


def test_line_of_a_pointer_is_the_line_of_its_key() -> None:
    """Findings carry the line on which the named thing begins, or the nearest one around it."""
    source = Source.read(MINIMAL / "api.openapi.yaml")
    lines = source.text.splitlines()

    line = source.line("/paths/~1things/post/operationId")
    assert lines[line - 1].strip() == "operationId: makeThing"
    assert source.line("/info/nothing/there") == source.line("/info")
    assert source.pointer_at(source.line("/info/version")) == "/info/version"


def _mutants(name: str, nonsense: Any) -> Iterator[tuple[str, Spec]]:
    """The minimal documents with nonsense at one place after the other."""
    vocabulary = Vocabulary.read()
    contents = {path.name: load(path) for path in sorted(MINIMAL.iterdir())}
    for at, _ in list(walk(contents[name]))[1:]:
        mutated = copy.deepcopy(contents)
        parent, _, key = at.rpartition("/")
        holder = resolve(mutated[name], parent)
        key = key.replace("~1", "/").replace("~0", "~")
        holder[int(key) if is_list(holder) else key] = nonsense
        sources = [Source(MINIMAL / file, "{}", mutated[file]) for file in sorted(mutated)]
        documents = tuple(Document.of(source, vocabulary) for source in sources[:2])
        yield at, Spec(documents, sources[2], vocabulary)


@pytest.mark.parametrize("name", ["id.openapi.yaml", "api.openapi.yaml", "quirks.yaml"])
@pytest.mark.parametrize("nonsense", [None, 7, [None], {"$ref": "#/paths"}], ids=repr)
def test_rules_survive_nonsense_anywhere(name: str, nonsense: Any) -> None:
    """Whatever stands at any place of a document, the rules report and never crash."""
    reports = {at: check(spec) for at, spec in _mutants(name, nonsense)}

    assert len(reports) > 40


@pytest.mark.parametrize("union", ["allOf", "anyOf", "oneOf"])
def test_rules_survive_schemas_that_contain_themselves(union: str) -> None:
    """A schema that is part of itself ends no rule in an endless loop."""
    spec = Spec.read(MINIMAL, Vocabulary.read())
    content = copy.deepcopy(spec.documents[1].content)
    target = "#/components/schemas/Thing"
    resolve(content, target)[union] = [{"$ref": target}, {"$ref": "#/components/schemas/ThingKind"}]
    document = Document.of(Source(MINIMAL / "api.openapi.yaml", "{}", content), spec.vocabulary)

    assert check(Spec((spec.documents[0], document), spec.ledger, spec.vocabulary))


def test_what_json_lacks_becomes_text() -> None:
    """Rules see a document as JSON has it, whatever YAML made of it."""
    assert as_json({1: [float("inf"), b"x", 1.5, None]}) == {"1": ["inf", "b'x'", 1.5, None]}
