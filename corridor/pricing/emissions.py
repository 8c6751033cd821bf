"""Grams of CO2e per tonne-km: by vehicle, and by traction where the line is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from corridor.pricing.items import FloatArray
from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import Emission

# Said in every answer: what the grams are and for which load.
METHOD = (
    "CO2e well to wheel (fuel or current made and used): tonne-km of the gross load on the bill"
    " times the factor of the vehicle, empty running in it; rail by the electrified share of"
    " each haul. After ISO 14083 and the GLEC framework; terminals and borders are left out."
)


@dataclass(frozen=True, slots=True)
class Traction:
    """Rows for a haul: all of it by one vehicle, or its electrified share by another."""

    plain: Emission
    electric: Emission | None

    def grams(self, km: FloatArray, gross_t: float, share: FloatArray | None) -> FloatArray:
        """Grams of hauls of some km whose electrified share (0 to 1, NaN unknown) is given."""
        plain = self.plain.intensity_g_per_tkm.typical
        if self.electric is None or share is None:
            return km * gross_t * plain
        under_wire = self.electric.intensity_g_per_tkm.typical
        mixed = share * under_wire + (1 - share) * plain
        # A share that nobody knows is that of the country: its electric row is its average.
        return km * gross_t * np.where(np.isnan(share), under_wire, mixed)


def road_emission(dataset: Dataset, load: Load, country: str) -> Traction | None:
    """Row of the truck in a country."""
    vehicle = "reefer_truck" if load.consignment.unit == "reefer" else "truck"
    row = _row(dataset, country, vehicle, ("", "diesel", "electric", "mixed"))
    return Traction(row, None) if row else None


def rail_emission(dataset: Dataset, country: str) -> Traction | None:
    """
    Rows of the train in a country.

    Its electric row holds under the wire and its diesel row (the general one if it has
    none) elsewhere; a country with a mixed or a diesel row alone has one figure for all.
    """
    electric = _own(dataset, country, "train", ("electric",))
    diesel = _own(dataset, country, "train", ("diesel",))
    whole = diesel or _own(dataset, country, "train", ("mixed", "")) or None
    if electric is None:
        row = whole or _row(dataset, "", "train", ("diesel", "mixed", "electric", ""))
        return Traction(row, None) if row else None
    other = diesel or _own(dataset, "", "train", ("diesel",))
    return Traction(other, electric) if other else Traction(electric, None)


def _own(
    dataset: Dataset, country: str, vehicle: str, traction: tuple[str, ...]
) -> Emission | None:
    return next(
        (
            e
            for e in dataset.emissions
            if e.vehicle == vehicle and e.country == country and e.traction in traction
        ),
        None,
    )


def _row(
    dataset: Dataset, country: str, vehicle: str, traction: tuple[str, ...]
) -> Emission | None:
    return _own(dataset, country, vehicle, traction) or _own(dataset, "", vehicle, traction)
