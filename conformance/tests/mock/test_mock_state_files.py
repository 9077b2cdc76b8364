"""State files: what is in them is kept, or was never theirs."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path

import pytest
from kickwire_mock import ConflictError, Mock, MockError

from conformance.tests.mock.mock_client import Client, json_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where there is no file yet."""
    return tmp_path / "state.json"


def names(file: Path) -> list[str]:
    """Everything in the folder of a file."""
    return sorted(each.name for each in file.parent.iterdir())


def keeping(file: Path, seed: int = 0) -> Mock:
    """A mock that keeps its state in a file."""
    mock = Mock(seed=seed)
    mock.keep_in(file)
    return mock


def saved(file: Path) -> bytes:
    """The bytes of a state that was saved to a file."""
    mock = keeping(file)
    mock.add_user("dana")
    mock.save()
    return file.read_bytes()


def refusal(file: Path) -> str:
    """The line with which a file is refused by a mock, which leaves both as they were."""
    mock = Mock()
    before, state = names(file), mock.state()
    with pytest.raises(MockError) as refused:
        mock.keep_in(file)
    with pytest.raises(ConflictError):
        mock.save()
    assert (names(file), mock.state()) == (before, state)
    line = str(refused.value)
    assert "\n" not in line
    assert line.startswith(f"state file {file}: ")
    return line


def test_a_file_brings_a_mock_back(file: Path) -> None:
    """What one mock saved is there in the next one, and so on."""
    mock = keeping(file, seed=5)
    pair = Client(mock).pair()
    mock.save()
    again = keeping(file)
    assert again.state() == mock.state()
    assert json_of(Client(again).refresh(pair["refresh_token"]))["access_token"]
    again.save()
    assert keeping(file).state() == again.state() != mock.state()


def test_nothing_is_written_before_somebody_saves(file: Path) -> None:
    """A mock that is not saved leaves no file, not even one of its trial."""
    keeping(file)
    assert names(file) == []


def test_only_its_owner_can_read_it(file: Path) -> None:
    """Tokens and secrets stand in the file, so the mode is 0600 whatever the umask says."""
    before = os.umask(0)
    try:
        saved(file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    again = keeping(file)
    again.save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert names(file) == ["state.json"]


def test_it_is_on_the_disk_before_it_takes_the_old_ones_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is synced before the file gets its name, the folder afterwards."""
    saved(file)
    mock, deeds = keeping(file), list[str]()
    sync, replace = os.fsync, Path.replace

    def noted_sync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        deeds.append("folder" if is_folder else "content")
        sync(descriptor)

    def noted_replace(path: Path, target: Path) -> Path:
        deeds.append("name")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_sync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    mock.save()
    assert deeds == ["content", "name", "folder"]


def test_a_disk_that_is_full_leaves_the_old_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save that fails is told in one line, and leaves nothing else behind."""
    before = saved(file)
    mock = keeping(file)
    mock.add_user("erin")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(MockError, match=r"state\.json: No space left on device; check "):
            mock.save()
    assert (file.read_bytes(), names(file)) == (before, ["state.json"])
    mock.save()
    assert b"erin" in file.read_bytes()


def test_a_file_that_was_cut_is_refused_wherever_it_was_cut(file: Path) -> None:
    """Half a state is none; the file stays for whoever wants to look at it."""
    whole = saved(file)
    for length in range(0, len(whole) - 2, 97):
        file.write_bytes(whole[:length])
        assert "no JSON, or not all of it" in refusal(file)
        assert file.read_bytes() == whole[:length]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"null", "this is no state of a mock"),
        (b"[]", "this is no state of a mock"),
        (b'{"format": "npm lockfile"}', "this is no state of a mock"),
        (b'{"format": "kickwire-mock state", "version": 2}', "this mock reads version 1"),
        (b'{"format": "kickwire-mock state", "version": 1}', "the state is broken: "),
        (b"\x80\x04\x95", "no JSON"),
        (b"\xff", "no JSON"),
        (b"#!/bin/sh", "no JSON"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"a":' * 200_000, "nested too deeply"),
        (b"1" * 5_000, "no JSON, or not all of it"),
    ],
)
def test_a_file_of_somebody_else_is_refused_and_kept(
    file: Path, content: bytes, words: str
) -> None:
    """What is no state of this version is not restored, and never overwritten."""
    file.write_bytes(content)
    assert words in refusal(file)
    assert file.read_bytes() == content


def test_what_is_no_regular_file_is_refused(file: Path) -> None:
    """A link is not followed, a pipe not waited for, a folder not replaced."""
    file.symlink_to(file.parent / "elsewhere.json")
    assert "no regular file" in refusal(file)
    file.unlink()
    os.mkfifo(file)
    assert "no regular file" in refusal(file)
    file.unlink()
    file.mkdir()
    assert "no regular file" in refusal(file)


def test_a_folder_that_is_missing_is_told_at_the_start(tmp_path: Path) -> None:
    """Not at the end, when there is something to lose."""
    with pytest.raises(MockError, match=r"No such file or directory; check its name and its fol"):
        keeping(tmp_path / "missing" / "state.json")


def test_a_folder_that_takes_no_file_is_told_at_the_start(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at the end, when there is something to lose; also where a file is there already."""
    saved(file)

    def forbidden(**_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    assert "Permission denied" in refusal(file)


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    """In one line like everything else."""
    with pytest.raises(MockError, match="null"):
        keeping(tmp_path / "a\x00b")


def test_two_mocks_with_one_file_do_not_undo_each_other(file: Path) -> None:
    """The second one to save keeps its state beside the file, and says where."""
    first, second = keeping(file), keeping(file)
    first.add_user("first")
    second.add_user("second")
    first.save()
    with pytest.raises(
        MockError, match="somebody else changed it; this mock's state is in "
    ) as told:
        second.save()
    beside = Path(str(told.value).rpartition(" ")[2])
    assert [b"first" in file.read_bytes(), b"second" in beside.read_bytes()] == [True, True]
    assert json.loads(beside.read_bytes()) == json.loads(json.dumps(second.state()))
    first.add_user("third")
    first.save()
    assert b"third" in file.read_bytes()


def test_a_mock_without_a_file_cannot_be_saved() -> None:
    """The line says what to do."""
    with pytest.raises(ConflictError, match="start it with --state FILE"):
        Mock().save()
