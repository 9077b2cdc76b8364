"""``make bench``: medians of interleaved runs, each beside what it is built on, in one run.

Figures of different runs or machines do not compare; ratios of one run do. What is worth keeping
goes into ``docs/measurements.md``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
from kickwire import BearerCaller
from kickwire_api.facade import PublicApi
from kickwire_api.models import ChannelsAnswer
from kickwire_mock import InProcessTransport, Mock
from rich.console import Console
from rich.table import Table

from scripts.documents import API_DOCUMENT, load, resolve

ROUNDS = 15
WORTHLESS = "a-token-of-no-worth"


@dataclass(frozen=True)
class Case:
    """One piece of work, and what it is measured against; both are run ``calls`` times a round."""

    name: str
    against: str
    calls: int
    work: Callable[[], object]
    baseline: Callable[[], object]


def main() -> int:
    """Measure and show."""
    table = Table("work", "us", "against", "us", "ratio", box=None)
    for case in cases():
        ours, theirs = measured(case)
        row = f"{ours:,.1f}", case.against, f"{theirs:,.1f}", f"{ours / theirs:.2f}"
        table.add_row(case.name, *row)
    Console(highlight=False).print(table)
    return 0


def measured(case: Case) -> tuple[float, float]:
    """The medians of both, in microseconds per call, taken in turns."""
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(ROUNDS + 1):
        ours.append(_timed(case.work, case.calls))
        theirs.append(_timed(case.baseline, case.calls))
    return statistics.median(ours[1:]), statistics.median(theirs[1:])  # the first warms up


def _timed(work: Callable[[], object], calls: int) -> float:
    began = time.perf_counter()
    for _ in range(calls):
        work()
    return (time.perf_counter() - began) / calls * 1e6


def cases() -> list[Case]:
    """All that is measured."""
    content = resolve(
        load(API_DOCUMENT),
        "/paths/~1public~1v1~1channels/get/responses/200/content/application~1json",
    )
    channel = next(iter(content["examples"].values()))["value"]["data"][0]
    one = {"data": [channel], "message": "OK"}
    hundred = {"data": [channel] * 100, "message": "OK"}
    return [
        _call("a facade call", one),
        Case(
            "100 channels into models",
            "json.loads",
            20,
            lambda: ChannelsAnswer.from_dict(hundred),
            _loader(hundred),
        ),
        _mock_call(one),
        _import("import kickwire", "import httpx"),
        _import("from kickwire_api.facade import PublicApi", "import httpx"),
    ]


def _call(name: str, answer: dict[str, Any]) -> Case:
    transport = _constant(answer)
    kick = PublicApi(BearerCaller(WORTHLESS, transport=transport))
    http = httpx.Client(transport=transport)
    return Case(
        name,
        "httpx and .json()",
        200,
        lambda: kick.channels.get(slug=["john-doe"]),
        lambda: _plain_get(http),
    )


def _mock_call(answer: dict[str, Any]) -> Case:
    mock = Mock()
    ours = httpx.Client(transport=InProcessTransport(mock))
    theirs = httpx.Client(transport=_constant(answer))
    return Case(
        "a GET to the mock in process",
        "httpx.MockTransport",
        200,
        lambda: _plain_get(ours, mock.token),
        lambda: _plain_get(theirs, mock.token),
    )


def _import(statement: str, baseline: str) -> Case:
    def run(code: str) -> Callable[[], object]:
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    return Case(statement, baseline, 1, run(statement), run(baseline))


def _plain_get(http: httpx.Client, token: str = WORTHLESS) -> Any:
    return http.get(
        "https://api.kick.com/public/v1/channels",
        params={"slug": "john-doe"},
        headers={"Authorization": f"Bearer {token}"},
    ).json()


def _constant(answer: dict[str, Any]) -> httpx.MockTransport:
    body = json.dumps(answer).encode()
    headers = {"Content-Type": "application/json"}
    return httpx.MockTransport(lambda _: httpx.Response(200, content=body, headers=headers))


def _loader(answer: dict[str, Any]) -> Callable[[], object]:
    text = json.dumps(answer)
    return lambda: json.loads(text)


if __name__ == "__main__":
    sys.exit(main())
