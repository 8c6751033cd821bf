"""
One file that holds a data release: tables, scenarios, the graph made from them, and what they are.

A file is read whole or refused: its members are those of the list in it and no others, each of
the size and hash that the list says, none outside its folder.
"""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
import zlib
from collections.abc import Mapping

import msgspec

from corridor.errors import DataError, shown

# Raised whenever the layout of the file changes its meaning.
FORMAT = 1
LIST = "release.json"
MOST_BYTES = 64_000_000  # of the file
_MOST_OPENED = 256_000_000  # of all members
_MOST_MEMBERS = 400
_MEMBER = re.compile(
    r"(data/[a-z_]+\.csv|data/scenarios/[a-z0-9-]+\.toml|graphs/[a-z_]+\.(npz|csv|json))"
)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ANOTHER = "get the file again, or another release"


class ReleaseList(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a release is: its version, the hashes of its parts, and the program that made it.

    `schema_hash` is that of the columns which its tables have; `files` are sizes in bytes and
    SHA-256 by name.
    """

    format: int
    version: str
    data_date: str
    tables_hash: str
    graph_hash: str
    schema_hash: str
    program: str
    files: dict[str, tuple[int, str]]


def packed(about: ReleaseList, files: Mapping[str, bytes]) -> bytes:
    """The bytes of a release, the same whenever it is made of the same files."""
    buffer = io.BytesIO()
    listed = msgspec.json.format(msgspec.json.encode(about, order="deterministic"), indent=1)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in [(LIST, listed), *sorted(files.items())]:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return buffer.getvalue()


def measured(files: Mapping[str, bytes]) -> dict[str, tuple[int, str]]:
    """Size and SHA-256 of files by name."""
    return {n: (len(c), hashlib.sha256(c).hexdigest()) for n, c in sorted(files.items())}


def opened(content: bytes) -> tuple[ReleaseList, dict[str, bytes]]:
    """
    What a release is, and its files by name.

    Raises
    ------
    DataError
        If it is no release, is damaged or cut short, holds what does not belong there or too
        much, or is of another format.
    """
    if len(content) > MOST_BYTES:
        raise DataError(
            f"the file has more than {MOST_BYTES // 1_000_000} MB, and no data release has",
            remedy=_ANOTHER,
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _refuse_strange(infos)
            about = _list(archive, infos)
            files = {i.filename: _read(archive, i) for i in infos if i.filename != LIST}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as err:
        raise DataError(
            f"the file is not a data release, or is damaged or cut short ({err})", remedy=_ANOTHER
        ) from err
    if measured(files) != about.files:
        changed = {n for n, m in measured(files).items() if about.files.get(n) != m}
        wrong = sorted(changed | about.files.keys() - files.keys())
        raise DataError(
            f"the release {about.version} is damaged: {', '.join(wrong[:5])} is not what its list"
            " says",
            remedy=_ANOTHER,
        )
    return about, files


def _refuse_strange(infos: list[zipfile.ZipInfo]) -> None:
    """Members that no release has: outside its folder, links, twice, too many or too large."""
    names = [i.filename for i in infos]
    for info in infos:
        is_link = stat.S_ISLNK(info.external_attr >> 16)
        known = info.filename == LIST or _MEMBER.fullmatch(info.filename)
        if is_link or not known or names.count(info.filename) > 1:
            raise DataError(
                f"the file holds {shown(info.filename)}, which no data release holds",
                remedy=_ANOTHER,
            )
    if len(infos) > _MOST_MEMBERS or sum(i.file_size for i in infos) > _MOST_OPENED:
        raise DataError(
            f"the file opens to more than {_MOST_OPENED // 1_000_000} MB or {_MOST_MEMBERS} files,"
            " and no data release does",
            remedy=_ANOTHER,
        )


def _list(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> ReleaseList:
    info = next((i for i in infos if i.filename == LIST), None)
    if info is None:
        raise DataError(f"the file is not a data release: it has no {LIST}", remedy=_ANOTHER)
    try:
        text = _read(archive, info)
        number = msgspec.json.decode(text, type=dict[str, object]).get("format")
        if number != FORMAT:
            raise DataError(
                f"the release is of format {number}, and this program reads format {FORMAT}",
                remedy="update the program, or take a release made for it",
            )
        return msgspec.json.decode(text, type=ReleaseList)
    except msgspec.MsgspecError as err:
        raise DataError(f"{LIST} of the release is not one ({err})", remedy=_ANOTHER) from err


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A member, never more of it than its entry says."""
    with archive.open(info) as member:
        content = member.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} is not as long as its entry says")
    return content
