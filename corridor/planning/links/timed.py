"""Closures in time on stored links and hauls."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from corridor.model.ref import Ref, RefKind
from corridor.planning.links.bills import HaulPart
from corridor.planning.links.carnet import is_regime
from corridor.planning.links.priced import PricedLinks
from corridor.planning.links.search_graph import Timed
from corridor.planning.links.usable import closed_links
from corridor.planning.time.windows import Window, always_closed, merged


def stored_windows(
    base: PricedLinks, windows: Mapping[Ref, tuple[Window, ...]]
) -> tuple[npt.NDArray[np.bool_], dict[int, tuple[Timed, ...]]]:
    """
    Stored links that are closed for good, and closures in time of the others but hauls.

    A regime that is over closes no crossing: its links are out for this query, and no option
    that opens the crossing brings them back.
    """
    over = {s for s, w in windows.items() if s.kind is not RefKind.POST and always_closed(w)}
    closed = [s for s in windows if s in over and not is_regime(s)]
    met: dict[int, list[tuple[Window, ...]]] = {}
    for subject, dated in windows.items():
        # A post keeps its hours whatever is said of its closure.
        post = subject.kind is RefKind.POST
        named = Ref(RefKind.CROSSING, subject.id) if post else subject
        if named not in base.links_of or subject in over:
            continue
        one_way = any(w.into for w in dated)
        for link in base.links_of[named].tolist():
            met.setdefault(link, []).append(_of_way(base, link, dated) if one_way else dated)
    timed: dict[int, tuple[Timed, ...]] = {
        link: (Timed(0, merged(parts)),) for link, parts in met.items()
    }
    return closed_links(base, closed), timed


def _of_way(base: PricedLinks, link: int, dated: tuple[Window, ...]) -> tuple[Window, ...]:
    """Windows of a crossing that a link over it meets, by the country it enters."""
    entered = base.borders[int(base.row[link])].country_to
    return tuple(w for w in dated if w.into in ("", entered))


def rows_over(part: HaulPart, segments: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Hauls of a part that lead over some segments."""
    rows: npt.NDArray[np.int64] = np.unique(part.over(segments))
    return rows
