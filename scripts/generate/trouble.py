"""Whatever goes wrong over a document becomes one line that names it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from scripts.documents import DocumentError
from scripts.lint.sources import shown

TRACEBACK = "KICKWIRE_TRACEBACK"
"""Set in the environment, it shows where an error came from."""


@contextmanager
def naming(path: Path) -> Generator[None]:
    """Errors raised inside name this document.

    The library and the templates may raise anything over a document that no rule foresaw. What is
    raised here is for whoever edits the document; `TRACEBACK` is for whoever mends the generator.

    Raises:
        DocumentError: anything at all went wrong, except that a file or a tool failed.
    """
    name = shown(path)
    try:
        yield
    except DocumentError as error:
        text = str(error)
        raise DocumentError(text if text.startswith(name) else f"{name}: {text}") from error
    except OSError:
        raise
    except Exception as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:300]
        raise DocumentError(
            f"{name}: the generator broke down over it: {what} ({TRACEBACK}=1 shows where)"
        ) from error
