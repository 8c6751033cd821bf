"""Write files a person names: checked before the work, beside first, then renamed."""

from __future__ import annotations

import os
from pathlib import Path

from corridor.errors import InputError
from corridor.safe_files import replace_file


def check_writable(path: Path, option: str) -> None:
    """
    Refuse a path that cannot be written, before any work is done.

    Raises
    ------
    InputError
        If the folder is missing or not writable, or the path is no plain file's.
    """
    folder = path.parent
    try:
        exists = path.exists()
    except OSError as err:
        raise InputError(
            f"{option} {str(path)[:80]!r} is not a file name ({err.strerror})",
            remedy="give a shorter name",
        ) from err
    if path.is_dir():
        raise InputError(f"{option} {path} is a folder", remedy="name a file in it")
    if not folder.is_dir():
        raise InputError(
            f"{option} {path}: there is no folder {folder}", remedy="make the folder first"
        )
    if exists and not path.is_file():
        # Renaming over a device or a pipe would take it away from everybody.
        raise InputError(f"{option} {path} is not a plain file", remedy="name another file")
    if not os.access(folder, os.W_OK) or (exists and not os.access(path, os.W_OK)):
        raise InputError(
            f"{option} {path} cannot be written", remedy="name a file where you may write"
        )


def write_text(path: Path, text: str) -> None:
    """
    Write text as UTF-8 with LF; see `write_bytes`.

    Raises
    ------
    InputError
        If the disk refuses.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """
    Write beside, then rename, so that no half-written file is ever seen.

    Raises
    ------
    InputError
        If the disk refuses.
    """
    try:
        replace_file(path, content)
    except OSError as err:
        raise InputError(
            f"{path} cannot be written ({err.strerror})", remedy="name another file"
        ) from err
