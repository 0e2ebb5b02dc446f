"""A small file is the old one or the new one, never half of either."""

import errno
import os

import pytest

from nuangang.lib import whole_files
from nuangang.lib.whole_files import write_first, write_whole


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "a.json"


def test_the_newest_is_there_for_this_user_alone_and_nothing_beside_it(path):
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]
    assert os.name != "posix" or path.stat().st_mode & 0o777 == 0o600


def test_the_first_stays(path):
    write_first(path, b"first")
    write_first(path, b"second")
    assert path.read_bytes() == b"first"
    assert list(path.parent.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_and_nothing_else(path, monkeypatch):
    write_whole(path, b"old")
    monkeypatch.setattr(whole_files.os, "fsync", _full)
    with pytest.raises(OSError, match="full"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_bytes_and_name_reach_the_disk_in_this_order(path, monkeypatch):
    path.parent.mkdir()
    asked, fsync = [], os.fsync

    def told(descriptor):
        asked.append((os.path.isdir(f"/proc/self/fd/{descriptor}"), path.exists()))
        fsync(descriptor)

    monkeypatch.setattr(whole_files.os, "fsync", told)
    write_whole(path, b"new")
    assert asked == [(False, False), (True, True)]


def test_the_name_of_a_new_folder_reaches_the_disk_too(path, monkeypatch):
    asked, fsync = [], os.fsync

    def told(descriptor):
        asked.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        fsync(descriptor)

    deep = path.parent / "7f" / "a.json"
    monkeypatch.setattr(whole_files.os, "fsync", told)
    write_whole(deep, b"new")
    folders = [path.parent.parent, path.parent, deep.parent]
    assert [each for each in map(str, folders) if each in asked] == list(map(str, folders))
    assert asked[-1] == str(deep.parent)


def _full(_descriptor):
    raise OSError(errno.ENOSPC, "full")
