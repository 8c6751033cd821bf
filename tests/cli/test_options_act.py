"""
An option that is accepted acts, in every command that lists it, or is refused in words.

Three questions over the whole table command x option, which is read from the command line
itself: does each option reach the work (`test_each_option_of_each_command_...`), does what
reached it change what is found (`test_each_option_changes_...`), and do the limits limit in
every command when it is run whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from corridor.analysis.ports import catchment as catchment_work
from corridor.analysis.ports.case import Case
from corridor.api.questions import Asked, Trade
from corridor.api.reading import read_query
from corridor.cli import compare as compare_command
from corridor.cli import shared as questions
from corridor.cli.main import app
from corridor.engine import RouteEngine
from corridor.errors import CorridorError
from corridor.model.query import Query
from corridor.planning.search.solver import Solver
from tests.cli.command import ROOT
from tests.cli.inside import inside
from tests.real import engine

pytestmark = pytest.mark.slow

DAY = ("--depart", "2026-12-01")
OWN = "tests/cli/own_rates"
# A value that bites for each option that commands share; where it needs another question to
# bite in, its ends, and what else is typed beside it.
BITES: dict[str, tuple[str, ...]] = {
    "--unit": ("TEU",),
    "--count": ("2",),
    "--weight": ("28t",),
    "--value": ("500000",),
    "--cargo": ("hazardous:3",),
    "--container": ("owned",),
    "--service": ("wagonload",),
    "--depart": ("2027-03-20",),
    "--objective": ("time",),
    "--vot": ("50",),
    "--modes": ("rail,sea",),
    "--via": ("quetta",),
    "--avoid": ("PK",),
    "--discourage": ("IR",),
    "--only-countries": ("AF,PK,AE",),
    "--avoid-sanctions": ("OFAC",),
    "--regime": ("permit",),
    "--truck-of": ("RU",),
    "--max-days": ("4",),
    "--max-cost": ("1500",),
    "--max-transfers": ("0",),
    "--arrive-by": ("2026-12-04",),
    "--by": ("2026-12-20",),
    "--sure": ("95", "--by", "2026-12-24"),
    "--open": ("torkham",),
    "--close": ("zaranj",),
    "--why": ("torkham",),
    "--if-closed": ("zaranj@2026-12-03",),
    "--regret": (),
    "-k": ("1",),
    "--max-overlap": ("30",),
    "--all": (),
    "--scale": ("road_rate=2",),
    "--scenario": ("winter",),
    "--data": (OWN,),
    "--data-only": ("data",),
    "--graph": ("graphs",),
    # Of one command.
    "--ports": ("karachi,port_qasim",),
    "--onward": ("Mombasa",),
    "--import": (),
    "--samples": ("7",),
    "--seed": ("3",),
    "--on-time-days": ("20",),
    "--months": (),
    "--flips": ("2",),
    "--country": ("AF",),
    "--grid": ("5",),
    "--origin": ("Kabul",),
    "--destination": ("Gwadar",),
    "--siding": ("both",),
}
# Options of how an answer is shown, or of work of minutes: the tests that run them.
SHOWN: dict[str, str] = {
    "--audit": "checks/test_evidence.py",
    "--json": "cli/test_commands.py",
    "--map": "cli/test_own_rates.py",
    "--tcd": "cli/test_whatif.py",
    "--svg": "cli/test_solvers.py",
    "--report": "cli/test_compare_command.py",
    "--figure": "cli/test_compare_command.py",
    "--demand": "cli/test_compare_command.py",
    "--places": "cli/test_compare_command.py",
    "--samples-out": "api/test_samples_out.py",
    "--out": "cli/test_files.py",
    "--pairs": "cli/test_solvers.py",
    "--trials": "cli/test_solvers.py",
    "--guess": "cli/test_guess.py",
    "--allow-dangerous": "pricing/test_dangerous.py",
    "--worst": "cli/test_commands.py",
    "--bbox": "build/test_osm_read.py",
    "--place": "build/test_osm_read.py",
    "--add": "build/test_osm_read.py",
    "--file": "cli/test_verify.py",
    "--mode": "build/test_osm_read.py",
    "--letterhead": "cli/test_documents.py",
    "--customer": "cli/test_documents.py",
    "--unofficial": "cli/test_documents.py",
    "--firm": "cli/test_documents.py",
    "--which": "cli/test_output.py",
    "--valid-days": "cli/test_documents.py",
    "--issued": "cli/test_documents.py",
    "--skip-bad": "report/test_shipments_page.py",
    "--on": "report/test_network_page_command.py",
    "--table": "cli/test_documents.py",
    "--gaps": "cli/test_commands.py",
    "--licences": "cli/test_commands.py",
    "--items": "cli/test_whatif.py",
    "--check": "tools/test_gallery.py",
    "--only": "tools/test_gallery.py",
    "--explain": "cli/test_options_act.py",
    "--legs": "cli/test_output.py",
    "--bill": "cli/test_output.py",
    "--documents": "cli/test_output.py",
    "--closures": "cli/test_output.py",
    "--verbose": "cli/test_output.py",
    "--format": "cli/test_output.py",
    "--color": "cli/test_output.py",
    "--currency": "cli/test_options_act.py",
    "--under": "cli/test_options_act.py",
    "--top": "cli/test_options_act.py",
    "--reference": "cli/test_options_act.py",
    "--exact-days": "cli/test_options_act.py",
    "--osm": "cli/test_options_act.py",
    "--home": "cli/test_update.py",
    "--sha256": "cli/test_update.py",
    "--undo": "cli/test_update.py",
    "--closed": "cli/test_confirm_and_news.py",
    "--delay": "cli/test_confirm_and_news.py",
    "--into": "cli/test_confirm_and_news.py",
    "--note": "cli/test_confirm_and_news.py",
    "--source": "cli/test_confirm_and_news.py",
    "--still": "cli/test_confirm_and_news.py",
    "--certainty": "cli/test_plan_b_command.py",
}
PLANNING: dict[str, tuple[str, ...]] = {
    "route": ("Kabul", "Karachi", *DAY),
    "pareto": ("Kabul", "Karachi", *DAY),
    "whatif": ("today", "all-open", "Kabul", "Karachi", *DAY),
    "compare": ("Kandahar", "--onward", "Jebel Ali", *DAY),
    "breakeven": ("Kandahar", "--onward", "Jebel Ali", *DAY),
    "catchment": ("--onward", "Jebel Ali", *DAY),
    "resilience": DAY,
}


def commands() -> Iterator[tuple[str, list[str]]]:
    """Each command by its name, with its options, from the tree that people type."""

    def leaves(command: Any, name: str) -> Iterator[tuple[str, Any]]:
        for part, one in getattr(command, "commands", {}).items():
            yield from leaves(one, f"{name} {part}".strip())
        if not hasattr(command, "commands"):
            yield name, command

    for name, command in leaves(get_command(app), ""):
        yield name, [p.opts[0] for p in command.params if p.opts[0].startswith("-")]


TABLE = [(name, option) for name, options in commands() for option in options]


def test_every_option_has_an_effect_told_here() -> None:
    """A new option must be given a value that bites, or the test that runs it."""
    unknown = {option for _, option in TABLE} - set(BITES) - set(SHOWN) - {"--help"}
    assert not unknown, f"say in BITES what shows that they act: {sorted(unknown)}"
    for option, test in SHOWN.items():
        text = (ROOT / "tests" / test).read_text(encoding="utf-8")
        off = option.replace("--", "--no-", 1)  # what is on is shown by being turned off
        assert f'"{option}"' in text or f'"{off}"' in text, option


# ---------------------------------------------------------------- options reach the work
class ReachedError(Exception):
    """The command came to its work; carries what it was asked."""


@contextmanager
def stopped_at_work() -> Iterator[None]:
    """Commands stop where they would plan, and tell what they would have planned."""
    loads: list[Any] = []
    loaded = engine()

    def load(*, data: Path | None = None, graph: Path | None = None) -> RouteEngine:
        loads.append((data, graph))
        return loaded

    def stop(*told: Any) -> Any:
        asked = [t.overlays if isinstance(t, RouteEngine) else t for t in told]
        raise ReachedError(repr((loads, asked)))

    def studies(
        over: RouteEngine, question: Any, place: str, depth: Any, scenarios: Any, _: Any
    ) -> Any:
        stop(over, question, place, depth, scenarios is None)

    def judge(given: Any, queries: Any, _: Any) -> Any:
        stop(queries, given.dataset is engine().dataset)

    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(RouteEngine, "load", staticmethod(load))
        patch.setattr(RouteEngine, "ask", stop)
        patch.setattr(RouteEngine, "found", stop)
        patch.setattr(RouteEngine, "front", stop)
        patch.setattr("corridor.analysis.ports.study.studies", studies)
        patch.setattr(catchment_work, "catchment", lambda over, *rest: stop(over, *rest[:-1]))
        patch.setattr(Case, "__init__", lambda self, *told: stop(*told))
        patch.setattr("corridor.analysis.resilience.judge", judge)
        patch.setattr("corridor.analysis.ports.study.scenarios_over", lambda _: [])
        yield


def reached(command: str, *options: str) -> str:
    """What a command would plan, or why it will not."""
    done = CliRunner().invoke(app, [command, *PLANNING[command], *options])
    if isinstance(done.exception, ReachedError | CorridorError):
        return str(done.exception)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return f"{done.exit_code}: {done.stdout}{done.stderr}"


@cache
def reached_plain(command: str) -> str:
    with stopped_at_work():
        return reached(command)


@pytest.mark.parametrize(
    ("command", "option"), [c for c in TABLE if c[0] in PLANNING and c[1] in BITES]
)
def test_each_option_of_each_command_reaches_the_work(command: str, option: str) -> None:
    with stopped_at_work():
        assert reached(command, option, *BITES[option]) != reached_plain(command)


def test_an_option_that_is_dropped_on_the_way_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault put in: a command that reads an option and asks without it."""
    reads = read_query

    def forgetful(origin: object, destination: object, goods: object, terms: Any) -> Query:
        return reads(origin, destination, goods, {**terms, "max_days": None})

    monkeypatch.setattr("corridor.api.planner.read_query", forgetful)
    with stopped_at_work():
        assert reached("catchment", "--max-days", "4") == reached_plain("catchment")
        assert reached("catchment", "--max-cost", "1500") != reached_plain("catchment")


