"""Arrays in which the access network is stored."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Of the width that holds them.
Whole = np.int32 | np.uint8


@dataclass(frozen=True, eq=False, slots=True)
class PackedAccess:
    """The arrays of graphs/access.npz but for the ground: steps of whole numbers."""

    codes: npt.NDArray[np.str_]
    node_country: npt.NDArray[Whole]
    node_lon_step: npt.NDArray[Whole]
    node_lat_step: npt.NDArray[Whole]
    node_onward: npt.NDArray[Whole]
    node_hub: npt.NDArray[Whole]
    node_hub_id: npt.NDArray[np.str_]
    edge_tail_step: npt.NDArray[Whole]
    edge_span: npt.NDArray[Whole]
    edge_m: npt.NDArray[np.int32]
    place_id: npt.NDArray[np.str_]
    place_lon_e5: npt.NDArray[Whole]
    place_lat_e5: npt.NDArray[Whole]
    place_country: npt.NDArray[np.str_]
    place_city: npt.NDArray[np.bool_]
    place_road: npt.NDArray[np.bool_]
    node_to_table_m: npt.NDArray[Whole]
    line_id: npt.NDArray[np.str_]
    line_codes: npt.NDArray[np.str_]
    line_country: npt.NDArray[Whole]
