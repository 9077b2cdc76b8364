"""Files and folders that only their owner can read, and that nobody else can have put there.

Windows has no owners and permission bits of this kind; there the folder's own rights hold.
"""

from __future__ import annotations

import errno
import os
import shlex
import stat
from contextlib import suppress
from pathlib import Path

from kickwire.errors import StoreError

_EXTRA_FLAGS = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_CLOEXEC", "O_NONBLOCK"))


def private_folder(path: Path) -> None:
    """Make a folder with mode 0700 if there is none, and refuse one that others can change.

    A folder that others can read is accepted: the files in it are closed to them.

    Raises:
        StoreError: it cannot be made, is a symbolic link or no folder, or is another user's.
    """
    problem = _made_folder(path) or _folder_problem(path)
    if problem:
        raise StoreError(problem)


def private_file(path: Path) -> None:
    """Make an empty file with mode 0600 if there is none, and check one that is there.

    One that is there is not opened: closing it would drop every lock that SQLite holds on it in
    this process. Nobody can exchange it after the check, since the folder is closed to others.

    Raises:
        StoreError: it cannot be made, or `checked_file` refuses it.
    """
    problem = _made_file(path)
    if problem:
        raise StoreError(problem)
    checked_file(path)


def checked_file(path: Path) -> None:
    """Refuse what is no regular file of this user that is closed to others; none at all is fine.

    Permissions that are too open are refused and not repaired: whoever could read or change the
    file until now may have done so, and a person should hear of it.

    Raises:
        StoreError: it says which, and what to run.
    """
    try:
        status = path.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        problem = _failed(path, error)
    else:
        problem = _file_problem(path, status)
    if problem:
        raise StoreError(problem)


def open_lock_file(path: Path) -> int:
    """A descriptor of a file with mode 0600, made if there is none. The caller closes it.

    Raises:
        StoreError: it cannot be opened or made, or is not what this made.
    """
    descriptor, problem = -1, ""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | _EXTRA_FLAGS, 0o600)
    except OSError as error:
        problem = _failed(path, error)
    else:
        problem = _file_problem(path, os.fstat(descriptor), most_names=0)
    if not problem:
        return descriptor
    if descriptor >= 0:
        os.close(descriptor)
    raise StoreError(problem)


def _made_folder(path: Path) -> str:
    """Why there is no folder now; empty if there is something."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(0o700)
    except FileExistsError:
        return ""
    except (OSError, ValueError) as error:
        return _failed(path, error)
    return ""


def _folder_problem(path: Path) -> str:
    try:
        status = path.lstat()
    except OSError as error:
        return _failed(path, error)
    if stat.S_ISLNK(status.st_mode):
        return f"{path}: a symbolic link is not followed; name the folder that it leads to"
    if not stat.S_ISDIR(status.st_mode):
        return f"{path}: a folder is expected; name another one or move this away"
    if os.name == "nt":
        return ""
    if status.st_uid not in (os.geteuid(), 0):
        return f"{path}: the folder belongs to another user (uid {status.st_uid}); use your own"
    if status.st_mode & 0o022:
        return (
            f"{path}: others can write to this folder; run: chmod go-w {shlex.quote(str(path))}"
            " - or name a new folder in it for the store alone, which is then made"
        )
    return ""


def _made_file(path: Path) -> str:
    """Why there is no file now; empty if there is something."""
    try:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | _EXTRA_FLAGS
        os.close(os.open(path, flags, 0o600))
        _sync_folder(path.parent)
    except FileExistsError:
        return ""
    except (OSError, ValueError) as error:
        return _failed(path, error)
    return ""


def _sync_folder(path: Path) -> None:
    """Make the name of a new file survive a power cut, where a system lets one do that."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some file systems refuse it
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _file_problem(path: Path, status: os.stat_result, *, most_names: int = 1) -> str:
    """What is wrong with a file. `most_names`: hard links it may have; 0 does not look at them."""
    if stat.S_ISLNK(status.st_mode):
        return _link_refused(path)
    if stat.S_ISDIR(status.st_mode):
        return f"{path}: this is a folder; name a file in it, such as {path}/tokens.db"
    if not stat.S_ISREG(status.st_mode):
        return f"{path}: this is no regular file; name another one or move it away"
    if os.name == "nt":
        return ""
    if status.st_uid != os.geteuid():
        return (
            f"{path}: the file belongs to another user (uid {status.st_uid}, this is"
            f" {os.geteuid()}); run the program as that user, or chown the file"
        )
    if status.st_mode & 0o077:
        return (
            f"{path}: others can read or change this file; if they may have, get new keys and"
            f" logins; then run: chmod 600 {shlex.quote(str(path))}"
        )
    if 0 < most_names < status.st_nlink:
        return f"{path}: the file has {status.st_nlink} names (hard links); leave one of them"
    return ""


def _link_refused(path: Path) -> str:
    return f"{path}: a symbolic link is not followed; name the file that it leads to"


def _failed(path: Path, error: OSError | ValueError) -> str:
    if not isinstance(error, OSError):
        return f"{str(path)!a}: not the name of a file"
    if error.errno == errno.ELOOP:
        return _link_refused(path)
    reason = error.strerror or type(error).__name__
    return f"{path}: cannot be made or opened ({reason}); check its folder and who may write there"


__all__ = ["checked_file", "open_lock_file", "private_file", "private_folder"]
