"""Every rule of the document lint is proved by a violation planted into small, clean documents."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.documents import load
from scripts.lint.__main__ import check
from scripts.lint.plain import is_list
from scripts.lint.registry import Finding
from scripts.lint.rules import RULES, THEMES
from scripts.lint.sources import Spec, Vocabulary

HERE = Path(__file__).parent
MINIMAL = HERE / "minimal"
FILES = {"id": "id.openapi.yaml", "api": "api.openapi.yaml", "quirks": "quirks.yaml"}
PLANTS: list[dict[str, Any]] = yaml.safe_load((HERE / "plants.yaml").read_text(encoding="utf-8"))
VOCABULARY = Vocabulary.read()


def lint(folder: Path) -> list[Finding]:
    """What our rules say about the documents of a folder."""
    return check(Spec.read(folder, VOCABULARY))


def change(tree: Any, target: str, value: Any) -> None:
    """Set, append or remove what a JSON pointer names."""
    *path, last = [part.replace("~1", "/").replace("~0", "~") for part in target.split("/")[1:]]
    for part in path:
        tree = tree[int(part) if is_list(tree) else part]
    if value == "(gone)":
        del tree[last]
    elif last == "-":
        tree.append(value)
    else:
        tree[int(last) if is_list(tree) else last] = value


def sow(plant: dict[str, Any], folder: Path) -> tuple[str, str]:
    """Plant a violation into a copy of the minimal documents; returns its file and pointer."""
    shutil.copytree(MINIMAL, folder)
    places: list[tuple[str, str]] = []
    for name, changes in plant.get("plant", {}).items():
        tree = load(folder / FILES[name])
        for target, value in changes.items():
            change(tree, target, value)
            places.append((name, target))
        text = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False)
        (folder / FILES[name]).write_text(text, encoding="utf-8")
    for name, changes in plant.get("text", {}).items():
        text = (folder / FILES[name]).read_text(encoding="utf-8")
        for old, new in changes.items():
            assert text.count(old) == 1
            text = text.replace(old, new)
            places.append((name, ""))
        (folder / FILES[name]).write_text(text, encoding="utf-8")
    name, target = places[0]
    return str(folder / FILES[name]), plant.get("found", target)


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant["rule"])
def test_planted_violation_is_found_by_its_rule_alone(
    plant: dict[str, Any], tmp_path: Path
) -> None:
    """A planted violation is found by exactly its rule, at its place, with its line."""
    file, target = sow(plant, tmp_path / "spec")

    findings = lint(tmp_path / "spec")

    assert {found.rule for found in findings} == {plant["rule"]}
    assert (file, target) in {(found.file, found.pointer) for found in findings}


def test_minimal_documents_are_clean() -> None:
    """The documents that violations are planted into break no rule themselves."""
    assert lint(MINIMAL) == []


def test_rules_and_plants_are_the_same_set() -> None:
    """There is no rule without a planted violation, and no violation without a rule."""
    assert {plant["rule"] for plant in PLANTS} == set(RULES)


def test_every_rule_says_in_one_sentence_what_it_refuses() -> None:
    """A rule's docstring is one line that ends like a sentence."""
    for rule in RULES.values():
        assert rule.sentence.endswith("."), rule.id
        assert len(rule.sentence) < 100, rule.id


def test_rules_stand_in_the_themes() -> None:
    """Each theme brings rules, and no rule is written twice."""
    written = [line for theme in THEMES for line in _rule_lines(Path(theme.__file__ or ""))]

    assert len(written) == len(RULES)


def _rule_lines(module: Path) -> list[str]:
    lines = [
        line for line in module.read_text(encoding="utf-8").splitlines() if line.startswith("@")
    ]
    assert lines, module
    return lines
