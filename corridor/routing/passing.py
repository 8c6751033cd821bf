"""
The best way over some links, found by the same search as the best of all.

The network is laid out twice, one storey above the other. The journey starts below and ends
above, and only the links asked for lead up; so every way passes one of them. Closures in time,
limits and every objective are met as they always are.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from corridor.routing.lanes import IntArray
from corridor.routing.network import Network, Timed
from corridor.routing.ways import Found


def passing(network: Network, links: IntArray, *, opened: IntArray | None = None) -> Network:
    """
    The network in two storeys, in which every way leads over one of `links`.

    Parameters
    ----------
    network
        The network of the query.
    links
        Links of which one must be used.
    opened
        Links whose closures by the tables are lifted: those without an end.
    """
    count, size = len(network.tail), network.size
    head = np.concatenate([network.head, network.head + size])
    head[links] += size
    shut, timed = network.shut, dict(network.timed)
    if opened is not None:
        shut = shut.copy()
        shut[opened] &= ~network.closed[opened]
        for link in opened.tolist():
            if link in timed:
                timed[link] = tuple(_ending(part) for part in timed[link])
    timed.update({link + count: parts for link, parts in list(timed.items())})
    share = network.discouraged
    return replace(
        network,
        target=network.target + size,
        size=2 * size,
        tail=np.concatenate([network.tail, network.tail + size]),
        head=head,
        kind=np.tile(network.kind, 2),
        row=np.tile(network.row, 2),
        cost=np.tile(network.cost, 2),
        time=np.tile(network.time, 2),
        co2e=np.tile(network.co2e, 2),
        length_m=np.tile(network.length_m, 2),
        shut=np.tile(shut, 2),
        closed=np.tile(network.closed, 2),
        lacking=np.tile(network.lacking, 2),
        element_of=np.tile(network.element_of, 2),
        timed=timed,
        discouraged=None if share is None else np.tile(share, 2),
    )


def folded(found: Found, network: Network) -> Found:
    """A way of the two storeys as a way of the network itself."""
    count = len(network.tail)
    steps = (replace(step, link=step.link % count) for step in found.steps)
    return Found(found.objective, tuple(steps))


def _ending(part: Timed) -> Timed:
    """Without the closures that have no end."""
    return Timed(part.offset, tuple(w for w in part.windows if w.delay or not w.endless))
