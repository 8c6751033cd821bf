"""From the mean of a year to one trip: the band of a mean is not the band of a passage."""

from __future__ import annotations

from corridor.model.band import Band
from corridor.tables.dataset import Dataset
from corridor.tables.records import Parameter

# Bands that speak of means over a year, or of nothing at all.
_MEANS = ("yearly_range", "none")


def trip_spread(dataset: Dataset, what: str, band: str) -> list[Parameter]:
    """
    The row that widens a band of means to one of single trips, none where it need not.

    Parameters
    ----------
    what
        'border' or 'speed'.
    band
        What low and high of the row mean.
    """
    return [dataset.parameter[f"{what}_trip_spread"]] if band in _MEANS else []


def of_one_trip(figure: Band[float], spread: list[Parameter]) -> Band[float]:
    """A figure with the band of one trip; it never becomes narrower than its own."""
    for row in spread:
        figure = Band(
            min(figure.low, figure.typical * row.value.low),
            figure.typical,
            max(figure.high, figure.typical * row.value.high),
        )
    return figure
