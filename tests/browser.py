"""Finds the Chromium that the page tests drive; none is ever downloaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install -y chromium"
# Tests often run as root in a container, where Chromium's own sandbox cannot start.
ARGUMENTS = ["--no-sandbox", "--disable-gpu"]


def chromium_path() -> str:
    """
    Path of a Chromium: $CORRIDOR_CHROMIUM, one on the PATH, or Playwright's own.

    Raises
    ------
    RuntimeError
        If there is none; the message is the line to type.
    """
    chosen = os.environ.get("CORRIDOR_CHROMIUM", "")
    if chosen:
        found = shutil.which(chosen)
        if found is None:
            raise RuntimeError(f"CORRIDOR_CHROMIUM={chosen} cannot be run; unset it or: {INSTALL}")
        return found
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    own = _playwrights_own()
    if own:
        return own
    raise RuntimeError(f"the map tests need a Chromium: {INSTALL}")


def _playwrights_own() -> str:
    folder = Path(
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright"
    )
    found = sorted(folder.glob("chromium*/chrome-*/chrome*"))
    runnable = [str(path) for path in found if path.is_file() and os.access(path, os.X_OK)]
    return runnable[-1] if runnable else ""
