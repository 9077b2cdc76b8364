"""``make conformance [TARGET='ready line as JSON'] [ARGS='--only id/token --profile strict']``."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from conformance.suite import cases as registry
from conformance.suite import documents, session, summary
from conformance.suite.allowed import AllowedError
from conformance.suite.cases import PROFILES, Case, RegistryError
from conformance.suite.choice import ChoiceError, chosen
from conformance.suite.control import ControlError
from conformance.suite.reports import html, junit
from conformance.suite.schemathesis_run import SuiteError
from conformance.suite.spec import SPEC
from conformance.suite.target import Target, TargetError, from_ready_line
from conformance.suite.ways import Way, WayError, moved, moves

REPORTS = SPEC.parent / "build" / "conformance"
_CANNOT_RUN = (
    TargetError,
    ChoiceError,
    ControlError,
    AllowedError,
    RegistryError,
    SuiteError,
    WayError,
    httpx.HTTPError,
    OSError,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run, tell, and say by the exit code: 0 held, 1 did not hold, 2 could not be run."""
    options = _parser().parse_args(arguments)
    try:
        wanted = chosen(every_case(), options.only)
        if options.list:
            print("\n".join(summary.listed(wanted)))
            return 0
        target = from_ready_line(options.target) if options.target else None
        return _run(wanted, target, options)
    except KeyboardInterrupt:
        print("make conformance: interrupted", file=sys.stderr)
        return 2
    except _CANNOT_RUN as error:
        print(f"make conformance: {error}", file=sys.stderr)
        return 2


def every_case() -> list[Case]:
    """The cases of the suites and of the documents."""
    return registry.in_order([*registry.load(), *documents.doc_cases()])


def ways_of(
    profiles: Sequence[str], settings: Sequence[str], which: str, *, control: bool = True
) -> tuple[list[Way], list[Way]]:
    """The ways under which every case is run, and those under which only some are.

    Args:
        profiles: as given; all if none is, or the first where there is no control.
        settings: ``id=value``, for which the profiles are left.
        which: of the cases are run where a setting is moved: ``some``, ``all`` or ``none``; an
            empty text where nothing was said.
        control: whether the server can change its settings.

    Raises:
        WayError: there is no such setting or value.
    """
    chosen = profiles or (PROFILES if control else PROFILES[:1])
    changes = {name: value for name, _, value in (each.partition("=") for each in settings)}
    ways = [moved(profile, changes) for profile in chosen]
    if which == "none" or (not which and (settings or not control)):
        return ways, []
    away = list(moves(chosen[0]))
    return ([*ways, *away], []) if which == "all" else (ways, away)


def _run(wanted: Sequence[Case], target: Target | None, options: argparse.Namespace) -> int:
    control = target is None or target.control_url is not None
    ways, away = ways_of(options.profile, options.set, options.moved, control=control)
    began = time.monotonic()
    with summary.Progress(sys.stderr) as progress:
        results = session.run(
            wanted, ways, moves=away, target=target, seed=options.seed, tell=progress.tell
        )
    seconds = time.monotonic() - began
    if not options.no_reports:
        _write(options.junit, junit.report(results))
        _write(options.html, html.report(results))
    for line in summary.told(results, seconds, colours=sys.stdout.isatty()):
        print(line)
    if not options.no_reports:
        print(f"reports: {options.html} and {options.junit}")
    return 0 if summary.passed(results) else 1


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make conformance", description="Run the conformance suite.", epilog=__doc__
    )
    add = parser.add_argument
    add("--target", default="", help="ready line of a server; the mock if absent")
    add(
        "--only",
        action="append",
        default=[],
        metavar="ID",
        help="a case, the first parts of its id, or a pattern with *; may be repeated",
    )
    add(
        "--profile",
        action="append",
        default=[],
        choices=PROFILES,
        help="may be repeated; all if absent",
    )
    add(
        "--set",
        action="append",
        default=[],
        metavar="SETTING=VALUE",
        help="move a setting of the ledger away from the profile; may be repeated",
    )
    add(
        "--moved",
        choices=("some", "all", "none"),
        default="",
        help="where each setting is moved, one at a time from the first profile, run the cases for"
        " which that can matter (some, the usual), every case, or none",
    )
    add("--list", action="store_true", help="list the cases and run none")
    add("--seed", type=int, default=0, help="other random choices, the same again")
    add("--junit", type=Path, default=_short(REPORTS / "junit.xml"), help="JUnit report")
    add("--html", type=Path, default=_short(REPORTS / "index.html"), help="the report as a page")
    add("--no-reports", action="store_true", help="write no files")
    return parser


def _short(path: Path) -> Path:
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no process is left behind
    sys.exit(main())
