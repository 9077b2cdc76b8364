"""``event verify``: sends a receiver what `checks` has, and judges its answers.

The deliveries are signed by the mock and sent from here: so the time that an answer takes is known,
a delivery can be forged, and nothing is left that would be sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import click

from kickwire_mock.commands.checks import Check, Letter, checks
from kickwire_mock.commands.receiver import Answer, Receiver
from kickwire_mock.commands.remote import Remote

Outcome: TypeAlias = Literal["ok", "warning", "failed", "skipped"]

_PROMPT = 1.0
"""Seconds within which a receiver should answer (ledger ``webhook_retry_policy``)."""
_GRAVITY: Mapping[Outcome, int] = {"skipped": 0, "ok": 1, "warning": 2, "failed": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check found."""

    check: str
    what: str
    level: Literal["MUST", "SHOULD"]
    outcome: Outcome
    why: str
    status: int | None
    """Of the answer that decided; None: there was none."""
    seconds: float
    """That it took."""
    quirks: tuple[str, ...]


def verify(mock: Remote, url: str, *, drops: bool, rotate: bool) -> Iterator[Verdict]:
    """Judge a receiver, check by check.

    Args:
        mock: signs the deliveries.
        url: of the receiver.
        drops: whether claims of drops are sent there too.
        rotate: whether the mock takes its next key at the end.

    Raises:
        click.ClickException: the mock or the receiver cannot be reached.
    """
    wanted = checks(drops=drops, rotate=(lambda: mock.post("/keys/rotate")) if rotate else None)
    with Receiver(url) as receiver:
        silent = False
        for number, check in enumerate(wanted):
            if silent:
                yield _skipped(check)
                continue
            verdict, answer = _judged(mock, receiver, check)
            if number == 0 and not answer.reached:
                raise click.ClickException(f"no receiver answers at {url}: {answer.error}")
            silent = number == 0 and answer.status is None
            yield verdict


def failed(verdicts: Sequence[Verdict]) -> bool:
    """Whether a receiver does not do what it must."""
    return any(each.outcome == "failed" for each in verdicts)


def _judged(mock: Remote, receiver: Receiver, check: Check) -> tuple[Verdict, Answer]:
    """The verdict, and the answer that decided: the worst one, of equal ones the first."""

    def sign(event: str, fields: Mapping[str, Any] | None = None, **trouble: Any) -> Letter:
        """Have the mock sign."""
        body = {"event": event, "fields": fields or {}, "trouble": trouble, "happens": False}
        found = mock.post("/events/sign", body)
        return Letter(headers=found["headers"], body=found["body"].encode())

    found: list[tuple[Outcome, str, Answer]] = []
    for letter in check.letters(sign):
        answer = receiver.send(letter)
        outcome, why = _accepted(answer) if check.expected == "accepted" else _refused(answer)
        if outcome == "failed" and not check.must:
            outcome = "warning"
        where = f"{letter.what}: " if letter.what and outcome != "ok" else ""
        found.append((outcome, where + why, answer))
        if answer.status is None:
            break
    outcome, why, answer = max(found, key=lambda each: _GRAVITY[each[0]])
    return _verdict(check, outcome, why, answer), answer


def _accepted(answer: Answer) -> tuple[Outcome, str]:
    """Whether a delivery that counts was taken for one, and how."""
    status = answer.status
    if status is None:
        return "failed", answer.error
    if 300 <= status < 400:
        return "failed", f"{status} sends it elsewhere, and deliveries follow no redirect"
    if status >= 400:
        return "failed", f"{status} refuses it; refusals count towards unsubscription"
    if status != 200:
        return "warning", f"{status}, and only 200 is sure to count"
    if answer.seconds > _PROMPT:
        return "warning", f"200 after {answer.seconds:.1f} s; answer within one, work afterwards"
    return "ok", "200"


def _refused(answer: Answer) -> tuple[Outcome, str]:
    """Whether a forgery was refused, and how."""
    status = answer.status
    if status is None:
        return "warning", f"{answer.error}; answer 401 or 403"
    if status < 300:
        return "failed", f"{status} takes a forgery for Kick's"
    if 400 <= status < 500:
        return "ok", str(status)
    return "warning", f"{status} is no clear refusal; answer 401 or 403"


def _skipped(check: Check) -> Verdict:
    return _verdict(check, "skipped", "the receiver does not answer", Answer(None, 0.0))


def _verdict(check: Check, outcome: Outcome, why: str, answer: Answer) -> Verdict:
    return Verdict(
        check=check.name,
        what=check.what,
        level="MUST" if check.must else "SHOULD",
        outcome=outcome,
        why=why,
        status=answer.status,
        seconds=round(answer.seconds, 3),
        quirks=check.quirks,
    )
