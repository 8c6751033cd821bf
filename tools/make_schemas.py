"""
JSON Schemas of the saved documents, made from their types: python tools/make_schemas.py FOLDER.

The types are the definition; nothing is kept by hand. A schema refuses fields that this version
does not write; `corridor` itself leaves them unread, for a later version may have written them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from corridor.report.document.answer_sums import ANSWER
from corridor.report.document.catchment import CATCHMENT
from corridor.report.document.changes import WHAT_IF
from corridor.report.document.comparison import COMPARISON
from corridor.report.document.read import Kind

KINDS: tuple[Kind[Any], ...] = (ANSWER, COMPARISON, CATCHMENT, WHAT_IF)


def schema(kind: Kind[Any]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a kind of document."""
    (top,), parts = msgspec.json.schema_components([kind.shape], ref_template="#/$defs/{name}")
    for part in parts.values():
        part["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Saved {kind.name} of corridor, version {kind.version}",
        **top,
        "$defs": parts,
    }


def main() -> None:
    """Write a file a kind."""
    folder = Path(sys.argv[1])
    for kind in KINDS:
        text = json.dumps(schema(kind), indent=1, sort_keys=True)
        (folder / f"{kind.name}.schema.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
