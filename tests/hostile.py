"""Names that break careless files, and answers that hold them in every free text."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from itertools import cycle
from typing import Any

HACK = "window.hacked=1"
NAMES = (
    f"</script><script>{HACK}</script>",
    f"<img src=x onerror={HACK}>",
    f"\"><svg onload={HACK}>'",
    f"javascript:{HACK}",
    f"`${{{HACK}}}` ${{7*7}} {{{{title}}}} {{{{data}}}} %s %n",
    "]]></name><Placemark>&lt;b&gt; &amp; &#60;script&#62;",
    '=HYPERLINK("http://example.org","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1+9)*cmd",
    "\t=1+1",
    "#REF!",
    "TRUE",
    "|a|b| [x](javascript:alert) **b** <!-- --> # h",
    "(Tj) ET BT \\( \\) <</JS (app.alert)>> endstream",
    "کراچی بندرگاہ، پاکستان",
    "ننګرهار (PK) 12:30",
    "Санкт-Петербург Қарағанды Oʻzbekiston",
    "\U0001f69a\U0001f1f5\U0001f1f0 漢字 ไทย",
    "a\u202egnp.exe\u202c\u2066x\u2069",
    "nul\x00bell\x07\x1b[31m esc\x7f\x85 line\u2028para\u2029end",
    "half \ud83d sign",
    "two\nlines\r\nand\ttabs",
    "W" * 600,
    "many words " * 120,
    "e" + "\u0301" * 80,
)
# Free texts of an answer; the others have a form that its schema holds them to.
FREE = frozenset({
    "name", "label", "note", "text", "title", "publisher", "licence", "name_from", "name_to",
    "via", "avoid", "open", "close", "subject", "source_url", "url",
})  # fmt: skip


def spoiled(
    answer: Mapping[str, Any],
    names: tuple[str, ...] = NAMES,
    codes: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """
    The answer with hostile names in turn in every free text, its figures untouched.

    `codes` are texts that the program itself looks up, which no table can hold otherwise.
    """
    turn = cycle(names)

    def spoil(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            if key in ("via", "avoid", "open", "close"):
                return [next(turn) for _ in range(3)]
            return [spoil(v, key) for v in value]
        if isinstance(value, str) and key in FREE and value not in codes:
            return next(turn)
        return value

    found: dict[str, Any] = spoil(copy.deepcopy(dict(answer)))
    if "query" not in found:  # a comparison
        return found
    scenario = {"name": next(turn), "title": next(turn), "text": next(turn), "as_of": "2026-11"}
    lists = {key: [next(turn)] for key in ("open", "close", "scales", "rows", "source_ids")}
    found["query"] |= {"scenarios": [scenario | lists], "scales": [next(turn)]}
    found["query"] |= {"own_rows": [next(turn)]}
    return found
