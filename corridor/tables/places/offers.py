"""What is offered for a name that no table holds: near names, or what lies near a known town."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from corridor.tables.dataset import Dataset
from corridor.tables.places.known import SAME_TOWN_KM, Town, known_as, like, nearest
from corridor.tables.places.names import normal
from corridor.tables.records import Hub

# A name less like than this is not offered, and so many are.
_NEAR = 55.0
_OFFERED = 3

Names = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """
    A name offered for one that is unknown.

    `name` is the folded name or id to look up when it is taken, `text` how it is offered and
    `note` how it is noted that it was taken.
    """

    score: float
    name: str
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Offered:
    """Up to three offers, the likest first, and what is said of the name itself."""

    said: str
    offers: tuple[Offer, ...]

    def listed(self, else_: str) -> str:
        """The offers in words."""
        if not self.offers:
            return else_
        texts = ", ".join(o.text for o in self.offers)
        return (
            f"the nearest hubs: {texts}" if "not in the network" in self.said else f"one of {texts}"
        )


def offered(
    dataset: Dataset,
    hub_names: Names,
    text: tuple[str, str],
    near: Callable[[str], list[Offer]],
) -> Offered:
    """
    What is said of an unknown name, and up to three that may be meant.

    A town that is known but not in the network is never taken for another one of a like
    name: what is offered then is what lies near it.

    Parameters
    ----------
    dataset, hub_names
        Tables, and ids of hubs by folded name.
    text
        The name and the country written after it, '' for none.
    near
        Names of the tables like a folded name.
    """
    name, country = text
    key = normal(name)
    towns = known_as(key, country)
    if towns:
        return _known(dataset, hub_names, towns[0])
    offers = [o for o in near(key) if o.score >= _NEAR]
    for town, score in like(key, _OFFERED):
        if score >= _NEAR and normal(town.name) not in hub_names:
            (beside,) = nearest(town, dataset.hubs, 1)
            shown = f"{town.name} ({town.country}; not in the network)"
            note = f"{_of(beside.hub)}, {beside.km:.0f} km from {town.name}"
            offers.append(Offer(score, beside.hub.id, shown, note))
    offers.sort(key=lambda o: -o.score)
    return Offered("", tuple(offers[:_OFFERED]))


def _known(dataset: Dataset, hub_names: Names, town: Town) -> Offered:
    """A town of the packaged list: another name of a hub, or a place beside the network."""
    around = nearest(town, dataset.hubs, _OFFERED)
    for one in around:
        names = (normal(town.name), *town.others)
        if one.km <= SAME_TOWN_KM and any(one.hub.id in hub_names.get(n, ()) for n in names):
            offer = Offer(100, one.hub.id, f"{one.hub.name} ({one.hub.id})", _of(one.hub))
            return Offered(f"; it is another name of {town.name} ({town.country})", (offer,))
    return Offered(
        f"; {town.name} ({town.country}) is known, but not in the network",
        tuple(
            Offer(
                100,
                n.hub.id,
                f"{n.hub.name} ({n.hub.id}), {n.km:.0f} km",
                f"{_of(n.hub)}, {n.km:.0f} km from {town.name}",
            )
            for n in around
        ),
    )


def near_hubs(dataset: Dataset, hub_names: Names, key: str) -> list[Offer]:
    """Places whose names are like a folded name, each once, the likest first."""
    scored = process.extract(key, list(hub_names), scorer=fuzz.WRatio, limit=12)
    likest = sorted(((fuzz.ratio(key, n), n) for n, _, _ in scored), key=lambda p: (-p[0], p[1]))
    found: dict[str, Offer] = {}
    for score, name in likest:
        hub = dataset.hub[hub_names[name][0]]
        found.setdefault(hub.id, Offer(score, hub.id, f"{hub.name} ({hub.id})", _of(hub)))
    return list(found.values())


def near_things(
    naming: Callable[[str], tuple[str, str]], names: Sequence[str], key: str
) -> list[Offer]:
    """
    Things whose names are like a folded name, each once, the likest first.

    `naming` gives what a folded name stands for: as people call it, and its id.
    """
    scored = process.extract(key, names, scorer=fuzz.ratio, limit=8)
    found: dict[str, Offer] = {}
    for name, score, _ in sorted(scored, key=lambda p: (-p[1], p[0])):
        called, id_ = naming(name)
        text = called if called == id_ else f"{called} ({id_})"
        found.setdefault(called, Offer(score, name, text, called))
    return list(found.values())


def _of(hub: Hub) -> str:
    return f"{hub.name} ({hub.country})"
