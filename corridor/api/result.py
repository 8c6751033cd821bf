"""What every question of the public interface finds: a record, shown, converted and saved."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from corridor.errors import InputError, shown
from corridor.files import check_writable, write_bytes
from corridor.report.document.read import json_text

Record = TypeVar("Record", bound=msgspec.Struct)
# Makes the content of a file.
Writer = Callable[[], bytes]
_SHOWN = 5


def file_path(path: object, option: str = "FILE") -> Path:
    """
    A path that a person gave.

    Raises
    ------
    InputError
        If it is neither a text nor a path.
    """
    if not isinstance(path, str | PathLike):
        raise InputError(
            f"{option}: {type(path).__name__} is not a path", remedy="give a text or a pathlib.Path"
        )
    return Path(path)


class Result(Generic[Record]):
    """
    What one question found; `record` holds every figure of it, typed.

    `str()` gives the text that the command prints, `repr()` five lines of it.
    """

    def __init__(self, record: Record) -> None:
        """Keep the record."""
        self.record = record

    @cached_property
    def text(self) -> str:
        """What the command prints."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dictionaries, lists, texts and numbers."""
        return dict(msgspec.json.decode(msgspec.json.encode(self.record)))

    def to_json(self) -> str:
        """The record as JSON, as `--json` prints it."""
        return json_text(self.record)

    def save(self, path: str | PathLike[str]) -> Path:
        """
        Write a file of the kind that its suffix names; nothing half-written is ever seen.

        Raises
        ------
        InputError
            If nothing writes such files, or this one cannot be written.
        """
        return self._saved(path, self._writers())

    def _writers(self) -> dict[str, Writer]:
        """What writes a file, by suffix."""
        return {".json": self._json_bytes, ".txt": self._text_bytes}

    def _json_bytes(self) -> bytes:
        return f"{self.to_json()}\n".encode()

    def _text_bytes(self) -> bytes:
        return self.text.encode()

    def _saved(self, path: str | PathLike[str], writers: dict[str, Writer], kind: str = "") -> Path:
        target = file_path(path)
        writer = writers.get(kind or target.suffix.lower())
        if writer is None:
            raise InputError(
                f"{shown(target.name)} has no suffix that says what to write",
                remedy=f"end it in one of {', '.join(writers)}",
            )
        check_writable(target, "FILE")
        write_bytes(target, writer())
        return target

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        lines = [line for line in self.text.splitlines() if line.strip()]
        more = len(lines) - _SHOWN + 1
        return "\n".join(lines if more < 2 else [*lines[: _SHOWN - 1], f"... {more} lines more"])

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text)}</pre>"
