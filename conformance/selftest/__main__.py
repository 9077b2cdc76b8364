"""``make conformance-selftest``: plants bugs, each to be found by the case that is named for it.

Exit codes: 0 all were found, 1 some were not, 2 some could not be tried.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from collections.abc import Sequence

from conformance.selftest import trials
from conformance.selftest.plant import Plant, load
from conformance.selftest.trial import Outcome, Verdict


def main(arguments: list[str] | None = None) -> int:
    """Run, tell, and say by the exit code what came of it."""
    parser = argparse.ArgumentParser(prog="make conformance-selftest", description=__doc__)
    parser.add_argument("--list", action="store_true", help="say which plants there are")
    parser.add_argument("--only", action="append", metavar="NAME", help="only this plant")
    parser.add_argument("--told", action="store_true", help="say what the cases said")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    given = parser.parse_args(arguments)
    plants = load()
    wanted = plants.keys() if given.only is None else given.only
    if unknown := sorted(set(wanted) - plants.keys()):
        print(f"selftest: no such plant: {', '.join(unknown)}", file=sys.stderr)
        return 2
    chosen = [plants[name] for name in dict.fromkeys(wanted)]
    if given.list:
        _list(chosen)
        return 0
    try:
        return _run(chosen, max(1, given.jobs), explain=given.told)
    except KeyboardInterrupt:
        print("selftest: interrupted", file=sys.stderr)
        return 2


def _list(plants: Sequence[Plant]) -> None:
    name, case = _widths(plants)
    for each in plants:
        print(f"{each.name:{name}}  {each.where:8}  {each.case:{case}}  {each.what}")
    print(f"{len(plants)} plants")


def _run(plants: Sequence[Plant], jobs: int, *, explain: bool) -> int:
    began = time.monotonic()
    by_name = {each.name: each for each in plants}
    width, _ = _widths(plants)
    outcomes: list[Outcome] = []
    for outcome in trials.run(plants, jobs):
        outcomes.append(outcome)
        case = by_name[outcome.name].case
        print(f"{outcome.verdict:6}  {outcome.name:{width}}  {outcome.seconds:5.1f} s  {case}")
        if explain or outcome.verdict != "found":
            _explain(by_name[outcome.name], outcome)
    broken, missed = _names(outcomes, "broken"), _names(outcomes, "missed")
    found = by_name.keys() - broken - missed
    told = [f"{len(found)} of {len(plants)} plants found"]
    told += [f"{len(missed)} missed"] if missed else []
    told += [f"{len(broken)} broken"] if broken else []
    held = len(found) == len(plants)
    seconds = time.monotonic() - began
    print(f"selftest: {'held' if held else 'did not hold'}: {', '.join(told)} in {seconds:.0f} s")
    if broken:
        return 2
    return 0 if held else 1


def _names(outcomes: Sequence[Outcome], verdict: Verdict) -> set[str]:
    """The plants of which something says so. A case that is ill has found nothing."""
    return {each.name for each in outcomes if each.verdict == verdict}


def _explain(plant: Plant, outcome: Outcome) -> None:
    print(f"        {plant.what}")
    for line in outcome.told.splitlines():
        print(f"        {line}")
    if outcome.verdict != "found":
        print(f"        again: make conformance-selftest ARGS='--only {plant.name}'")


def _widths(plants: Sequence[Plant]) -> tuple[int, int]:
    return max(len(each.name) for each in plants), max(len(each.case) for each in plants)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no process is left behind
    sys.exit(main())
