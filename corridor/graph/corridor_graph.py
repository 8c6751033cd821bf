"""The corridor graph: segments, places, stops and line-haul skims as plain arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from corridor.errors import DataError

IntArray = npt.NDArray[np.int32]
StrArray = npt.NDArray[np.str_]

CONFIDENCE_CODE = {"published": 0, "reported": 1, "derived": 2, "estimate": 3}


def border_end(crossing_id: str, country: str) -> str:
    """Id of the place where a crossing's track or road meets the border, on one side."""
    return f"{crossing_id}|{country}"


def _stored(name: str) -> str:
    """Name of an array in a stored graph: the format is older than the word segment."""
    return name.replace("segment", "piece")


@dataclass(frozen=True)
class CorridorGraph:
    """
    What is physical and slow; hours and dollars are computed from data/ when asked.

    place_*
        Hubs and border ends ('<crossing>|<country>'), degrees WGS84.
    segment_*
        Sections, or the part of a cross-border section inside one country. `segment_from`
        and `segment_to` index places; lengths in metres.
    stop_*
        A gateway as one mode and gauge sees it: border ends, terminals, seaports.
    haul_*
        Line-haul skims between the gateway stops of one country, mode and gauge.
        `haul_segments[haul_ptr[i]:haul_ptr[i + 1]]` are segment indices + 1 in order of
        travel, negative when run backwards.
    """

    place_id: StrArray
    place_country: StrArray
    place_lon: npt.NDArray[np.float64]
    place_lat: npt.NDArray[np.float64]
    segment_id: StrArray
    segment_section: StrArray
    segment_from: IntArray
    segment_to: IntArray
    segment_mode: npt.NDArray[np.uint8]
    segment_gauge: IntArray
    segment_country: StrArray
    segment_length_m: IntArray
    segment_confidence: npt.NDArray[np.uint8]
    segment_status: npt.NDArray[np.uint8]
    stop_place: IntArray
    stop_mode: npt.NDArray[np.uint8]
    stop_gauge: IntArray
    haul_tail: IntArray
    haul_head: IntArray
    haul_length_m: IntArray
    haul_estimated_m: IntArray
    haul_ptr: IntArray
    haul_segments: IntArray

    @staticmethod
    def of(arrays: Mapping[str, npt.NDArray[Any]]) -> CorridorGraph:
        """
        Take the arrays of a stored graph.

        Raises
        ------
        DataError
            If an array is lacking, or one is none of a corridor graph's.
        """
        stored = {_stored(f.name): f.name for f in fields(CorridorGraph)}
        wrong = set(stored) ^ set(arrays)
        if wrong:
            raise DataError(
                f"the compiled graph does not hold what it should: {', '.join(sorted(wrong))}",
                remedy="reinstall corridor, or run: corridor build",
            )
        return CorridorGraph(**{stored[name]: array for name, array in arrays.items()})

    @cached_property
    def place_index(self) -> dict[str, int]:
        """Place indices by id."""
        return {p: i for i, p in enumerate(self.place_id.tolist())}

    @cached_property
    def border_places(self) -> frozenset[int]:
        """Places where a crossing's track or road meets the border."""
        return frozenset(i for i, p in enumerate(self.place_id.tolist()) if "|" in p)

    @cached_property
    def stop_index(self) -> dict[tuple[int, int, int], int]:
        """Stop indices by (place index, mode code, gauge)."""
        return {
            key: i
            for i, key in enumerate(
                zip(
                    self.stop_place.tolist(),
                    self.stop_mode.tolist(),
                    self.stop_gauge.tolist(),
                    strict=True,
                )
            )
        }

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """All arrays by their stored names, for storing and hashing."""
        return {_stored(f.name): getattr(self, f.name) for f in fields(self)}
