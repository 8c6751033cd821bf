"""
Cut the fonts of documents out of DejaVu Sans: python tools/make_fonts.py [--check].

The whole fonts come with matplotlib (a dependency of the `osm` extra), the cutter is
fonttools. Kept are Latin, Greek, Cyrillic and Arabic with the joined forms of Arabic letters,
punctuation, arrows and simple shapes; everything else is left out, which makes them a quarter
of the size. Names and licence stay as they are: corridor/output/assets/LICENSES.md.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "corridor" / "output" / "assets"
FONTS = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
KEPT = (
    (0x0020, 0x007E), (0x00A0, 0x024F), (0x02B0, 0x036F), (0x0370, 0x052F), (0x0600, 0x06FF),
    (0x0750, 0x077F), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x2070, 0x20BF), (0x2100, 0x214F),
    (0x2190, 0x21FF), (0x2200, 0x2265), (0x25A0, 0x25FF), (0xFB50, 0xFBC1), (0xFBD3, 0xFBFF),
    (0xFE70, 0xFEFF), (0xFFFC, 0xFFFD),
)  # fmt: skip


def cut(path: Path) -> bytes:
    """The font at `path` with the kept signs only."""
    from fontTools import subset

    options = subset.Options(
        layout_features=["*"],
        hinting=False,
        name_IDs=["*"],
        name_languages=["*"],
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, "FFTM"],
    )
    font = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[sign for low, high in KEPT for sign in range(low, high + 1)])
    cutter.subset(font)
    out = io.BytesIO()
    subset.save_font(font, out, options)
    return out.getvalue()


def main(args: list[str]) -> int:
    """Write the fonts, or with --check only say whether they are as they would be made."""
    from matplotlib import get_data_path

    whole = Path(get_data_path()) / "fonts" / "ttf"
    stale = 0
    for name in FONTS:
        made, kept = cut(whole / name), FOLDER / name
        if "--check" in args:
            stale += int(made != kept.read_bytes())
        else:
            kept.write_bytes(made)
            print(kept.relative_to(ROOT), len(made))
    return int(stale > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
