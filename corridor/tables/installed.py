"""Where a data release that was installed lies, apart from the program."""

from __future__ import annotations

import json
import os
import re
import sys
from functools import cache
from pathlib import Path

import msgspec

from corridor.errors import DataError

UNDO = "corridor update --undo goes back to the data that came with the program"
_POINTER = "current.json"
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,80}")


class _Pointer(msgspec.Struct, frozen=True):
    """What the file says that names the release in use."""

    release: str


@cache
def shipped(name: str) -> Path:
    """
    A folder of the program, `data` or `graphs`: beside the package in a checkout, inside it in
    a wheel.
    """
    package = Path(__file__).resolve().parent.parent
    inside = package / name
    return inside if inside.is_dir() else package.parent / name


def folder_in_use(name: str) -> Path:
    """
    The folder `data` or `graphs` that answers are made from: an installed release's, else shipped.

    Raises
    ------
    DataError
        If a release is named that is not there.
    """
    found = installed()
    return shipped(name) if found is None else found / name


def home() -> Path:
    """
    Folder of installed data: that of CORRIDOR_HOME, else the platform's for a user's data.
    """
    named = os.environ.get("CORRIDOR_HOME", "")
    if named:
        return Path(named)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA", "") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = os.environ.get("XDG_DATA_HOME", "") or Path.home() / ".local" / "share"
    return Path(base) / "corridor"


def releases(folder: Path | None = None) -> Path:
    """Folder in which the releases lie, each in its own."""
    return (folder or home()) / "releases"


def pointer(folder: Path | None = None) -> Path:
    """The file that names the release in use; there is none where the shipped data are."""
    return (folder or home()) / _POINTER


def pointing(name: str) -> bytes:
    """Content of that file."""
    return (json.dumps({"format": 1, "release": name}) + "\n").encode()


def installed(folder: Path | None = None) -> Path | None:
    """
    Folder of the release in use, None where the data are those of the program.

    Raises
    ------
    DataError
        If a release is named that is not there.
    """
    where = pointer(folder)
    try:
        text = where.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, UnicodeDecodeError) as err:
        raise DataError(f"{where} cannot be read ({err})", remedy=UNDO) from err
    try:
        name = msgspec.json.decode(text, type=_Pointer).release
    except msgspec.DecodeError:
        name = ""
    if not _NAME.fullmatch(name):
        raise DataError(f"{where} names no data release", remedy=UNDO)
    found = releases(folder) / name
    if not (found / "release.json").is_file():
        raise DataError(f"the data release {name} is not in {found.parent}", remedy=UNDO)
    return found
