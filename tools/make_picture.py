"""Take the pictures of the documents from the gallery: python tools/make_picture.py CHROMIUM."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Page of the gallery, picture of the documents, and the window it is taken in.
PICTURES = (
    ("minsk-karachi.html", "minsk-karachi.png", (1280, 800)),
    ("compare-kandahar-today.html", "compare-kandahar.png", (800, 1000)),
)


def main(args: list[str]) -> int:
    """Run Chromium once a picture, without a network."""
    if len(args) != 1:
        print("usage: python tools/make_picture.py CHROMIUM", file=sys.stderr)
        return 2
    folder = ROOT / "docs" / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for page, picture, (width, height) in PICTURES:
        subprocess.run(
            [
                args[0],
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--hide-scrollbars",
                f"--window-size={width},{height}",
                f"--screenshot={folder / picture}",
                (ROOT / "maps" / page).as_uri(),
            ],
            check=True,
            capture_output=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
