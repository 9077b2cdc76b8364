"""`make check-generated` sees every kind of drift; `make generate` puts every output in place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.documents import ROOT
from scripts.generate import outputs
from scripts.generate.swapping import Swap


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything generated, aside, once."""
    aside = tmp_path_factory.mktemp("built")
    outputs.build(aside)
    return aside


@pytest.fixture
def tree(built: Path, tmp_path: Path) -> Path:
    """A working tree that is as generated."""
    root = tmp_path / "tree"
    shutil.copytree(built, root)
    return root


def test_what_is_committed_is_what_the_documents_give(built: Path) -> None:
    """Nothing in the repository's generated files differs from a fresh generation."""
    assert outputs.differences(built, ROOT) == []


def _edit(root: Path) -> str:
    path = "generated/kickwire_api/client.py"
    (root / path).write_text("edited by hand\n", encoding="utf-8")
    return f"{path}: differs from what the documents give"


def _delete(root: Path) -> str:
    path = "generated/kickwire_id/models/token_answer.py"
    (root / path).unlink()
    return f"{path}: is missing"


def _add(root: Path) -> str:
    path = "generated/kickwire_api/extra.py"
    (root / path).touch()
    return f"{path}: is not generated"


def _edit_mock_data(root: Path) -> str:
    path = "conformance/mock/kickwire_mock/_data/api.openapi.json"
    (root / path).write_text("{}\n", encoding="utf-8")
    return f"{path}: differs from what the documents give"


def _delete_page(root: Path) -> str:
    path = "docs/quirks.md"
    (root / path).unlink()
    return f"{path}: is missing"


def _edit_stamp(root: Path) -> str:
    path = "generated/STAMP.toml"
    content = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(content + "# touched\n", encoding="utf-8")
    return f"{path}: differs from what the documents give"


@pytest.mark.parametrize(
    "plant", [_edit, _delete, _add, _edit_mock_data, _delete_page, _edit_stamp]
)
def test_each_kind_of_drift_is_named(built: Path, tree: Path, plant: Callable[[Path], str]) -> None:
    """A changed, missing or extra file in any output is told with its path, and nothing else is."""
    expected = plant(tree)

    assert outputs.differences(built, tree) == [expected]


def test_caches_are_no_drift(built: Path, tree: Path) -> None:
    """Byte code that Python leaves beside the modules is not ours to judge."""
    cache = tree / "generated" / "kickwire_api" / "__pycache__"
    cache.mkdir()
    (cache / "client.cpython-311.pyc").touch()

    assert outputs.differences(built, tree) == []


def test_a_swap_replaces_every_output(built: Path, tree: Path, tmp_path: Path) -> None:
    """After a swap the tree is what was built, whatever stood there before."""
    for plant in (_edit, _delete, _add, _delete_page):
        plant(tree)
    aside = tmp_path / "aside"
    shutil.copytree(built, aside)

    Swap(tree, tmp_path / "backup", outputs.OUTPUTS).run(aside)

    assert outputs.differences(built, tree) == []
    assert not (tmp_path / "backup").exists()
