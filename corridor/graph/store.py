"""Read and write graphs/: plain npz arrays, a manifest, a hash of the content."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.errors import DataError

Arrays = Mapping[str, npt.NDArray[Any]]

# Raised whenever arrays change their names or meaning.
FORMAT = 2

# A fixed date in the archive keeps the bytes equal from build to build.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def content_hash(files: Mapping[str, Arrays]) -> str:
    """SHA-256 over names, types, shapes and bytes of all arrays of all files."""
    digest = hashlib.sha256()
    for name in sorted(files):
        for key in sorted(files[name]):
            array = np.ascontiguousarray(files[name][key])
            digest.update(f"{name}/{key}/{array.dtype.str}/{array.shape}".encode())
            digest.update(array.tobytes())
    return digest.hexdigest()


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write an npz beside its place, then rename it, so that no half file is left."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for key in sorted(arrays):
            member = io.BytesIO()
            np.lib.format.write_array(member, np.ascontiguousarray(arrays[key]), allow_pickle=False)
            info = zipfile.ZipInfo(f"{key}.npy", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, member.getvalue())
    write_bytes(path, buffer.getvalue())


def write_bytes(path: Path, content: bytes) -> None:
    """Write beside, then rename."""
    beside = path.with_name(f".{path.name}.part")
    beside.write_bytes(content)
    os.replace(beside, path)


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """
    Read an npz written by `write_arrays`.

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
            remedy="reinstall corridor, or run: corridor build",
        ) from err


def read_manifest(folder: Path) -> dict[str, Any]:
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
            remedy="reinstall corridor, or run: corridor build",
        ) from err
    if not isinstance(manifest, dict) or "content_hash" not in manifest:
        raise DataError(
            f"{path} is no manifest of a compiled graph",
            remedy="reinstall corridor, or run: corridor build",
        )
    if manifest.get("format") != FORMAT:
        raise DataError(
            f"the compiled graph at {folder} has format {manifest.get('format')}, not {FORMAT}",
            remedy="reinstall corridor, or run: corridor build",
        )
    return manifest
