"""What a saved document says of its making: the command line that asks the question again."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

import corridor
from corridor.api.options import AREA_FILES, Option, RouteTerms, Terms, options_of
from corridor.engine import RouteEngine
from corridor.graph.store import read_manifest
from corridor.model.area import Area
from corridor.model.objective import Objective
from corridor.model.query import Query
from corridor.model.scenario import Overlay
from corridor.report.document.parts.made import InputRecord, MadeRecord
from corridor.tables.overlays.scenario_files import own_rows, read_scenario, scenario
from corridor.tables.read import compiled_dir, content_hash, tables_dir

_ASKED = Query(origin="", destination="", depart=datetime(2026, 1, 1))
# Options whose field of a query has another name, or is in its consignment.
_OF_QUERY: Mapping[str, Callable[[Query], Any]] = {
    "unit": lambda q: q.consignment.unit,
    "count": lambda q: q.consignment.count,
    "weight_t": lambda q: q.consignment.gross_weight_t,
    "value_usd": lambda q: q.consignment.value_usd,
    "cargo": lambda q: q.consignment.cargo,
    "allow_dangerous": lambda q: q.consignment.allow_dangerous,
    "container": lambda q: q.consignment.container,
    "sure": lambda q: q.sure_percent,
    "service": lambda q: tuple(s for s in (q.crew, q.rail_service) if s and s != _ASKED.crew),
    "avoid": lambda q: (*q.avoid, *(a.name for a in q.avoid_areas)),
    "discourage": lambda q: (*q.discourage, *(a.name for a in q.discourage_areas)),
}


def of_query(name: str, query: Query) -> Any:
    """
    What an option of `RouteTerms` was for a query.

    Raises
    ------
    AttributeError
        If neither this module nor a field of that name tells.
    """
    return _OF_QUERY[name](query) if name in _OF_QUERY else getattr(query, name)


class Spelling:
    """
    A question as words of a command line; where one part has no word, the whole has none.

    Files and folders of the user's own are named without their path, each with its hash.
    """

    def __init__(
        self, command: str, engine: RouteEngine, flags: Collection[str] | None = None
    ) -> None:
        """Begin with the name of the command; it has no options but `flags`, None = all."""
        self._command, self._engine, self._flags = command, engine, flags
        self._words: list[str] = []
        self._inputs: dict[str, InputRecord] = {}
        self._said = True

    def asked(
        self,
        query: Query,
        terms: type = Terms,
        only: Iterable[str] | None = None,
        depart: str = "",
    ) -> None:
        """
        The options of a query that are not as they are by default, and the day always.

        `depart` is a span of days in place of the day of the query.
        """
        named = set(options_of(terms) if only is None else only)
        for name, option in options_of(RouteTerms).items():
            value = of_query(name, query)
            if name == "guess":
                value = value or self._engine.guess
            if name == "depart" and depart:
                value = depart
            plain = of_query(name, _ASKED)
            if name == "objective" and query.by is not None:
                plain = Objective.COST  # of the cheapest way that keeps a date
            if name != "depart" and value == plain:
                continue
            self._said &= name in named
            self.option(option, value)
        for area in (*query.avoid_areas, *query.discourage_areas):
            self._area(area)

    def option(self, option: Option | str, value: Any) -> None:
        """An option with its value; a list is repeated, a text of parts joined."""
        flag, kind = (option, "text") if isinstance(option, str) else (option.flag, option.kind)
        self._said &= self._flags is None or flag in self._flags
        if kind == "switch" or (kind == "text" and value is True):
            self._words += [flag] if value else []
        elif kind == "off":
            self._words += [] if value else [flag]
        elif kind == "list":
            for one in value:
                self._words += [flag, _word(one)]
        else:
            self._words += [flag, _word(value)]

    def assumed(self, named: Sequence[Overlay] | None = None) -> None:
        """What is laid over the tables, in the one order that the command line has."""
        overlays = self._engine.overlays if named is None else named
        ranks = [{"own": 0, "scenario": 1, "file": 1}.get(o.origin, 2) for o in overlays]
        self._said &= ranks == sorted(ranks) and ranks.count(0) < 2 and ranks.count(2) < 2
        for overlay in overlays:
            if overlay.origin == "own":
                self.option("--data", self.input("--data", overlay))
            elif overlay.origin in ("scenario", "file"):
                self.option("--scenario", self.scenario("--scenario", overlay))
            else:
                self._said &= not (overlay.rows or overlay.open or overlay.close)
                for scale in overlay.scales:
                    self.option("--scale", f"{scale.target}={_number(scale.factor)}")
        self._folders()

    def scenario(self, option: str, overlay: Overlay | str) -> str:
        """The word for a scenario: its name where it ships, else that of its file."""
        found = scenario(overlay) if isinstance(overlay, str) else overlay
        return found.name if found.origin == "scenario" else self.input(option, found)

    def input(self, option: str, overlay: Overlay) -> str:
        """The name of the folder or file that an overlay was read from."""
        return self._named(option, overlay.file, overlay_hash(overlay), overlay.as_of)

    def file(self, option: str, path: Path) -> str:
        """The name of a file that a question is asked with."""
        return self._named(option, path.name, input_hash("--demand", path))

    def unsaid(self) -> None:
        """No command line says this question."""
        self._said = False

    def made(self, *ends: str) -> MadeRecord:
        """What is written into the document; `ends` are the arguments that are no options."""
        self._said &= all(ends)
        # A point south of the equator would be read as an option.
        mark = ["--"] if any(end.startswith("-") for end in ends) else []
        words = [*self._words, *mark, *ends] if mark else [*ends, *self._words]
        engine = self._engine
        return MadeRecord(
            program=corridor.__version__,
            command=shlex.join(["corridor", self._command, *words]) if self._said else "",
            data_version=engine.data_version,
            data_hash=engine.tables_hash,
            graph_hash=engine.graph_hash,
            inputs=tuple(self._inputs.values()),
        )

    def _area(self, area: Area) -> None:
        """A file of an area; a shape of a program's own is in none."""
        if area.name.lower().endswith(AREA_FILES):
            self._named("--avoid", area.name, _digest(area.polygons))
        else:
            self._said = False

    def _folders(self) -> None:
        """Tables and graph, where they are not those that every command takes."""
        engine = self._engine
        tables, graph = engine.tables_folder, engine.folder.path
        if tables is None:
            self._said = False
        elif tables.resolve() != tables_dir().resolve():
            name = self._named("--data-only", tables.resolve().name, engine.tables_hash)
            self.option("--data-only", name)
        if graph.resolve() != compiled_dir().resolve():
            name = self._named("--graph", graph.resolve().name, engine.graph_hash)
            self.option("--graph", name)

    def _named(self, option: str, name: str, digest: str, as_of: str = "") -> str:
        kept = self._inputs.setdefault(
            name, InputRecord(option=option, name=name, hash=digest, as_of=as_of)
        )
        # Two files of one name could not lie in one folder.
        self._said &= bool(name) and kept.hash == digest
        return name


