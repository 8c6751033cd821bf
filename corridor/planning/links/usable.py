"""Which of the priced links a query may use."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

import numpy as np

from corridor.model.link_kind import LinkKind
from corridor.model.mode import Mode
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.kinds import (
    BY_DESTINATION,
    BY_ORIGIN,
    BY_UNION,
    LOCAL,
    NOWHERE,
    TRANSIT,
)
from corridor.planning.links.priced import PricedLinks
from corridor.planning.links.table import BoolArray
from corridor.planning.query.constraints import Constraints
from corridor.planning.query.segments import Group
from corridor.pricing.rules import union


def allowed_modes(base: PricedLinks, constraints: Constraints) -> set[int]:
    """Codes of the modes that both the query and the unit allow."""
    return {Mode(m).code for m in constraints.modes} & carried_modes(base)


def carried_modes(base: PricedLinks) -> set[int]:
    """Codes of the modes that the unit goes by, whatever the query allows."""
    return {Mode(m).code for m in base.dataset.unit[base.load.consignment.unit].modes}


def shut_links(
    base: PricedLinks,
    constraints: Constraints,
    ends: tuple[str, str],
    replaced: AbstractSet[Group],
) -> BoolArray:
    """
    Mark links that may not be used; those closed in the tables or without a price apart.

    Parameters
    ----------
    base
        All links.
    constraints
        Of the query.
    ends
        Countries of origin and destination; they decide what is transit.
    replaced
        Groups whose stored hauls do not hold.
    """
    origin, destination = (base.codes.get(c, -2) for c in ends)
    allowed = sum(1 << m for m in allowed_modes(base, constraints))
    shut: BoolArray = (base.needs & np.uint8(~allowed & 7)) != 0
    road = Mode.ROAD.bit
    if not allowed & road and Mode.ROAD.code in carried_modes(base):
        # Whoever changes between a truck and an allowed mode comes from the first mile or goes
        # on to the last: no haul by road lies between.
        changes = (base.kind == LinkKind.TRANSFER.code) | (base.kind == LinkKind.PORT.code)
        shut[changes] = (base.needs[changes] & np.uint8(~(allowed | road) & 7)) != 0
    avoided = [base.codes[c] for c in constraints.avoid.ids(RefKind.COUNTRY) if c in base.codes]
    if avoided:
        table = np.zeros(len(base.codes) + 1, dtype=np.bool_)
        table[avoided] = True
        table[NOWHERE] = False
        shut |= table[base.countries].any(axis=1)
    home = base.variant_country
    local = ((home == origin) & ((base.variant_by & BY_ORIGIN) != 0)) | (
        (home == destination) & ((base.variant_by & BY_DESTINATION) != 0)
    )
    members = union(base.dataset)
    if ends[0] in members:
        free = [base.codes[c] for c in sorted(members) if c in base.codes]
        local |= np.isin(home, free) & ((base.variant_by & BY_UNION) != 0)
    shut |= (base.variant == LOCAL) & ~local
    shut |= (base.variant == TRANSIT) & local
    own = base.locals_only
    shut |= (own != NOWHERE) & (own != origin) & (own != destination)
    shut |= _idle(base, constraints)
    for links in base.touching(constraints.avoid | constraints.close, calls=True):
        shut[links] = True
    for country, mode, gauge in replaced:
        at = base.hauls.at_country.get(country)
        if at is not None:
            hauls = base.hauls
            shut[at[(hauls.links.mode[at] == mode) & (hauls.gauge[at] == gauge)]] = True
    shut[base.first_copy :] = shut[base.copied]
    return shut


def closed_links(base: PricedLinks, closed: Iterable[Ref]) -> BoolArray:
    """Links of subjects whose closure never ends."""
    found = np.zeros(len(base.tail), dtype=np.bool_)
    for subject in closed:
        if subject in base.links_of:
            found[base.links_of[subject]] = True
    return found


def _idle(base: PricedLinks, constraints: Constraints) -> BoolArray:
    switched = (r for r in constraints.open.refs if r.kind in (RefKind.CROSSING, RefKind.SERVICE))
    opened = base.named(switched)
    if not opened:
        return base.idle
    idle = base.idle.copy()
    for links in opened:
        idle[links] = False
    return idle
