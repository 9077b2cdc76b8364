"""Everything that generation writes: built in a folder aside, compared or swapped in as one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from scripts.documents import API_DOCUMENT, ID_DOCUMENT, LEDGER, ROOT, SPEC, Node, load
from scripts.generate import formatting, ledger_page, packages

_MOCK_DATA = "conformance/mock/kickwire_mock/_data"


@dataclass(frozen=True)
class Output:
    """A file or folder that belongs to generation alone, relative to the root."""

    path: str


OUTPUTS = (Output("generated"), Output(_MOCK_DATA), Output("docs/quirks.md"))


def build(aside: Path) -> None:
    """Write every output below a folder that does not exist yet.

    Raises:
        DocumentError: a document, or the ledger, cannot be used.
        MissingToolError: ruff is absent or of another version.
    """
    executable = formatting.ruff()
    documents = {source: load(source) for source in (ID_DOCUMENT, API_DOCUMENT, LEDGER)}
    generated = aside / "generated"
    generated.mkdir(parents=True)
    for package in packages.PACKAGES:
        packages.write(package, documents[package.source], generated)
    formatting.tidy(generated, executable)
    (generated / "STAMP.toml").write_text(_stamp(), encoding="utf-8")
    data = aside / _MOCK_DATA
    data.mkdir(parents=True)
    for source, document in documents.items():
        (data / f"{source.stem}.json").write_text(_json(document), encoding="utf-8")
    docs = aside / "docs"
    docs.mkdir()
    (docs / "quirks.md").write_text(ledger_page.page(documents[LEDGER]), encoding="utf-8")


def differences(aside: Path, root: Path = ROOT) -> list[str]:
    """One line per file of the working tree that is not what was built aside."""
    lines: list[str] = []
    for output in OUTPUTS:
        built, present = _files(aside, output.path), _files(root, output.path)
        lines += [f"{name}: is missing" for name in sorted(built.keys() - present.keys())]
        lines += [f"{name}: is not generated" for name in sorted(present.keys() - built.keys())]
        changed = [name for name in built.keys() & present.keys() if built[name] != present[name]]
        lines += [f"{name}: differs from what the documents give" for name in sorted(changed)]
    return lines


def swap(aside: Path, backup: Path, root: Path = ROOT) -> None:
    """Put the outputs built aside in place; if any cannot be moved, everything stays as it was."""
    moved: list[Output] = []
    try:
        for output in OUTPUTS:
            moved.append(output)
            if (root / output.path).exists():
                _move(root / output.path, backup / output.path)
            _move(aside / output.path, root / output.path)
    except OSError:
        for output in moved:
            restore(backup, output, root)
        raise
    shutil.rmtree(backup, ignore_errors=True)


def restore(backup: Path, output: Output, root: Path = ROOT) -> None:
    """Bring one output back from a swap that did not come to its end."""
    kept, place = backup / output.path, root / output.path
    if not kept.exists():
        return
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    _move(kept, place)


def _move(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    source.replace(target)


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
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
        lines.append(f'"{name}" = "{digest.hexdigest()}"')
    return "\n".join(lines) + "\n"


def _sources() -> Iterator[tuple[str, list[Path]]]:
    for source in (ID_DOCUMENT, API_DOCUMENT, LEDGER):
        yield source.relative_to(ROOT).as_posix(), [source]
    yield "spec/codegen", sorted(path for path in (SPEC / "codegen").rglob("*") if path.is_file())
    here = Path(__file__).parent
    yield "scripts/generate", [*sorted(here.glob("*.py")), here.parent / "documents.py"]
