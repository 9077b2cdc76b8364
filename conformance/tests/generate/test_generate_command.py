"""`make generate` as a command: deterministic, and with bad input one clear line and no harm."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.tests.generate.generate_project import edit, generate, generate_after, snapshot


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_bytes_do_not_depend_on_the_hash_seed(project: Path, seed: str) -> None:
    """Whatever PYTHONHASHSEED is, generation gives what is committed."""
    done = generate(project, "--check", PYTHONHASHSEED=seed)

    assert (done.returncode, done.stderr) == (0, "")


def test_an_edited_document_changes_the_output_and_the_check_says_so_first(project: Path) -> None:
    """After an edit the check fails and names files; after generation it passes."""
    edit(project / "spec" / "id.openapi.yaml", "Kick.com identity host", "Another title")

    before = generate(project, "--check")
    written = generate(project)
    after = generate(project, "--check")

    assert before.returncode == 1
    assert "generated/STAMP.toml: differs" in before.stderr
    assert "run: make generate" in before.stderr
    assert (written.returncode, after.returncode) == (0, 0)


def test_the_document_of_the_mocks_own_host_is_copied_and_stamped(project: Path) -> None:
    """Its copy in the package and the stamp follow an edit like those of Kick's documents."""
    edit(
        project / "conformance/mock/control.openapi.yaml", "kickwire-mock control", "Another title"
    )

    before = generate(project, "--check").stderr
    written = generate(project)

    assert "generated/STAMP.toml: differs" in before
    assert "_data/control.openapi.json: differs" in before
    assert written.stdout == "generated: 2 files changed\n"


def _broken_yaml(project: Path) -> str:
    path = project / "spec" / "api.openapi.yaml"
    path.write_text("openapi: 3.1.0\npaths: [unclosed\n", encoding="utf-8")
    return "spec/api.openapi.yaml:3:1: not readable as YAML"


def _repeated_key(project: Path) -> str:
    edit(project / "spec" / "id.openapi.yaml", "info:", "info: {}\ninfo:")
    return "spec/id.openapi.yaml:3:1: not readable as YAML: key 'info' stands twice"


def _missing_document(project: Path) -> str:
    (project / "spec" / "quirks.yaml").unlink()
    return "spec/quirks.yaml: cannot be read"


def _dangling_reference(project: Path) -> str:
    edit(project / "spec" / "id.openapi.yaml", "#/components/schemas/OAuthError'", "#/nowhere'")
    return "unresolved-ref: nothing stands at #/nowhere"


def _unknown_scheme(project: Path) -> str:
    edit(project / "spec" / "api.openapi.yaml", "- AppAccessToken: []", "- Other: []")
    return "spec/api.openapi.yaml: listCategories: security names exactly one of"


def _no_servers(project: Path) -> str:
    edit(project / "spec" / "id.openapi.yaml", "\nservers:", "\nx-servers:")
    return "spec/id.openapi.yaml:1: /servers: missing-server: at least one server is needed"


def _no_summary(project: Path) -> str:
    edit(project / "spec" / "id.openapi.yaml", "\n      summary:", "\n      sumary:")
    return "/get: missing-summary: has no summary"


def _no_security(project: Path) -> str:
    edit(project / "spec" / "api.openapi.yaml", " security:", " secrity:")
    return "/get: missing-security: has no security of its own"


def _no_operation_id(project: Path) -> str:
    edit(project / "spec" / "api.openapi.yaml", " operationId:", " operationID:")
    return "operation-id: '' is no camelCase name"


def _quirk_without_title(project: Path) -> str:
    edit(project / "spec" / "quirks.yaml", " title:", " titel:")
    return "spec/quirks.yaml:"


@pytest.mark.parametrize(
    "spoil",
    [
        *(_broken_yaml, _repeated_key, _missing_document, _dangling_reference, _unknown_scheme),
        *(_no_servers, _no_summary, _no_security, _no_operation_id, _quirk_without_title),
    ],
)
def test_a_document_that_cannot_be_used_ends_with_one_line_and_no_change(
    project: Path, spoil: Callable[[Path], str]
) -> None:
    """A bad document is told in one line that names file and place; every output stays."""
    expected = spoil(project)
    before = snapshot(project)

    done = generate(project)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert expected in done.stderr
    assert done.stderr.startswith("make generate: spec/")
    assert snapshot(project) == before


def test_without_ruff_generation_says_so_and_changes_nothing(project: Path) -> None:
    """The formatter shapes the bytes: without it there is no generation at all."""
    before = snapshot(project)
    done = generate_after(project, "import shutil; shutil.which = lambda *a, **k: None")

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "ruff" in done.stderr
    assert "make setup" in done.stderr
    assert snapshot(project) == before


def test_a_half_written_tree_is_named_by_the_check_and_mended_by_generation(project: Path) -> None:
    """Files lost from generated/ are named; generation brings them back."""
    shutil.rmtree(project / "generated" / "kickwire_api" / "models")

    checked = generate(project, "--check")
    mended = generate(project)

    assert checked.returncode == 1
    assert "generated/kickwire_api/models/__init__.py: is missing" in checked.stderr
    assert mended.returncode == 0
    assert generate(project, "--check").returncode == 0


BREAKDOWN = "command.outputs.packages.Endpoints = lambda document: document['nonsense']"


def test_whatever_breaks_down_is_one_line_that_names_the_document(project: Path) -> None:
    """An exception that nobody foresaw names the document, and how to see where it came from."""
    before = snapshot(project)

    done = generate_after(project, BREAKDOWN)

    assert done.returncode == 2
    assert done.stderr == (
        "make generate: spec/id.openapi.yaml: the generator broke down over it:"
        " KeyError: 'nonsense' (KICKWIRE_TRACEBACK=1 shows where)\n"
    )
    assert snapshot(project) == before


def test_the_traceback_can_be_had(project: Path) -> None:
    """With KICKWIRE_TRACEBACK set the line has its traceback above it."""
    done = generate_after(project, BREAKDOWN, KICKWIRE_TRACEBACK="1")

    assert done.returncode == 2
    assert "Traceback (most recent call last):" in done.stderr
    assert "packages.py" in done.stderr


def test_a_file_in_the_way_is_one_line(project: Path) -> None:
    """What the file system refuses is told with the path."""
    (project / "build").touch()

    done = generate(project)

    assert done.returncode == 2
    assert done.stderr == f"make generate: {project}/build: File exists\n"


def test_files_that_shape_nothing_are_no_drift(project: Path) -> None:
    """What editors and systems leave beside the templates is not in the stamp."""
    for name in (".DS_Store", "templates/.DS_Store", "templates/client.py.jinja~"):
        (project / "spec" / "codegen" / name).touch()

    assert generate(project, "--check").returncode == 0
