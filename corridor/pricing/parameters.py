"""Parameters that a country may have a row of its own for."""

from __future__ import annotations

from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter


def of_country(dataset: Dataset, stem: str, unit: str, country: str) -> Parameter:
    """
    The row of a country before the general one.

    Parameters
    ----------
    stem, unit
        The two parts of the id between which a country's row has its code in lower
        case: 'truck_standing' and 'usd_per_day' name `truck_standing_pk_usd_per_day`
        and `truck_standing_usd_per_day`.
    """
    own = known_of_country(dataset, stem, unit, country)
    return own or dataset.parameter[f"{stem}_{unit}"]


def known_of_country(dataset: Dataset, stem: str, unit: str, country: str) -> Parameter | None:
    """The row of a country alone, None if there is none."""
    return dataset.parameter.get(f"{stem}_{country.lower()}_{unit}")
