"""State files: read whole, and written so that a crash leaves the old one or the new one.

Tokens, codes and secrets stand in them, so only their owner may read them.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

from kickwire_mock.errors import MockError
from kickwire_mock.saving.layout import laid_out

_Look: TypeAlias = tuple[int, int, int]
"""What tells one version of a file from the next."""


class StateFile:
    """The file of one mock. What somebody else puts in its place meanwhile is not overwritten."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        """Name the file; it is not looked at yet."""
        self.path = Path(path).absolute()
        self._seen: _Look | None = None

    def load(self, restore: Callable[[object], None]) -> None:
        """Hand on the JSON value in the file. If there is no file, see that one can be made.

        Args:
            restore: is given the value; what it refuses with `MockError` is told with the file.

        Raises:
            MockError: the file cannot be read, replaced or made, is no regular file, holds no JSON,
                or what it holds is refused.
        """
        with self._told():
            self._seen = self._look()
            descriptor, trial = self._beside()
            os.close(descriptor)
            trial.unlink()
            if self._seen is None:
                return
            text = self.path.read_bytes()
        try:
            restore(_value(text))
        except MockError as error:
            raise self._refused(str(error)) from None

    def write(self, state: Mapping[str, Any]) -> None:
        """Put a state in the place of what the file holds.

        Raises:
            MockError: it cannot be written, or somebody else has changed the file; the text says
                where the state is then.
        """
        with self._told():
            new = self._written(laid_out(state).encode("utf-8"))
            if self._look() != self._seen:
                raise self._refused(f"somebody else changed it; this mock's state is in {new}")
            new.replace(self.path)
            self._seen = self._look()
            _sync_folder(self.path.parent)

    def _written(self, content: bytes) -> Path:
        """A new file beside the old one, on the disk for certain."""
        descriptor, new = self._beside()
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(descriptor)
        except BaseException:
            new.unlink(missing_ok=True)
            raise
        return new

    def _beside(self) -> tuple[int, Path]:
        """A new empty file in the same folder, which only its owner may read."""
        import tempfile  # with all that it imports, it would be felt at every start

        name = self.path.name
        descriptor, made = tempfile.mkstemp(prefix=f"{name}.", dir=self.path.parent)
        return descriptor, Path(made)

    def _look(self) -> _Look | None:
        try:
            status = self.path.lstat()
        except FileNotFoundError:
            return None
        if not stat.S_ISREG(status.st_mode):
            raise self._refused("it is no regular file; name another one")
        return status.st_ino, status.st_mtime_ns, status.st_size

    @contextmanager
    def _told(self) -> Generator[None]:
        """Tell what the operating system refuses in one line."""
        try:
            yield
        except MockError:
            raise
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else None
            raise self._refused(f"{reason or error}; check its name and its folder") from None

    def _refused(self, why: str) -> MockError:
        return MockError(f"state file {self.path}: {why}")

    def __repr__(self) -> str:
        return f"StateFile({str(self.path)!r})"


def _value(text: bytes) -> object:
    try:
        return json.loads(text)
    except RecursionError:
        raise MockError("it is nested too deeply") from None
    except ValueError as error:
        raise MockError(f"it holds no JSON, or not all of it ({error})") from None


def _sync_folder(path: Path) -> None:
    """Make the new name survive a power cut, where a system lets one do that."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some file systems refuse it
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
