"""A list of shipments: read whole, every wrong cell named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from corridor.errors import InputError
from corridor.planning.query.shipments import MOST_ROWS, Fault, Shipment, Shipments, read_shipments

DAY = date(2026, 12, 1)


def read(folder: Path, text: str) -> Shipments:
    path = folder / "s.csv"
    path.write_bytes(text.encode("utf-8"))
    return read_shipments(path, default_depart=DAY)


def test_a_row_is_read_with_what_it_leaves_out(tmp_path: Path) -> None:
    text = "\ufefforigin;Destination;unit;count;weight_t;depart;reference\nMinsk;Karachi;40hc;3;18.5;2026-10-05;A;\nОрша;کراچی\n\n"
    found = read(tmp_path, text.replace("A;\n", "A\n"))
    assert found.faults == ()
    assert found.rows == (
        Shipment(2, "Minsk", "Karachi", "40HC", 3, 18.5, "general", date(2026, 10, 5), "A"),
        Shipment(3, "Орша", "کراچی", "FEU", 1, None, "general", DAY, ""),
    )


def test_every_wrong_cell_is_named_and_its_row_left_out(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        "origin,destination,unit,count,weight_t,cargo,depart\n"
        "Minsk,Karachi,box,0,-1,gold,soon\n"
        ",Karachi\n"
        "Minsk,Karachi,FEU,1,,,2026-12-01,extra\n"
        "Minsk,Karachi,FEU,1e3,nan,,1999-01-01\n"
        f"{'x' * 201},Karachi\n"
        "Minsk,Karachi\n",
    )
    assert [row.row for row in found.rows] == [7]
    assert {(f.row, f.column) for f in found.faults} == {
        (2, "unit"), (2, "count"), (2, "weight_t"), (2, "cargo"), (2, "depart"),
        (3, "origin"), (4, ""), (5, "count"), (5, "weight_t"), (5, "depart"), (6, "origin"),
    }  # fmt: skip
    assert Fault(2, "count", "'0' is not a whole number from 1 to 500") in found.faults


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "column origin is missing"),
        ("origin,destination\n", "has no rows after the header"),
        ("from,to\nMinsk,Karachi\n", "row 1: column 'from' is unknown"),
        ("origin,unit\nMinsk,FEU\n", "column destination is missing"),
        ("origin,destination,origin\na,b,c\n", "stands there twice"),
        ('origin,destination\n"Minsk,Karachi\n', "is not a CSV file"),
        ("origin,destination\n" + "Minsk,Karachi\n" * (MOST_ROWS + 1), "more than 5000"),
    ],
)
def test_what_is_no_list_is_refused_with_a_remedy(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Try: ") as error:
        read(tmp_path, text)
    assert words in str(error.value)
