"""``python -m conformance.selftest.planted NAME serve --json``: the mock's command line, ill."""

from __future__ import annotations

import sys
from typing import NoReturn

from conformance.selftest.ground import PlantError
from conformance.selftest.plant import load, planting


def main(arguments: list[str]) -> NoReturn:
    """Plant a bug in the mock, then do what ``kickwire-mock`` does."""
    from kickwire_mock.cli import main as kickwire_mock

    name, *rest = arguments
    try:
        with planting(load()[name]):
            kickwire_mock(rest)
    except PlantError as error:
        sys.exit(f"selftest: {name} cannot be planted: {error}")


if __name__ == "__main__":
    main(sys.argv[1:])
