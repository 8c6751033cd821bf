"""Data apart from the program: one file of tables and graph, made, checked and installed."""

from __future__ import annotations

import hashlib
import http.client
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass, fields
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

import corridor
from corridor.api.result import file_path
from corridor.engine import RouteEngine
from corridor.errors import CorridorError, DataError, InputError, shown
from corridor.files import check_writable, write_bytes
from corridor.safe_files import replace_file
from corridor.tables.dataset import Figures
from corridor.tables.installed import home, installed, pointer, pointing, releases
from corridor.tables.overlays.scenario_files import read_scenario
from corridor.tables.read import compiled_dir, data_dir, graphs_dir, schemas, tables_dir
from corridor.tables.release_file import (
    FORMAT,
    LIST,
    MOST_BYTES,
    ReleaseList,
    measured,
    opened,
    packed,
)

_TIMEOUT_S = 30
# Of a graph's folder what a planner reads, its reports and its manifest.
_GRAPH = ("*.npz", "*.json", "*.csv")


@dataclass(frozen=True, slots=True)
class DataInUse:
    """The data that answers are made from: version, folder, and whether an update brought them."""

    version: str
    folder: Path
    updated: bool

    @property
    def text(self) -> str:
        """One line for people."""
        whose = "installed by an update" if self.updated else "those of the program"
        return f"data {self.version}, {whose}: {self.folder}\n"


def in_use(where: str | PathLike[str] | None = None) -> DataInUse:
    """
    Which data answers are made from.

    Parameters
    ----------
    where
        Folder of installed data; None = that of CORRIDOR_HOME, else the platform's.

    Raises
    ------
    DataError
        If what is installed cannot be used.
    """
    found = installed(_home(where))
    if found is None:
        engine = RouteEngine.load(data=data_dir(), graph=graphs_dir())
        return DataInUse(engine.data_version, data_dir(), False)
    about = _about(found)
    return DataInUse(about.version, found, True)


def make_release(
    out: str | PathLike[str],
    *,
    data: str | PathLike[str] | None = None,
    graph: str | PathLike[str] | None = None,
) -> ReleaseList:
    """
    Write tables, scenarios and graph into one file that `install` takes.

    Parameters
    ----------
    out
        File to write.
    data, graph
        Folders of the tables and of the graph made from them; None = those in use.

    Raises
    ------
    CorridorError
        If a row or the graph is wrong, the graph was made from other tables, or the file
        cannot be written.
    """
    path = file_path(out, "OUT")
    check_writable(path, "OUT")
    tables = tables_dir() if data is None else file_path(data, "--data")
    compiled = compiled_dir() if graph is None else file_path(graph, "--graph")
    engine = RouteEngine.load(data=tables, graph=compiled)
    files = {f"data/{p.name}": p.read_bytes() for p in sorted(tables.glob("*.csv"))}
    found = sorted((tables / "scenarios").glob("*.toml"))
    files |= {f"data/scenarios/{p.name}": p.read_bytes() for p in found}
    for kind in _GRAPH:
        files |= {f"graphs/{p.name}": p.read_bytes() for p in sorted(compiled.glob(kind))}
    about = ReleaseList(
        format=FORMAT,
        version=engine.data_version,
        data_date=engine.dataset.data_date,
        tables_hash=engine.tables_hash,
        graph_hash=engine.graph_hash,
        schema_hash=_schema_hash(),
        program=corridor.__version__,
        files=measured(files),
    )
    content = packed(about, files)
    opened(content)  # what cannot be read back is not given away
    write_bytes(path, content)
    return about


def install(
    source: str,
    *,
    where: str | PathLike[str] | None = None,
    sha256: str = "",
) -> ReleaseList:
    """
    Put a release into use, after all checks; the old data stay in use until the new ones are whole.

    Parameters
    ----------
    source
        A file, or an address that begins with http:// or https://, which is then fetched.
    where
        Folder of installed data; None = that of CORRIDOR_HOME, else the platform's.
    sha256
        Hash that the file must have; '' = any.

    Raises
    ------
    CorridorError
        If it cannot be fetched or read, or fails a check; then nothing changes.
    """
    content = _fetched(source) if "://" in source else _file(file_path(source, "SOURCE"))
    given = hashlib.sha256(content).hexdigest()
    if sha256 and sha256.strip().lower() != given:
        raise DataError(
            f"the file has the SHA-256 {given}, and not the one given",
            remedy="get the file again, or give its own --sha256",
        )
    about, files = opened(content)
    if about.schema_hash != _schema_hash():
        raise DataError(
            f"the release {about.version} has tables of other columns: it was made by corridor"
            f" {about.program}, and this is {corridor.__version__}",
            remedy="update the program, or take a release made for it",
        )
    with TemporaryDirectory() as name:
        trial = Path(name)
        _lay_out(trial, about, files)
        _try(trial, about)
    _put(_home(where), about, files)
    return about


