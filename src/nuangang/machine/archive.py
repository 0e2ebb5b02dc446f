"""One backup file: a tar archive, compressed, sealed with age. It is written and read as a stream.

Stock programs open it too: `age --decrypt -i CODE FILE | tar xz` (docs/backup.md).
"""

import contextlib
import gzip
import hashlib
import io
import json
import os
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any

import pyrage

ABOUT, MANIFEST = "about.json", "manifest.json"
FORMAT = 1
_PIECE = 1024 * 1024


class ArchiveError(Exception):
    """A backup file that can't be used."""


class WrongKeyError(ArchiveError):
    """None of the keys given opens the file."""


class NoBackupError(ArchiveError):
    """The file is something else."""


class DamagedError(ArchiveError):
    """The file begins well and then breaks; `part` is what was being read."""

    def __init__(self, part: str, at: int) -> None:
        super().__init__(part, at)
        self.part, self.at = part, at


class _Measured(io.RawIOBase):
    """A file being read, with its digest and length so far; its own error is kept.

    age's library tells of an error only its text.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.digest, self.size = file, hashlib.sha256(), 0
        self.error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            piece = self.file.read(size)
        except OSError as error:
            self.error = error
            raise
        self.digest.update(piece)
        self.size += len(piece)
        return piece

    def told(self) -> dict[str, Any]:
        return {"size": self.size, "sha256": self.digest.hexdigest()}


class _Watched(io.RawIOBase):
    """A file being written, whose own error is kept."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: OSError | None = None

    def write(self, piece: Any) -> int:
        try:
            return self.file.write(piece)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self.file.flush()


def write_archive(
    into: IO[bytes],
    recipients: list[pyrage.x25519.Recipient],
    about: dict[str, Any],
    files: Iterable[tuple[str, Path]],
) -> dict[str, dict[str, Any]]:
    """Write `files` (name, path) into `into`; return size and digest of each as it was read.

    A file that is gone meanwhile is left out. Raises OSError, as for a full disk.
    """
    members: dict[str, dict[str, Any]] = {}
    watched = _Watched(into)

    def fill(pipe: IO[bytes]) -> None:
        with (
            gzip.GzipFile(fileobj=pipe, mode="wb", compresslevel=1) as small,
            tarfile.open(fileobj=small, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            _add_text(tar, ABOUT, {"format": FORMAT, **about})
            for name, path in files:
                with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
                    members[name] = _add(tar, name, file)
            _add_text(tar, MANIFEST, {**about, "members": members})

    def seal(pipe: IO[bytes]) -> None:
        try:
            pyrage.encrypt_io(pipe, watched, recipients)
        except pyrage.EncryptError as error:
            raise (watched.error or OSError(str(error))) from error

    _through_pipe(fill, seal)
    return members


def _add(tar: tarfile.TarFile, name: str, file: IO[bytes]) -> dict[str, Any]:
    info = tarfile.TarInfo(name)
    state = os.fstat(file.fileno())
    info.size, info.mtime, info.mode = state.st_size, int(state.st_mtime), 0o600
    measured = _Measured(file)
    tar.addfile(info, measured)
    return measured.told()


def _add_text(tar: tarfile.TarFile, name: str, told: dict[str, Any]) -> None:
    data = json.dumps(told, ensure_ascii=False).encode()
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    tar.addfile(info, io.BytesIO(data))


def _through_pipe(fill: Callable[[IO[bytes]], None], drain: Callable[[IO[bytes]], None]) -> None:
    """Run `fill` in a thread and `drain` here, one writing what the other reads; raise what failed."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def run() -> None:
        try:
            with os.fdopen(writing, "wb", buffering=_PIECE) as pipe:
                fill(pipe)
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(reading, "rb", buffering=_PIECE) as pipe:
            drain(pipe)
    finally:
        thread.join()  # the pipe is closed, so a writer that goes on fails at once
    if failed:
        raise failed[0]


class Member:
    """One file inside a backup, to be read once and in order."""

    def __init__(self, info: tarfile.TarInfo, file: IO[bytes]) -> None:
        self.name, self.size, self._file = info.name, info.size, file

    def pieces(self) -> Iterator[bytes]:
        """Yield the content in pieces of at most a megabyte."""
        while piece := self._file.read(_PIECE):
            yield piece


def read_archive(
    file: IO[bytes],
    identities: list[pyrage.x25519.Identity],
    take: Callable[[Member], None],
) -> dict[str, Any]:
    """Hand each file inside to `take`, in order; return the manifest that stands at the end.

    Raises WrongKeyError, NoBackupError or DamagedError; all digests have been compared on return.
    """
    reader = _Reader(take)
    began = _Measured(file)

    def unseal(pipe: IO[bytes]) -> None:
        pyrage.decrypt_io(began, pipe, identities)

    try:
        _through_pipe(unseal, reader.read)
    except pyrage.DecryptError as error:
        if began.error:
            raise began.error from error
        raise (WrongKeyError if "matching keys" in str(error) else NoBackupError) from error
    except OSError as error:
        if isinstance(error, BrokenPipeError) or error.errno is None:
            raise DamagedError(reader.part, began.size) from error
        raise
    reader.finish(began.size)
    return reader.manifest


class _Reader:
    """The end of the pipe where the archive comes out."""

    def __init__(self, take: Callable[[Member], None]) -> None:
        self.take, self.part = take, ABOUT
        self.seen: dict[str, dict[str, Any]] = {}
        self.manifest: dict[str, Any] = {}
        self.broken: Exception | None = None

    def read(self, pipe: IO[bytes]) -> None:
        """Read all members; keep what the stream's own breaking raises for later."""
        try:
            with (
                gzip.GzipFile(fileobj=pipe, mode="rb") as large,
                tarfile.open(fileobj=large, mode="r|") as tar,
            ):
                for info in tar:
                    self._member(info, tar.extractfile(info))
                while large.read(_PIECE):
                    pass
            while pipe.read(_PIECE):
                pass
        except (EOFError, tarfile.TarError, zlib.error, gzip.BadGzipFile) as error:
            self.broken = error

    def _member(self, info: tarfile.TarInfo, file: IO[bytes] | None) -> None:
        self.part = info.name
        if file is None:
            raise tarfile.ReadError(info.name)
        measured = _Measured(file)
        if info.name in (ABOUT, MANIFEST):
            told = json.loads(measured.read())
            self.manifest = told if info.name == MANIFEST else self.manifest
            if info.name == ABOUT:
                self.take(Member(info, io.BytesIO(json.dumps(told).encode())))
            return
        member = Member(info, measured)  # type: ignore[arg-type]
        self.take(member)
        for _rest in member.pieces():
            pass
        self.seen[info.name] = measured.told()

    def finish(self, at: int) -> None:
        """Compare what came out with what the manifest says went in."""
        wanted = self.manifest.get("members")
        if self.broken or wanted is None:
            raise DamagedError(self.part, at)
        for name, told in wanted.items():
            if self.seen.get(name) != told:
                raise DamagedError(name, at)
