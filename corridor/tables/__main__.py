"""Check the source tables: python -m corridor.tables [table ...]."""

from __future__ import annotations

import sys

from corridor.tables.read import data_dir, load_table, reference_complaints, schemas


def main(names: list[str]) -> int:
    """Print every wrong cell of the named tables (all when none is named)."""
    folder = data_dir()
    tables, wrong = {}, []
    for name in schemas():
        table, found = load_table(name, folder)
        if table is not None:
            tables[name] = table
        wrong.extend(found)
    wrong.extend(reference_complaints(tables))
    if names:
        wrong = [c for c in wrong if c.file.removesuffix(".csv") in names]
    for complaint in wrong:
        print(complaint)
    print(f"{len(wrong)} wrong cells")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
