"""Rail tariffs against the figures that price lists and notices print."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from corridor.model.band import Band
from corridor.pricing.tariff import price
from tests.real import dataset

# Price list 10-01, schemes 88 and 89: middle km of a step, roubles a box of 20 and of 40 feet at
# the base of the list (consultant.ru LAW_43726, geostart.ru 23550/156).
_PRINTED = (
    (190.5, 3599.9, 5532.7),
    (250.5, 3826.6, 5986.2),
    (290.5, 3975.0, 6283.1),
    (345.5, 4179.0, 6691.1),
    (4450.5, 14563.2, 27688.4),
    (4950.5, 15963.3, 30488.7),
    (6200.5, 19463.7, 37489.3),
)
# To 2018, by special goods to 2024, and the rises since; roubles a dollar.
_INDEX = 3.988 * 1.64 / 1.081 * 1.138 * 1.1 * 1.05 * 1.01 / 78.6058


def paid_usd(name: str, *km: float) -> list[float]:
    """Typical dollars of hauls by the rows of a tariff, all its bands of distance."""
    rates = [r for r in dataset().rates if r.id == name or r.id.startswith(f"{name}_")]
    assert rates, name
    return [c / 100 for c in price(rates, np.array(km), Band(1, 1, 1), 1.0)[:, 1].tolist()]


@pytest.mark.parametrize(("unit", "column"), [("teu", 1), ("feu", 2)])
def test_a_russian_box_costs_what_the_price_list_prints(unit: str, column: int) -> None:
    km = [row[0] for row in _PRINTED]
    found = paid_usd(f"ru_rail_wagonload_{unit}", *km)
    assert found == pytest.approx([row[column] * _INDEX for row in _PRINTED], rel=0.05)


@pytest.mark.parametrize(
    ("service", "unit", "rupees"),
    [
        ("block_train", "feu", 160_000),
        ("wagonload", "feu", 160_000),
        ("wagonload", "wagon", 185_000),
    ],
)
def test_one_fare_from_karachi_to_all_towns_from_multan_to_peshawar(
    service: str, unit: str, rupees: int
) -> None:
    """Karachi to Multan, Lahore, Rawalpindi and Peshawar: 160,000 PKR a box in 2022-23."""
    rises = 1.05 * 1.05 * 1.03
    per_usd = next(r.per_usd for r in dataset().fx if r.id == "PKR")
    found = paid_usd(f"pk_rail_{service}_{unit}", 930, 1218, 1511, 1687)
    assert found == pytest.approx([rupees * rises / per_usd] * 4, rel=0.005)


def test_no_rail_tariff_falls_with_distance() -> None:
    names = {r.id.split("_0-")[0] for r in dataset().rates if r.mode == "rail" and not r.from_km}
    for name in names:
        paid = paid_usd(name, *range(10, 4000, 90))
        assert all(a <= b for a, b in pairwise(paid)), name
