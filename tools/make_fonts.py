"""
Cut the fonts of documents out of whole ones: python tools/make_fonts.py [--check].

DejaVu Sans comes with matplotlib and has Latin, Greek and Cyrillic; Noto Sans Arabic comes with
the package fontpkg-noto-sans-arabic and has the letters of Urdu, Pashto, Dari and Persian with
their joined forms. The cutter is fonttools. The project's extras hold none of the three; install
them first: pip install fonttools fontpkg-noto-sans-arabic matplotlib. Licences:
corridor/report/assets/LICENSES.md.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "corridor" / "output" / "assets"
LATIN = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B0, 0x036F), (0x0370, 0x052F), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x20BF), (0x2100, 0x214F), (0x2190, 0x21FF), (0x2200, 0x2265),
    (0x25A0, 0x25FF), (0xFFFC, 0xFFFD),
)  # fmt: skip
ARABIC = (
    (0x0020, 0x0020), (0x0028, 0x0029), (0x060B, 0x060D), (0x061B, 0x061B), (0x061E, 0x06FF),
    (0x0750, 0x077F), (0x200B, 0x200F), (0x25CC, 0x25CC),
)  # fmt: skip


def whole_fonts() -> dict[str, tuple[Path, Sequence[tuple[int, int]]]]:
    """What is cut from which file, and the signs that are kept."""
    import fontpkg_noto_sans_arabic
    from matplotlib import get_data_path

    dejavu = Path(get_data_path()) / "fonts" / "ttf"
    noto = Path(str(fontpkg_noto_sans_arabic.__file__)).parent / "files"
    return {
        "DejaVuSans.ttf": (dejavu / "DejaVuSans.ttf", LATIN),
        "DejaVuSans-Bold.ttf": (dejavu / "DejaVuSans-Bold.ttf", LATIN),
        "NotoSansArabic.ttf": (noto / "NotoSansArabic[wdth,wght].ttf", ARABIC),
    }


def cut(path: Path, kept: Sequence[tuple[int, int]]) -> bytes:
    """The font at `path`, at its regular weight, with the kept signs only."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        name_IDs=["*"],
        name_languages=["*"],
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, "FFTM"],
    )
    font: Any = TTFont(str(path), recalcTimestamp=False, lazy=False)
    if "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": 400, "wdth": 100}, inplace=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[sign for low, high in kept for sign in range(low, high + 1)])
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


def main(args: list[str]) -> int:
    """Write the fonts, or with --check only say whether they are as they would be made."""
    stale = 0
    for name, (path, signs) in whole_fonts().items():
        made, kept = cut(path, signs), FOLDER / name
        if "--check" in args:
            stale += int(made != kept.read_bytes())
        else:
            kept.write_bytes(made)
            print(kept.relative_to(ROOT), len(made))
    return int(stale > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
