"""A block train of one's own: asked for at the departure, never waited for by the flat connection."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pytest

from corridor.model.answer import Itinerary
from corridor.model.charge import TRAIN_REQUEST, TRAIN_WAIT
from corridor.model.consignment import Consignment
from corridor.model.mode import Mode
from corridor.planning.links.priced import priced_links
from corridor.pricing.load import weigh
from corridor.pricing.trains import BLOCK_TRAIN, WHOLE_TRAIN
from tests.longer import some
from tests.planning.test_trains import asked
from tests.real import DAY, dataset, engine
from tests.words import words

_FLAT = "parameters:rail_connection_h"
_OWN = (BLOCK_TRAIN, WHOLE_TRAIN)
_PAIRS = [
    ("Minsk", "Tashkent", (Mode.RAIL,)),
    ("Almaty", "Aktobe", (Mode.RAIL,)),
    ("Shanghai port", "Tehran", tuple(Mode)),
    ("Karachi port", "Lahore", tuple(Mode)),
    ("Urumqi", "Baku", tuple(Mode)),
    ("Poti port", "Baku", tuple(Mode)),
]


def ways(origin: str, destination: str, modes: tuple[Mode, ...], service: str) -> list[Itinerary]:
    sent = Consignment(unit="FEU", count=50)
    query = asked(origin, destination, modes=modes, consignment=sent, k=3, rail_service=service)
    return [*engine().ask(query).itineraries]


def ready_min() -> int:
    return round(dataset().figures.block_train_request_h.value.typical * 60)


@pytest.mark.parametrize("service", ["", "block_train"])
@pytest.mark.parametrize(("origin", "destination", "modes"), some(_PAIRS, 2))
def test_it_leaves_no_sooner_than_it_can_stand_ready_and_waits_for_nothing_else(
    origin: str, destination: str, modes: tuple[Mode, ...], service: str
) -> None:
    ridden = 0
    for way in ways(origin, destination, modes, service):
        legs = [x for x in way.legs if x.service in _OWN]
        if not legs or {x.service for x in way.legs if x.service} - {*_OWN}:
            continue
        ridden += 1
        asked_at = way.legs[0].departs
        assert legs[0].departs - asked_at >= timedelta(minutes=ready_min())
        items = [i for leg in way.legs for i in leg.items]
        assert not any(_FLAT in i.rows for i in items)
        assert not any(i.type == TRAIN_WAIT for i in items)
        for leg in way.legs:
            for item in leg.items:
                if item.type == TRAIN_REQUEST:
                    # What is left of the request when the goods are there, to the minute.
                    reached = round((leg.departs - asked_at).total_seconds() / 60)
                    assert item.time.typical == ready_min() - reached
                    assert item.rows == ("parameters:block_train_request_h",)
    assert ridden or service == ""


def test_who_reaches_the_railway_after_that_waits_no_more() -> None:
    """Four weeks at sea from Shanghai: the train stands at the port of Iran."""
    found = [
        w
        for w in ways("Shanghai port", "Tehran", tuple(Mode), "block_train")
        if any(x.service in _OWN for x in w.legs)
    ]
    assert found
    for way in found:
        assert not any(i.type == TRAIN_REQUEST for leg in way.legs for i in leg.items)


def test_no_link_of_block_trains_rests_on_the_flat_connection() -> None:
    load = weigh(Consignment(unit="FEU", count=50), dataset())
    for service in ("block_train", "scheduled"):
        links = priced_links(
            engine().context, load, crew="one_driver", rail_service=service, on=DAY.date()
        )
        flat = 0
        for bills in links.bills.values():
            for bill in bills:
                columns = [c for c in bill.priced.columns if any(_FLAT in b.rows for b in c.bases)]
                flat += sum(int(np.count_nonzero(c.basis_of >= 0)) for c in columns)
        assert (flat > 0) == (service == "scheduled")


def test_from_a_siding_the_answer_says_how_it_is_planned() -> None:
    sent = Consignment(unit="FEU", count=50)
    query = asked("Minsk", "Tashkent", consignment=sent, siding="origin")
    texts = [words(w) for w in engine().ask(query).warnings]
    assert any("planned here from terminals alone" in t for t in texts)
    single = asked("Minsk", "Tashkent", siding="origin")
    assert not any(w.code == "train.siding" for w in engine().ask(single).warnings)