# ---------------------------------------------------------------- what reached it acts
@dataclass(frozen=True)
class Ends:
    """Where an option bites: ends of a route, place of a comparison, what is typed beside."""

    origin: str = "Tashkent"
    destination: str = "Karachi"
    place: str = "kandahar"
    inward: bool = False


# Where trains run that are worth taking.
MINSK = Ends("Minsk", "Karachi", place="minsk")
ELSEWHERE: dict[str, Ends] = {
    **dict.fromkeys(("--max-transfers", "--objective", "--service", "--siding", "--vot"), MINSK),
    "--container": Ends("Karachi", "Tashkent", inward=True),
    "--via": Ends("Kabul", place="kabul"),
    "--avoid": Ends(),
    "--discourage": Ends(place="tashkent"),
    "--only-countries": Ends("Kabul", place="kabul"),
    "--open": Ends("Kabul", place="kabul"),
    "--close": Ends("Kandahar"),
    "--scenario": Ends("Kabul", place="kabul"),
    "--data": Ends("Kabul", place="kabul"),
    "--regime": Ends("Kashgar", place="kashgar"),
    "--truck-of": Ends("Kashgar", place="kashgar"),
}
ASKED = sorted(
    set(BITES)
    & {o for c, o in TABLE if c == "compare"}
    & {o for c, o in TABLE if c == "route"} - {"--data-only", "--graph", "--json"}
)


