"""Factors on a price that follow from the kind of goods: cooled, hazardous, oversize."""

from __future__ import annotations

from math import prod

from corridor.pricing.load import Load
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter


def factor_rows(dataset: Dataset, load: Load, mode: str) -> list[Parameter]:
    """
    The parameter rows whose factors stand on a movement's price, none for general goods.

    Parameters
    ----------
    mode
        'rail', 'road' or 'sea'.
    """
    kinds = []
    if load.consignment.unit == "reefer":
        kinds.append("reefer")
    if load.consignment.cargo_class in ("hazardous", "oversize"):
        kinds.append(load.consignment.cargo_class)
    names = (f"{kind}_{mode}_factor" for kind in kinds)
    return [dataset.parameter[n] for n in names if n in dataset.parameter]


def factor(rows: list[Parameter]) -> float:
    """Product of the factors."""
    return prod(r.value.typical for r in rows)