def undo(where: str | PathLike[str] | None = None) -> bool:
    """
    Go back to the data of the program; whether there were others in use.

    Raises
    ------
    DataError
        If the disk refuses.
    """
    folder = _home(where)
    try:
        pointer(folder).unlink()
    except FileNotFoundError:
        return False
    except OSError as err:
        raise DataError(
            f"{pointer(folder)} cannot be taken away ({err})", remedy="free it"
        ) from err
    shutil.rmtree(releases(folder), ignore_errors=True)
    return True


# ---------------------------------------------------------------- getting it
def _fetched(address: str) -> bytes:
    """What stands at an address, up to the size of a release."""
    if not address.startswith(("http://", "https://")):
        raise InputError(
            f"{shown(address)} is not an address of the web",
            remedy="give http://..., https://... or the name of a file",
        )
    again = "look at the address, or fetch the file by other means and give its name"
    try:
        # The address was looked at above: no file and no other scheme gets here.
        with urllib.request.urlopen(address, timeout=_TIMEOUT_S) as answer:  # noqa: S310
            told = answer.headers.get("Content-Length", "")
            content: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, ValueError, http.client.HTTPException) as err:
        why = f"{err.code} {err.reason}" if isinstance(err, urllib.error.HTTPError) else f"{err}"
        raise InputError(f"{shown(address)} cannot be fetched ({why})", remedy=again) from err
    if told.isdecimal() and len(content) < min(int(told), MOST_BYTES):
        raise InputError(
            f"{shown(address)}: {len(content)} of {told} bytes came", remedy="try again"
        )
    return content


def _file(path: Path) -> bytes:
    try:
        with path.open("rb") as handle:
            return handle.read(MOST_BYTES + 1)
    except OSError as err:
        raise InputError(
            f"{shown(str(path))} cannot be read ({err.strerror})",
            remedy="name a file that is there",
        ) from err


# ---------------------------------------------------------------- trying it
def _lay_out(folder: Path, about: ReleaseList, files: dict[str, bytes]) -> None:
    for part in ("data/scenarios", "graphs"):
        (folder / part).mkdir(parents=True)
    for name, content in {**files, LIST: msgspec.json.encode(about)}.items():
        (folder / name).write_bytes(content)


def _try(folder: Path, about: ReleaseList) -> None:
    """Load it as every answer does, and lay each of its scenarios over it."""
    try:
        engine = RouteEngine.load(data=folder / "data", graph=folder / "graphs")
        if lacking := _lacking(engine):
            raise DataError(f"it lacks {lacking}", remedy="update the program")
        for path in sorted((folder / "data" / "scenarios").glob("*.toml")):
            engine.with_overlay(read_scenario(path, origin="scenario"))
    except CorridorError as err:
        raise DataError(
            f"the release {about.version} is of no use: {err.what}",
            remedy="take another release; the old data stay in use",
        ) from err
    found = (engine.data_version, engine.tables_hash, engine.graph_hash)
    if found != (about.version, about.tables_hash, about.graph_hash):
        raise DataError(
            f"the release says it is {about.version}, and its content is {found[0]}",
            remedy="take another release; the old data stay in use",
        )


def _lacking(engine: RouteEngine) -> str:
    """Figures that this program asks for by name and the tables do not have."""
    known = engine.dataset.parameter
    return ", ".join(f"parameters:{f.name}" for f in fields(Figures) if f.name not in known)


def _put(folder: Path, about: ReleaseList, files: dict[str, bytes]) -> None:
    """A whole folder beside the others, then the one file that names it; then what is old goes."""
    try:
        old = installed(folder)
    except DataError:
        old = None  # what is broken is replaced
    name = f"{about.version}-{about.graph_hash[:8]}"
    fresh = releases(folder) / name
    try:
        with TemporaryDirectory(dir=_made(releases(folder)), prefix=".new-") as beside:
            _lay_out(Path(beside) / name, about, files)
            if not fresh.exists():
                (Path(beside) / name).rename(fresh)
            else:
                _replaced(fresh, Path(beside) / name)
        replace_file(pointer(folder), pointing(name))
    except OSError as err:
        raise DataError(
            f"{shown(str(folder))} cannot be written ({err.strerror})",
            remedy="name another folder by --home, and by CORRIDOR_HOME for the answers",
        ) from err
    for other in releases(folder).iterdir():
        # One in use until now may still be read; one with a point is being written.
        if other not in (fresh, old) and not other.name.startswith("."):
            shutil.rmtree(other, ignore_errors=True)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _replaced(old: Path, fresh: Path) -> None:
    """The same release again: whole files in the place of those that may be damaged."""
    for path in sorted(p for p in fresh.rglob("*") if p.is_file()):
        target = old / path.relative_to(fresh)
        target.parent.mkdir(parents=True, exist_ok=True)
        replace_file(target, path.read_bytes())


def _home(where: str | PathLike[str] | None) -> Path:
    return home() if where is None else file_path(where, "--home")


def _about(folder: Path) -> ReleaseList:
    return msgspec.json.decode((folder / LIST).read_bytes(), type=ReleaseList)


def _schema_hash() -> str:
    """Hash of the columns that this program's tables have."""
    columns = "\n".join(f"{t}:{','.join(s.names)}" for t, s in sorted(schemas().items()))
    return hashlib.sha256(columns.encode()).hexdigest()