@cache
def wanted(*options: str) -> questions.Asked:
    """What `corridor compare` reads from its options."""
    found: list[questions.Asked] = []
    read, loaded = questions.asked, engine()

    def note(given: Any) -> questions.Asked:
        found.append(read(given))
        raise ReachedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(RouteEngine, "load", staticmethod(lambda **_: loaded))
        patch.setattr(compare_command, "asked", note)
        day = () if "--depart" in options else DAY  # two days would be refused
        CliRunner().invoke(app, ["compare", "Kandahar", *day, *options])
    return found[0]


def routed(asked: questions.Asked, ends: Ends) -> Any:
    query = replace(asked.query, origin=ends.origin, destination=ends.destination, k=1)
    try:
        best = asked.engine.ask(query).itineraries[0]
    except CorridorError as err:
        return str(err)
    return best.cost, best.time, [leg.subject for leg in best.legs]


def through_ports(asked: questions.Asked, ends: Ends) -> Any:
    """The best way through each port, as compare, breakeven and catchment all find it."""
    question = Trade("karachi,gwadar", "Jebel Ali", ends.inward).question(
        Asked(asked.engine, asked.query)
    )
    try:
        case = Case(asked.engine, question, ends.place, question.markets[0])
        found = [case.best(port, question.query.objective) for port in question.ports]
        ways = [f and case.priced(p, f) for p, f in zip(question.ports, found, strict=True)]
    except CorridorError as err:
        return str(err)
    return [(w.cost, w.time, [leg.subject for leg in w.legs]) if w else None for w in ways]


