"""Network lengths between the ends of the reference list, for judging the repair."""

from __future__ import annotations

import numpy as np

from corridor.build.network.countries import CountryLookup
from corridor.build.network.draft import KIND_CODE
from corridor.build.network.engine import ScipyEngine
from corridor.build.network.physical import PhysicalNetwork
from corridor.build.network.records import NetworkBuild
from corridor.build.networks import boxed_factor
from corridor.errors import NoRouteError
from corridor.geo import great_circle_km
from corridor.graph.reports import ReferenceFit
from corridor.tables.dataset import Dataset

# A reference whose end has no node this near is not comparable.
_SNAP_KM = 15.0
# Kinds of links whose length was typed in.
TYPED = [KIND_CODE[kind] for kind in ("split", "gap", "bridge", "new")]


def reference_lengths(dataset: Dataset, network: NetworkBuild) -> list[ReferenceFit]:
    """
    Shortest network length, raw and with factors, of every reference pair.

    0 km where no way was found. `typed_share` is the part of the way whose length was typed in with
    a repair link, `fitted_share` the part inside a mountain box, whose factor was fitted to the
    road that runs there.
    """
    found: list[ReferenceFit] = []
    lookup = CountryLookup()
    for mode, net in sorted(network.networks.items()):
        tail = np.concatenate([net.edge_tail, net.border_tail])
        head = np.concatenate([net.edge_head, net.border_head])
        raw = np.concatenate([net.edge_raw_km, net.border_raw_km]).astype(np.float64)
        factor = np.concatenate([net.edge_factor, net.border_factor]).astype(np.float64)
        typed = np.isin(np.concatenate([net.edge_kind, net.border_kind]), TYPED)
        lon, lat = ((x[tail] + x[head]) / 2 for x in (net.node_lon, net.node_lat))
        fitted = boxed_factor(dataset.length_factors, mode, lon, lat) > 0
        engine = ScipyEngine(net.node_count, tail, head, raw)
        for row in dataset.network_reference:
            if row.mode != mode:
                continue
            ends = [
                _snap(net, lookup, row.a_lon, row.a_lat),
                _snap(net, lookup, row.b_lon, row.b_lat),
            ]
            km = factored = typed_km = fitted_km = 0.0
            if ends[0] is not None and ends[1] is not None:
                try:
                    path = engine.path(ends[0], ends[1])
                    km = path.km
                    edges = list(path.edges)
                    factored = float(np.sum(raw[edges] * factor[edges]))
                    typed_km = float(np.sum(raw[edges] * typed[edges]))
                    fitted_km = float(np.sum(raw[edges] * fitted[edges]))
                except NoRouteError:
                    pass
            found.append(
                ReferenceFit(
                    row.id,
                    mode,
                    row.length_km,
                    km,
                    factored,
                    typed_km / km if km else 0.0,
                    fitted_km / km if km else 0.0,
                )
            )
    found.sort(key=lambda r: r.reference_id)
    return found


def _snap(net: PhysicalNetwork, lookup: CountryLookup, lon: float, lat: float) -> int | None:
    """
    Nearest node of the main part in the country of the place, None when none is near.

    A place beside a border must not be tied to the track on the other side of it.
    """
    away = great_circle_km(net.node_lon, net.node_lat, lon, lat)
    usable = (net.component == 0) & (net.node_country == lookup.at(lon, lat))
    away = np.where(usable, away, np.inf)
    node = int(np.argmin(away))
    return node if away[node] <= _SNAP_KM else None
