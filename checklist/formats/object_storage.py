"""Files below a folder of this machine or an address of object storage, such as s3://bucket/folder."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from pyarrow import fs


def is_address(name: str) -> bool:
    """Whether it is an address of object storage, not a folder of this machine."""
    return "://" in name


def opened(name: str) -> tuple[fs.FileSystem, str]:
    """The file system of a folder or an address, and the path in it; raises OSError."""
    if not is_address(name):
        return fs.LocalFileSystem(), str(Path(name).absolute())
    # Of itself the client wraps every file in pieces with a checksum behind them, which older servers keep as part of the file.
    os.environ.setdefault("AWS_REQUEST_CHECKSUM_CALCULATION", "when_required")
    try:
        # Regions are called in Japanese, and an address is ASCII.
        found, path = fs.FileSystem.from_uri(quote(name, safe=":/?&=%+~@,;"))
    except ValueError as error:
        raise OSError(str(error)) from error
    return found, path.rstrip("/")


@contextmanager
def folder(name: str) -> Iterator[Path]:
    """A folder to write to, of which everything is at the address afterwards; raises OSError.

    Object storage takes whole files: they are put there when all of them have been written here.
    """
    system, path = opened(name)
    if isinstance(system, fs.LocalFileSystem):
        yield Path(path)
        return
    with tempfile.TemporaryDirectory() as here:
        yield Path(here)
        for one in sorted(Path(here).rglob("*")):
            if one.is_file():
                place = f"{path}/{one.relative_to(here).as_posix()}"
                with one.open("rb") as source, system.open_output_stream(place) as target:
                    shutil.copyfileobj(source, target)
                if system.get_file_info(place).size != one.stat().st_size:
                    raise OSError(f"{place} was not kept as it was sent")
