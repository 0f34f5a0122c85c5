"""Files of lines: plain, gzipped or zipped, read block by block."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from detente.base.errors import InputError

__all__ = ["blocks", "first_line", "numbered", "open_lines"]

BLOCK_BYTES = 8_000_000
LONGEST_LINE = 4_000_000  # longer is no line of events; it must not fill the memory


@contextmanager
def open_lines(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of `path`, unpacked if it ends in .gz or .zip; `InputError` if it cannot be read."""
    if not path.is_file():
        raise InputError(f"{path}: no such file; check the spelling")
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive, archive.open(_member(archive, path)) as packed:
                yield packed
        elif path.suffix.lower() == ".gz":
            with gzip.open(path) as unpacked:
                yield io.BufferedReader(unpacked)
        else:
            with path.open("rb") as plain:
                yield plain
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: cannot be read ({error}); download it again") from error


def first_line(stream: IO[bytes]) -> str:
    """The first line of a stream without a mark of its encoding, for a guess at the format."""
    line = stream.readline(LONGEST_LINE).decode("utf-8-sig", "replace")
    return "\0" if "\0" in line else line.rstrip("\r\n")


def blocks(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in blocks of whole lines, each ending with a newline."""
    rest = b""
    while data := stream.read(BLOCK_BYTES):
        end = data.rfind(b"\n") + 1
        if end:
            yield rest + data[:end]
            rest = data[end:]
        else:
            rest += data
    if rest:
        yield rest if rest.endswith(b"\n") else rest + b"\n"


def numbered(stream: IO[bytes]) -> Iterator[tuple[int, str]]:
    """Lines with their number from 1, without their end; a byte that is not UTF-8 becomes a question mark."""
    number = 0
    for block in blocks(stream):
        text = block.decode("utf-8", "replace")
        for number, line in enumerate(text[:-1].split("\n"), start=number + 1):  # noqa: B020
            yield number, line.rstrip("\r")


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) != 1:
        raise InputError(f"{path}: holds {len(members)} files; unpack it and name the one of events")
    return members[0]
