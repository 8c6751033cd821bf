"""How a saved document was made: by which program, on which data, by which command line."""

from __future__ import annotations

from msgspec import Struct


class InputRecord(Struct, frozen=True, kw_only=True):
    """
    A file or folder of the user's own that the question was asked with.

    `option` is what names it on the command line, `name` its name without the path; `hash` is
    SHA-256 of what was read from it. Rows that say no day of their own are of `as_of`.
    """

    option: str
    name: str
    hash: str
    as_of: str


class MadeRecord(Struct, frozen=True, kw_only=True):
    """
    What makes a document again.

    `program` is the version of corridor; `command` its command line, '' where none says the
    question; `data_hash` is SHA-256 of the tables, '' for tables made by hand.
    """

    program: str
    command: str
    data_version: str
    data_hash: str
    graph_hash: str
    inputs: tuple[InputRecord, ...]
