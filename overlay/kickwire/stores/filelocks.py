"""Locks between processes: one file for each name, locked by the operating system.

The system takes a lock from a process that dies, whatever it dies of. Nothing here runs out.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import lock_descriptor, unlock_descriptor

from kickwire.errors import StoreError

from . import files
from .locks import busy

_POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True, eq=False)
class _Opened:
    """An open lock file of this process."""

    path: Path
    descriptor: int
    process: int


_guard = threading.Lock()
_opened: set[_Opened] = set()
"""A forked child inherits descriptors, and a lock lasts as long as one of them is open somewhere:
the child closes them all, or the parent's locks would outlive the parent."""


class FileLocks:
    """Locks by name, as files in one folder.

    Locks of two objects, two threads or two processes exclude each other alike. A file is there
    only while its lock is held or waited for (on Windows it may stay).

    Args:
        folder: where the files are; it is made when needed.

    Raises:
        StoreError: the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        files.private_folder(folder)

    @contextmanager
    def hold(self, name: str, seconds: float, whose: str) -> Generator[None]:
        """Exclusive for a name.

        Args:
            name: a file name.
            seconds: how long to wait; tried about every 10 ms, once at least.
            whose: what is locked, for the error.

        Raises:
            StoreBusy: it was not to be had in time.
            StoreError: the folder cannot be used, or has no locks of the operating system.
        """
        lock = self._acquired(self._folder / name, time.monotonic() + seconds)
        if lock is None:
            raise busy(whose, seconds)
        try:
            yield
        finally:
            _release(lock)

    def _acquired(self, path: Path, deadline: float) -> _Opened | None:
        """The lock, or None if the deadline (monotonic seconds) came first."""
        while True:
            lock = self._open(path)
            try:
                locked = _locked_until(lock, deadline)
                if locked and _is_still_named(lock):
                    return lock
            except BaseException:
                _close(lock)
                raise
            _close(lock)
            if not locked:
                return None
            # Whoever held it has removed the file: this lock guards a name that is gone.

    def _open(self, path: Path) -> _Opened:
        if not self._folder.is_dir():
            files.private_folder(self._folder)  # somebody has tidied up
        with _guard:
            lock = _Opened(path, files.open_lock_file(path), os.getpid())
            _opened.add(lock)
        return lock


def _locked_until(lock: _Opened, deadline: float) -> bool:
    while True:
        problem = ""
        try:
            if lock_descriptor(lock.descriptor, blocking=False):
                return True
        except OSError as error:
            problem = error.strerror or type(error).__name__
        if problem:
            raise StoreError(
                f"{lock.path}: this file system cannot lock files ({problem}); keep the store on a"
                " local disk"
            )
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(left, _POLL_SECONDS))


def _is_still_named(lock: _Opened) -> bool:
    """Whether the path leads to the file that is locked."""
    try:
        named = lock.path.lstat()
    except FileNotFoundError:
        return False
    return os.path.samestat(named, os.fstat(lock.descriptor))


def _release(lock: _Opened) -> None:
    if lock.process != os.getpid():
        return  # the lock is the parent's, and this child's descriptor is closed already
    # Removed while it is locked: whoever waits for it finds that out by _is_still_named. Windows
    # refuses to remove what is open.
    with suppress(OSError):
        lock.path.unlink()
    with suppress(OSError):
        # Closing would not free it if a child that Python does not know of has the descriptor.
        unlock_descriptor(lock.descriptor)
    _close(lock)
    if os.name == "nt":
        with suppress(OSError):
            lock.path.unlink()


def _close(lock: _Opened) -> None:
    with _guard:
        _opened.discard(lock)
        os.close(lock.descriptor)


def _close_in_child() -> None:
    for lock in _opened:
        with suppress(OSError):
            os.close(lock.descriptor)
    _opened.clear()
    _guard.release()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_guard.acquire, after_in_parent=_guard.release, after_in_child=_close_in_child
    )


__all__ = ["FileLocks"]
