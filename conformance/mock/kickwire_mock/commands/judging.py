"""What ``event verify`` shows."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from kickwire_mock.clock import rfc3339
from kickwire_mock.commands.remote import Remote, clock_line
from kickwire_mock.commands.screen import Look, Screen, screen, write_json
from kickwire_mock.commands.verify import Outcome, Verdict, failed, verify

_FRESH = 300.0
"""Seconds within which receivers take timestamps, if they look at them (ledger
``webhook_freshness_vs_delay``)."""
_LOOKS: Mapping[Outcome, Look] = {
    "ok": "good",
    "warning": "warn",
    "failed": "bad",
    "skipped": "dim",
}


def judge(mock: Remote, url: str, *, drops: bool, rotate: bool, as_json: bool) -> int:
    """Judge a receiver, and show the outcome.

    Arguments and errors are those of `verify`.

    Returns:
        The exit status: 1 if it does not do what it must, else 0.
    """
    shown = screen()
    found = list[Verdict]()
    with shown.progress(f"judging {url}") as step:
        for verdict in verify(mock, url, drops=drops, rotate=rotate):
            found.append(verdict)
            step(verdict.what)
    if as_json:
        told = [asdict(each) for each in found]
        write_json({"url": url, "ok": not failed(found), "checks": told})
    else:
        _show(shown, found, mock)
    return int(failed(found))


def _show(shown: Screen, found: Sequence[Verdict], mock: Remote) -> None:
    shown.table(
        ("", "the receiver", "outcome", "time", "ledger"),
        [
            (
                (each.outcome, _LOOKS[each.outcome]),
                each.what,
                (each.why, "dim" if each.outcome == "ok" else _LOOKS[each.outcome]),
                f"{each.seconds * 1000:.0f} ms",
                (", ".join(each.quirks), "dim"),
            )
            for each in found
        ],
        whole=["the receiver"],
    )
    counts = Counter(each.outcome for each in found)
    words = ", ".join(f"{counts[each]} {each}" for each in _LOOKS if counts[each])
    shown.say((f"{len(found)} checks: {words}.", "bad" if failed(found) else "strong"))
    shown.say(("The ledger: kickwire-mock quirks ID.", "dim"))
    key = f"{mock.get('/seed')['api_url']}/public/v1/public-key"
    if found[0].outcome == "failed" and found[0].status is not None:
        shown.say(("It refused what was genuine: does it know this mock's key?", "warn"))
        shown.say(f"  GET {key}")
        _show_time(shown, mock)
    else:
        shown.say((f"Public key of this mock: GET {key}", "dim"))


def _show_time(shown: Screen, mock: Remote) -> None:
    """That the mock lives at another time, if it does: some receivers want fresh timestamps."""
    says, now = float(mock.get("/clock")["now"]), time.time()
    if abs(says - now) < _FRESH:
        return
    shown.say(("Or does it want fresh timestamps? The mock's clock says ", "warn"), rfc3339(says))
    shown.say("Start the mock with --real-clock, or set its clock:")
    shown.say(f"  {clock_line(mock, set=int(now))}")