Finder = Callable[[questions.Asked, Ends], Any]


@cache
def found_plain(finder: Finder, ends: Ends) -> Any:
    return finder(wanted(), ends)


@pytest.mark.parametrize("finder", [routed, through_ports])
@pytest.mark.parametrize("option", ASKED)
def test_each_option_changes_what_is_found_or_is_refused(option: str, finder: Finder) -> None:
    ends = ELSEWHERE.get(option, Ends())
    assert finder(wanted(option, *BITES[option]), ends) != found_plain(finder, ends)


def test_a_limit_that_the_desk_forgets_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault of before, put back: a comparison solves without --max-days."""
    kept = Solver.__init__

    def forgetful(self: Solver, network: Any, query: Query, *rest: Any) -> None:
        kept(self, network, replace(query, max_days=None), *rest)

    monkeypatch.setattr(Solver, "__init__", forgetful)
    tight = wanted("--max-days", *BITES["--max-days"])
    assert through_ports(tight, Ends()) == found_plain(through_ports, Ends())


# ---------------------------------------------------------------- commands run whole
@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("route", "Kabul", "Karachi"), "the fastest itinerary takes"),
        (("pareto", "Kabul", "Karachi"), "the fastest itinerary takes"),
        (("whatif", "today", "winter", "Kabul", "Karachi"), "the fastest itinerary takes"),
        (
            ("compare", "Kandahar", "--onward", "Jebel Ali", "--samples", "0"),
            "keeps --max-days",
        ),
        (("breakeven", "Kandahar", "--onward", "Jebel Ali"), "keeps --max-days"),
        (("catchment", "--country", "GE", "--onward", "Jebel Ali"), "reach no port"),
    ],
)
def test_max_days_limits_in_every_command(line: tuple[str, ...], words: str) -> None:
    done = inside(*line, *DAY, "--max-days", "1.5")
    text = " ".join((done.stdout + done.stderr).split())
    assert words in text
    assert done.returncode == (0 if line[0] == "catchment" else 2 if line[0] == "breakeven" else 1)


def test_days_kept_on_time_are_told_and_limit_nothing() -> None:
    with stopped_at_work():
        told = reached("compare", "--on-time-days", "21")
        both = reached("compare", "--on-time-days", "21", "--max-days", "30")
        limit = reached("compare", "--max-days", "30")
    for text, limited, kept in (
        (told, "None", "21.0"),
        (both, "30.0", "21.0"),
        (limit, "30.0", "30.0"),
    ):
        query, depth = text.split("Depth(")
        assert f"max_days={limited}," in query
        assert f"max_days={kept}," in depth
    for options in (("--on-time-days", "20"), ("--seed", "3")):
        done = inside("compare", "Kandahar", *DAY, "--samples", "0", *options)
        assert done.returncode == 2
        assert "--samples 0 draws none" in done.stderr
    for days in ("0", "-1", "1001", "nan", "soon"):
        assert inside("compare", "Kandahar", *DAY, "--on-time-days", days).returncode == 2


def test_a_market_that_no_port_serves_is_told_by_port() -> None:
    """It said "name one market with --onward" to who had named one."""
    line = ("catchment", "--country", "GE", "--onward", "Jebel Ali", *DAY, "--modes", "rail,road")
    done = inside(*line)
    assert done.returncode == 1
    assert "Karachi port: " in done.stderr
    assert "--onward" not in done.stderr


def test_how_an_answer_is_shown(tmp_path: Path) -> None:
    line = ("route", "Kabul", "Tashkent", *DAY, "-k", "1")
    plain = inside(*line).stdout
    assert inside(*line, "--explain").stdout != plain
    assert inside(*line, "--currency", "PKR").stdout != plain
    narrow = ("catchment", "--country", "GE", "--onward", "Jebel Ali", *DAY)
    assert "winter" in inside(*narrow, "--under", "winter").stdout
    saved = tmp_path / "a.json"
    saved.write_text(inside(*line, "--json").stdout, encoding="utf-8")
    for option, words in (("--depart", ("2026-12-01",)), ("--exact-days", ()), ("--skip-bad", ())):
        for what in ("network", str(saved)):
            done = inside("map", what, option, *words, "--out", str(tmp_path / "m.html"))
            assert (done.returncode, "list of shipments" in done.stderr) == (2, True)
    done = inside("export", str(saved), str(tmp_path / "a.md"), "--table", "legs")
    assert (done.returncode, "CSV" in done.stderr) == (2, True)


def test_a_quotation_and_a_list_hear_their_options(tmp_path: Path) -> None:
    saved = tmp_path / "a.json"
    line = ("route", "Kabul", "Tashkent", *DAY, "-k", "1", "--json")
    saved.write_text(inside(*line).stdout, encoding="utf-8")
    made = []
    for name, more in (("a.pdf", ()), ("b.pdf", ("--reference", "R-77"))):
        done = inside("quote", str(saved), "--out", str(tmp_path / name), "--issued",
                      "2026-12-01", *more)  # fmt: skip
        assert done.returncode == 0, done.stderr
        made.append((tmp_path / name).read_bytes())
    assert made[0] != made[1]
    rows = tmp_path / "list.csv"
    rows.write_text(
        "origin,destination,depart\nKabul,Tashkent,2026-12-01\nKabul,Tashkent,2026-12-20\n"
    )
    pages = []
    for name, days in (("a.html", ()), ("b.html", ("--exact-days",))):
        done = inside("map", str(rows), "--out", str(tmp_path / name), *days)
        assert done.returncode == 0, done.stderr
        pages.append((tmp_path / name).read_text(encoding="utf-8"))
    assert pages[0] != pages[1]


def test_top_cuts_the_list_of_losses(monkeypatch: pytest.MonkeyPatch) -> None:
    extra = SimpleNamespace(
        days=1.0, usd=2.0, worth=0.1, cut_off=0, worst_origin="a", worst_days=1.0
    )
    lost = SimpleNamespace(kind="crossing", id="one")
    losses = [
        SimpleNamespace(
            names=(f"post {n}",), kind="crossing", alike=(), subjects=(lost,), extra=[(7, extra)],
            used_by=1,
        )
        for n in range(3)
    ]  # fmt: skip
    found = SimpleNamespace(pairs_of=[("a", "b")], single=losses, double=[])
    monkeypatch.setattr("corridor.analysis.resilience.judge", lambda *_: found)
    monkeypatch.setattr("corridor.report.text.catchment.in_line", list)
    assert "post 2" in inside("resilience", *DAY, "--top", "3").stdout
    assert "post 2" not in inside("resilience", *DAY, "--top", "2").stdout


def test_a_folder_of_imports_that_is_none_is_refused() -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corridor.tables.dataset.load", lambda _: engine().dataset)
        done = inside("build", "--check", "--osm", "no-such-folder")
    assert done.returncode == 2
    assert "no-such-folder" in done.stderr
