"""
Write files and folders that nobody ever sees half written.

All is made beside its place, under a name that no other writer has, and then renamed; after a
fault or an interrupt the old one stands and nothing is left beside it.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """
    Put a file in its place, or leave the one that is there.

    Raises
    ------
    OSError
        If the disk refuses.
    """
    beside = _beside(path)
    try:
        with beside.open("xb") as file:
            file.write(content)
        os.replace(beside, path)
    finally:
        # Also after an interrupt, which is no OSError; nothing is left after the renaming.
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def replace_folder(
    folder: Path, files: Mapping[str, bytes], is_ours: Callable[[str], bool]
) -> None:
    """
    Put a folder of files in its place as a whole, or leave the one that is there.

    Parameters
    ----------
    folder
        Folder to replace or make.
    files
        What it is to hold, by name.
    is_ours
        Whether a file of the old folder, by its name, goes with it; any other is carried over.

    Raises
    ------
    OSError
        If the disk refuses, or the old folder holds a folder.
    """
    folder = folder.resolve()
    if folder.is_file():  # asked once: another writer may be between two renames
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(folder)
    try:
        fresh.mkdir()
        for name, content in files.items():
            (fresh / name).write_bytes(content)
        while not _swapped(fresh, folder, lambda name: name not in files and not is_ours(name)):
            pass  # another writer was faster; ours comes after
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swapped(fresh: Path, folder: Path, carried: Callable[[str], bool]) -> bool:
    """Rename a fresh folder into its place, an old one aside; whether no other came between."""
    gone = _beside(folder)
    try:
        with suppress(FileNotFoundError):
            folder.rename(gone)
        # Only now is the old folder nobody else's to rename while it is read.
        for old in gone.iterdir() if gone.is_dir() else ():
            if carried(old.name):
                shutil.copy2(old, fresh / old.name)
        fresh.rename(folder)
    except BaseException as err:
        with suppress(OSError):  # after a fault or an interrupt what stood there stands again
            gone.rename(folder)
        if isinstance(err, OSError) and err.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    finally:
        shutil.rmtree(gone, ignore_errors=True)
    return True


def _beside(path: Path) -> Path:
    """A name beside a path that no other writer has."""
    return path.with_name(f".{path.name}.{secrets.token_hex(6)}.part")
