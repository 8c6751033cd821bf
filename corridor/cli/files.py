"""Write files a person names: checked before the work, beside first, then renamed."""

from __future__ import annotations

import os
from pathlib import Path

from corridor.errors import BadInputError


def check_writable(path: Path, option: str) -> None:
    """
    Refuse a path that cannot be written, before any work is done.

    Raises
    ------
    BadInputError
        If the folder is missing or not writable, or the path is a folder.
    """
    folder = path.parent
    if path.is_dir():
        raise BadInputError(f"{option} {path} is a folder", remedy="name a file in it")
    if not folder.is_dir():
        raise BadInputError(
            f"{option} {path}: there is no folder {folder}", remedy="make the folder first"
        )
    if not os.access(folder, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise BadInputError(
            f"{option} {path} cannot be written", remedy="name a file where you may write"
        )


def write_text(path: Path, text: str) -> None:
    """
    Write beside, then rename, so that no half-written file is ever seen.

    Raises
    ------
    BadInputError
        If the disk refuses.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        os.replace(beside, path)
    except OSError as err:
        beside.unlink(missing_ok=True)
        raise BadInputError(
            f"{path} cannot be written ({err.strerror})", remedy="name another file"
        ) from err
