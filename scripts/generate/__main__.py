"""``python -m scripts.generate [--check]``."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.documents import ROOT, DocumentError
from scripts.generate import outputs
from scripts.generate.formatting import MissingToolError

BACKUP = ROOT / "build" / "generate-backup"
"""Where outputs wait while new ones are moved in; it exists only between the two."""

_SHOWN = 20


def main(arguments: list[str] | None = None) -> int:
    """Generate, or compare. 0: done and equal; 1: drift; 2: nothing could be generated."""
    parser = argparse.ArgumentParser(prog="make generate", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing, fail on any difference"
    )
    check = parser.parse_args(arguments).check
    _recover()
    (ROOT / "build").mkdir(exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix="generate-", dir=ROOT / "build"))
    try:
        outputs.build(aside)
        changed = outputs.differences(aside)
        if check:
            return _report(changed)
        if changed:
            outputs.swap(aside, BACKUP)
        print(
            f"generated: {len(changed)} files changed" if changed else "generated: nothing changed"
        )
        return 0
    except (DocumentError, MissingToolError) as error:
        print(f"make generate: {error}", file=sys.stderr)
        return 2
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _recover() -> None:
    """A run that was killed while it moved folders left the old ones behind: bring them back."""
    if BACKUP.exists():
        for output in outputs.OUTPUTS:
            outputs.restore(BACKUP, output)
        shutil.rmtree(BACKUP, ignore_errors=True)
        print("make generate: an interrupted run was undone first", file=sys.stderr)


def _report(changed: list[str]) -> int:
    if not changed:
        print("check-generated: everything is as the documents give it")
        return 0
    for line in changed[:_SHOWN]:
        print(line, file=sys.stderr)
    more = f", {len(changed) - _SHOWN} more not shown" if len(changed) > _SHOWN else ""
    print(
        f"check-generated: {len(changed)} files differ{more}; run: make generate", file=sys.stderr
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
