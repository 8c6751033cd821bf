"""
Asks the drawn questions and holds what comes back against what was kept.

What flows in: questions.jsonl, answers.jsonl (kept at the commit before the change of shape) and
renames.csv. `python -m tests.contract --help` tells the commands.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from typer.testing import CliRunner

HERE = Path(__file__).parent
_ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Outcome:
    """What a question gave: exit code, what it printed (JSON in one form), what it complained of."""

    exit: int
    printed: str
    complaint: str

    @property
    def digest(self) -> str:
        """Twenty hexadecimal digits of all of it."""
        whole = json.dumps([self.exit, self.printed, self.complaint], ensure_ascii=False)
        return hashlib.sha256(whole.encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Rename:
    """A word of the outcome that changed on purpose: pattern of today's word, the word before."""

    now: str
    before: str
    why: str


@cache
def renames() -> tuple[Rename, ...]:
    """What changed on purpose, in the order in which it is put back."""
    with (HERE / "renames.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(Rename(r["now"], r["before"], r["why"]) for r in csv.DictReader(rows))


def as_before(text: str) -> str:
    """Today's outcome in the words of before."""
    for rename in renames():
        text = re.sub(rename.now, rename.before, text)
    return text


# The day of issue is the day of asking; how long a document holds is kept by the JSON's own days.
_ISSUED = re.compile(
    r"(issued |until |\"issued\": ?\"|\"valid_until\": ?\"|Q[0-9a-f]{10}-[0-9a-f]{8},2026-\d\d,)"
    r"20\d\d-\d\d-\d\d"
)


# Any word of any table makes another version of the data, whatever it has to do with the answer.
_VERSION = re.compile(r"(\"data_version\": ?\"|, version )\d{4}(-\d\d){0,2}-[0-9a-f]{12}")


def undated(text: str) -> str:
    """What was printed without the day on which it was made and the version of the tables."""
    return _VERSION.sub(r"\1VERSION", _ISSUED.sub(r"\1DAY", text))


def listed() -> list[dict[str, list[str]]]:
    """All questions, in order."""
    lines = (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def kept() -> list[str]:
    """The digests kept, in the order of the questions."""
    return (HERE / "answers.txt").read_text(encoding="utf-8").split()


def ask(question: dict[str, list[str]]) -> Outcome:
    """Ask in this process; a second command, if any, works on the answer of the first."""
    os.chdir(_ROOT)  # questions name files of the tree
    # Chances are costly, and tested elsewhere.
    words = question["ask"]
    first = _run([*words, "--no-certainty"] if words[0] == "route" else words)
    if "then" not in question or first.exit != 0:
        return first
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        answer.write_text(first.printed, encoding="utf-8")
        words = [w.replace("ANSWER", str(answer)) for w in question["then"]]
        words = [str(Path(folder) / w) if w.startswith("OUT.") else w for w in words]
        second = _run(words)
        made = [_content(p) for p in sorted(Path(folder).glob("OUT.*"))]
        printed = "\n".join([second.printed, *made]).replace(folder, "FOLDER")
        complaint = second.complaint.replace(folder, "FOLDER")
        return Outcome(second.exit, as_before(undated(printed)), complaint)


def _run(words: list[str]) -> Outcome:
    """One command in this process, its errors turned into words as the program does."""
    from corridor.cli.main import app
    from corridor.errors import CorridorError

    # An answer notes the command that made it.
    with patch.object(sys, "argv", ["corridor", *words]):
        done = CliRunner().invoke(app, words, env={"COLUMNS": "100"})
    complaint = done.stderr
    code = done.exit_code
    if isinstance(done.exception, CorridorError):
        code, complaint = done.exception.exit_code, f"Error: {done.exception}\n"
    elif done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    printed = done.stdout.replace(str(_ROOT), "ROOT")
    return Outcome(code, as_before(printed), as_before(complaint.replace(str(_ROOT), "ROOT")))


def _content(path: Path) -> str:
    """A file's text; of a PDF the words on its pages."""
    if path.suffix != ".pdf":
        return path.read_text(encoding="utf-8")
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(path).pages)
