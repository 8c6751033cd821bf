"""Tables of results and of the source data as data frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from corridor.errors import InputError, shown
from corridor.model.band import Band
from corridor.tables.row import Row

if TYPE_CHECKING:
    import pandas as pd

    from corridor.tables.dataset import Dataset


class Tables(Mapping[str, "pd.DataFrame"]):
    """
    The tables of a planner by name, with what is laid over them; each made when asked for.

    Examples
    --------
    >>> import corridor
    >>> tables = corridor.load().tables
    >>> "rates" in tables, bool(len(tables["crossings"]) > 50)
    (True, True)
    """

    def __init__(self, dataset: Dataset) -> None:
        """Take the tables."""
        self._dataset = dataset

    def __getitem__(self, name: str) -> pd.DataFrame:
        import pandas as pd

        if name not in set(self):
            raise KeyError(name)
        rows: tuple[Row, ...] = getattr(self._dataset, name)
        return pd.DataFrame([_cells(row) for row in rows])

    def __iter__(self) -> Iterator[str]:
        return (f.name for f in fields(self._dataset) if f.name != "texts")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _cells(row: Row) -> dict[str, object]:
    """Cells of a row by column; a band has three."""
    found: dict[str, object] = {}
    for name in row.__struct_fields__:
        value = getattr(row, name)
        if isinstance(value, Band):
            ends = {"low": value.low, "typical": value.typical, "high": value.high}
            found |= {f"{name}_{end}": figure for end, figure in ends.items()}
        else:
            found[name] = value
    return found


def frame_of(
    tables: Mapping[str, tuple[Sequence[str], Sequence[object]]], name: str
) -> pd.DataFrame:
    """
    A table by its name, of some with their columns and rows, as a frame.

    Raises
    ------
    InputError
        If there is none of that name.
    """
    import pandas as pd

    if name not in tables:
        raise InputError(
            f"table {shown(str(name))} is unknown", remedy=f"one of {', '.join(tables)}"
        )
    columns, rows = tables[name]
    return pd.DataFrame(list(rows), columns=list(columns))