def shown_in(made: MadeRecord, code: str) -> MadeRecord:
    """The same, with money shown in another currency."""
    words = shlex.split(made.command)
    if not words:
        return made
    rest = words[4:] if words[2:3] == ["--currency"] else words[2:]
    return replace(made, command=shlex.join([*words[:2], "--currency", code, *rest]))


def overlay_hash(overlay: Overlay) -> str:
    """SHA-256 of what was read: all that changes an answer but the day the files were written."""
    rows = [(row.table, row.id, row.cells) for row in overlay.rows]
    said = () if overlay.origin == "own" else (overlay.title, overlay.text)
    scales = [(s.target, s.factor) for s in overlay.scales]
    about = (overlay.source_id, overlay.confidence, overlay.source_ids)
    return _digest([overlay.open, overlay.close, scales, rows, about, said])


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _word(value: Any) -> str:
    """A value as it is typed."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, tuple | list):
        return ",".join(map(str, value))
    return _number(value) if isinstance(value, float) else str(value)


def _number(value: float) -> str:
    """A number that reads back as itself, whole where it is whole."""
    return str(int(value)) if value == int(value) else repr(value)


def input_hash(option: str, path: Path) -> str:
    """
    The hash of a file or folder that an option names, of what is read from it.

    Raises
    ------
    CorridorError, OSError
        If it cannot be read.
    """
    if option == "--data":
        return overlay_hash(own_rows(path))
    if option in ("--avoid", "--discourage"):
        from corridor.graph.areas import read_area

        return _digest(read_area(path).polygons)
    if option == "--demand":
        return hashlib.sha256(path.read_bytes()).hexdigest()
    if option == "--data-only":
        return content_hash(path)
    if option == "--graph":
        return read_manifest(path).content_hash
    return overlay_hash(read_scenario(path, origin="file"))
