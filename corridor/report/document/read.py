"""One reader of saved documents: version, types, bounds and sums, for every command."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from corridor.errors import InputError

T = TypeVar("T", bound=msgspec.Struct)


def no_faults(_document: msgspec.Struct) -> Iterator[str]:
    """Sums of a document that has none."""
    return iter(())


@dataclass(frozen=True, slots=True)
class Kind(Generic[T]):
    """
    A kind of saved document.

    Parameters
    ----------
    name
        What people call it, as 'answer'.
    shape
        Its type; types and bounds of the fields are checked by it.
    version
        The `schema_version` that is read.
    remedy
        The command that makes one.
    faults
        Where figures of a well-typed document contradict each other, as sentences that end with
        the path, " - at `$.a.b[0]`".
    tag
        Value of its field `kind`; empty for kinds without the field.
    """

    name: str
    shape: type[T]
    version: str
    remedy: str
    faults: Callable[[T], Iterable[str]] = no_faults
    tag: str = ""


class _Head(msgspec.Struct):
    """What tells kind and version; all else is left unread."""

    schema_version: str = ""
    kind: str = ""


def read_document(path: Path, kind: Kind[T]) -> T:
    """
    Read a saved document; fields that this version does not know are left out.

    Raises
    ------
    InputError
        If it cannot be read, or is of another kind or version, or a field is missing, of a wrong
        type or out of bounds, or the figures do not add up; file and path are named.
    """
    try:
        raw = path.read_bytes()
        head = msgspec.json.decode(raw, type=_Head)
        if (head.kind, head.schema_version) != (kind.tag, kind.version):
            found = f"{head.kind} {head.schema_version}".strip() or "no version"
            raise ValueError(f"{found} in place of {f'{kind.tag} {kind.version}'.strip()}")
        document = msgspec.json.decode(raw, type=kind.shape)
        for fault in kind.faults(document):
            raise ValueError(fault)
    except (OSError, ValueError, RecursionError) as err:
        raise InputError(f"{path} is not a saved {kind.name} ({err})", remedy=kind.remedy) from err
    return document


def plain_data(document: msgspec.Struct, *, without: Collection[str] = ()) -> dict[str, Any]:
    """The document as JSON reads it, without fields of some names, for the script of a page."""

    def kept(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: kept(v) for k, v in value.items() if k not in without}
        return [kept(v) for v in value] if isinstance(value, list | tuple) else value

    found: dict[str, Any] = kept(msgspec.to_builtins(document))
    return found


def json_text(document: msgspec.Struct) -> str:
    """The document as JSON for people and programs: one space a level, keys in their order."""
    return json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=1)
