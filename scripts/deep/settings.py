"""Every case, the documents' included, under every setting moved away from every profile.

`make conformance` runs, for each setting, the cases for which it can matter; this runs the others
too, and finds those that go by a setting without asking for it. A round is one value of one
setting. They come in an order drawn by the seed, and end when all are done.
"""

from __future__ import annotations

from collections.abc import Generator
from random import Random

from conformance.suite import session
from conformance.suite.__main__ import every_case
from conformance.suite.cases import PROFILES, Case
from conformance.suite.runner import Result
from conformance.suite.summary import is_failure
from conformance.suite.ways import moves
from scripts.deep.rounds import Round


def rounds(seed: int) -> Generator[Round]:
    """One way after the other, each on mocks of its own."""
    ways = [way for profile in PROFILES for way in moves(profile)]
    Random(seed).shuffle(ways)  # noqa: S311 - nothing secret is drawn
    cases = chosen()
    for way in ways:
        failed = [one for one in session.run(cases, [way], seed=seed) if is_failure(one)]
        yield Round(
            str(way),
            seed,
            {"cases": sum(way.profile in case.profiles for case in cases), "moves": 1},
            [f"{one.case.id} under {way}: {one.reason.splitlines()[0]}" for one in failed],
            "\n\n".join(map(_at_length, failed)),
        )


def chosen() -> list[Case]:
    """Which cases are run: all."""
    return every_case()


def _at_length(one: Result) -> str:
    again = f"make conformance ARGS='--only {one.case.id} {one.way.options}'"
    return "\n".join([one.case.id, one.reason, *one.evidence, f"again: {again}"])
