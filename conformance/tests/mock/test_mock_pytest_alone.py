"""The pytest plugin in processes of its own: what it loads, what it does without, xdist."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path

import pytest
from kickwire_mock import pytest_plugin

pytest_plugins = ["pytester"]

# Other plugins of this environment import what is looked for.
OTHERS = ("hypothesispytest", "schemathesis", "xdist", "anyio", "cacheprovider")
QUIET = [f"-pno:{name}" for name in OTHERS]

BLOCKER = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {names!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Blocker())
"""

NEEDS_EXTRA = "kickwire_mock needs its extra: pip install 'kickwire[mock]'"


def test_the_plugin_imports_pytest_and_the_standard_library_only() -> None:
    """Whatever else it needs is imported within functions."""
    assert pytest_plugin.__file__
    tree = ast.parse(Path(pytest_plugin.__file__).read_text("utf-8"))
    at_the_top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {
        name.partition(".")[0]
        for node in at_the_top
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }

    assert names - set(sys.stdlib_module_names) == {"pytest"}


def test_a_run_without_the_fixtures_loads_nothing_of_the_mock(pytester: pytest.Pytester) -> None:
    """pytest finds the plugin by itself, and that costs two small modules."""
    pytester.makepyfile(
        """
        import json, sys

        def test_nothing():
            heavy = {"httpx", "jsonschema_rs", "starlette", "uvicorn", "cryptography", "anyio"}
            ours = [name for name in sys.modules if name.startswith("kickwire")]
            print("LOADED", json.dumps([sorted(ours), sorted(heavy & sys.modules.keys())]))
        """
    )

    result = pytester.runpytest_subprocess("-s", "-Werror", *QUIET)

    result.assert_outcomes(passed=1)
    found = re.search(r"LOADED (.*)", result.stdout.str())
    assert found
    assert json.loads(found[1]) == [["kickwire_mock", "kickwire_mock.pytest_plugin"], []]


@pytest.mark.parametrize(
    ("missing", "outcomes"),
    [
        (["jsonschema_rs"], {"errors": 3, "passed": 1}),
        (["uvicorn"], {"errors": 2, "passed": 2}),
        (["starlette", "uvicorn", "jsonschema_rs", "click"], {"errors": 3, "passed": 1}),
    ],
)
def test_without_the_extra_a_fixture_says_what_to_install(
    pytester: pytest.Pytester, missing: list[str], outcomes: dict[str, int]
) -> None:
    """In one line, where it is used; nothing else is disturbed."""
    pytester.makepyfile(
        blocker=BLOCKER.format(names=missing),
        test_it="""
        def test_in_process(kick_mock): pass
        def test_over_sockets(kick_server): pass
        def test_over_sockets_again(kick_server): pass
        def test_other(): pass
        """,
    )

    result = pytester.runpytest_subprocess("-pblocker", "-Werror", *QUIET)

    result.assert_outcomes(**outcomes)
    shown = result.stdout.str()
    assert shown.count(f"\n{NEEDS_EXTRA}\n") == outcomes["errors"]
    assert "ModuleNotFoundError" not in shown


def test_a_mistake_of_ours_is_not_taken_for_a_missing_extra(pytester: pytest.Pytester) -> None:
    """A module of the mock that is not there is told as it is."""
    pytester.makepyfile(
        blocker=BLOCKER.format(names=["nothing"]).replace(
            'name.partition(".")[0]', 'name.replace("kickwire_mock.testing", "nothing")'
        ),
        test_it="def test_in_process(kick_mock): pass",
    )

    result = pytester.runpytest_subprocess("-pblocker", *QUIET)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["E *ModuleNotFoundError: No module named 'kickwire_mock.testing'"])
    assert NEEDS_EXTRA not in result.stdout.str()


def test_the_plugin_can_be_left_out(pytester: pytest.Pytester) -> None:
    """As any other plugin."""
    pytester.makepyfile("def test(kick_mock): pass")

    result = pytester.runpytest_subprocess("-pno:kickwire", *QUIET)

    result.stdout.fnmatch_lines(["E *fixture 'kick_mock' not found"])


def test_each_worker_of_xdist_has_a_server_of_its_own(pytester: pytest.Pytester) -> None:
    """Tests run side by side, see nothing of each other, and show their requests when they fail."""
    pytester.makepyfile(
        """
        import os, httpx, pytest

        @pytest.mark.parametrize("number", range(6))
        def test_one(kick_server, kick_mock, number):
            assert kick_server.journal.entries() == []
            for mock in (kick_server, kick_mock):
                mock.tokens("alice")
            worker = os.environ["PYTEST_XDIST_WORKER"]
            with open(f"served-{worker}", "a") as file:
                print(kick_server.api_url, kick_server.mock.settings.profile, file=file)
            assert number != 5
        """
    )

    result = pytester.runpytest_subprocess(
        "-n2",
        "--dist=each",
        "--kick-profile=docs",
        "-Werror",
        *(o for o in QUIET if "xdist" not in o),
    )

    result.assert_outcomes(passed=10, failed=2)
    result.stdout.fnmatch_lines(
        ["*- kick mock: last requests -*", "3. POST id /oauth/token (authorization_code, alice)*"]
    )
    served = {path.name: path.read_text().splitlines() for path in pytester.path.glob("served-*")}
    assert served.keys() == {"served-gw0", "served-gw1"}
    lines = [set(each) for each in served.values()]
    assert [len(each) for each in lines] == [1, 1], "one server for each worker"
    assert lines[0] != lines[1]
    assert all(line.endswith(" docs") for each in lines for line in each)
