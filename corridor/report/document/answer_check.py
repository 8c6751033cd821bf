"""Whether a saved file is an answer: judged by the schema, and by its own sums."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from corridor.report.map.basemap import asset_text

# The fields that every answer of version 1.x has had from the first. Those that came later are
# required of what corridor writes now; an answer saved before is as good without them.
FIRST = frozenset(
    """
    arrival avoid better blocked borders cargo close co2e_kg code cost cost_usd count
    countries country country_from country_to crossing_id data_date depart departure
    destination distance_estimated_km distance_km documents end estimate estimate_share from
    gauge_mm generalised_usd geometry_ref graph_hash gross_weight_t high id if_open
    inventory_usd items itineraries k kind label last_confirmed lat legs licence lon low mode
    modes moved_km name name_from name_to note objective open origin other_crew outside_total
    passage publisher query retrieved roles rows schema_version service since source_id
    source_ids source_url sources stale_days start status subject subject_id subject_kind text
    time time_h title to totals typical unit until url value_of_time_usd_per_h value_usd via
    warnings
    """.split()  # noqa: SIM905  # ninety lines of one word each say no more
)
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "null": (type(None),),
}


@cache
def answer_schema() -> Mapping[str, Any]:
    """The schema of the answer that this package writes."""
    return dict(json.loads(asset_text("document/answer.schema.json")))


def schema_faults(answer: object) -> Iterator[str]:
    """
    Where an answer is not as `answer.schema.json` says, as 'place: what is wrong'.

    A field the schema does not know is no fault, since a later version of corridor may have
    written it, nor is the absence of one that is not of `FIRST`. For the rest this judges as the jsonschema
    package does (a test holds the two together), which is not needed to make a document.
    """
    yield from _faults(answer, answer_schema(), "answer")


def _faults(value: Any, rule: Mapping[str, Any], where: str) -> Iterator[str]:
    if "$ref" in rule:
        name = str(rule["$ref"]).removeprefix("#/$defs/")
        yield from _faults(value, answer_schema()["$defs"][name], where)
    choice = rule.get("anyOf") or rule.get("oneOf")
    if choice and all(any(_faults(value, one, where)) for one in choice):
        yield f"{where} is none of what it may be"
    if "const" in rule and not _same(value, rule["const"]):
        yield f"{where} is not {rule['const']!r}"
    if "enum" in rule and not any(_same(value, one) for one in rule["enum"]):
        yield f"{where} is none of {', '.join(map(str, rule['enum']))}"
    if "type" in rule and not _is(value, rule["type"]):
        yield f"{where} is no {rule['type']}"
    elif isinstance(value, dict):
        yield from _field_faults(value, rule, where)
    elif isinstance(value, list):
        yield from _list_faults(value, rule, where)
    else:
        yield from _plain_faults(value, rule, where)


def _field_faults(value: Mapping[str, Any], rule: Mapping[str, Any], where: str) -> Iterator[str]:
    for name in rule.get("required", ()):
        if name not in value and name in FIRST:
            yield f"{where}.{name} is missing"
    for name, one in rule.get("properties", {}).items():
        if name in value:
            yield from _faults(value[name], one, f"{where}.{name}")


def _plain_faults(value: Any, rule: Mapping[str, Any], where: str) -> Iterator[str]:
    if isinstance(value, str) and "pattern" in rule and not re.search(rule["pattern"], value):
        yield f"{where} is not written as {rule['pattern']}"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and not rule.get("minimum", -math.inf) <= value <= rule.get("maximum", math.inf):
        yield f"{where} is out of range"
    if number and value <= rule.get("exclusiveMinimum", -math.inf):
        yield f"{where} is not above {rule['exclusiveMinimum']}"


def _list_faults(value: Sequence[Any], rule: Mapping[str, Any], where: str) -> Iterator[str]:
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", math.inf):
        yield f"{where} has {len(value)} entries"
    if "items" in rule:
        for number, one in enumerate(value):
            yield from _faults(one, rule["items"], f"{where}[{number}]")


def _is(value: Any, names: str | Sequence[str]) -> bool:
    kinds = (names,) if isinstance(names, str) else names
    if isinstance(value, bool):
        return "boolean" in kinds
    if isinstance(value, float) and not math.isfinite(value):
        return False  # Python reads NaN, which JSON does not know
    if isinstance(value, float) and value.is_integer() and "integer" in kinds:
        return True
    return any(isinstance(value, _TYPES[kind]) for kind in kinds)


def _same(value: Any, one: Any) -> bool:
    # 1 and true are equal in Python and not in JSON.
    return isinstance(value, bool) is isinstance(one, bool) and bool(value == one)


def sum_faults(answer: Mapping[str, Any]) -> Iterator[str]:
    """
    Where typical items do not add up to their leg, or legs to the total, to the cent and minute.

    corridor writes no such answer; one that was changed by hand may be.
    """
    for number, itinerary in enumerate(answer["itineraries"], 1):
        legs = itinerary["legs"]
        for key, per in (("cost_usd", 100), ("time_h", 60)):
            for place, leg in enumerate(legs, 1):
                items = [i[key]["typical"] for i in leg["items"] if not i["outside_total"]]
                if _whole(items, per) != _whole([leg[key]["typical"]], per):
                    yield f"itinerary {number}, leg {place}: {key} is not the sum of its items"
            total = itinerary["totals"][key]["typical"]
            if _whole([leg[key]["typical"] for leg in legs], per) != _whole([total], per):
                yield f"itinerary {number}: {key} is not the sum of its legs"


def _whole(values: Sequence[float], per: int) -> int:
    return sum(round(value * per) for value in values)
