"""Whatever is mistaken in a document, lint and generation end with findings or with one line."""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import yaml

from conformance.tests.generate.generate_mutations import mutate
from scripts.documents import ROOT, load
from scripts.generate import __main__ as generation
from scripts.generate import outputs, packages, structure
from scripts.generate.swapping import Swap
from scripts.lint import __main__ as lint
from scripts.lint.rules import RULES

MINIMAL = ROOT / "conformance" / "tests" / "lint" / "minimal"
NAMES = ("id.openapi.yaml", "api.openapi.yaml", "quirks.yaml")
MUTATIONS = 50
FINDING = re.compile(r"\S+\.yaml:\d+: [^\n]+: [a-z0-9-]+: [^\n]+")


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the minimal documents, which generation takes for the project's."""
    spec = Path(shutil.copytree(MINIMAL, tmp_path / "spec"))
    identity, api, ledger = (spec / name for name in NAMES)
    monkeypatch.setattr(structure, "SPEC", spec)
    for name, path in (("ID_DOCUMENT", identity), ("API_DOCUMENT", api), ("LEDGER", ledger)):
        monkeypatch.setattr(outputs, name, path)
    build = tmp_path / "build"
    swap = Swap(tmp_path, build / "generate-backup", outputs.OUTPUTS)
    for name, value in (("BUILD", build), ("ASIDE", build / "aside"), ("SWAP", swap)):
        monkeypatch.setattr(generation, name, value)
    monkeypatch.setattr(generation, "LOCK", build / "lock")
    return spec


@pytest.fixture(autouse=True)
def only_what_is_fast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Redocly and the second YAML reader have tests of their own, and their own pace."""
    monkeypatch.delitem(RULES, "readers-disagree")
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("CI", raising=False)


def packages_from(path: Path) -> list[packages.Package]:
    """The package that comes from a document, and only that: the other is not mistaken."""
    return [
        packages.Package(package.name, path, package.has_facade)
        for package in packages.PACKAGES
        if package.source.name == path.name
    ]


def linted(spec: Path, capsys: pytest.CaptureFixture[str]) -> int:
    """Lint; every line that is printed is a finding or the summary."""
    code = lint.main(["--spec", str(spec)])
    printed = capsys.readouterr()
    findings = [line for line in printed.out.splitlines() if not line.startswith("document lint:")]
    assert all(FINDING.fullmatch(line) for line in findings), findings
    assert (code, bool(findings), printed.err) in ((0, False, ""), (1, True, ""))
    return code


def generated(capsys: pytest.CaptureFixture[str]) -> int:
    """Generate; a failure is one line that names a document."""
    code = generation.main([])
    said = capsys.readouterr().err
    one_line = re.fullmatch(r"make generate: \S+\.yaml[: ][^\n]+\n|make generate: ruff .*\n", said)
    assert (code, said) == (0, "") or (code == 2 and one_line), said
    return code


@pytest.mark.parametrize("name", NAMES)
def test_no_mistake_ends_in_a_traceback(
    name: str, spec: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lint tells findings, generation works or says in one line why not, and changes nothing."""
    monkeypatch.setattr(packages, "PACKAGES", packages_from(spec / name))
    rng = random.Random(name)
    outcomes: Counter[tuple[int, int]] = Counter()
    for _ in range(MUTATIONS):
        tree = load(MINIMAL / name)
        how = mutate(tree, rng)
        text = yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False)
        (spec / name).write_text(text, encoding="utf-8")
        try:
            outcomes[linted(spec, capsys), generated(capsys)] += 1
        except Exception as error:
            raise AssertionError(f"{name}: {how}: {error!r}") from error

    assert outcomes[1, 2] > MUTATIONS / 4
    assert outcomes[0, 2] == 0, "what the lint lets pass can be generated"
