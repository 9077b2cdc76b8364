"""What a user does with the wheel, outside of the repository: a mock, a login, calls."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from conformance.suite.target import Target, from_ready_line
from conformance.tests.packaging.packaging_programs import log_in, run, settings
from scripts.documents import ROOT

EXAMPLE = ROOT / "examples" / "twelve_lines.py"

GENERATED_CLIENT = """
import json, os, sys
import kickwire_api
from kickwire_api.api.livestreams import get_livestream_stats

with kickwire_api.Client(os.environ["KICK_API_URL"], token=os.environ["KICK_TOKEN"]) as client:
    count = get_livestream_stats.sync(client=client).data.total_count
ours = {name.partition(".")[0] for name in sys.modules if name.startswith("kickwire")}
print(json.dumps({"counted": type(count).__name__, "ours": sorted(ours)}))
"""


@pytest.fixture(scope="module")
def target(mock_python: Path) -> Generator[Target]:
    """The `kickwire-mock` of the wheel, in a process of its own."""
    command = [str(mock_python.parent / "kickwire-mock"), "serve", "--json"]
    with subprocess.Popen(
        command, cwd=mock_python.parent, stdout=subprocess.PIPE, text=True
    ) as mock:
        assert mock.stdout
        try:
            yield from_ready_line(mock.stdout.readline())
        finally:
            mock.terminate()


def test_the_example_of_twelve_lines_runs_from_the_wheel(
    mock_python: Path, target: Target, tmp_path: Path
) -> None:
    """Installed with its extra `mock`, the wheel runs the README's example against its own mock."""
    program = [str(mock_python), "-I", "-W", "error", str(shutil.copy(EXAMPLE, tmp_path))]

    status, output = log_in(program, "bob", target, settings(target, tmp_path), tmp_path)

    assert status == 0, output
    assert "Hello, bob" in output
    assert output.count("\n") > 1, "nobody is live"


def test_the_example_has_twelve_lines() -> None:
    """The example is as short as it is called."""
    assert EXAMPLE.read_text("utf-8").count("\n") <= 12


def test_the_generated_package_stands_alone(bare_python: Path, target: Target) -> None:
    """`kickwire_api` calls a server without loading any of the three packages beside it."""
    told = {"KICK_API_URL": target.api_url, "KICK_TOKEN": target.token}

    done = run(bare_python, "-I", "-W", "error", "-c", GENERATED_CLIENT, **told)

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"counted": "int", "ours": ["kickwire_api"]}
