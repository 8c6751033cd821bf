"""Libraries that only documents need; they come with the extra `documents`."""

from __future__ import annotations

import importlib
from typing import Any

from corridor.errors import InputError

INSTALL = 'pip install "corridor[documents]"'


def needed(module: str, what: str) -> Any:
    """
    Import a module of the extra.

    Raises
    ------
    InputError
        If it is not installed; the remedy is the line to type.
    """
    try:
        return importlib.import_module(module)
    except ImportError as err:
        raise InputError(
            f"{what} needs the package {module.partition('.')[0]}, which is not installed",
            remedy=INSTALL,
        ) from err
