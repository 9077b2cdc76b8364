"""Everything that generation writes: built in a folder aside, and compared with what is there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from scripts.documents import (
    API_DOCUMENT,
    CONTROL_DOCUMENT,
    ID_DOCUMENT,
    LEDGER,
    ROOT,
    Node,
    load,
)
from scripts.generate import formatting, ledger_page, packages, structure
from scripts.generate.trouble import naming
from scripts.lint.sources import shown

_MOCK_DATA = "conformance/mock/kickwire_mock/_data"

OUTPUTS = ("generated", _MOCK_DATA, "docs/quirks.md")
"""Files and folders that belong to generation alone, relative to the root."""


def build(aside: Path) -> None:
    """Write every output below a folder that does not exist yet.

    Raises:
        DocumentError: a document, or the ledger, cannot be used.
        ToolError: ruff is absent, of another version, or refuses what was written.
    """
    executable = formatting.ruff()
    structure.demand()
    documents = {source: load(source) for source in _documents()}
    generated = aside / "generated"
    generated.mkdir(parents=True)
    for package in packages.PACKAGES:
        with naming(package.source):
            packages.write(package, documents[package.source], generated)
    formatting.tidy(generated, executable)
    _write(generated / "STAMP.toml", _stamp())
    for source, document in documents.items():
        with naming(source):
            _write(aside / _MOCK_DATA / f"{source.stem}.json", _json(document))
    with naming(LEDGER):
        _write(aside / "docs" / "quirks.md", ledger_page.page(documents[LEDGER]))


def _documents() -> tuple[Path, ...]:
    """What the mock is shipped with."""
    return (ID_DOCUMENT, API_DOCUMENT, LEDGER, CONTROL_DOCUMENT)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def differences(aside: Path, root: Path = ROOT) -> list[str]:
    """One line per file of the working tree that is not what was built aside."""
    lines: list[str] = []
    for output in OUTPUTS:
        built, present = _files(aside, output), _files(root, output)
        lines += [f"{name}: is missing" for name in sorted(built.keys() - present.keys())]
        lines += [f"{name}: is not generated" for name in sorted(present.keys() - built.keys())]
        changed = [name for name in built.keys() & present.keys() if built[name] != present[name]]
        lines += [f"{name}: differs from what the documents give" for name in sorted(changed)]
    return lines


def _files(root: Path, path: str) -> dict[str, bytes]:
    place = root / path
    found = [place] if place.is_file() else sorted(place.rglob("*")) if place.is_dir() else []
    return {
        file.relative_to(root).as_posix(): file.read_bytes()
        for file in found
        if file.is_file() and "__pycache__" not in file.parts
    }


def _json(document: Node) -> str:
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _stamp() -> str:
    """Versions and hashes of all that shapes the bytes."""
    lines = [
        "# Written by `make generate`: what shaped the files beside this one.",
        "[tools]",
        f'openapi-python-client = "{version("openapi-python-client")}"',
        f'ruff = "{formatting.RUFF}"',
        "",
        "[sha256]",
    ]
    for name, files in _sources():
        digest = hashlib.sha256()
        for file in files:
            digest.update(shown(file).encode() + b"\0" + file.read_bytes())
        lines.append(f'"{name}" = "{digest.hexdigest()}"')
    return "\n".join(lines) + "\n"


def _sources() -> Iterator[tuple[str, list[Path]]]:
    for source in _documents():
        yield shown(source), [source]
    yield "spec/codegen", [packages.CONFIG, *sorted(packages.TEMPLATES.rglob("*.jinja"))]
    here = Path(__file__).parent
    yield "scripts/generate", [*sorted(here.glob("*.py")), here.parent / "documents.py"]
