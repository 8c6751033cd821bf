"""`python -m tests.contract record|check [--every N] [--first N] [--full FOLDER]`: see ask.py."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.contract.ask import HERE, Outcome, ask, kept, listed


def _asked(number: int) -> tuple[int, Outcome | str]:
    try:
        return number, ask(listed()[number])
    except Exception as err:  # noqa: BLE001 - a fault of one question is told, the others go on
        return number, f"{type(err).__name__}: {err}"


def _chosen(every: int) -> list[int]:
    """Every so many questions, spread over all kinds."""
    return list(range(0, len(listed()), every))


def main() -> int:
    """Record the outcomes, or hold them against those kept; exit code 3 when one differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.contract", description=__doc__)
    parser.add_argument("what", choices=("record", "check"))
    parser.add_argument("--every", type=int, default=1, help="ask one of so many")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--full", type=Path, help="folder of whole outcomes, to write or compare")
    given = parser.parse_args()
    numbers = _chosen(given.every)
    differ: list[int] = []
    digests: list[str] = []
    with ProcessPoolExecutor(given.workers) as pool:
        for done, (number, outcome) in enumerate(pool.map(_asked, numbers, chunksize=4), 1):
            if done % 50 == 0:
                print(f"{done} of {len(numbers)} asked, {len(differ)} differ", file=sys.stderr)
            if given.what == "record":
                digests.append(outcome if isinstance(outcome, str) else outcome.digest)
                if given.full:
                    _keep(given.full, number, outcome)
                if isinstance(outcome, str):
                    print(f"{number}: {listed()[number]}: {outcome}")
            elif isinstance(outcome, str) or outcome.digest != kept()[number]:
                differ.append(number)
                print(f"{number}: {' '.join(listed()[number]['ask'])}")
                if given.full:
                    _tell(given.full, number, outcome)
    if given.what == "record" and given.every == 1:
        (HERE / "answers.txt").write_text("\n".join(digests) + "\n", encoding="utf-8")
    print(f"{len(numbers)} questions asked, {len(differ)} differ")
    return 3 if differ else 0


def _keep(folder: Path, number: int, outcome: Outcome | str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = outcome if isinstance(outcome, str) else _whole(outcome)
    with gzip.open(folder / f"{number}.gz", "wt", encoding="utf-8") as out:
        out.write(text)


def _whole(outcome: Outcome) -> str:
    return f"exit {outcome.exit}\n{outcome.complaint}\n{outcome.printed}\n"


def _tell(folder: Path, number: int, outcome: Outcome | str) -> None:
    """The first lines that differ."""
    with gzip.open(folder / f"{number}.gz", "rt", encoding="utf-8") as kept_file:
        before = kept_file.read().splitlines()
    now = (outcome if isinstance(outcome, str) else _whole(outcome)).splitlines()
    shown = 0
    for a, b in zip([*before, "<end>"], [*now, "<end>"], strict=False):
        if a != b:
            print(json.dumps({"before": a[:300], "now": b[:300]}, ensure_ascii=False))
            shown += 1
            if shown == 3:
                return


if __name__ == "__main__":
    sys.exit(main())
