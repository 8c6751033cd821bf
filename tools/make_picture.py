"""Take the README's picture from the gallery: python tools/make_picture.py CHROMIUM."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "maps" / "minsk-karachi.html"
PICTURE = ROOT / "docs" / "images" / "minsk-karachi.png"


def main(args: list[str]) -> int:
    """Run Chromium once, without a network."""
    if len(args) != 1:
        print("usage: python tools/make_picture.py CHROMIUM", file=sys.stderr)
        return 2
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [
            args[0],
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--window-size=1280,800",
            f"--screenshot={PICTURE}",
            PAGE.as_uri(),
        ],
        check=True,
        capture_output=True,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
