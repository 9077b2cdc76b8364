"""``make deep``, or ``python -m scripts.deep [settings fuzz machine ...] [--minutes N]``.

Each part works in rounds, each with other random choices, until its time is up. What is drawn
depends on the seed alone; how processes and threads take turns does not.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from rich.console import Console
from rich.table import Table

from scripts.deep import fuzz, kills, machine, races, settings, soak, wire
from scripts.deep.rounds import Round

Part: TypeAlias = Callable[[int], Generator[Round]]
"""Rounds without end, or until all is done; the first has this seed."""

PARTS: dict[str, Part] = {
    "settings": settings.rounds,
    "fuzz": fuzz.rounds,
    "wire": wire.rounds,
    "machine": machine.rounds,
    "races": races.rounds,
    "kills": kills.rounds,
    "soak": soak.rounds,
}
FOLDER = Path("build/deep")
_SHOWN = 5


@dataclass
class Outcome:
    """What came of a part."""

    name: str
    rounds: int = 0
    seconds: float = 0.0
    counted: Counter[str] = field(default_factory=Counter[str])
    failures: dict[str, None] = field(default_factory=dict[str, None])
    """Each once, in order."""
    notes: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, round: Round) -> None:
        """One more round."""
        self.rounds += 1
        self.counted.update(round.counted)
        self.failures.update(dict.fromkeys(round.failures))
        if round.note:
            self.notes[round.name] = round.note

    def figures(self) -> str:
        """What was counted, in words."""
        return "\n".join(
            [
                ", ".join(f"{much:,} {what}" for what, much in self.counted.items()),
                *(f"{name}: {note}" for name, note in self.notes.items()),
            ]
        )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts; 0 if all held, 1 if something did not."""
    options = _parser().parse_args(arguments)
    seed = random.SystemRandom().randrange(2**32) if options.seed is None else options.seed
    logging.getLogger("kickwire").addHandler(logging.NullHandler())  # losses are counted, not told
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 120)
    console.print(f"seed {seed}; the same again: make deep ARGS='--seed {seed}'")
    outcomes = [_run(name, seed, options.minutes * 60, console) for name in options.parts or PARTS]
    table = Table("part", "took", "rounds", "did", "", box=None, title="Deep runs")
    for one in outcomes:
        held = f"{len(one.failures)} failures" if one.failures else "held"
        table.add_row(one.name, _shown(one.seconds), str(one.rounds), one.figures(), held)
    console.print(table)
    return 1 if any(one.failures for one in outcomes) else 0


def _run(name: str, seed: int, seconds: float, console: Console) -> Outcome:
    outcome, began = Outcome(name), time.monotonic()
    with closing(_whole(PARTS[name], seed)) as rounds:
        for one in rounds:
            outcome.add(one)
            outcome.seconds = time.monotonic() - began
            _tell(outcome, one, console)
            if outcome.seconds >= seconds:
                break
    return outcome


def _whole(part: Part, seed: int) -> Generator[Round]:
    """The rounds of a part; if it breaks off, that is the last of them."""
    try:
        yield from part(seed)
    except Exception as error:
        told = f"broke off: {type(error).__name__}: {error}"
        yield Round("the part itself", seed, failures=[told], said=traceback.format_exc())


def _tell(outcome: Outcome, round: Round, console: Console) -> None:
    """A line for the round; what did not hold at length goes to a file."""
    figures = ", ".join(f"{much:,} {what}" for what, much in round.counted.items())
    told = f"{outcome.name} {_shown(outcome.seconds):>6}  {round.name}: {figures} {round.note}"
    console.print(told.rstrip(), markup=False)
    for line in round.failures[:_SHOWN]:
        console.print(f"  did not hold: {line}", markup=False)
    if len(round.failures) > _SHOWN:
        console.print(f"  and {len(round.failures) - _SHOWN} more")
    if round.failures:
        console.print(f"  again: make deep ARGS='{outcome.name} --seed {round.seed}'")
    if round.said:
        FOLDER.mkdir(parents=True, exist_ok=True)
        path = FOLDER / f"{outcome.name}-{outcome.rounds}.txt"
        path.write_text(round.said, encoding="utf-8")
        console.print(f"  at length: {path}", markup=False, soft_wrap=True)


def _shown(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make deep", description="The longer runs.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--minutes", type=float, default=5, help="for each part; 5 if absent")
    parser.add_argument("--seed", type=int, help="what is drawn; a new one if absent")
    return parser


if __name__ == "__main__":
    sys.exit(main())
