"""Read and write graphs/: plain npz arrays, a manifest, a hash of the content."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import UNSET, Struct, UnsetType, ValidationError, convert

from corridor.errors import DataError
from corridor.model.mode import Mode

Arrays = Mapping[str, npt.NDArray[Any]]

# Raised whenever arrays change their names or meaning.
FORMAT = 3
REMEDY = "reinstall corridor, or run: corridor build"

# A fixed date in the archive keeps the bytes equal from build to build.
_EPOCH = (1980, 1, 1, 0, 0, 0)


class ImportRow(Struct, frozen=True):
    """An import of OpenStreetMap that a graph was made with."""

    name: str
    mode: Mode
    use: str
    source: str
    sha256: str
    newest_object: str | None
    ways_kept: int
    km: float


class Manifest(Struct, frozen=True):
    """What a graph holds, by what it was made and from which tables, by their digests."""

    format: int
    content_hash: str
    files: dict[str, str]
    tables: dict[str, str]
    data_date: str = ""
    sources: dict[str, str] = {}
    licence: str = "ODbL 1.0"
    attribution: str = "(c) OpenStreetMap contributors"
    counts: dict[str, int] = {}
    imports: list[ImportRow] | UnsetType = UNSET


def content_hash(files: Mapping[str, Arrays]) -> str:
    """SHA-256 over names, types, shapes and bytes of all arrays of all files."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for key in sorted(files[name]):
            array = np.ascontiguousarray(files[name][key])
            digest.update(f"{name}/{key}/{array.dtype.str}/{array.shape}".encode())
            digest.update(array.tobytes())
    return digest.hexdigest()


def packed(arrays: Arrays) -> bytes:
    """Arrays as the bytes of an npz, the same from build to build."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(arrays[key]), allow_pickle=False)
            info = zipfile.ZipInfo(f"{key}.npy", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, member.getvalue())
    return buffer.getvalue()


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """
    Read an npz made by `packed`.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    try:
        # Opened here, because numpy leaves the file open when it is no archive.
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as archive:
            return {key: archive[key] for key in archive.files}
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error, KeyError) as err:
        raise DataError(
            f"the compiled graph {path} cannot be read ({err})",
            remedy=REMEDY,
        ) from err


def read_part(folder: Path, name: str) -> dict[str, npt.NDArray[Any]]:
    """
    Read one of the archives of a graph and hold it against the manifest.

    Raises
    ------
    DataError
        If the manifest or the archive is missing or damaged, or the arrays are not those that
        the build wrote.
    """
    wanted = read_manifest(folder).files.get(name, "")
    arrays = read_arrays(folder / name)
    found = content_hash({name: arrays})
    if found != wanted:
        raise DataError(
            f"{folder / name} is not the file that its build wrote: content {found[:12]}, and"
            f" manifest.json says {wanted[:12] or 'nothing'}",
            remedy=REMEDY,
        )
    return arrays


def read_manifest(folder: Path) -> Manifest:
    """
    Read graphs/manifest.json.

    Raises
    ------
    DataError
        If it is missing, not JSON, or of another format than this program reads.
    """
    path = folder / "manifest.json"
    try:
        manifest: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as err:
        raise DataError(
            f"no usable manifest of the compiled graph at {path} ({err})",
            remedy=REMEDY,
        ) from err
    if not isinstance(manifest, dict) or "format" not in manifest:
        raise DataError(
            f"{path} is not a manifest of a compiled graph",
            remedy=REMEDY,
        )
    if manifest.get("format") != FORMAT:
        raise DataError(
            f"the compiled graph at {folder} has format {manifest.get('format')}, not {FORMAT}",
            remedy=REMEDY,
        )
    try:
        return convert(manifest, Manifest)
    except ValidationError as err:
        raise DataError(f"{path} is not a manifest of a compiled graph", remedy=REMEDY) from err
