"""Keywords and options are one list; whatever is given for one is used or refused in words."""

from __future__ import annotations

import datetime as dt
import decimal
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.main import get_command

import corridor
from corridor import errors
from corridor.api.options import Goods, RouteTerms, Terms, options_of
from corridor.api.reading import read_query
from corridor.cli.main import app
from corridor.cli.options import OVERLAYS
from corridor.errors import CorridorError, InputError, NoRouteError
from corridor.model.consignment import Consignment
from corridor.model.query import Query

# Options of how an answer is shown or saved, which are methods of `Answer`.
SHOWN = {
    *("as_json", "form", "color", "which", "legs", "bill", "documents", "closures", "verbose"),
    *("explain", "map_file", "out", "tcd_file", "currency"),
}
ZONE = dt.timezone(dt.timedelta(hours=3))
ODD: tuple[Any, ...] = (
    float("nan"),
    float("inf"),
    -1,
    1.5,
    10**400,
    np.int64(3),
    np.float32(2.5),
    np.nan,
    np.datetime64("2026-12-01"),
    np.datetime64("NaT"),
    np.array([1.0, 2.0]),
    np.bool_(True),
    pd.NA,
    pd.NaT,
    pd.Timestamp("2026-12-01"),
    decimal.Decimal("NaN"),
    dt.date(2026, 12, 1),
    dt.datetime(2026, 12, 1, 8),
    dt.datetime(2026, 12, 1, 8, tzinfo=ZONE),
    dt.time(8),
    dt.timedelta(days=3),
    "",
    "x",
    "2026-12",
    "1,5",
    b"rail",
    True,
    [],
    [None],
    ["rail", 3],
    ("IR", "TM"),
    {"a": 1},
    {"rail"},
    object(),
    complex(1, 2),
    Path("no.geojson"),
    shapely.box(60, 30, 61, 31),
    shapely.Point(60, 30),
    SimpleNamespace(__geo_interface__={"type": "Polygon"}),
)


def helped(call: Callable[[], object]) -> None:
    """Nothing but an InputError, which says what to do, comes out."""
    try:
        call()
    except InputError as err:
        refused = err
    else:
        return
    assert refused.what
    assert refused.remedy


@given(name=st.sampled_from(list(options_of(RouteTerms))), value=st.sampled_from(ODD) | st.text())
@settings(max_examples=400, deadline=None)
def test_an_odd_value_is_used_or_refused_with_a_remedy(name: str, value: Any) -> None:
    """Never a TypeError or AttributeError, whatever is given for whichever keyword."""
    helped(lambda: read_query("Minsk", "Karachi", None, {name: value}))


@given(
    origin=st.sampled_from(ODD), consignment=st.sampled_from(ODD) | st.text() | st.just({"unit": 1})
)
@settings(max_examples=150, deadline=None)
def test_an_odd_end_or_consignment_is_used_or_refused(origin: Any, consignment: Any) -> None:
    helped(partial(read_query, origin, "Karachi", None, {}))
    helped(partial(read_query, "Minsk", "Karachi", consignment, {}))


@pytest.mark.parametrize("kind", [Query, Consignment])
def test_records_refuse_odd_values_too(kind: type) -> None:
    fixed: dict[str, Any] = {"origin": "a", "destination": "b", "depart": "2026-12-01"}
    for field in kind.__dataclass_fields__:  # type: ignore[attr-defined]
        if field in ("consignment", "avoid_areas", "discourage_areas"):
            continue
        for value in ODD:
            given = (fixed if kind is Query else {}) | {field: value}
            helped(partial(kind, **given))


def test_every_option_of_route_is_a_keyword() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    # A switch that turns something off has the one that leaves it on before it.
    listed = {p.name: p.secondary_opts or p.opts for p in commands["route"].params}
    known = options_of(RouteTerms)
    assert set(listed) - {"origin", "destination"} - SHOWN - set(OVERLAYS) == set(known)
    for name, option in known.items():
        assert listed[name] == [option.flag]
    for command in ("pareto", "compare", "breakeven", "catchment", "whatif"):
        names = {p.name for p in commands[command].params}
        assert set(options_of(Terms)) <= names, command


def test_keywords_are_typed_and_name_the_fields_of_the_records() -> None:
    assert set(Goods.__annotations__) <= set(options_of(RouteTerms))
    made = Query(origin="a", destination="b", depart=dt.datetime(2026, 12, 1, 8))
    for name in options_of(RouteTerms):
        where = made.consignment if name in Goods.__annotations__ else made
        field = {"weight_t": "gross_weight_t", "service": "crew", "sure": "sure_percent"}.get(
            name, name
        )
        assert hasattr(where, field), name


def test_strings_and_objects_ask_the_same() -> None:
    texts = read_query(
        "Minsk",
        "24.86,67.01",
        "2 FEU 24t",
        {"depart": "2026-12-01", "arrive_by": "2026-12", "max_days": "40", "modes": "rail,road"},
    )
    objects = read_query(
        "Minsk",
        (24.86, 67.01),
        Consignment(unit="FEU", count=2, gross_weight_t=24),
        {
            "depart": dt.date(2026, 12, 1),
            "arrive_by": dt.datetime(2026, 12, 31, 23, 59),
            "max_days": np.int64(40),
            "modes": ["rail", "road"],
        },
    )
    assert texts == objects
    assert read_query("a", "b", {"unit": "feu"}, {"count": np.float64(2)}).consignment.count == 2


def test_an_area_may_be_a_shape() -> None:
    query = read_query("a", "b", None, {"avoid": ["IR", shapely.box(60, 30, 61, 31)]})
    assert query.avoid == ("IR",)
    assert len(query.avoid_areas) == 1


@pytest.mark.parametrize(
    ("given_", "text"),
    [
        ({"count": 1.5}, "--count 1.5 is not a whole number"),
        ({"weight_t": float("nan")}, "--weight nan is not a number"),
        ({"depart": dt.datetime(2026, 12, 1, tzinfo=ZONE)}, "carries a time zone"),
        ({"max_day": 3}, "keyword 'max_day' is unknown\n  Try: one of max_days"),
    ],
)
def test_the_message_names_the_option(given_: dict[str, Any], text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_query("a", "b", None, given_)
    assert text in str(caught.value)


def test_what_is_said_twice_is_refused() -> None:
    with pytest.raises(InputError, match="unit: given in the consignment and beside it"):
        read_query("a", "b", "FEU", {"unit": "TEU"})


def test_errors_are_public_and_survive_a_process() -> None:
    kinds = {k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, Exception)}
    for kind in kinds:
        assert getattr(corridor, kind.__name__) is kind
        error = kind("what", remedy="do this")
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is kind
        assert (again.what, again.remedy, str(again)) == ("what", "do this", str(error))
        assert again.exit_code == error.exit_code
    cut = pickle.loads(pickle.dumps(NoRouteError("none", remedy="open", cut=("chaman",))))
    assert cut.cut == ("chaman",)
    assert issubclass(CorridorError, Exception)


def test_dir_lists_what_there_is() -> None:
    public = {"load", "read_answer", "CorridorError", "NoRouteError", "InputError", "Planner"}
    assert public <= set(dir(corridor))
    assert set(corridor.__all__) <= set(dir(corridor))
    for name in corridor.__all__:
        assert getattr(corridor, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = corridor.nothing
