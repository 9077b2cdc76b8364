"""``python -m scripts.generate [--check]``."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from scripts.documents import ROOT, DocumentError
from scripts.generate import outputs
from scripts.generate.formatting import ToolError
from scripts.generate.swapping import Swap
from scripts.generate.trouble import TRACEBACK

BUILD = ROOT / "build"
ASIDE = BUILD / "generate-aside"
LOCK = BUILD / "generate.lock"
SWAP = Swap(ROOT, BUILD / "generate-backup", outputs.OUTPUTS)

_PATIENCE = 120
_SHOWN = 20


class BusyError(Exception):
    """Another run holds the lock, or left things half done. The text is one line."""


def main(arguments: list[str] | None = None) -> int:
    """Generate, or compare. 0: done and equal; 1: drift; 2: nothing could be generated."""
    parser = argparse.ArgumentParser(prog="make generate", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail on any difference"
    )
    check = parser.parse_args(arguments).check
    try:
        with _alone():
            return _check() if check else _generate()
    except (DocumentError, ToolError, BusyError) as error:
        return _failed(str(error))
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{error.strerror or error}")


def _generate() -> int:
    if SWAP.interrupted:
        SWAP.undo()
        print("make generate: an interrupted run was undone first", file=sys.stderr)
    SWAP.clean()
    outputs.build(ASIDE)
    changed = outputs.differences(ASIDE, SWAP.root)
    if changed:
        SWAP.run(ASIDE)
    print(f"generated: {_files(changed)} changed" if changed else "generated: nothing changed")
    return 0


def _check() -> int:
    """Compare only: not even an interrupted run is undone."""
    if SWAP.interrupted:
        raise BusyError("an earlier run was interrupted; undo it with: make generate")
    outputs.build(ASIDE)
    return _report(outputs.differences(ASIDE, SWAP.root))


@contextmanager
def _alone() -> Generator[None]:
    """One run at a time, with nothing built aside before or after; the system frees the lock."""
    BUILD.mkdir(exist_ok=True)
    with _locked():
        shutil.rmtree(ASIDE, ignore_errors=True)
        try:
            yield
        finally:
            shutil.rmtree(ASIDE, ignore_errors=True)


@contextmanager
def _locked() -> Generator[None]:
    lock = FileLock(LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        print("make generate: waiting for another run to end", file=sys.stderr)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise BusyError(f"another run still holds {LOCK} after {_PATIENCE} s") from None
    try:
        yield
    finally:
        lock.release()


def _failed(reason: str) -> int:
    if os.environ.get(TRACEBACK):
        traceback.print_exc()
    print(f"make generate: {reason}", file=sys.stderr)
    return 2


def _files(changed: list[str]) -> str:
    return f"{len(changed)} file{'s' if len(changed) != 1 else ''}"


def _report(changed: list[str]) -> int:
    if not changed:
        print("check-generated: everything is as the documents give it")
        return 0
    for line in changed[:_SHOWN]:
        print(line, file=sys.stderr)
    more = f", {len(changed) - _SHOWN} more not shown" if len(changed) > _SHOWN else ""
    told = f"check-generated: not as the documents give it: {_files(changed)}{more}"
    print(f"{told}; run: make generate", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
