"""``python -m scripts.bench.serving 10000``: a mock server with so many people, each logged in.

It prints the ready line of ``kickwire-mock serve --json`` and answers until it is terminated.
"""

from __future__ import annotations

import json
import sys

from kickwire_mock.carriers.ports import listen
from kickwire_mock.carriers.ready import ready
from kickwire_mock.carriers.server import serve

from scripts.bench.crowd import People


def main(number: int) -> None:
    """Serve."""
    mock = People(number)
    listeners = listen("127.0.0.1", {"id": 0, "api": 0, "control": 0})
    line = ready(mock, listeners)
    serve(mock, listeners, lambda: print(json.dumps(line), flush=True))


if __name__ == "__main__":
    main(int(sys.argv[1]))
