"""The table of links: laid end to end, taken from and laid out in layers of states."""

from __future__ import annotations

import numpy as np

from corridor.model.link_kind import LinkKind
from corridor.model.ref import Ref, RefKind
from corridor.planning.links.table import LinkRow, LinkTable, named_elements

PORT = Ref(RefKind.PORT, "a_port")
POST = Ref(RefKind.CROSSING, "a_post")


def table() -> LinkTable:
    """Two links without a price of their own: 0 to 1 by ship, 1 to 2 over a post."""
    rows = [
        LinkRow(0, 1, LinkKind.SAILING, 1),
        LinkRow(1, 2, LinkKind.BORDER, 0, POST, (POST,)),
    ]
    return LinkTable.of(
        rows, {}, {LinkKind.SAILING: np.array([5, 7])}, named_elements((None,), rows)
    )


def test_links_have_the_metres_of_their_row_and_the_number_of_their_element() -> None:
    found = table()
    assert found.length_m.tolist() == [7, 0]
    assert found.element_of.tolist() == [0, 1]
    assert found.kind.tolist() == [LinkKind.SAILING.code, LinkKind.BORDER.code]
    assert not found.shut.any()


def test_elements_keep_their_numbers_when_a_query_brings_more() -> None:
    rows = [LinkRow(0, 1, LinkKind.PORT, 0, PORT), LinkRow(0, 1, LinkKind.BORDER, 0, POST)]
    assert named_elements((None, POST), rows) == (None, POST, PORT)


def test_each_layer_stands_as_many_states_further_on() -> None:
    found = table().tile(3, 10)
    assert found.tail.tolist() == [0, 1, 10, 11, 20, 21]
    assert found.head.tolist() == [1, 2, 11, 12, 21, 22]
    assert found.row.tolist() == [1, 0] * 3


def test_what_is_taken_and_laid_end_to_end_is_what_it_was() -> None:
    one = table()
    back = LinkTable.concat([one.take(np.array([1])), one.take(np.array([0]))])
    assert back.count == 2
    for name, column in one.columns.items():
        assert (column[::-1] == back.columns[name]).all(), name


def test_heads_may_rise_further_than_tails() -> None:
    found = table().moved(np.array([10, 20]), np.array([1, 2]))
    assert found.tail.tolist() == [10, 21]
    assert found.head.tolist() == [12, 24]
