"""Ports that share a coast, and how trade splits between coasts and within them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

from corridor.geo import great_circle_km
from corridor.tables.dataset import Dataset

# Ports this near share their land: the haul between them is all that tells them apart.
TWINS_KM = 100.0


def gateways_of(ports: Sequence[str], dataset: Dataset) -> tuple[tuple[str, ...], ...]:
    """
    Ports by gateway: those that stand beside each other on one coast are one.

    A port joins the first gateway with a port within `TWINS_KM`; the order is kept.
    """
    found: list[list[str]] = []
    for port in ports:
        beside = next((g for g in found if any(_near(port, p, dataset) for p in g)), None)
        if beside is None:
            found.append([port])
        else:
            beside.append(port)
    return tuple(map(tuple, found))


def twins_of(ports: Sequence[str], dataset: Dataset) -> frozenset[str]:
    """The first of some ports and those that stand beside it on the same coast."""
    return frozenset(p for p in ports for first in ports[:1] if _near(first, p, dataset))


def _near(one: str, other: str, dataset: Dataset) -> bool:
    a, b = dataset.hub[one], dataset.hub[other]
    return bool(great_circle_km(a.lon, a.lat, b.lon, b.lat) <= TWINS_KM)


def shares(
    values: Mapping[str, float], gateways: Sequence[Sequence[str]], per_usd: float
) -> tuple[tuple[str, float], ...]:
    """
    Split by a nested logit: first between gateways, then within each.

    A gateway counts what its cheapest port counts (the limit of a nest whose ports are the same
    to those who choose), so that a second port beside the first takes from the first alone.

    Parameters
    ----------
    values
        Cents by port.
    gateways
        The ports of `values`, by gateway.
    per_usd
        Scale of the logit for the whole consignment.

    Examples
    --------
    >>> shares({"a": 100_000, "b": 100_000}, [["a"], ["b"]], 0.005)
    (('a', 0.5), ('b', 0.5))
    >>> shares({"a": 100_000, "b": 100_000, "c": 100_000}, [["a", "c"], ["b"]], 0.005)
    (('a', 0.25), ('b', 0.5), ('c', 0.25))
    """
    if not values:
        return ()
    outer = _logit([min(values[p] for p in gateway) for gateway in gateways], per_usd)
    found: dict[str, float] = {}
    for gateway, share in zip(gateways, outer, strict=True):
        inner = _logit([values[p] for p in gateway], per_usd)
        found |= {p: share * part for p, part in zip(gateway, inner, strict=True)}
    return tuple((port, found[port]) for port in values)


def _logit(cents: Sequence[float], per_usd: float) -> list[float]:
    least = min(cents)
    weights = [exp(-per_usd * (v - least) / 100) for v in cents]
    return [w / sum(weights) for w in weights]
